import { isPlain } from './terminal.ts'

/**
 * Words of evidence on their way into a command that somebody will type: each kind has its form, and what has another is
 * no word at all. The advice is then given without it. What a command does: sim/diagnosis/remedies.ts.
 */

declare const WORD: unique symbol
declare const ARGUMENT: unique symbol
declare const COMMAND: unique symbol

/** Of one of the kinds below, or a word of our own. */
export type Word = string & { readonly [WORD]: true }

/** A word as it may stand in a command. */
export type Argument = string & { readonly [ARGUMENT]: true }

/** A line to be typed: only what is made here is advised, and a name that is none of a kind does not compile. */
export type Command = string & { readonly [COMMAND]: true }

/** What `sc config` takes. */
export type StartWord = 'auto' | 'demand' | 'disabled'

type Template<Hole, Made> = (words: TemplateStringsArray, ...given: readonly Hole[]) => Made

const filled = (words: TemplateStringsArray, ...given: readonly (string | number)[]): string =>
  words.map((own, i) => own + (given[i] ?? '')).join('')

/** command`handle.exe ${quoted(path)}` */
export const command = filled as Template<Argument | StartWord | number, Command>

/** A whole line that the author of a rule pack wrote: whoever brings the pack trusts it, and nothing of evidence is in it. */
export const ownCommand = (text: string): Command => text as Command

/** Longer than one of evidence: word`C:\\${name}`. */
export const word = filled as Template<Word | number, Word>

/** In one pair of quotes. */
export const quoted = (text: Word): Argument => `"${text}"` as Argument

/** Of our own: bare where nothing in it could mean more than itself, as an engineer types `sc config MSExchangeIS`. */
export const argument = (text: Word): Argument => (/^[\w.-]+$/.test(text) ? (text as string as Argument) : quoted(text))

/** A product or patch code without quotes, for cmd: PowerShell would take its braces for its own. */
export const bareCode = (code: Word): Argument =>
  /^\{[\dA-F-]{36}\}$/i.test(code) ? (code as string as Argument) : quoted(code)

/** What only an earlier command can tell: it stands for a number. */
export const toFill = (name: Word): Argument => `<${name}>` as Argument

/** No name on Windows has these; cmd or PowerShell obeys the rest, even in quotes. */
const NO_NAME = /["<>|*?:/\\&%^!`\u201c-\u201f]|\$[\w({:?$^]/
const DEVICE =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d\u00b9\u00b2\u00b3]|lpt[\d\u00b9\u00b2\u00b3]) *(?:\.|$)/i
const LONGEST_NAME = 255
const LONGEST_PATH = 259

/** A name in a folder. */
export function fileName(text: string | undefined): Word | undefined {
  return text !== undefined && isName(text) ? (text as Word) : undefined
}

function isName(text: string): boolean {
  if (text === '' || text.length > LONGEST_NAME || /[. ]$|^ /.test(text)) return false
  return !NO_NAME.test(text) && !DEVICE.test(text) && isPlain(text)
}

/** A whole path, of a drive or of a share; not one that leaves its folder again, or goes round the names of Windows. */
export function path(text: string | undefined): Word | undefined {
  if (text === undefined || text.length > LONGEST_PATH) return undefined
  const names = /^(?:[A-Za-z]:\\|\\\\(?=[^\\]+\\[^\\]+\\))(.+)$/s.exec(text)?.[1]
  return names?.split('\\').every(isName) ? (text as Word) : undefined
}

/** The name of a drive: `E:`. */
export const driveName = (text: string | undefined): Word | undefined => ofKind(text, /^[A-Z]:$/)

/** A package of a patch. */
export const patchPath = (text: string | undefined): Word | undefined => ofKind(path(text), /\.msp$/i)

/** A package, by its name alone. */
export const packageName = (text: string | undefined): Word | undefined => ofKind(fileName(text), /\.ms[ip]$/i)

/** A copy that the installer keeps: nothing else is ever written over. */
export const cachedCopy = (text: string | undefined): Word | undefined =>
  ofKind(path(text), /^[A-Z]:\\[^\\]+\\Installer\\[^\\]+\.ms[ip]$/i)

/** Without these Windows stops: whoever names one does not get it ended. */
const NEEDED = /^(?:csrss|lsass|lsm|services|smss|system|wininit|winlogon)\.exe$/i

/** A program that may be ended. */
export function program(text: string | undefined): Word | undefined {
  const name = ofKind(fileName(text), /\.exe$/i)
  return name === undefined || NEEDED.test(name) ? undefined : name
}

/** `{24B2C164-DE66-44FE-B468-A46D9D5E6B31}`. */
export const guid = (text: string | undefined): Word | undefined =>
  ofKind(text, /^\{[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}\}$/i)

/** `MSExchangeIS`: the key of a service, not the name that is shown. */
export const serviceName = (text: string | undefined): Word | undefined => ofKind(text, /^[\w-]{1,256}$/)

/** `KB935999`. */
export const kbNumber = (text: string | undefined): Word | undefined => ofKind(text, /^KB\d{6,7}$/i)

/** Of a process, as a command printed it. */
export const processId = (text: string | undefined): Word | undefined => ofKind(text, /^\d{1,10}$/)

function ofKind(text: string | undefined, form: RegExp): Word | undefined {
  return text !== undefined && form.test(text) ? (text as Word) : undefined
}
