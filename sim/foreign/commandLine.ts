import { isPlain } from './terminal.ts'

/**
 * Words of evidence on their way into a command that somebody will type: each kind has its form, and what has another is
 * no word at all. The advice is then given without it. What a command does: sim/diagnosis/remedies.ts.
 */

/** In one pair of quotes. Only a word of a kind below gets there. */
export const quoted = (word: string): string => `"${word}"`

/** Bare where nothing in it could mean more than itself: how an engineer types `taskkill /im store.exe`. */
export const argument = (word: string): string => (/^[\w.-]+$/.test(word) ? word : quoted(word))

/** No name on Windows has these; cmd or PowerShell obeys the rest, even in quotes. */
const NO_NAME = /["<>|*?:/\\&%^!`\u201c-\u201f]|\$[\w({:?$^]/
const DEVICE =
  /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d\u00b9\u00b2\u00b3]|lpt[\d\u00b9\u00b2\u00b3]) *(?:\.|$)/i
const LONGEST_NAME = 255
const LONGEST_PATH = 259

/** A name in a folder. */
export function fileName(text: string | undefined): string | undefined {
  return text !== undefined && isName(text) ? text : undefined
}

function isName(text: string): boolean {
  if (text === '' || text.length > LONGEST_NAME || /[. ]$|^ /.test(text)) return false
  return !NO_NAME.test(text) && !DEVICE.test(text) && isPlain(text)
}

/** A whole path, of a drive or of a share; not one that leaves its folder again, or goes round the names of Windows. */
export function path(text: string | undefined): string | undefined {
  if (text === undefined || text.length > LONGEST_PATH) return undefined
  const names = /^(?:[A-Za-z]:\\|\\\\(?=[^\\]+\\[^\\]+\\))(.+)$/s.exec(text)?.[1]
  return names?.split('\\').every(isName) ? text : undefined
}

/** A package of a patch. */
export const patchPath = (text: string | undefined): string | undefined => ofKind(path(text), /\.msp$/i)

/** A package, by its name alone. */
export const packageName = (text: string | undefined): string | undefined => ofKind(fileName(text), /\.ms[ip]$/i)

/** A copy that the installer keeps: nothing else is ever written over. */
export const cachedCopy = (text: string | undefined): string | undefined =>
  ofKind(path(text), /^[A-Z]:\\[^\\]+\\Installer\\[^\\]+\.ms[ip]$/i)

/** Without these Windows stops: whoever names one does not get it ended. */
const NEEDED = /^(?:csrss|lsass|lsm|services|smss|system|wininit|winlogon)\.exe$/i

/** A program that may be ended. */
export function program(text: string | undefined): string | undefined {
  const name = ofKind(fileName(text), /\.exe$/i)
  return name === undefined || NEEDED.test(name) ? undefined : name
}

/** `{24B2C164-DE66-44FE-B468-A46D9D5E6B31}`; it needs no quotes. */
export const guid = (text: string | undefined): string | undefined =>
  ofKind(text, /^\{[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}\}$/i)

/** `KB935999`. */
export const kbNumber = (text: string | undefined): string | undefined => ofKind(text, /^KB\d{6,7}$/i)

/** Of a process, as a command printed it. */
export const processId = (text: string | undefined): string | undefined => ofKind(text, /^\d{1,10}$/)

function ofKind(text: string | undefined, form: RegExp): string | undefined {
  return text !== undefined && form.test(text) ? text : undefined
}
