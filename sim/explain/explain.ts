import { lower, upper } from '../../model/words/letters.ts'
import { HRESULT_FROM_WIN32, hresultText } from '../../model/words/systemErrors.ts'
import { installerEventMeanings } from './installerEvents.ts'
import { internalMessageMeanings } from './internalMessages.ts'
import type { Kind, Meaning } from './meaning.ts'
import { messageMeanings } from './messages.ts'
import { returnCodeMeanings } from './returnCodes.ts'
import { returnValueMeanings } from './returnValues.ts'
import { storageCodeMeanings } from './storageCodes.ts'
import { systemErrorMeanings } from './systemErrors.ts'
import { systemEventMeanings } from './systemEvents.ts'

/** From what somebody typed to what it means. Knows no number itself: the tables beside it do. */

/** Every meaning that is known. Of two with one number, the one that people more often mean comes first. */
export const MEANINGS: readonly Meaning[] = [
  ...returnValueMeanings,
  ...returnCodeMeanings,
  ...storageCodeMeanings,
  ...installerEventMeanings,
  ...messageMeanings,
  ...internalMessageMeanings,
  ...systemEventMeanings,
  ...systemErrorMeanings,
]

export type Explanation =
  | { readonly known: true; readonly meanings: readonly Meaning[] }
  /** `near`: codes that look like it, most alike first; as they would be typed. */
  | { readonly known: false; readonly near: readonly string[] }

/**
 * What a code means, in whatever form it was copied from a log, an event or a dialog: `1603`, `0x80070643`,
 * `-2147023293`, `Note: 1: 2262`, `return value 3`, `event 1023`, `ERROR_INSTALL_FAILURE`.
 */
export function explain(written: string): Explanation {
  const asked = read(written)
  const meanings = ofNamedSource(
    MEANINGS.filter(meaning => fits(meaning, asked)),
    written,
  )
  return meanings.length > 0 ? { known: true, meanings } : { known: false, near: near(asked) }
}

/** Of events with one number those of the source that is named, where one is: `MsiInstaller 10005`. */
export function ofNamedSource(meanings: readonly Meaning[], written: string): readonly Meaning[] {
  const text = inWords(written)
  const isNamed = ({ kind, name, code }: Meaning): boolean =>
    kind === 'event' && text.includes(inWords(name.slice(0, -String(code).length)))
  const named = meanings.filter(isNamed)
  return named.length > 0 ? named : meanings
}

/** Between blanks: no name is found within another. */
const inWords = (text: string): string =>
  ` ${lower(text)
    .replace(/[^a-z0-9.-]+/g, ' ')
    .trim()} `

/** An HRESULT for an error of Windows or of the installer, such as 0x80070643; undefined for any other meaning. */
export function hresultOf({ kind, code }: Meaning): string | undefined {
  return HAS_HRESULT.includes(kind) && code > 0 ? hresultText(code) : undefined
}

interface Asked {
  readonly name: string
  readonly code: number | undefined
  /** Undefined where the words do not say. */
  readonly kinds: readonly Kind[] | undefined
}

const HAS_HRESULT: readonly Kind[] = ['return-code', 'system-error']

/** Words before a number that say what it is; the first that fits decides. */
const WORDS: readonly (readonly [word: RegExp, kinds: readonly Kind[]])[] = [
  // A message in a log: `Error 1306. Another application has exclusive access to ...`
  [/\bError (?=\d{4}\.(?:\s|$))/, ['message']],
  [/return value/i, ['return-value']],
  [/event|msiinstaller/i, ['event']],
  [/note|message|info/i, ['message']],
  [/return(s|ed|ing)?\b|exit code|error code/i, ['return-code', 'system-error']],
  [/last\s?error|system error/i, ['system-error', 'return-code']],
]

/** A number that stands by itself: nothing of `8.0.711.2`, `1630x`, `8/27/2007`, `1:12:00 PM`, `KB935490` or a path. */
const NUMBER = /(?<![\w.\\/-]|\d:)(?:0x[0-9a-f]+|-?\d+)(?!\w|[\\/]|[.:-]\d)/gi

/** All of them, as they stand there. */
export const numbersIn = (text: string): string[] => text.match(NUMBER) ?? []

function read(written: string): Asked {
  const name = written.trim()
  // In `Note: 1: 2262 2: Error` the first number says which field it is.
  const rest = name.replace(/^.*note:?\s*1:/i, 'note ')
  if (rest.includes('_') && /^[a-z]\w*$/i.test(rest)) return { name, code: undefined, kinds: undefined }
  const said = WORDS.map(([word, kinds]) => ({ kinds, after: afterwards(rest, word) })).find(({ after }) => after)
  return { name, ...typed((said?.after ?? rest).match(NUMBER)?.[0], said?.kinds) }
}

/** What stands behind a word, if a number does. */
function afterwards(text: string, word: RegExp): string | undefined {
  const found = word.exec(text)
  const after = found ? text.slice(found.index + found[0].length) : ''
  return after.match(NUMBER) ? after : undefined
}

/** A number as the tables have it: errors inside an HRESULT by their own number, other HRESULTs with their sign. */
function typed(found: string | undefined, kinds: readonly Kind[] | undefined): Pick<Asked, 'code' | 'kinds'> {
  if (found === undefined) return { code: undefined, kinds }
  const unsigned = Number(found) < 0 ? Number(found) + 2 ** 32 : Number(found)
  if (HRESULT_FROM_WIN32 < unsigned && unsigned < HRESULT_FROM_WIN32 + 0x1_0000) {
    return { code: unsigned - HRESULT_FROM_WIN32, kinds: HAS_HRESULT }
  }
  return { code: unsigned >= 2 ** 31 ? unsigned - 2 ** 32 : unsigned, kinds }
}

function fits(meaning: Meaning, { name, code, kinds }: Asked): boolean {
  if (code === undefined) return lower(meaning.name) === lower(name)
  return meaning.code === code && (kinds === undefined || kinds.includes(meaning.kind))
}

const MOST_NEAR = 5

/** How far away, as a number, a code is still a neighbour. */
const NEIGHBOURHOOD = 20

function near({ name, code, kinds }: Asked): string[] {
  if (code === undefined) return nearNames(name)
  const known = MEANINGS.filter(({ kind }) => kinds === undefined || kinds.includes(kind)).map(row => row.code)
  const written = String(code)
  return [...new Set(known)]
    .filter(other => other !== code)
    .map(other => ({ other, slip: oneSlip(written, String(other)), apart: Math.abs(other - code) }))
    .filter(({ slip, apart }) => slip || apart <= NEIGHBOURHOOD)
    .sort((a, b) => Number(b.slip) - Number(a.slip) || a.apart - b.apart || a.other - b.other)
    .slice(0, MOST_NEAR)
    .map(({ other }) => String(other))
}

/** Names that hold what was written, or are one slip away. */
function nearNames(written: string): string[] {
  const wanted = upper(written)
  const names = MEANINGS.map(({ name }) => name).filter(name => name.includes('_'))
  const alike = (name: string): boolean => oneSlip(wanted, name) || (wanted.length > 3 && name.includes(wanted))
  return [...new Set(names)].filter(alike).slice(0, MOST_NEAR)
}

/** One character wrong, left out or too many, or two neighbours the wrong way round. */
function oneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  if (short.length === long.length) return short.slice(at + 1) === long.slice(at + 1) || swapped
  return long.length - short.length === 1 && short.slice(at) === long.slice(at + 1)
}
