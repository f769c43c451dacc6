import type { FileBudget } from '../../read/budget.ts'
import type { Form, PrintedLine } from './form.ts'

/** Access lists as `icacls` and `cacls` print them. Does not know who needs which right. */

export interface Right extends PrintedLine {
  readonly place: string
  readonly account: string
  readonly allow: boolean
  readonly inherited: boolean
  /** It covers writing: allows it, or refuses it. */
  readonly writes: boolean
}

export interface AccessList extends PrintedLine {
  readonly place: string
  readonly rights: readonly Right[]
}

/** `NT AUTHORITY\SYSTEM:(OI)(CI)(F)`, `Everyone:(OI)(CI)N`: an account, and in parentheses and letters what it may. */
const ENTRY = /^([^:\\]+(?:\\[^:\\]+)?):((?:\([^()]*\))*[NRWCFM]?) *$/
const BEGINS = /^[A-Za-z]:\\/
/** A name that holds blanks is told from the path before it. */
const KNOWN = / (?=(?:NT AUTHORITY|NT SERVICE|BUILTIN)\\|(?:Everyone|CREATOR OWNER|CREATOR GROUP):)/
/** Below `(special access:)`, one right a line. */
const SPECIAL = /^\s+([A-Z]{4,}(?:_[A-Z]+)*)\s*$/

const WRITES: ReadonlySet<string> = new Set(['F', 'M', 'C', 'W', 'WD', 'AD', 'GW', 'GA', 'N'])
const SPECIAL_WRITES: ReadonlySet<string> = new Set([
  'GENERIC_WRITE',
  'GENERIC_ALL',
  'FILE_GENERIC_WRITE',
  'FILE_WRITE_DATA',
])
const INHERITANCE: ReadonlySet<string> = new Set(['OI', 'CI', 'IO', 'NP', 'I', 'ID', 'DENY'])

type RightDraft = { -readonly [K in keyof Right]: Right[K] }

interface ListDraft extends PrintedLine {
  place: string
  readonly rights: RightDraft[]
}

export function rightsForm(file: FileBudget): Form & { readonly found: () => readonly AccessList[] } {
  const lists: ListDraft[] = []
  let list: ListDraft | undefined
  /** A first line, whose path ends where the entries below it begin. */
  let open: PrintedLine | undefined

  const add = (row: PrintedLine, entry: string): boolean => {
    const right = list && rightIn(row, list.place, entry)
    if (!list || !right) return false
    if (file.keep('rights')) list.rights.push(right)
    return true
  }
  const begin = (row: PrintedLine, from: number): void => {
    list = { ...row, place: row.text.slice(0, from - 1), rights: [] }
    if (add(row, row.text.slice(from))) lists.push(list)
    else list = undefined
  }
  /** Without an entry below it the path ends before a name that is known, or before the last blank. */
  const settle = (): void => {
    if (!open) return
    const known = KNOWN.exec(open.text)
    begin(open, known ? known.index + 1 : beforeName(open.text))
    open = undefined
  }

  return {
    take(row) {
      const indent = row.text.search(/\S/)
      if (indent > 3) {
        if (open && open.text[indent - 1] === ' ' && ENTRY.test(open.text.slice(indent))) begin(open, indent)
        else settle()
        open = undefined
        return special(list, row) || add(row, row.text.slice(indent))
      }
      settle()
      if (!isFirst(row.text)) {
        list = undefined
        return false
      }
      open = row
      return true
    },
    end() {
      settle()
      list = undefined
    },
    found: () => lists,
  }
}

/** A path, and behind it an entry. */
const isFirst = (text: string): boolean => BEGINS.test(text) && ENTRY.test(text.slice(beforeName(text)))

/** Where the last word before the rights begins: a name without a blank. */
function beforeName(text: string): number {
  const colon = text.indexOf(':', 3)
  return colon < 0 ? text.length : text.lastIndexOf(' ', colon) + 1
}

function rightIn(row: PrintedLine, place: string, entry: string): RightDraft | undefined {
  const [, account, rights] = ENTRY.exec(entry) ?? []
  if (account === undefined || rights === undefined) return undefined
  const words = rights.split(/[(),]/).filter(word => word !== '')
  const may = words.filter(word => !INHERITANCE.has(word))
  return {
    ...row,
    place,
    account,
    allow: !words.includes('DENY') && !may.includes('N'),
    inherited: words.includes('I') || words.includes('ID'),
    writes: may.some(word => WRITES.has(word)),
  }
}

function special(list: ListDraft | undefined, { text }: PrintedLine): boolean {
  const name = SPECIAL.exec(text)?.[1]
  const right = list?.rights.at(-1)
  if (name === undefined || !right) return false
  right.writes ||= SPECIAL_WRITES.has(name)
  return true
}
