import { evidenceFiles } from '../../bundle/bundle.ts'
import type { RawFile } from '../../diagnosis/evidence.ts'
import { decodeText } from '../../diagnosis/parse/text.ts'
import { utf8 } from '../../forms/encode.ts'
import { simulate } from '../../run/simulate.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Random } from '../../server/random.ts'
import type { Keeper } from './mutant.ts'
import { HERRINGS, OTHER_PROGRAM, otherEvent, otherLog, SPEAKING_PROPERTIES } from './noise.ts'
import { encoded, inTexts, isInstallerLog, isText, leafOf, linesOf } from './texts.ts'
import { WAYS } from './ways.ts'

/** What may happen to evidence without anything being lost. */

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!

// ------------------------------------------------------------------------------------------------------------- drives

/** In single bytes and in pairs, so that event logs and hives go with the rest. */
const ON_C: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/\b[Cc](?=:\\)/g, () => 'E'],
  [/\b[Cc](?=\0:\0\\\0)/g, () => 'E'],
  // `hex(2):43,00,3a,00,5c,00` of a registry export.
  [/\b[46]3,00,3a,00,5c,00/gi, hex => `45${hex.slice(2)}`],
  // The drive alone: of `wmic logicaldisk` and of `dir`.
  [/^C(?=: +\d)|(?<=^ Volume in drive )C(?= )/gm, () => 'E'],
]

function onOtherDrive(files: readonly RawFile[]): RawFile[] {
  return files.map(({ path, bytes }) => {
    const text = ON_C.reduce((all, [form, write]) => all.replace(form, write), Buffer.from(bytes).toString('latin1'))
    return { path: path.replace(/(^|\/)C\//, '$1E/'), bytes: Buffer.from(text, 'latin1') }
  })
}

// --------------------------------------------------------------------------------------------- how a text is written

const DATE = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g

const two = (digits: string): string => digits.padStart(2, '0')

const DATES: readonly ((month: string, day: string, year: string) => string)[] = [
  (month, day, year) => `${two(day)}.${two(month)}.${year}`,
  (month, day, year) => `${year}-${two(month)}-${two(day)}`,
]

function otherDates(files: readonly RawFile[], random: Random): RawFile[] {
  const write = pick(random, DATES)
  return inTexts(files, lines =>
    lines.map(line => line.replace(DATE, (_, month: string, day: string, year: string) => write(month, day, year))),
  )
}

const ENCODINGS = [
  { encoding: 'utf-8', marked: false },
  { encoding: 'utf-8', marked: true },
  { encoding: 'utf-16le', marked: true },
  { encoding: 'utf-16be', marked: true },
  { encoding: 'latin1', marked: false },
] as const

const otherEncodings = (files: readonly RawFile[], random: Random): RawFile[] =>
  files.map(file => {
    const { encoding, marked } = pick(random, ENCODINGS)
    return isText(file) ? { ...file, bytes: encoded(decodeText(file.bytes).text, encoding, marked) } : file
  })

const ENDS = ['\n', '\r\n', '\r', '\r\r\n']

const otherLineEnds = (files: readonly RawFile[], random: Random): RawFile[] =>
  files.map(file => (isText(file) ? { ...file, bytes: joined(linesOf(file), pick(random, ENDS)) } : file))

const joined = (lines: readonly string[], end: string): Uint8Array => utf8(lines.map(line => line + end).join(''))

/** Each text in a way of its own. A text that is too short to show how it was wrapped stays as it is. */
const pasted = (files: readonly RawFile[], random: Random): RawFile[] =>
  files.map(file => {
    const { lines, end = '\n', wraps } = pick(random, WAYS)
    if (!isText(file)) return file
    const given = linesOf(file).map((text, i) => ({ text, from: i + 1 }))
    const rows = lines?.(given) ?? given
    if (wraps && rows.length < given.length * 1.1) return file
    return {
      ...file,
      bytes: joined(
        rows.map(({ text }) => text),
        end,
      ),
    }
  })

// -------------------------------------------------------------------------------------------------- what lies beside it

const EARLIER = '1/15/2004'
const LATER = '12/30/2019'

const beside = (files: readonly RawFile[], others: Readonly<Record<string, readonly string[]>>): RawFile[] => [
  ...files,
  ...Object.entries(others).map(([path, lines]): RawFile => ({ path, bytes: joined(lines, '\r\n') })),
]

const inLogs = (files: readonly RawFile[], change: (lines: readonly string[]) => readonly string[]): RawFile[] =>
  inTexts(files, (lines, file) => (isInstallerLog(file) ? change(lines) : undefined))

const laterSuccess = (files: readonly RawFile[]): RawFile[] =>
  beside(
    inTexts(files, (lines, { path }) =>
      leafOf(path) === 'Application.xml'
        ? [...lines.slice(0, -1), otherEvent('2019-12-30T10:00:04Z'), ...lines.slice(-1)]
        : undefined,
    ),
    { 'archive-agent.log': otherLog(LATER) },
  )

/** Behind the first line, which says when it was begun. */
const withHerrings = (files: readonly RawFile[]): RawFile[] =>
  inLogs(files, ([first, ...rest]) => [first!, ...HERRINGS, ...rest])

/** Within each list of properties. */
const PROPERTY = /^Property\([CSN]\): /

const withSpeakingProperties = (files: readonly RawFile[]): RawFile[] =>
  inLogs(files, lines =>
    lines.flatMap((line, i) =>
      PROPERTY.test(line) && !PROPERTY.test(lines[i - 1] ?? '') ? [line, ...SPEAKING_PROPERTIES] : [line],
    ),
  )

const HEALTHY = `
title: Another server, on which all is well
servers:
  - {name: OTHER77, os: windows-server-2003, roles: [mailbox], baseline: rtm}
steps:
  - install: {rollup: KB935999, by: administrator, ui: none, log: 'C:\\other.log', options: 'lxv*'}
`

/** The log of a server that has nothing to do with this one. */
function otherServersLog(): RawFile {
  const loaded = loadScenario(HEALTHY, 'other')
  if (!loaded.ok) throw new Error('the other server cannot be simulated')
  const files = evidenceFiles(simulate(loaded.scenario, { seed: 1 }))
  const { bytes } = files.find(({ path }) => leafOf(path) === 'other.log')!
  return { path: 'other.log', bytes }
}

// -------------------------------------------------------------------------------------------------------- the files

const copyOf = (path: string): string => {
  const name = path.lastIndexOf('/') + 1
  return `${path.slice(0, name)}copy of ${path.slice(name)}`
}

const doubled = (files: readonly RawFile[]): RawFile[] => [
  ...files,
  ...files.map(({ path, bytes }) => ({ path: copyOf(path), bytes })),
]

const renamed = (files: readonly RawFile[]): RawFile[] =>
  files.map(({ bytes }, i) => ({ path: `file-${String(i + 1).padStart(2, '0')}`, bytes }))

/** Files of one name are numbered, as Explorer does. */
function inOneFolder(files: readonly RawFile[]): RawFile[] {
  const seen = new Map<string, number>()
  return files.map(({ path, bytes }) => {
    const name = leafOf(path)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return { path: count === 1 ? name : name.replace(/(\.[^.]*)?$/, ` (${count})$1`), bytes }
  })
}

// ------------------------------------------------------------------------------------------------------------ the table

export const KEEPERS: readonly Keeper[] = [
  {
    name: 'drive',
    does: 'the server has everything on E:, Windows as well',
    change: onOtherDrive,
    command: line => line.replace(/\bC(?=:\\)/g, 'E'),
  },
  { name: 'dates', does: 'dates are written as in another country', change: otherDates },
  { name: 'encodings', does: 'each text is saved in another encoding', change: otherEncodings },
  { name: 'line-ends', does: 'the ends of lines are those of another system', change: otherLineEnds },
  { name: 'pasted', does: 'each text is pasted in some way: quoted, numbered, wrapped, marked up', change: pasted },
  {
    name: 'noise-files',
    does: 'logs of other products lie beside it',
    change: files => beside(files, { 'archive-agent.log': otherLog(EARLIER), 'agent-trace.log': OTHER_PROGRAM }),
  },
  {
    name: 'noise-appended',
    does: 'another product was logged into the same file before',
    change: files => inLogs(files, lines => [...otherLog(EARLIER), ...lines]),
  },
  { name: 'later-success', does: 'another product was installed later, and well', change: laterSuccess },
  { name: 'herrings', does: 'logs have some more lines that look alarming', change: withHerrings },
  { name: 'properties', does: 'values of properties are words of failures', change: withSpeakingProperties },
  {
    name: 'other-server',
    does: 'the log of another server, where all is well, lies beside it',
    change: files => [...files, otherServersLog()],
  },
  { name: 'doubled', does: 'each file is there twice', change: doubled },
  { name: 'renamed', does: 'files have names that say nothing', change: renamed },
  { name: 'one-folder', does: 'all files lie in one folder', change: inOneFolder },
]
