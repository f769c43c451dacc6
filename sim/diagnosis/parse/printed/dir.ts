import { withoutEnd } from '../../../../model/words/ends.ts'
import { lower, upper } from '../../../../model/words/letters.ts'
import type { FileBudget } from '../../read/budget.ts'
import { parseLocalTime } from '../events.ts'
import { type Form, type PrintedLine, pathTyped, wholeNumber } from './form.ts'

/**
 * Listings of folders: `dir` of both systems, one folder or a tree of them, and `Get-ChildItem`. Does not know which files
 * matter. What a pattern or an option may have left out is no witness.
 */

export interface ListedEntry extends PrintedLine {
  readonly name: string
  readonly folder: boolean
  readonly size: number | undefined
  /** Milliseconds since 1970 by the clock of the server. */
  readonly modified: number | undefined
}

export interface ListedFolder extends PrintedLine {
  readonly place: string
  readonly entries: readonly ListedEntry[]
  /** Everything in it stands here: folders, and files too. */
  readonly whole: { readonly folders: boolean; readonly files: boolean }
}

export interface Listings {
  readonly folders: readonly ListedFolder[]
  /** Paths that a command looked for and did not find. */
  readonly missing: readonly (PrintedLine & { readonly place: string })[]
  /** What is left on the drive, as the last line says. */
  readonly free: readonly (PrintedLine & { readonly drive: string; readonly free: number })[]
}

const TITLE = /^ Directory of ((?:[A-Za-z]:|\\)\\.*)$/
const SHELL_TITLE = /^ {4}Directory: (?:Microsoft\.PowerShell\.Core\\FileSystem::)?([A-Za-z]:\\.*)$/
/** `05/21/2007  03:10 PM`, `28.03.2007  13:00`. */
const WHEN = String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{1,4} +\d{1,2}[:.]\d\d(?: ?[AaPp][Mm]?)?`
const STAMP = new RegExp(`^(?:${WHEN}) +`)
const KIND_AND_NAME = /^(<[A-Z]+>|\d[\d.,'\u00a0]*) +(\S.*)$/
const SHELL_STAMP = new RegExp(`^[d-][a-z-]{3,5} +(?:${WHEN}) +`)
const SIZE_AND_NAME = /^(\d+)\s+(\S.*)$/
const FILES = /^\s*\d[\d.,'\u00a0]* File\(s\)\s/
const FREE = /^\s*\d[\d.,'\u00a0]* Dir\(s\)\s+(\d[\d.,'\u00a0]*) bytes free/
const NOTHING = /^File Not Found\s*$/
/** Folders that stand in the root of every drive with a system: a pattern shows hardly both. */
const ROOT_FOLDERS: readonly string[] = ['windows', 'program files']

const LISTS = /^(?:dir|ls|gci|get-childitem)$/i
/** Options that leave nothing out: all attributes, trees, order, forms. */
const OPTION = /^(?:\/(?:a|s|o(?::?-?[a-z])?|n|x|c|4|t:?[a-z])|-(?:force|recurse|path))$/i
const PATTERN = /[*?]/
const ONLY_FOLDERS = /\s\/a:?d\b/i

interface FolderDraft extends PrintedLine {
  readonly place: string
  readonly typed: string
  readonly entries: ListedEntry[]
  dots: boolean
  ended: boolean
  cut: boolean
}

export function listingForm(file: FileBudget): Form & { readonly found: () => Listings } {
  const folders: FolderDraft[] = []
  const missing: (PrintedLine & { place: string })[] = []
  const free: (PrintedLine & { drive: string; free: number })[] = []
  let folder: FolderDraft | undefined

  /** PowerShell ends a folder with nothing. */
  const close = (): void => {
    if (folder && isShell(folder.typed)) folder.ended = true
    folder = undefined
  }
  const begin = (row: PrintedLine, place: string, typed: string): boolean => {
    close()
    if (file.keep('folders listed')) {
      folder = {
        ...row,
        place: withoutSlash(place.trimEnd()),
        typed,
        entries: [],
        dots: false,
        ended: false,
        cut: false,
      }
      folders.push(folder)
    }
    return true
  }
  const add = (to: FolderDraft, entry: ListedEntry): true => {
    if (entry.name === '.' || entry.name === '..') to.dots = true
    else if (file.keep('files listed')) to.entries.push(entry)
    else to.cut = true
    return true
  }

  return {
    take(row, typed) {
      const { text } = row
      const title = text.startsWith(' ') ? (TITLE.exec(text) ?? SHELL_TITLE.exec(text)) : undefined
      if (title) return begin(row, title[1]!, typed)
      if (!folder) return false
      const entry = entryIn(row)
      if (entry) return add(folder, entry)
      const left = FREE.exec(text)?.[1]
      if (left !== undefined && /^[A-Za-z]:/.test(folder.place)) {
        free.push({ ...row, drive: upper(folder.place.slice(0, 2)), free: wholeNumber(left) })
      }
      if (FILES.test(text)) folder.ended = true
      const looked = NOTHING.test(text) ? notFound(typed, folder.place) : undefined
      if (looked !== undefined) missing.push({ ...row, place: looked })
      return left !== undefined || looked !== undefined || FILES.test(text)
    },
    end: close,
    found: () => ({ folders: folders.map(listed), missing, free }),
  }
}

/** Its folders have no last line. */
const isShell = (typed: string): boolean => /^(?:ls|gci|get-childitem)\b/i.test(typed)

function entryIn(row: PrintedLine): ListedEntry | undefined {
  const { text } = row
  const stamp = STAMP.exec(text)?.[0]
  if (stamp !== undefined) return promptEntry(row, text.slice(stamp.length), stamp)
  const mode = SHELL_STAMP.exec(text)?.[0]
  return mode === undefined ? undefined : shellEntry(row, text.slice(mode.length), mode)
}

function promptEntry(row: PrintedLine, rest: string, stamp: string): ListedEntry | undefined {
  const [, kind, name] = KIND_AND_NAME.exec(rest.trimStart()) ?? []
  if (kind === undefined || name === undefined) return undefined
  if (!kind.startsWith('<')) return entryOf(row, name.trimEnd(), false, stamp, wholeNumber(kind))
  // Behind the name of a link stands where it leads.
  const end = kind === '<DIR>' ? -1 : name.lastIndexOf(' [')
  const own = end < 0 ? name : name.slice(0, end)
  return entryOf(row, own.trimEnd(), /^<(?:DIR|JUNCTION|SYMLINKD)>$/.test(kind), stamp)
}

function shellEntry(row: PrintedLine, rest: string, stamp: string): ListedEntry {
  const folder = stamp.startsWith('d')
  const [, size, name = rest] = (folder ? undefined : SIZE_AND_NAME.exec(rest)) ?? []
  return entryOf(row, name.trim(), folder, stamp, size === undefined ? undefined : Number(size))
}

function entryOf(
  { line, text }: PrintedLine,
  name: string,
  folder: boolean,
  stamp: string,
  size?: number,
): ListedEntry {
  return { line, text, name, folder, size, modified: parseLocalTime(stamp) }
}

function leavesNothingOut(typed: string): boolean {
  const [command = '', ...words] = typed.replace(/"[^"]*"/g, 'path').split(' ')
  return !PATTERN.test(typed) && LISTS.test(command) && words.every(word => !/^[/-]/.test(word) || OPTION.test(word))
}

/** `dir` of a folder or file that is not there looks into the folder above. A pattern says nothing of a name. */
function notFound(typed: string, place: string): string | undefined {
  const path = leavesNothingOut(typed) ? pathTyped(typed) : undefined
  if (path === undefined) return undefined
  const asked = withoutSlash(path)
  const above = withoutSlash(asked.slice(0, asked.lastIndexOf('\\')))
  return lower(above) === lower(place) && above !== asked ? asked : undefined
}

/** `C:\` keeps its backslash. */
export function withoutSlash(path: string): string {
  const bare = withoutEnd(path, '\\')
  return /^[A-Za-z]:$/.test(bare) ? `${bare}\\` : bare
}

function listed({ typed, dots, ended, cut, ...folder }: FolderDraft): ListedFolder {
  const { entries, place } = folder
  const root = ROOT_FOLDERS.every(name => entries.some(entry => lower(entry.name) === name))
  const asked = leavesNothingOut(typed)
  const unfiltered = typed === '' ? dots || root : asked || (ONLY_FOLDERS.test(typed) && !PATTERN.test(typed))
  const whole = ended && !cut && unfiltered
  const files = asked || (typed === '' && entries.some(entry => !entry.folder))
  return { ...folder, place, whole: { folders: whole, files: whole && files } }
}
