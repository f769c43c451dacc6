import { withoutEnd } from '../../../model/words/ends.ts'
import { lower } from '../../../model/words/letters.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { eachLine } from './text.ts'

/**
 * Reads what regedit and `reg export` write. Does not know what a key is for; a key that is not in the file may exist
 * all the same.
 */

export type ExportedData = string | number | readonly string[]

export interface ExportedValue {
  readonly line: number
  /** As written, `HKEY_LOCAL_MACHINE\...`. */
  readonly key: string
  readonly name: string
  readonly type: 'sz' | 'expand-sz' | 'multi-sz' | 'dword' | 'qword' | 'binary' | 'other'
  /** Binary data is text of hexadecimal digits. */
  readonly data: ExportedData
  /** The line as it stands, of long data the first one. */
  readonly text: string
}

export interface RegistryExport {
  readonly keys: ReadonlyMap<string, number>
  readonly values: readonly ExportedValue[]
  /** No text: a line that is quoted is made of what it says. */
  readonly binary?: true
  /** Keys of which all values stand here, folded; without it, all of them. */
  readonly whole?: readonly string[]
}

const KEY = /^\[(-?)([^\r\n]*)\]$/

/** What stands in quotation marks, where a backslash takes the meaning of the next character. */
const QUOTED = String.raw`(?:[^"\\]|\\.)*`
const NAME = `^(?:@|"(${QUOTED})")=`
const VALUE = new RegExp(`${NAME}(.*)$`, 's')
/** Most are texts that end where their line does. */
const TEXT_VALUE = new RegExp(`${NAME}"(${QUOTED})"$`)
const HEX_VALUE = new RegExp(String.raw`${NAME}hex(?:\([0-9a-f]{1,2}\))?:`, 'i')
const OPEN_TEXT = new RegExp(`${NAME}"${QUOTED}$`)
const HAS_QUOTE = new RegExp(`^${QUOTED}"`)
const END_OF_TEXT = new RegExp(String.raw`^${QUOTED}"\s*$`)
const TEXT = new RegExp(`^"(${QUOTED})"`, 's')
/** Where data goes on in another line that was joined. */
const BETWEEN_DIGITS = /\\?[ \t]+|\\(?=[0-9a-f])/gi
const PAIRS = /^(?:[0-9a-f]{2}(?:,(?=[0-9a-f])|$))*$/i
const HEX = /^hex(?:\(([0-9a-f]{1,2})\))?:(.*)$/i

/** Reads what regedit exports (version 5 and the older REGEDIT4). Keys that the file deletes are left out. */
export function parseRegistry(rows: Iterable<string>, file: FileBudget = ownBudget()): RegistryExport {
  const keys = new Map<string, number>()
  const values: ExportedValue[] = []
  let key: string | undefined
  const lines: string[] = []
  eachLine(rows, file, row => lines.push(row))
  const encoding = lines.find(line => line.trim() !== '')?.startsWith('REGEDIT4') ? 'latin1' : 'utf-16le'
  for (let i = 0; i < lines.length; i++) {
    const first = lines[i]!
    const line = i + 1
    const section = first.startsWith('[') ? KEY.exec(first.trimEnd()) : undefined
    if (section) {
      key = section[1] === '' ? section[2]! : undefined
      if (key !== undefined && file.keep('keys')) keys.set(foldKey(key), line)
      continue
    }
    const { last, value } = valueAt(lines, i, encoding)
    i = last
    if (key === undefined || !value || !file.keep('values')) continue
    const { name, type, data } = value
    values.push({ line, key, name, type, data, text: firstLineOf(first) })
  }
  return { keys, values }
}

interface ValueAt {
  /** The index of its last line. */
  readonly last: number
  readonly value?: Pick<ExportedValue, 'name' | 'type' | 'data'>
}

/** The value that begins here, where one does that is not deleted. */
function valueAt(lines: readonly string[], at: number, encoding: TextEncoding): ValueAt {
  const [, textName = '', text] = TEXT_VALUE.exec(lines[at]!) ?? []
  if (text !== undefined) return { last: at, value: { name: plain(textName), type: 'sz', data: plain(text) } }
  const { whole, last } = valueFrom(lines, at)
  const [, name = '', data] = VALUE.exec(whole) ?? []
  return data === undefined || data === '-'
    ? { last }
    : { last, value: { name: plain(name), ...dataOf(data.trim(), encoding) } }
}

/** A value from the line where it begins: long hex data goes on behind a backslash, a text until its quotation mark. */
function valueFrom(lines: readonly string[], first: number): { readonly whole: string; readonly last: number } {
  const line = lines[first]!
  let last = first
  if (HEX_VALUE.test(line)) {
    while (lines[last]!.endsWith('\\') && last + 1 < lines.length) last++
    const parts = lines.slice(first, last + 1).map((part, i) => (i === 0 ? part : part.trim()))
    return { whole: parts.map((part, i) => (first + i < last ? part.slice(0, -1) : part)).join(''), last }
  }
  if (OPEN_TEXT.test(line)) {
    do last++
    while (last < lines.length && !HAS_QUOTE.test(lines[last]!))
    if (END_OF_TEXT.test(lines[last] ?? '')) return { whole: lines.slice(first, last + 1).join('\r\n'), last }
  }
  return { whole: line, last: first }
}

/** Data is broken behind a backslash: whoever joins lines that were wrapped joins those as well. Most values are texts. */
function firstLineOf(line: string): string {
  const [before] = line.endsWith('"') ? [] : (HEX_VALUE.exec(line) ?? [])
  const end = before === undefined ? -1 : line.indexOf('\\', before.length)
  return end < 0 ? line : line.slice(0, end + 1)
}

type Data = Pick<ExportedValue, 'type' | 'data'>

function dataOf(text: string, encoding: TextEncoding): Data {
  const string = TEXT.exec(text)
  if (string) return { type: 'sz', data: plain(string[1]!) }
  const dword = /^dword:([0-9a-f]{1,8})$/i.exec(text)
  if (dword) return { type: 'dword', data: Number.parseInt(dword[1]!, 16) }
  const hex = HEX.exec(text)
  if (!hex) return { type: 'other', data: text }
  const written = hex[2]!.replace(BETWEEN_DIGITS, '')
  // What was cut off, or has something else in it, is another value than the one that was exported.
  if (!PAIRS.test(written)) return { type: 'other', data: text }
  const digits = written.replaceAll(',', '')
  return dataOfBytes(Number.parseInt(hex[1] ?? '3', 16), Buffer.from(digits, 'hex'), encoding)
}

/** Characters of texts: two bytes in a hive and in exports of version 5, one in the older form of exports. */
type TextEncoding = 'utf-16le' | 'latin1'

/** Data by the number of its type, as a hive stores it. */
export function dataOfBytes(type: number, bytes: Buffer, encoding: TextEncoding = 'utf-16le'): Data {
  const text = (): string => bytes.toString(encoding)
  switch (type) {
    case 1:
      return { type: 'sz', data: withoutEnd(text(), '\0') }
    case 2:
      return { type: 'expand-sz', data: withoutEnd(text(), '\0') }
    case 4:
      return bytes.length === 4 ? { type: 'dword', data: bytes.readUInt32LE(0) } : binary(bytes)
    case 7:
      // Each string ends with NUL, the list with one more; pending renames have empty strings in between.
      return { type: 'multi-sz', data: text().replace(/\0$/, '').split('\0').slice(0, -1) }
    case 11:
      return { type: 'qword', data: bytes.toString('hex') }
    default:
      return binary(bytes)
  }
}

const binary = (bytes: Buffer): Data => ({ type: 'binary', data: bytes.toString('hex') })

const plain = (text: string): string => (text.includes('\\') ? text.replace(/\\(["\\])/g, '$1') : text)

const ROOTS: Readonly<Record<string, string>> = {
  hkey_local_machine: 'hklm',
  hkey_current_user: 'hkcu',
  hkey_classes_root: 'hkcr',
  hkey_users: 'hku',
}

/** Keys without regard to case, with the short name of the root: `hklm\software\...`. */
export function foldKey(key: string): string {
  const folded = lower(key)
  const end = folded.indexOf('\\')
  const root = end < 0 ? folded : folded.slice(0, end)
  return `${ROOTS[root] ?? root}${folded.slice(root.length)}`
}
