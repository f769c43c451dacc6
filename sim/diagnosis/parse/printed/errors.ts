import { isPowerShellError } from '../../knowledge/powershell.ts'
import type { FileBudget } from '../../read/budget.ts'
import type { Form, PrintedLine } from './form.ts'

/** What PowerShell says of a command that it could not do. Does not know what was to be done. */

export function errorsForm(file: FileBudget): Form & { readonly found: () => readonly PrintedLine[] } {
  const errors: PrintedLine[] = []
  return {
    take(row) {
      const isError = isPowerShellError(row.text)
      if (isError && file.keep('errors of PowerShell')) errors.push(row)
      return isError
    },
    end() {},
    found: () => errors,
  }
}
