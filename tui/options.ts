import { InvalidArgumentError } from 'commander'
import { MOST_HOSTS } from '../sim/corpus/fleet/limits.ts'
import { MOST_OF_A_NAME } from '../sim/drill/limits.ts'
import { MOST } from '../sim/scenario/limits.ts'
import { LOG_LETTERS, readLogLetters } from '../sim/scenario/logLetters.ts'

/**
 * What stands on the command line, as values; commander reports what is refused here as wrong usage. Knows no command.
 */

export const DEFAULT_SEED = 1

export function seed(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
  }
  return value
}

/** `kb935490` and `935490` mean KB935490. */
export function kbNumber(text: string): string {
  const digits = /^(?:kb)?(\d{6,7})$/i.exec(text)?.[1]
  if (digits === undefined) throw new InvalidArgumentError('A rollup is named by its KB number, such as KB935490.')
  return `KB${digits}`
}

/** `/l*v`, `l*v` and `*v` mean the same: what stands behind the l, as in a scenario. */
export function logLevel(text: string): string {
  const written = text.replace(/^\//, '')
  if (LOG_LETTERS.test(written)) return readLogLetters(written)
  throw new InvalidArgumentError("Letters are those of msiexec's /l: i w e a r u c m o p v x + ! *, such as '*v'.")
}

const MOST_BUNDLES = 10_000_000

export function count(text: string): number {
  return wholeNumber(text, MOST_BUNDLES, 'A count')
}

export function hosts(text: string): number {
  return wholeNumber(text, MOST_HOSTS, 'The number of hosts')
}

export function days(text: string): number {
  return wholeNumber(text, MOST.days, 'The number of days', 2)
}

const MOST_JOBS = 256

export function jobs(text: string): number {
  return wholeNumber(text, MOST_JOBS, 'The number of jobs')
}

function wholeNumber(text: string, most: number, what: string, least = 1): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new InvalidArgumentError(`${what} is a whole number from ${least} to ${most}.`)
  }
  return value
}

export function causeId(text: string): string {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text)) return text
  throw new InvalidArgumentError('A cause is small letters, digits and hyphens, such as file-in-use.')
}

export function personName(text: string): string {
  if (text.length <= MOST_OF_A_NAME) return text
  throw new InvalidArgumentError(`A name has ${MOST_OF_A_NAME} characters at most.`)
}

const MOST_SECONDS = 86_400

export function seconds(text: string): number {
  return wholeNumber(text, MOST_SECONDS, 'The number of seconds')
}

/** The folder in the command that is to look at it. */
export const DIR = '{dir}'

/** `python3 find.py {dir}`. */
export function commandOn(text: string): string {
  if (text.includes(DIR)) return text
  throw new InvalidArgumentError(`A command names the folder that it is to look at as ${DIR}.`)
}

/** `0.98`. */
export function shareOf(text: string): number {
  const value = Number(text)
  if (!/^\d(?:\.\d{1,9})?$/.test(text) || value > 1) {
    throw new InvalidArgumentError('A share is a number from 0 to 1, such as 0.98.')
  }
  return value
}

/** `95`. */
export function percent(text: string): number {
  const value = Number(text)
  if (!/^\d{1,3}(?:\.\d{1,9})?$/.test(text) || value > 100) {
    throw new InvalidArgumentError('A percentage is a number from 0 to 100, such as 95.')
  }
  return value
}

/** `redis://HOST:PORT`; `rediss` is the same through TLS. */
export function queueUrl(text: string): string {
  if (URL.canParse(text) && /^rediss?:\/\/[^/]/.test(text)) return text
  throw new InvalidArgumentError('A queue is written redis://HOST:PORT, or rediss:// for one with TLS.')
}

/** `2/3`. */
export function shard(text: string): { readonly part: number; readonly of: number } {
  const [, part, of] = (/^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? []).map(Number)
  if (part === undefined || of === undefined || part < 1 || part > of) {
    throw new InvalidArgumentError('A shard is written i/n, such as 1/3 for the first of three.')
  }
  return { part, of }
}

/** `2` or `1-4`. */
export function range(text: string): { readonly least: number; readonly most: number } {
  const [, least, most = least] = (/^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text) ?? []).map(n =>
    n === undefined ? n : Number(n),
  )
  if (least === undefined || most === undefined || least > most) {
    throw new InvalidArgumentError('How many faults at once is written 2, or 1-4 for one to four.')
  }
  return { least, most }
}

const MOST_RECORDS = 1_000_000_000_000

export function recordCount(text: string): number {
  return wholeNumber(text, MOST_RECORDS, 'A count')
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
}

/** `200MB`. */
export function size(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,12})([KMG]i?B)?$/.exec(text) ?? []
  const bytes = Number(digits) * (UNITS[unit] ?? Number.NaN)
  if (bytes >= 1 && bytes <= MOST_RECORDS) return bytes
  throw new InvalidArgumentError('A size is a number of bytes, or such as 200MB or 1GiB.')
}

const MOST_SPEED = 1_000_000

/** `60`, or `0.5`. */
export function factor(text: string): number {
  const value = Number(text)
  if (/^\d{1,7}(?:\.\d{1,3})?$/.test(text) && value > 0 && value <= MOST_SPEED) return value
  throw new InvalidArgumentError(`This is a number above 0 and up to ${MOST_SPEED}, such as 60 or 0.5.`)
}

/** `now`, a moment, or what the first server's clock shows: undefined, ms since 1970 UTC, the text. */
export type StartText =
  | { readonly at: 'now' }
  | { readonly at: number }
  | { readonly at: 'local'; readonly text: string }

export function startMoment(text: string): StartText {
  if (text === 'now') return { at: 'now' }
  const [, local, zone] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? []
  const utc = local === undefined ? Number.NaN : Date.parse(`${local}${zone ?? 'Z'}`)
  const isOnCalendar = new Date(Date.parse(`${local}Z`) || 0).toJSON().startsWith(local ?? '-')
  if (local === undefined || !isOnCalendar || !(utc >= 0) || utc >= Date.UTC(2105, 0)) {
    throw new InvalidArgumentError(
      'A start is now, or from 1970 to 2104 such as 2026-03-01T08:00:00, which is the time of the first server, or 2026-03-01T08:00:00Z.',
    )
  }
  return zone === undefined ? { at: 'local', text: local } : { at: utc }
}

export interface ScenarioOptions {
  readonly seed: number
  readonly json?: true
}
