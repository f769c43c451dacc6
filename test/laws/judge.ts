import { compareVersions } from '../../model/machine/version.ts'
import { parseRegistry } from '../../sim/diagnosis/parse/registry.ts'
import { parseServices } from '../../sim/diagnosis/parse/services.ts'
import { decodeText, splitLines } from '../../sim/diagnosis/parse/text.ts'
import { EXPORTS } from '../../sim/forms/exports/table.ts'
import { rememberedLogs } from '../../sim/forms/installerLog.ts'
import type { Run, ServerRun } from '../../sim/run/simulate.ts'

/**
 * Whether two servers are alike, by what an engineer would export of them: a second opinion on `repair`, which compares
 * machines. Reads the exports as files and knows nothing of sim/remedy.
 */

/** What an export shows, by name. */
export type Shown = ReadonlyMap<string, string>

/** Of every server what is on the one and not, or otherwise, on the other, and is no matter of chance. */
export function unlike(run: Run, healthy: Run): string[] {
  return run.servers.flatMap((server, i) => rowsUnlike(shownBy(server), shownBy(healthy.servers[i]!)))
}

/** Names of rows, each with both values. */
export function rowsUnlike(is: Shown, should: Shown): string[] {
  const older = olderThemes([...is.keys(), ...should.keys()])
  const names = [...new Set([...is.keys(), ...should.keys()])]
    .filter(name => !differsAnyway(name) && !older.some(folder => name.startsWith(folder)))
    .sort()
  return names.flatMap(name =>
    is.get(name) === should.get(name) ? [] : [`${name}: ${is.get(name) ?? 'absent'} / ${should.get(name) ?? 'absent'}`],
  )
}

/** What always differs, and why: none of it is wrong with a server. */
const ANYWAY: readonly { readonly rows: RegExp; readonly why: string }[] = [
  { rows: /^service (?:msiserver|termservice)$/, why: 'they come and go as somebody needs them' },
  {
    rows: /^hkey_.*\\windows\\currentversion\\installer\\.*\\(?:localpackage|installed|installdate|installsource)$/,
    why: 'copies have a name by chance, and installations a day',
  },
  { rows: /\\classes\\installer\\.*\\sourcelist(?:$|\\)/, why: 'where a package lay when it was opened' },
  {
    rows: /\\updates\\exchange 2007\\.*\\(?:installeddate|logfile|installedby)$/,
    why: 'a day, and the file that tells of it',
  },
  {
    rows: /\\policies\\microsoft\\windows\\installer(?:$|\\(?:logging|debug)$)/,
    why: 'logging is a debt and no difference',
  },
  { rows: /\\control\\session manager(?:$|\\)/, why: 'a restart is a debt and no difference' },
  { rows: /\\windows\\currentversion\\installer\\(?:inprogress|rollback)/, why: 'what was interrupted is a debt' },
  {
    rows: /^(?:file|folder) [a-z]:\\(?:exchangesetuplogs|windows\\temp|windows\\installer|documents and settings|users)\\/,
    why: 'logs, copies and what programs leave for a while',
  },
  { rows: /^file [a-z]:\\[^\\]+$/, why: 'logs' },
  { rows: /^folder [a-z]:\\(?!exchangesetuplogs$)[^\\]+$/, why: 'what a site has on its drive, and what was saved' },
  { rows: /\\software publishing\\state$/, why: 'a setting of the account that installs' },
  { rows: /\\owa\\[\d.]+\.old(?:$|\\)/, why: 'the scripts of Outlook Web Access move their own folder aside' },
]

const differsAnyway = (name: string): boolean => ANYWAY.some(({ rows }) => rows.test(name))

/** `folder c:\\...\\owa\\8.0.685.25`, one for each rollup: only the newest is looked at by anybody. */
const THEME = /^folder (.+\\owa\\)(\d+(?:\.\d+){3})$/

function olderThemes(names: readonly string[]): string[] {
  const versions = names.flatMap(name => THEME.exec(name)?.[2] ?? []).toSorted(compareVersions)
  const root = names.flatMap(name => THEME.exec(name)?.[1] ?? [])[0]
  return versions.filter(version => version !== versions.at(-1)).map(version => `file ${root}${version}\\`)
}

export function shownBy(server: ServerRun): Shown {
  const rows = Object.entries(READERS).flatMap(([name, read]) => read(linesOf(server, name)))
  const shown = new Map(rows.map(([name, value]) => [name.toLowerCase(), value]))
  return new Map([...shown, ...copies(shown)])
}

/** The copies that the installer keeps have names by chance: it counts whether what is registered is there. */
const copies = (shown: Shown): Row[] =>
  [...shown].flatMap(([name, value]): Row[] => {
    if (!name.endsWith('\\localpackage')) return []
    const path = String(JSON.parse(value)).toLowerCase()
    return [[`copy for ${name}`, shown.has(`file ${path}`) ? 'there' : 'gone']]
  })

type Row = readonly [name: string, value: string]

const READERS: Readonly<Record<string, (lines: readonly string[]) => Row[]>> = {
  'services.txt': lines =>
    [...parseServices(lines).values()].map(({ name, start, state }) => [
      `service ${name}`,
      `${start?.value}, ${state?.value}`,
    ]),
  'registry.reg': lines =>
    parseRegistry(lines).values.map(({ key, name, data }) => [`${key}\\${name}`, JSON.stringify(data)]),
  // With the day on which each came.
  'installed-updates.txt': lines => lines.map(line => [`update ${line.trim()}`.replace(/, \d{8}\]$/, ']'), 'listed']),
  'owa.txt': lines => [['Outlook Web Access', lines.join('\n')]],
  'folders.txt': filesListed,
}

function linesOf(server: ServerRun, name: string): string[] {
  const { bytes } = EXPORTS.find(row => row.name === name)!
  return splitLines(decodeText(bytes(server, rememberedLogs())).text)
}

/** `05/21/2008  03:00 AM    31,457,280 353cce9.msi`, below the folder that is listed. */
const LISTED = /^\d\d\/\d\d\/\d{4} {2}\d\d:\d\d [AP]M {4}(?:(<DIR>) {10}| *([\d,]+) )(.+)$/

function filesListed(lines: readonly string[]): Row[] {
  let folder = ''
  return lines.flatMap((line): Row[] => {
    folder = /^ Directory of (.+)$/.exec(line)?.[1]?.replace(/\\$/, '') ?? folder
    const [, isFolder, size, name] = LISTED.exec(line) ?? []
    if (name === undefined || name === '.' || name === '..') return []
    return [isFolder ? [`folder ${folder}\\${name}`, 'there'] : [`file ${folder}\\${name}`, size!]]
  })
}
