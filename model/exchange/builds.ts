import { guidFrom } from '../installer/guid.ts'
import type { BuildRange } from '../machine/version.ts'
import { derived, documented, modelled, type Sourced, type SourcedRow } from '../words/grade.ts'

/**
 * Baselines and update rollups of Exchange Server 2007. Versions and dates are those of Microsoft's build table; which
 * KB number belongs to a rollup has its own source. What the rollups for SP2 and SP3 do before and after their transaction
 * (a check of the account, a script of the administrator) is not modelled: they install like those before them. Knows
 * no file: which ones a rollup brings is in contents.ts.
 */

export type Arch = 'x64' | 'x86'
export type BaselineId = 'rtm' | 'sp1' | 'sp2' | 'sp3'

export const product = {
  name: 'Microsoft Exchange Server',
  /** The same for all baselines. */
  code: '{24B2C164-DE66-44FE-B468-A46D9D5E6B31}',
  packedCode: '461C2B4266EDEF444B864AD6D9E5B613',
  language: 1033,
  ...documented('exchange-2007.md 1.3'),
} as const

export interface Baseline extends SourcedRow {
  readonly id: BaselineId
  /** As names of updates spell it. */
  readonly name: string
  readonly version: string
  /** `8.00.0685.025` */
  readonly longVersion: string
  /** `08.00.0685.025` */
  readonly fileVersion: string
  readonly date: string
  /** ProductVersion of the installed product; no rollup moves it. */
  readonly productVersion: string
}

/** What is true of a rollup. The row's own origin is that of its KB number. */
export interface Rollup extends SourcedRow {
  readonly kb: string
  readonly baseline: BaselineId
  /** Number of the rollup; a second issue keeps it. */
  readonly ordinal: number
  /** `2`, `8-v2` */
  readonly label: string
  /** `8.0.711.2` */
  readonly version: string
  /** `8.00.0711.002` */
  readonly longVersion: string
  /** The FileVersion string inside the files: `08.00.0711.002`. */
  readonly fileVersion: string
  /** Release day as far as it is known: `2007-05-08`, `2015-12`, `2011-02/03`. */
  readonly date: string
  readonly note: string
  /** Of the 64-bit package. */
  readonly patchCode: string
  /** Whether the name in events ends with the build. */
  readonly buildInName: boolean
}

const buildTable = documented('build-table')

/** `8.0.711.2` -> `8.00.0711.002` */
export function longVersion(version: string): string {
  const [major = '', minor = '', build = '', revision = ''] = version.split('.')
  return `${major}.${minor.padStart(2, '0')}.${build.padStart(4, '0')}.${revision.padStart(3, '0')}`
}

/** `8.0.711.2` -> `08.00.0711.002` */
export function fileVersion(version: string): string {
  return `0${longVersion(version)}`
}

// --------------------------------------------------------------------------------------------------- baselines

const bulletinVersion = documented('bulletin')
const samePattern = modelled('our choice: as for SP1 in the bulletin')

export const baselines: readonly Baseline[] = [
  baseline('rtm', 'Exchange Server 2007', '8.0.685.25', '2007-03-08', samePattern),
  baseline('sp1', 'Exchange Server 2007 Service Pack 1', '8.1.240.6', '2007-11-29', bulletinVersion),
  baseline('sp2', 'Exchange Server 2007 Service Pack 2', '8.2.176.2', '2009-08-24', samePattern),
  baseline('sp3', 'Exchange Server 2007 Service Pack 3', '8.3.83.6', '2010-06-07', samePattern),
]

function baseline(id: BaselineId, name: string, version: string, date: string, productVersion: Sourced): Baseline {
  const versions = { version, longVersion: longVersion(version), fileVersion: fileVersion(version) }
  return { id, name, ...versions, date, productVersion: version, ...buildTable, fields: { productVersion } }
}

export function baselineOf(id: BaselineId): Baseline {
  return baselines.find(row => row.id === id)!
}

/** Builds that exist but that nothing here installs. */
export interface OtherBuild extends Sourced {
  readonly baseline: BaselineId
  readonly version: string
  readonly date: string
  readonly note: string
}

export const otherBuilds: readonly OtherBuild[] = [
  { baseline: 'rtm', version: '8.0.685.24', date: '2006-12', note: 'first RTM build', ...modelled('memory') },
  { baseline: 'sp3', version: '8.3.279.6', date: '2012-11-13', note: 'RU8-v3; KB number not settled', ...buildTable },
]

// ----------------------------------------------------------------------------------------------------- rollups

const bulletin = documented('bulletin')
const bulletinData = documented('bulletin-data')
const blog = modelled('blog')
const memory = modelled('memory')

type RollupRow = readonly [ordinal: number, label: string, kb: string, version: string, date: string, kbSource: Sourced]

const rtm: readonly RollupRow[] = [
  [1, '1', 'KB930809', '8.0.708.3', '2007-04-17', bulletin],
  [2, '2', 'KB935490', '8.0.711.2', '2007-05-08', documented('kb935490')],
  [3, '3', 'KB935999', '8.0.730.1', '2007-06-28', documented('kb935999')],
  [4, '4', 'KB940006', '8.0.744.0', '2007-08-23', documented('kb940006')],
  [5, '5', 'KB941421', '8.0.754.0', '2007-10-25', documented('kb953469')],
  [6, '6', 'KB942846', '8.0.783.2', '2008-02-21', documented('kb953469')],
  [7, '7', 'KB953469', '8.0.813.0', '2008-07-08', documented('kb953469')],
]

const sp1: readonly RollupRow[] = [
  [1, '1', 'KB945684', '8.1.263.1', '2008-02-28', memory],
  [2, '2', 'KB948016', '8.1.278.2', '2008-05-09', memory],
  [3, '3', 'KB949870', '8.1.291.2', '2008-07-08', memory],
  [4, '4', 'KB952580', '8.1.311.3', '2008-10-07', bulletin],
  [5, '5', 'KB953467', '8.1.336.1', '2008-11-20', memory],
  [6, '6', 'KB959241', '8.1.340.1', '2009-02-10', bulletinData],
  [7, '7', 'KB960384', '8.1.359.2', '2009-03-18', blog],
  [8, '8', 'KB968012', '8.1.375.2', '2009-05-19', bulletinData],
  [9, '9', 'KB970162', '8.1.393.1', '2009-07-16', blog],
  [10, '10', 'KB981407', '8.1.436.0', '2010-04-13', bulletinData],
]

const sp2: readonly RollupRow[] = [
  [1, '1', 'KB971534', '8.2.217.3', '2009-11-19', memory],
  [2, '2', 'KB972076', '8.2.234.1', '2010-01-22', blog],
  [3, '3', 'KB979784', '8.2.247.2', '2010-03-17', memory],
  [4, '4', 'KB981383', '8.2.254.0', '2010-04-09', bulletinData],
  [5, '5', 'KB2407132', '8.2.305.3', '2010-12-07', bulletinData],
]

const sp3: readonly RollupRow[] = [
  [1, '1', 'KB2279665', '8.3.106.2', '2010-09-09', memory],
  [2, '2', 'KB2407025', '8.3.137.3', '2010-12-10', memory],
  [3, '3', 'KB2492691', '8.3.159.0', '2011-02/03', memory],
  [3, '3-v2', 'KB2530488', '8.3.159.2', '2011-03-30', blog],
  [4, '4', 'KB2509911', '8.3.192.1', '2011-05-28', memory],
  [5, '5', 'KB2602324', '8.3.213.1', '2011-09-21', memory],
  [6, '6', 'KB2608656', '8.3.245.2', '2012-01-26', memory],
  [7, '7', 'KB2655203', '8.3.264.0', '2012-04-16', memory],
  [8, '8', 'KB2734323', '8.3.279.3', '2012-08-13', memory],
  [8, '8-v2', 'KB2756497', '8.3.279.5', '2012-10-09', bulletinData],
  [9, '9', 'KB2746157', '8.3.297.2', '2012-12-10', bulletinData],
  [10, '10', 'KB2788321', '8.3.298.3', '2013-02-11', bulletinData],
  [11, '11', 'KB2873746', '8.3.327.1', '2013-08-13', bulletinData],
  [12, '12', 'KB2903911', '8.3.342.4', '2013-12-09', bulletinData],
  [13, '13', 'KB2917522', '8.3.348.2', '2014-02-24', memory],
  [14, '14', 'KB2936861', '8.3.379.2', '2014-08-26', memory],
  [15, '15', 'KB2996150', '8.3.389.2', '2014-12-09', bulletinData],
  [16, '16', 'KB3030086', '8.3.406.0', '2015-03-17', memory],
  [17, '17', 'KB3056710', '8.3.417.1', '2015-06-17', memory],
  [18, '18', 'KB3078672', '8.3.445.0', '2015-12', memory],
  [19, '19', 'KB3141352', '8.3.459.0', '2016-03-15', memory],
  [20, '20', 'KB3151086', '8.3.468.0', '2016-06-21', bulletinData],
  [21, '21', 'KB3184711', '8.3.485.1', '2016-09-20', bulletinData],
  [22, '22', 'KB3184712', '8.3.502.0', '2016-12-13', memory],
  [23, '23', 'KB4011325', '8.3.517.0', '2017-03-21', memory],
]

const notes: Readonly<Record<string, string>> = {
  KB935490: 'MS07-026; may ask for a restart; needs the folder ExchangeSetupLogs',
  KB935999: 'the order of patching Client Access servers matters from here on',
  KB940006: 'announced as needing no restart',
  KB941421: 'first with the signature whose revocation check can time out',
  KB953469: 'MS08-039; last of the RTM series; not for SP1',
  KB948016: 'the bulletin prints KB935490 here by mistake',
  KB949870: 'MS08-039',
  KB952580: 'an early build was on Microsoft Update for a while in September 2008',
  KB953467: 'turns publisher evidence off in the service configurations; replaces an edited logon.aspx',
  KB959241: 'MS09-003',
  KB968012: 'a week later on Microsoft Update',
  KB981407: 'MS10-024; last of the SP1 series',
  KB971534: 'first with the reworked rollup installer',
  KB981383: 'MS10-024, whose bulletin is dated 2010-04-13',
  KB2407132: 'MS10-106, whose bulletin is dated 2010-12-14; last of the SP2 series',
  KB2492691: 'withdrawn; not in the build table, version from memory',
  KB2734323: 'MS12-058',
  KB2756497: 'MS12-058; RU8 signed again',
  KB2746157: 'MS12-080; a second KB number is sometimes given',
  KB2788321: 'MS13-012',
  KB2873746: 'MS13-061',
  KB2903911: 'MS13-105',
  KB2996150: 'MS14-075',
  KB3078672: 'the build table gives no day',
  KB3151086: 'MS16-079, whose bulletin is dated 2016-06-14',
  KB3184711: 'MS16-108, whose bulletin is dated 2016-09-13',
  KB4011325: 'last rollup of the product',
}

/** Names in events that a KB or the bulletin prints; the other names follow decisions.md 8. */
const printedNames: Readonly<Record<string, string>> = {
  KB935490: 'kb935490',
  KB935999: 'kb935999',
  KB940006: 'kb940006',
  KB953469: 'kb953469',
  KB952580: 'bulletin',
}

/** The one patch code that is known: a log in the bulletin ties it to the file name of the 64-bit package. */
const KB935490_X64 = '{09679EB4-B32D-4F10-88C9-34299B366C5B}'

export const rollups: readonly Rollup[] = [
  ...rtm.map(row => rollup('rtm', row)),
  ...sp1.map(row => rollup('sp1', row)),
  ...sp2.map(row => rollup('sp2', row)),
  ...sp3.map(row => rollup('sp3', row)),
]

function rollup(baseline: BaselineId, [ordinal, label, kb, version, date, kbSource]: RollupRow): Rollup {
  const built = kb === 'KB2492691' ? memory : buildTable
  const printed = printedNames[kb]
  return {
    kb,
    baseline,
    ordinal,
    label,
    version,
    longVersion: longVersion(version),
    fileVersion: fileVersion(version),
    date,
    note: notes[kb] ?? '',
    patchCode: patchCode(kb, 'x64'),
    buildInName: baseline !== 'rtm' || kb === 'KB935490',
    ...kbSource,
    fields: {
      version: built,
      date: built,
      patchCode: patchCodeOrigin(kb, 'x64'),
      buildInName: printed === undefined ? modelled('decisions.md 8') : documented(printed),
    },
  }
}

const rollupByKb: ReadonlyMap<string, Rollup> = new Map(rollups.map(row => [row.kb, row]))

export function rollupOf(kb: string): Rollup | undefined {
  return rollupByKb.get(kb)
}

/** The rollups of a baseline, oldest first. */
export function rollupsOf(baseline: BaselineId): Rollup[] {
  return rollups.filter(row => row.baseline === baseline)
}

/** The rollups that this one replaces, oldest first. */
export function predecessorsOf(rollup: Rollup): Rollup[] {
  const series = rollupsOf(rollup.baseline)
  return series.slice(0, series.indexOf(rollup))
}

// -------------------------------------------------------------------------------------------------- signatures

/**
 * Builds whose managed files carry the signature that the runtime checks at every start. The first of the RTM series is
 * Update Rollup 5; in the next one every rollup has it.
 */
export const checkedBuilds: readonly (BuildRange & Sourced)[] = [
  { from: '8.0.754.0', below: '8.1', ...documented('kb944752') },
  { from: '8.1.263.1', ...documented('kb944752') },
]

/** From this build on the configurations of the services turn the check off. */
export const evidenceOff = {
  from: '8.1.336.1',
  files: /\.exe\.config$/i,
  text: '<configuration>\r\n  <runtime>\r\n    <generatePublisherEvidence enabled="false"/>\r\n  </runtime>\r\n</configuration>\r\n',
  ...derived('kb944752'),
} as const

/**
 * From this build on the logon page is replaced even where somebody has edited it, which says the list of fixes of Update
 * Rollup 5 for SP1. How its package does that is not known: here the page is a companion file of a library.
 */
export const logonPageReplaced = {
  from: '8.1.336.1',
  page: /\\owa\\auth\\logon\.aspx$/i,
  companion: 'ClientAccess\\owa\\bin\\Microsoft.Exchange.Clients.Owa.dll',
  ...documented('exchange-2007.md F20'),
  fields: { companion: modelled('our choice: the mechanism is not known') },
} as const

// ------------------------------------------------------------------------------------------- names and packages

/** `Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2`, as events print it. */
export function displayName(rollup: Rollup): string {
  const name = `Update Rollup ${rollup.label} for ${baselineOf(rollup.baseline).name} (${rollup.kb})`
  return rollup.buildInName ? `${name} ${rollup.version}` : name
}

/** `Exchange2007-KB935490-x64-EN.msp`; interim updates follow the same pattern. */
export function packageName(rollup: Pick<Rollup, 'kb'>, arch: Arch): string {
  return `Exchange2007-${rollup.kb}-${arch}-EN.msp`
}

/** Code of a rollup's or interim update's package; each package has its own. */
export function patchCode(kb: string, arch: Arch): string {
  return kb === 'KB935490' && arch === 'x64' ? KB935490_X64 : guidFrom(`patch ${kb} ${arch}`)
}

export function patchCodeOrigin(kb: string, arch: Arch): Sourced {
  return patchCode(kb, arch) === KB935490_X64 ? documented('bulletin') : modelled('decisions.md 12')
}
