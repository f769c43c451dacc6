import { z } from 'zod'
import { HIVES } from '../../model/machine/machine.ts'
import type { Authority } from '../../model/machine/texture.ts'
import { isoLocal, parseLocal, parseZone } from '../../model/machine/time.ts'
import type { Zone } from '../../model/machine/zone.ts'
import { lower, upper } from '../../model/words/letters.ts'
import { TIME_ZONES, timeZoneNamed } from '../../model/words/timeZones.ts'
import { form } from '../written/form.ts'
import { nearest } from '../written/nearest.ts'
import { quote } from '../written/quote.ts'
import type { KbNumber } from './kbNumber.ts'
import { LOG_LETTERS, readLogLetters } from './logLetters.ts'

/**
 * The words of a scenario that have a form of their own: durations, KB numbers, dates, zones, paths, names. Each checks
 * its form, reads the value, and knows how people misspell it. Where they stand: schema.ts.
 */

/**
 * Classes of characters for patterns. They also go into the JSON Schema, so they mean the same with and without the flag u;
 * written as text because they are about control characters.
 */
const NUL = String.raw`\u0000`
const CONTROL = String.raw`\u0000-\u001f\u007f-\u009f`

// ------------------------------------------------------------------------------------------------------------- text

const same = (text: string): string => text

/** A sentence or a name: something, and on one line. */
export const line = form({
  says: 'text on one line',
  pattern: new RegExp(`^[^\\S${CONTROL}]*[^\\s${CONTROL}][^${CONTROL}]*$`),
  read: same,
})

/** Any text that a file or the registry can hold. NUL would end it there. */
export const text = form({ says: 'text without NUL', pattern: new RegExp(`^[^${NUL}]*$`), read: same })

// ---------------------------------------------------------------------------------------------------------- numbers

/**
 * A whole number within bounds; hexadecimal ones arrive as numbers. Not `z.int()`: its issue stops the rules between keys,
 * so that some errors would appear only after others were repaired.
 */
export const whole = (least: number, most: number) => z.number().min(least).max(most).multipleOf(1)

// ------------------------------------------------------------------------------------------------------------- time

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
type Unit = keyof typeof UNIT_MS

const DURATION = /^\d{1,9}(?:ms|s|m|h)$/
const DURATION_SAYS = 'a length of simulated time such as 500ms, 30s, 5m or 1h'
/** Longer than any story here; it keeps dates within what an event log can write. */
const DURATION_MAX_MS = 30 * 24 * UNIT_MS.h

function milliseconds(duration: string): number {
  const digits = Number.parseInt(duration, 10)
  return digits * UNIT_MS[duration.replace(/^\d+/, '') as Unit]
}

const tooLong = (duration: string): string | undefined =>
  DURATION.test(duration) && milliseconds(duration) > DURATION_MAX_MS ? 'is longer than 30 days (720h)' : undefined

function repairDuration(written: string): string {
  const parts = /^(\d+)\s*([a-z]*)$/i.exec(written.trim())
  if (!parts) return written
  const word = lower(parts[2]!)
  const unit = word === '' ? 's' : /^(ms|milli)/.test(word) ? 'ms' : word.charAt(0)
  return `${parts[1]}${unit}`
}

/** `5m` -> 300000. */
export const duration = form({
  says: DURATION_SAYS,
  pattern: DURATION,
  refuse: tooLong,
  read: milliseconds,
  repair: repairDuration,
})

/** `40s` -> 40000, `never` -> `never`. */
export const durationOrNever = form<number | 'never'>({
  says: `never, or ${DURATION_SAYS}`,
  pattern: /^(?:never|\d{1,9}(?:ms|s|m|h))$/,
  refuse: tooLong,
  read: written => (written === 'never' ? written : milliseconds(written)),
  repair: written => (/^nev/i.test(written) ? 'never' : repairDuration(written)),
})

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/

function refuseTime(written: string): string | undefined {
  if (!LOCAL_TIME.test(written)) return undefined
  // There and back through the calendar: a 30 February comes back as 2 March.
  if (isoLocal(parseLocal(written, 0), 0) !== written) return 'is not in the calendar'
  const year = Number(written.slice(0, 4))
  // Event logs count seconds since 1970 in 32 bits, which also has to hold in any zone.
  return year < 1980 || year > 2099 ? 'is not between the years 1980 and 2099' : undefined
}

function repairTime(written: string): string {
  const joined = written.trim().replace(/^(\d{4}-\d{2}-\d{2})[ t]+/, '$1T')
  const bare = joined.replace(/(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/, '')
  if (/^\d{4}-\d{2}-\d{2}$/.test(joined)) return `${joined}T00:00:00`
  return /T\d{2}:\d{2}$/.test(bare) ? `${bare}:00` : bare
}

/** `2007-08-27T13:12:00`, kept as text: what moment it is depends on the zone of a server. */
export const localTime = form({
  says: 'a local date and time such as 2007-08-27T13:12:00',
  pattern: LOCAL_TIME,
  refuse: refuseTime,
  read: same,
  repair: repairTime,
})

const ZONE = /^[+-]\d{2}:[0-5]\d$/
const ZONE_NAMES = TIME_ZONES.map(({ name }) => name)
/** The names without anything that a pattern would take for more than itself. */
const ZONE_OR_NAME = new RegExp(`${ZONE.source}|^(?:${ZONE_NAMES.join('|').replaceAll('.', '[.]')})$`)
const ZONE_MAX_MINUTES = 14 * 60

function repairZone(written: string): string {
  if (/^(?:z|utc|gmt)$/i.test(written)) return '+00:00'
  const parts = /^([+-]?)(\d{1,2})(?::?(\d{2}))?$/.exec(written.trim())
  if (parts) return `${parts[1] || '+'}${parts[2]!.padStart(2, '0')}:${parts[3] ?? '00'}`
  return nearest(written, ZONE_NAMES) ?? nearest(`${written} Standard Time`, ZONE_NAMES) ?? written
}

/** `-08:00` -> -480; `Pacific Standard Time` -> the zone of that name. */
export const zone = form<Zone>({
  says: "an offset from UTC in quotes, such as '-08:00', or a time zone of Windows such as 'Pacific Standard Time'",
  pattern: ZONE_OR_NAME,
  refuse: written =>
    ZONE.test(written) && Math.abs(parseZone(written)) > ZONE_MAX_MINUTES
      ? 'is more than 14 hours from UTC'
      : undefined,
  // Adding nought turns the -0 of `-00:00` into 0.
  read: written => timeZoneNamed(written) ?? parseZone(written) + 0,
  repair: repairZone,
})

// ---------------------------------------------------------------------------------------------------------- products

function repairKb(written: string): string {
  const digits = /^(?:kb)?[\s-]*(\d+)$/i.exec(written.trim())
  return digits ? `KB${digits[1]}` : written
}

export const kb = form({
  says: 'a KB number such as KB935490',
  pattern: /^KB\d{6,7}$/,
  read: written => written as KbNumber,
  repair: repairKb,
})

/** The product itself, or one of its updates. */
export const productOrKb = form({
  says: 'product, or a KB number such as KB935490',
  pattern: /^(?:product|KB\d{6,7})$/,
  read: written => written as 'product' | KbNumber,
  repair: written => (/^prod/i.test(written) ? 'product' : repairKb(written)),
})

/** What `msiexec /l` takes after its name: `lxv*` -> `xv*`. */
export const logLetters = form({
  says: "letters of msiexec's /l switch such as lxv*, from i w e a r u c m o p v x + ! *",
  pattern: LOG_LETTERS,
  read: readLogLetters,
  repair: written => written.replace(/^[/-]/, ''),
})

// ------------------------------------------------------------------------------------------------------------- names

/**
 * Names of devices, which are devices in any folder and with any extension. A bundle writes each file under its own name, so
 * on Windows such a name would leave the bundle.
 */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])$/i
const isDevice = (name: string): boolean => DEVICE.test((name.split('.')[0] ?? '').trimEnd())

const FORBIDDEN_CLASS = `<>"|?*:/\\\\${CONTROL}`
const FORBIDDEN = new RegExp(`[${FORBIDDEN_CLASS}]`)
const NAME_MAX = 255
const PATH_MAX = 259

/** Why Windows has no file or folder of this name. */
function refuseName(name: string): string | undefined {
  const forbidden = FORBIDDEN.exec(name)
  if (name === '') return 'has an empty name in it'
  if (name === '.' || name === '..') return `may not go through \`${name}\``
  if (forbidden) return `contains ${quote(forbidden[0])}, which no file name may contain`
  if (/[. ]$/.test(name)) return 'has a name in it that ends with a dot or a space'
  if (isDevice(name)) return `has the device ${quote(name)} in it`
  return name.length > NAME_MAX ? `has a name of more than ${NAME_MAX} characters in it` : undefined
}

/** Three dots and more are an ordinary name, except at the end of a path, where Windows takes trailing dots away. */
const isDots = (name: string, last: boolean): boolean => !last && /^\.{3,}$/.test(name)

const ROOTED = /^[A-Za-z]:\\/

function refusePath(path: string): string | undefined {
  if (!ROOTED.test(path)) return undefined
  if (path.length > PATH_MAX) return `is longer than ${PATH_MAX} characters`
  const names = path.slice(3).split('\\')
  for (const [i, name] of names.entries()) {
    const why = isDots(name, i === names.length - 1) ? undefined : refuseName(name)
    if (why !== undefined) return why
  }
  return undefined
}

/** Slashes turned, doubled ones halved: in single quotes YAML takes a backslash as it stands. */
const repairSlashes = (written: string): string =>
  written
    .trim()
    .replaceAll('/', '\\')
    .replace(/\\{2,}/g, '\\')
    .replace(/\\$/, '')

/** A full path on a drive of the simulated server. The drive letter comes out in capitals. */
export const path = form({
  says: "a full Windows path such as 'C:\\ExchangeSetupLogs'",
  pattern: new RegExp(`^[A-Za-z]:(?:\\\\[^${FORBIDDEN_CLASS}]+)+$`),
  refuse: refusePath,
  read: written => upper(written.charAt(0)) + written.slice(1),
  repair: repairSlashes,
})

export const fileName = form({
  says: 'a file name such as bkagent.exe',
  pattern: new RegExp(`^[^${FORBIDDEN_CLASS}]+$`),
  refuse: refuseName,
  read: same,
  repair: written => written.slice(repairSlashes(written).lastIndexOf('\\') + 1),
})

export const drive = form({
  says: "a drive such as 'C:'",
  pattern: /^[A-Za-z]:$/,
  read: written => upper(written),
  repair: written => `${written.charAt(0)}:`,
})

/** A server's name is also the name of its folder in a bundle. */
export const serverName = form({
  says: 'a NetBIOS name: 1 to 15 letters, digits, hyphens and underscores, not digits alone',
  pattern: /^(?!\d+$)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,13}[A-Za-z0-9])?$/,
  refuse: written => (isDevice(written) ? 'is the name of a device' : undefined),
  read: same,
  repair: written => written.trim().split('.')[0]!.replace(/\s+/g, '-'),
})

const DNS_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

/** A domain as DNS has it, in small letters. */
export const domainName = form({
  says: 'the name of a domain such as contoso.com, in small letters',
  pattern: DNS_NAME,
  read: same,
  repair: written => lower(written.trim()),
})

const DOMAIN_SID = /^S-1-5-21(?:-\d{1,10}){3}$/

/** `S-1-5-21-1-2-3` -> its three numbers. */
export const domainSid = form({
  says: 'the security identifier of a domain: S-1-5-21- and three numbers of 32 bits',
  pattern: DOMAIN_SID,
  refuse: written =>
    DOMAIN_SID.test(written) && numbersOf(written).some(number => number >= 2 ** 32)
      ? 'has a number of more than 32 bits'
      : undefined,
  read: written => numbersOf(written) as unknown as Authority,
  repair: written => written.trim().replace(/^s-/, 'S-').replace(/-500$/, ''),
})

const numbersOf = (sid: string): number[] => sid.split('-').slice(4).map(Number)

export const serviceName = form({
  says: 'the short name of a service such as MSExchangeIS',
  pattern: new RegExp(`^[^\\s\\\\/${CONTROL}][^\\\\/${CONTROL}]{0,255}$`),
  // A listing shows no difference between such a name and the one without.
  refuse: written => (/\s$/.test(written) ? 'ends in a blank' : undefined),
  read: same,
  repair: written => written.trim(),
})

const HIVE_NAMES = [...HIVES.map(([short]) => short), ...HIVES.map(([, long]) => long)]

function shortHive(key: string): string {
  const hive = key.slice(0, key.indexOf('\\'))
  return (HIVES.find(([, long]) => long === hive)?.[0] ?? hive) + key.slice(hive.length)
}

/** The hive comes out in its short form. */
export const keyInHive = form({
  says: 'a registry key that starts with HKLM\\, HKCU\\, HKCR\\ or HKU\\',
  pattern: new RegExp(`^(?:${HIVE_NAMES.join('|')})(?:\\\\[^\\\\${CONTROL}]{1,255})+$`),
  read: shortHive,
  repair: written =>
    repairSlashes(written)
      .replace(/^Registry::/i, '')
      .replace(/^([A-Za-z_]+):?\\/, (_all, hive: string) => `${upper(hive)}\\`),
})
