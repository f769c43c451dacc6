import type { FileBudget } from '../../read/budget.ts'
import { type Form, type PrintedLine, wholeNumber } from './form.ts'

/** Open files as Sysinternals' `handle` prints them, process by process or for a name. Does not know whom they disturb. */

export interface OpenHandle extends PrintedLine {
  readonly program: string
  readonly id: number
  readonly file: string
  /** What others may do meanwhile: of R, W, D those that they may; unknown where it does not stand there. */
  readonly shares: string | undefined
}

const PROCESS = /^(\S[^:]*) pid: (\d{1,10}) +(\S.*)$/
const FILE = /^ *[0-9A-F]{1,8}: File +(?:\(([R-][W-][D-])\) +)?(\S.*)$/
/** `type: File  40C: C:\x.dll`, and in older versions `40C: C:\x.dll`. */
const FOUND = /^(?:type: File +)?(?:\S+ +)?([0-9A-F]{1,8}): +([A-Za-z]:\\.*)$/

export interface HandleList {
  readonly handles: readonly OpenHandle[]
  /** Lines that begin the list of everything that is open. */
  readonly wholes: readonly PrintedLine[]
}

export function handlesForm(file: FileBudget): Form & { readonly found: () => HandleList } {
  const handles: OpenHandle[] = []
  const wholes: PrintedLine[] = []
  let process: { program: string; id: number } | undefined

  const keep = (handle: OpenHandle): boolean => {
    if (file.keep('open files')) handles.push(handle)
    return true
  }

  return {
    take(row, typed) {
      const [, program, id, rest] = PROCESS.exec(row.text) ?? []
      if (program !== undefined && id !== undefined && rest !== undefined) {
        const path = FOUND.exec(rest)?.[2]
        const holder = { program: program.trimEnd(), id: wholeNumber(id) }
        if (path !== undefined) return keep({ ...row, ...holder, file: path.trimEnd(), shares: undefined })
        if (!process && /^handle(?:\.exe)?(?:\s+-a)?\s*$/i.test(typed)) wholes.push(row)
        process = holder
        return true
      }
      const [, shares, path] = FILE.exec(row.text) ?? []
      if (!process || path === undefined) return false
      return keep({ ...row, ...process, file: path.trimEnd(), shares: shares?.replace(/-/g, '') })
    },
    end() {
      process = undefined
    },
    found: () => ({ handles, wholes }),
  }
}
