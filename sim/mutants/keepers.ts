import { fold } from '../../model/machine/names.ts'
import { evidenceFiles } from '../bundle/bundle.ts'
import type { RawFile } from '../diagnosis/evidence.ts'
import { decodeText } from '../diagnosis/parse/text.ts'
import { utf8 } from '../forms/encode.ts'
import { simulate } from '../run/simulate.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Random } from '../server/random.ts'
import type { Handed, Keeper, Line } from './mutant.ts'
import { HERRINGS, OTHER_PROGRAM, otherEvent, otherLog, SPEAKING_PROPERTIES } from './noise.ts'
import { added, asItWas, encoded, givenIn, inTexts, isInstallerLog, isText, leafOf, linesOf, written } from './texts.ts'
import { WAYS } from './ways.ts'

/** What may happen to evidence without anything being lost. */

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!

// ------------------------------------------------------------------------------------------------------------- drives

/** Which no server has: on one on which something else lies already two drives would become one. */
const OTHER_DRIVE = 'M'

/** In single bytes and in pairs, so that event logs and hives go with the rest. */
const ON_C: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/\b[Cc](?=:\\)/g, () => OTHER_DRIVE],
  [/\b[Cc](?=\0:\0\\\0)/g, () => OTHER_DRIVE],
  // `hex(2):43,00,3a,00,5c,00` of a registry export.
  [/\b[46]3,00,3a,00,5c,00/gi, hex => `${OTHER_DRIVE.charCodeAt(0).toString(16)}${hex.slice(2)}`],
  // The drive alone: of `wmic logicaldisk`, of `fsutil` and of `dir`.
  [/^C(?=: +\d)|(?<=^ Volume in drive )C(?= )|(?<=\bdiskfree )C(?=:)/gm, () => OTHER_DRIVE],
]

function onOtherDrive(files: readonly RawFile[]): Handed[] {
  return files.map(({ path, bytes }) => {
    const text = ON_C.reduce((all, [form, write]) => all.replace(form, write), Buffer.from(bytes).toString('latin1'))
    return { path: path.replace(/(^|\/)C\//, `$1${OTHER_DRIVE}/`), bytes: Buffer.from(text, 'latin1'), of: path }
  })
}

// --------------------------------------------------------------------------------------------- how a text is written

const DATE = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g

const two = (digits: string): string => digits.padStart(2, '0')

const DATES: readonly ((month: string, day: string, year: string) => string)[] = [
  (month, day, year) => `${two(day)}.${two(month)}.${year}`,
  (month, day, year) => `${year}-${two(month)}-${two(day)}`,
]

function otherDates(files: readonly RawFile[], random: Random): Handed[] {
  const write = pick(random, DATES)
  return inTexts(files, lines =>
    lines.map(({ text, from }) => ({
      from,
      text: text.replace(DATE, (_, month: string, day: string, year: string) => write(month, day, year)),
    })),
  )
}

const ENCODINGS = [
  { encoding: 'utf-8', marked: false },
  { encoding: 'utf-8', marked: true },
  { encoding: 'utf-16le', marked: true },
  { encoding: 'utf-16be', marked: true },
  { encoding: 'latin1', marked: false },
] as const

const otherEncodings = (files: readonly RawFile[], random: Random): Handed[] =>
  files.map(file => {
    const { encoding, marked } = pick(random, ENCODINGS)
    if (!isText(file)) return asItWas(file)
    return { ...asItWas(file), bytes: encoded(decodeText(file.bytes).text, encoding, marked) }
  })

const ENDS = ['\n', '\r\n', '\r', '\r\r\n']

const otherLineEnds = (files: readonly RawFile[], random: Random): Handed[] =>
  files.map(file => ({ ...asItWas(file), ...(isText(file) && { bytes: joined(linesOf(file), pick(random, ENDS)) }) }))

const joined = (lines: readonly string[], end: string): Uint8Array => utf8(lines.map(line => line + end).join(''))

/** Each text in a way of its own. A text that is too short to show how it was wrapped stays as it is. */
const pasted = (files: readonly RawFile[], random: Random): Handed[] =>
  files.map(file => {
    const { lines, end = '\n', wraps } = pick(random, WAYS)
    if (!isText(file)) return asItWas(file)
    const given = givenIn(file)
    const rows = lines?.(given) ?? given
    if (wraps && rows.length < given.length * 1.1) return asItWas(file)
    return written(file, rows, texts => joined(texts, end))
  })

// -------------------------------------------------------------------------------------------------- what lies beside it

const unchanged = (files: readonly RawFile[]): Handed[] => files.map(file => asItWas(file))

const EARLIER = '1/15/2004'
const LATER = '12/30/2019'

const beside = (files: readonly Handed[], others: Readonly<Record<string, readonly string[]>>): Handed[] => [
  ...files,
  ...Object.entries(others).map(([path, lines]) => ({ path, bytes: joined(lines, '\r\n') })),
]

const inLogs = (files: readonly RawFile[], change: (lines: readonly Line[]) => readonly Line[]): Handed[] =>
  inTexts(files, (lines, file) => (isInstallerLog(file) ? change(lines) : undefined))

const laterSuccess = (files: readonly RawFile[]): Handed[] =>
  beside(
    inTexts(files, (lines, { path }) =>
      leafOf(path) === 'Application.xml'
        ? [...lines.slice(0, -1), ...added([otherEvent('2019-12-30T10:00:04Z')], 'noise'), ...lines.slice(-1)]
        : undefined,
    ),
    { 'archive-agent.log': otherLog(LATER) },
  )

/** Behind the first line, which says when it was begun. */
const withHerrings = (files: readonly RawFile[]): Handed[] =>
  inLogs(files, ([first, ...rest]) => [first!, ...added(HERRINGS, 'herring'), ...rest])

/** Within each list of properties. */
const PROPERTY = /^Property\([CSN]\): /

const withSpeakingProperties = (files: readonly RawFile[]): Handed[] =>
  inLogs(files, lines =>
    lines.flatMap((line, i) =>
      PROPERTY.test(line.text) && !PROPERTY.test(lines[i - 1]?.text ?? '')
        ? [line, ...added(SPEAKING_PROPERTIES, 'herring')]
        : [line],
    ),
  )

const HEALTHY = `
title: Another server, on which all is well
servers:
  - {name: OTHER77, os: windows-server-2003, roles: [mailbox], baseline: rtm}
steps:
  - install: {rollup: KB935999, by: administrator, ui: none, log: 'C:\\other.log', options: 'lxv*'}
`

/** The log of a server that has nothing to do with this one: always the same. */
function otherServersLog(): Handed {
  otherServersBytes ??= simulatedLog()
  return { path: 'other.log', bytes: otherServersBytes }
}

let otherServersBytes: Uint8Array | undefined

function simulatedLog(): Uint8Array {
  const loaded = loadScenario(HEALTHY, 'other')
  if (!loaded.ok) throw new Error('the other server cannot be simulated')
  const files = evidenceFiles(simulate(loaded.scenario, { seed: 1 }))
  return files.find(({ path }) => leafOf(path) === 'other.log')!.bytes
}

// -------------------------------------------------------------------------------------------------------- the files

const copyOf = (path: string): string => {
  const name = path.lastIndexOf('/') + 1
  return `${path.slice(0, name)}copy of ${path.slice(name)}`
}

const doubled = (files: readonly RawFile[]): Handed[] => [
  ...files.map(file => asItWas(file)),
  ...files.map(file => asItWas(file, copyOf(file.path))),
]

const renamed = (files: readonly RawFile[]): Handed[] =>
  files.map((file, i) => asItWas(file, `file-${String(i + 1).padStart(2, '0')}`))

/** Files of one name are numbered, as Explorer does. */
function inOneFolder(files: readonly RawFile[]): Handed[] {
  const seen = new Map<string, number>()
  return files.map(file => {
    const name = leafOf(file.path)
    const count = (seen.get(fold(name)) ?? 0) + 1
    seen.set(fold(name), count)
    return asItWas(file, count === 1 ? name : name.replace(/(\.[^.]*)?$/, ` (${count})$1`))
  })
}

// ------------------------------------------------------------------------------------------------------------ the table

export const KEEPERS: readonly Keeper[] = [
  {
    name: 'drive',
    does: `what the server has on C:, Windows as well, is on ${OTHER_DRIVE}:`,
    change: onOtherDrive,
    pathsIn: text => text.replace(/\b[Cc](?=:\\)/g, OTHER_DRIVE),
  },
  { name: 'dates', does: 'dates are written as in another country', change: otherDates },
  { name: 'encodings', does: 'each text is saved in another encoding', change: otherEncodings },
  { name: 'line-ends', does: 'the ends of lines are those of another system', change: otherLineEnds },
  { name: 'pasted', does: 'each text is pasted in some way: quoted, numbered, wrapped, marked up', change: pasted },
  {
    name: 'noise-files',
    does: 'logs of other products lie beside it',
    change: files =>
      beside(unchanged(files), { 'archive-agent.log': otherLog(EARLIER), 'agent-trace.log': OTHER_PROGRAM }),
  },
  {
    name: 'noise-appended',
    does: 'another product was logged into the same file before',
    change: files => inLogs(files, lines => [...added(otherLog(EARLIER), 'noise'), ...lines]),
  },
  { name: 'later-success', does: 'another product was installed later, and well', change: laterSuccess },
  { name: 'herrings', does: 'logs have some more lines that look alarming', change: withHerrings },
  { name: 'properties', does: 'values of properties are words of failures', change: withSpeakingProperties },
  {
    name: 'other-server',
    does: 'the log of another server, where all is well, lies beside it',
    change: files => [...unchanged(files), otherServersLog()],
  },
  { name: 'doubled', does: 'each file is there twice', change: doubled },
  { name: 'renamed', does: 'files have names that say nothing', change: renamed },
  { name: 'one-folder', does: 'all files lie in one folder', change: inOneFolder },
]
