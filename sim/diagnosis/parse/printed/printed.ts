import type { FileBudget } from '../../read/budget.ts'
import { ownBudget } from '../../read/budget.ts'
import type { RegistryExport } from '../registry.ts'
import { eachLine } from '../text.ts'
import { type Listings, listingForm } from './dir.ts'
import { type DriveSpace, drivesForm } from './drives.ts'
import { errorsForm } from './errors.ts'
import type { PrintedLine } from './form.ts'
import { type HandleList, handlesForm } from './handles.ts'
import { registryForm } from './regQuery.ts'
import { type AccessList, rightsForm } from './rights.ts'
import { type ProcessList, tasksForm } from './tasks.ts'

/**
 * What commands printed at a prompt, one after the other in one file, with what was typed or without it. Each form has its
 * reader, and a line belongs to the first that knows it. Does not know why somebody asked.
 */

export interface Printed extends Listings {
  readonly rights: readonly AccessList[]
  readonly processes: readonly ProcessList[]
  readonly handles: HandleList
  readonly drives: readonly DriveSpace[]
  readonly registry: RegistryExport
  /** Lines in which PowerShell says that it could not do something. */
  readonly errors: readonly PrintedLine[]
}

const PROMPT = /^(?:PS )?[A-Za-z]:\\[^<>"|*?]*> ?(.*)$/

export function parsePrinted(lines: Iterable<string>, file: FileBudget = ownBudget()): Printed {
  const [listings, rights, tasks, handles, drives, registry, errors] = [
    listingForm(file),
    rightsForm(file),
    tasksForm(file),
    handlesForm(file),
    drivesForm(),
    registryForm(file),
    errorsForm(file),
  ]
  const forms = [listings, registry, handles, rights, drives, errors, tasks]
  const end = (): void => {
    for (const form of forms) form.end()
  }
  let typed = ''
  eachLine(lines, file, (text, index) => {
    const prompt = PROMPT.exec(text)
    if (prompt) {
      end()
      typed = prompt[1]!.trim()
      return
    }
    const row = { line: index + 1, text }
    forms.some(form => form.take(row, typed))
  })
  end()
  const { folders, missing, free } = listings.found()
  return {
    folders,
    missing,
    free,
    rights: rights.found(),
    processes: tasks.found(),
    handles: handles.found(),
    drives: drives.found(),
    registry: registry.found(),
    errors: errors.found(),
  }
}
