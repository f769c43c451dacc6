import { MESSAGE_EVENTS, UPDATE_CLIENT_EVENTS } from '../../../model/words/events.ts'
import { LAUNCH_TEXTS } from '../../../model/words/launchTexts.ts'
import { lower } from '../../../model/words/letters.ts'
import { MESSAGES, UNEXPECTED_ERROR } from '../../../model/words/messages.ts'
import { RETURN_CODES, SYSTEM_ERRORS, wordingsOf } from '../../../model/words/systemErrors.ts'
import { type Filled, firstSentence, opening, reader, sentencesOf } from '../../../model/words/turned.ts'

/**
 * What texts of Windows say, wherever they stand: the tables of its texts turned round. Does not know who said it.
 */

interface Spoken {
  readonly code: number
  readonly opening: RegExp
}

const spokenBy = (rows: Readonly<Record<string, { readonly code: number }>>): Spoken[] =>
  Object.values(rows).map(({ code }) => ({ code, opening: opening(...wordingsOf(code)) }))

const RETURNED = spokenBy(RETURN_CODES)
const FAILED = spokenBy(SYSTEM_ERRORS)

/** Most texts say none of them, and then one look is enough. */
const anyOf = (spoken: readonly Spoken[]): RegExp => new RegExp(spoken.map(row => row.opening.source).join('|'), 'i')
const ANY_RETURNED = anyOf(RETURNED)
const ANY_FAILED = anyOf(FAILED)

/** Codes of the installer whose text stands here, as either Windows words it. */
export function codesSaid(text: string): number[] {
  if (!ANY_RETURNED.test(text)) return []
  return RETURNED.filter(row => row.opening.test(text)).map(({ code }) => code)
}

/** With or without what marks it as hexadecimal, but never a part of a GUID or of a longer number. */
const HRESULT = /(?<![\w-])(?:0x)?8007([0-9a-f]{4})(?![\w-])/gi

/** The end of an HRESULT, as Windows Update shows it: `Error code: 643`, `Code 0x652`. */
const SHOWN_END = /\b(?:error|code)(?: is)?[ :=]{1,3}(?:0x)?(6[0-9a-f]{2})(?![\w-])/gi

const OF_INSTALLER: ReadonlySet<number> = new Set(Object.values(RETURN_CODES).map(({ code }) => code))

/** Errors of Win32 that stand here as an HRESULT, whole or as far as Windows Update shows one. */
export function hresultsIn(text: string): number[] {
  const whole = [...text.matchAll(HRESULT)].map(([, end]) => Number.parseInt(end!, 16))
  const ends = [...text.matchAll(SHOWN_END)].map(([, end]) => Number.parseInt(end!, 16))
  return [...new Set([...whole, ...ends.filter(code => OF_INSTALLER.has(code))])]
}

/** As the engine says it, and as whoever calls it does: `exit code [1603]`, `Exit code was '1618'`. */
const RESULT =
  /\b(?:error code|error status|return(?:ed)? code|exit code|exited(?: with)?|MainEngineThread is returning)(?: is| was)?[ :=]{1,3}[['"]?(\d{1,5})\b/gi

const resultsIn = (text: string): number[] => [...new Set([...text.matchAll(RESULT)].map(([, code]) => Number(code)))]

/** The code at the end of an update: `Error code 1642`. */
export function resultIn(text: string): number | undefined {
  return resultsIn(text)[0]
}

const unexpected = reader(UNEXPECTED_ERROR.text.split('. ').find(sentence => sentence.includes('[1]'))!)

/** The number of an internal error, whatever stands before it. */
export function unexpectedIn(text: string): number | undefined {
  const number = /^\d{4}/.exec(unexpected(text)?.get(1) ?? '')?.[0]
  return number === undefined ? undefined : Number(number)
}

/** Codes of the installer as numbers, with how they are said. */
export function codesOfInstaller(text: string): { readonly code: number; readonly by: 'event' | 'hresult' }[] {
  const said = [
    ...resultsIn(text).map(code => ({ code, by: 'event' as const })),
    ...hresultsIn(text).map(code => ({ code, by: 'hresult' as const })),
  ]
  return said.filter(({ code }) => OF_INSTALLER.has(code))
}

// ------------------------------------------------------------------------------------------------------------ packages

/** A package names itself before that; whoever quotes what stands behind it begins with a capital. */
const FINDS = / has determined that \w+ /
/** Fewer words say nothing. */
const ENOUGH = 6

/** In what words packages of updates refuse to go on: each that says something by itself. */
export const REFUSALS: readonly string[] = Object.values(LAUNCH_TEXTS).flatMap(text =>
  sentencesOf(text.split(FINDS).at(-1)!).filter(sentence => sentence.split(' ').length > ENOUGH),
)

const REFUSED = new RegExp(REFUSALS.map(text => opening(text).source).join('|'), 'i')

/** A package of an update says why it does not go on. */
export const isRefusal = (text: string): boolean => REFUSED.test(text)

// ------------------------------------------------------------------------------------------------------ update client

/** What the update client says of one update. */
export interface UpdateReport {
  readonly update: string
  /** Nothing where it was installed, and where the error is none of Win32. */
  readonly code?: number
  readonly installed: boolean
}

// The title ends where the line does: it has points in it.
const installed = reader(UPDATE_CLIENT_EVENTS[19].text)
const failed = reader(UPDATE_CLIENT_EVENTS[20].text.replace(/\.$/, ''))

export function updateReported(text: string): UpdateReport | undefined {
  const failure = failed(text)
  const title = failure?.get(2) ?? installed(text)?.get(1)
  if (title === undefined) return undefined
  const [code] = hresultsIn(failure?.get(1) ?? '')
  return { update: lower(title).replace(/\.$/, ''), installed: !failure, ...(code !== undefined && { code }) }
}

// ------------------------------------------------------------------------------------------------------------- errors

const SYSTEM_ERROR = /\bSystem error(?: code)?:? \[?(\d{1,5})\b/i

/** The error of Windows behind a message, by number or by its text. */
export function systemErrorIn(text: string): number | undefined {
  const number = SYSTEM_ERROR.exec(text)?.[1]
  if (number !== undefined) return Number(number)
  return ANY_FAILED.test(text) ? FAILED.find(row => row.opening.test(text))?.code : undefined
}

// ---------------------------------------------------------------------------------------------------------- messages

/** Messages about one file, and the field that names it. */
const FILE_FIELD: Readonly<Record<number, number>> = {
  1101: 2,
  1301: 2,
  1304: 2,
  1305: 2,
  1306: 2,
  1307: 2,
  1308: 2,
  1309: 3,
  1310: 3,
  1311: 2,
  1316: 2,
  1321: 2,
  1328: 2,
  1334: 2,
  1335: 2,
}

const readers = new Map<number, ((said: string) => Filled | undefined) | undefined>()

/** Fields of a message, by its number and the text that was made of them. */
function filledIn(number: number, text: string): Filled | undefined {
  if (!readers.has(number)) {
    const known = Object.hasOwn(MESSAGES, number) ? MESSAGES[number as keyof typeof MESSAGES] : undefined
    readers.set(number, known && reader(firstSentence(known.text)))
  }
  return readers.get(number)?.(text)
}

/** Fields from 2 on, as a note has them. */
export function fieldsSaid(number: number, text: string): string[] {
  return [...(filledIn(number, text) ?? [])].filter(([field]) => field > 1).map(([, value]) => value)
}

/** The file that a message is about, by its text. */
export function fileSaid(number: number, text: string): string | undefined {
  const field = FILE_FIELD[number]
  return field === undefined ? undefined : filledIn(number, text)?.get(field) || undefined
}

/** The same of a note, whose first field is 2. */
export function fileNoted(number: number, fields: readonly string[]): string | undefined {
  const field = FILE_FIELD[number]
  return field === undefined ? undefined : fields[field - 2] || undefined
}

/** The number of the message that an event of the installer carries. */
export const messageOfEvent = (id: number): number => id - MESSAGE_EVENTS

/** Messages that say how it ended: of installing, removing, advertising, configuring. */
export const RESULT_MESSAGES = [1707, 1708, 1724, 1725, 1726, 1727, 1728, 1729] as const
