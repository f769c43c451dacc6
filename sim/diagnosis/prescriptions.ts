import { OWA_EVENTS } from '../../model/words/events.ts'
import { lower } from '../../model/words/letters.ts'
import { START_TYPES } from '../../model/words/startTypes.ts'
import { reader } from '../../model/words/turned.ts'
import {
  argument,
  bareCode,
  type Command,
  cachedCopy,
  command,
  fileName,
  guid,
  packageName as packageWord,
  path as pathWord,
  quoted,
  serviceName,
  toFill,
  type Word,
  word,
} from '../foreign/commandLine.ts'
import type { Evidence } from './evidence.ts'
import type { Placeholder, Remedy } from './finding.ts'
import { PRODUCT_CODE } from './knowledge/products.ts'
import type { Row } from './observations/kinds.ts'
import type { Table } from './observations/table.ts'
import type { Captured } from './packs/evaluateRules.ts'
import { byVersion } from './paths.ts'
import type { Places } from './places.ts'
import { registeredPatches } from './registered.ts'
import {
  again,
  elevated,
  installation,
  installing,
  type KnownHolder,
  newLog,
  releaseFiles,
  remedy,
  removing,
  savedAt,
  saveEvidence,
  saveWhatIsKnown,
  saveWhatIsLeft,
  searched,
  servicesFirst,
  servicesFirstOrAfterPatch,
  servicesLost,
  toBin,
  UNNAMED_COPY,
} from './remedies.ts'
import { eventsOf, type Judged, logsInOrder } from './situation.ts'
import { wantedCall } from './wanted.ts'

/**
 * Remedies by the names that rules give them. One may be several steps, or none where there is nothing to do. Does not know
 * which of them a finding needs.
 */

/** What a remedy is made from. */
export interface Case extends Judged {
  readonly table: Table
  /** What the rule has captured for it, by the names in `takes`. */
  readonly given: Readonly<Record<string, Captured>>
}

interface Prescription {
  readonly takes?: readonly string[]
  readonly make: (situation: Case) => readonly Remedy[]
}

const always = (...remedies: readonly Remedy[]): Prescription => ({ make: () => remedies })
const as = (make: (judged: Judged) => readonly Remedy[]): Prescription => ({ make })

const TEMP_FOLDERS = [quoted(word`%TEMP%`), quoted(word`%SystemRoot%\\Temp`)]

const POWERSHELL_POLICY = word`HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell`

/** For a server that has Exchange Server 2007, and for no other. */
const OF_EXCHANGE: Readonly<Record<string, Prescription>> = {
  'services-first': as(servicesFirst),
  'services-first-or-after-patch': as(servicesFirstOrAfterPatch),
  'services-lost': as(servicesLost),
  'open-setup-logs': as(({ places }) => [
    remedy(
      'open-setup-logs',
      'Give the folder back the rights that it inherits, so that SYSTEM and Administrators can write in it',
      [command`icacls ${quoted(places.setupLogs)} /reset /t`],
      ['Find out what took the right to write away: it may do so again'],
    ),
  ]),
  'stop-by-hand': { make: stopByHand },
  'start-stopped': { make: startStopped },
  'wait-longer-for-services': always(
    remedy(
      'wait-longer-for-services',
      'Give services a minute to start, and restart the server',
      [
        command`reg add "HKLM\\SYSTEM\\CurrentControlSet\\Control" /v ServicesPipeTimeout /t REG_DWORD /d 60000 /f`,
        command`shutdown /r /t 0`,
      ],
      ['Let the server reach crl.microsoft.com, by a proxy if need be, and take ServicesPipeTimeout back then'],
    ),
  ),
  // It writes its log anew.
  'update-owa': { make: one => [saveEvidence(one), updateOwa(one)] },
  'replace-logon-page': as(judged => [
    saveEvidence(judged),
    remedy(
      'replace-logon-page',
      'Take logon.aspx away, let the installer bring the page that belongs to the rollup, and update Outlook Web Access',
      [
        command`move ${quoted(word`${judged.places.exchange}\\ClientAccess\\owa\\auth\\logon.aspx`)} ${argument(savedAt(judged))}`,
        command`msiexec /f ${bareCode(PRODUCT_CODE)} /qb`,
        // The repair brings back the first files of the version's folder too, which the script had replaced.
        toBin(judged.places),
        command`.\\updateowa.ps1`,
      ],
      ['Make the changes to the page again in the new file'],
    ),
  ]),
  'copy-customisation': { make: copyCustomisation },
  'enable-services': {
    takes: ['services'],
    make: ({ table, given: { services } }) => [enableServices(services?.values ?? [], table)],
  },
  'patch-proxy-too': as(judged => [...saveWhatIsLeft(judged), patchProxyToo(judged)]),
  'node-by-hand': always(
    remedy(
      'node-by-hand',
      'Download the rollup and install it by hand: the passive node first, then move the mailbox server, then the other',
      [],
      ['Confirm the start type of the Cluster service and the replication on each node'],
    ),
  ),
  'restore-setup-logs': {
    takes: ['moved'],
    make: one => [...saveWhatIsKnown(one), setupLogs(one)],
  },
  'install-other-architecture': as(judged => [otherArchitecture(judged)]),
  'remove-interim-update': as(removeInterimUpdate),
  'match-interim-update': always(
    remedy(
      'match-interim-update',
      'Install the rollup that the interim update was made for, or ask for one for this level',
      [],
    ),
  ),
  'match-baseline': { takes: ['baseline'], make: ({ given: { baseline } }) => [matchBaseline(baseline?.values[0])] },
  'choose-server': always(
    remedy('choose-server', 'Install the rollup on a server or workstation that has Exchange Server 2007', []),
  ),
  'leave-as-is': always(
    remedy('leave-as-is', 'Leave the server as it is; remove the newer rollup first only to go back on purpose', []),
  ),
}

const OF_WHATEVER: Readonly<Record<string, Prescription>> = {
  'install-again': as(again),
  'release-file': {
    takes: ['files'],
    make: ({ table, given: { files } }) =>
      files && files.values.length > 0 ? [releaseFiles(files.values, holders(table))] : [],
  },
  'allow-scripts': always({
    ...remedy(
      'allow-scripts',
      'Allow local scripts, in a 64-bit PowerShell that runs elevated',
      [command`Get-ExecutionPolicy`, command`Set-ExecutionPolicy RemoteSigned`],
      ['Leave the execution policy at RemoteSigned'],
    ),
    turn: 'first',
  }),
  'leave-policy-to-server': always({
    ...remedy(
      'leave-policy-to-server',
      'Set the group policy for scripts to Not Configured for this server, and see that nothing of it is left',
      [
        command`gpupdate /force`,
        command`reg delete ${quoted(POWERSHELL_POLICY)} /v ExecutionPolicy /f`,
        command`reg delete ${quoted(POWERSHELL_POLICY)} /v EnableScripts /f`,
      ],
      ['Set the group policy again only when no rollup is to be installed'],
    ),
    turn: 'first',
  }),
  'load-setup-snap-in': always(
    remedy(
      'load-setup-snap-in',
      'See why the snap-in of setup does not load: files in Bin of mixed versions, or its key in the registry is gone',
      [
        command`reg query "HKLM\\SOFTWARE\\Microsoft\\PowerShell\\1\\PowerShellSnapIns\\Microsoft.Exchange.Management.PowerShell.Setup"`,
      ],
      ['Start types by hand: what was saved of them has been overwritten'],
    ),
  ),
  'start-something-to-stop': always(
    remedy(
      'start-something-to-stop',
      'Start some of the services that the script stops, and do not stop them by hand before a rollup',
      [word`WinMgmt`, word`RemoteRegistry`, word`W3Svc`].flatMap(name => [
        command`sc config ${argument(name)} start= auto`,
        command`net start ${quoted(name)}`,
      ]),
    ),
  ),
  elevate: as(elevated),
  'skip-revocation-checks': always(
    remedy(
      'skip-revocation-checks',
      'Let the server reach crl.microsoft.com, or until the rollup is installed let nothing ask for the lists',
      [
        command`reg add "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing" /v State /t REG_DWORD /d 0x23e00 /f`,
      ],
      ['Set State back to 0x23c00 when the rollup is installed: it is a setting of the account that installs'],
    ),
  ),
  'free-space': always(
    // What nobody needs any more, only the site knows.
    remedy(
      'free-space',
      'Make room on the drive: move or delete what the site can spare, and nothing in the Installer folder of Windows',
      [],
      ['Find out what fills the drive'],
    ),
  ),
  restart: always(
    remedy(
      'restart',
      'Restart the server',
      [command`shutdown /r /t 0`],
      ['Confirm the versions of the files that were in use'],
    ),
  ),
  'logging-off': { takes: ['names'], make: ({ given: { names } }) => [loggingOff(names?.values ?? [])] },
  'wait-for-installer': always(
    remedy('wait-for-installer', 'Let the other installation end; if none is at work, end its msiexec.exe', [
      command`tasklist /fi "imagename eq msiexec.exe"`,
      command`timeout /t 3600`,
    ]),
  ),
  'allow-patches': { takes: ['names'], make: ({ given: { names } }) => [allowPatches(names?.values ?? [])] },
  'fetch-package': always(
    remedy(
      'fetch-package',
      'Fetch the package afresh from Microsoft, compare its size and signature, and unblock it in its properties',
      [],
      ['If it is still not permitted, ask who made the software restriction policy'],
    ),
  ),
  'restore-temp': always(
    remedy(
      'restore-temp',
      'Make the Temp folder of the account and that of the system, whichever is not there, and take denials from both',
      TEMP_FOLDERS.flatMap(folder => [command`md ${folder}`, command`icacls ${folder} /remove:d Everyone`]),
      ['Find out what took the folder, or the right to write in it, away'],
    ),
  ),
  'enable-installer': always(
    remedy(
      'enable-installer',
      'Let the Windows Installer service start on demand, as it does by default',
      [command`sc config msiserver start= demand`],
      ['Ask who disabled the service: a policy may do it again'],
    ),
  ),
  'rebuild-server': as(({ ours }) => [ours ? REBUILD : REINSTALL]),
  'restore-cached-patch': {
    takes: ['lost'],
    make: one => [cachedPatches(searchesIn(one.given.lost, 'patch'), one)],
  },
  'restore-cached-package': {
    takes: ['lost'],
    make: one => {
      const [search] = searchesIn(one.given.lost, 'product')
      return [search ? cachedPackage(search, one) : SOURCE]
    },
  },
}

const forExchange = ({ make, ...rest }: Prescription): Prescription => ({
  ...rest,
  make: situation => (situation.ours ? make(situation) : []),
})

export const PRESCRIPTIONS: Readonly<Record<string, Prescription>> = {
  ...OF_WHATEVER,
  ...Object.fromEntries(Object.entries(OF_EXCHANGE).map(([name, row]) => [name, forExchange(row)])),
}

/** None of it can be typed on the server as it is (bulletin). */
const REBUILD: Remedy = {
  ...remedy(
    'rebuild-server',
    'Save databases and configuration, install Windows afresh, then Exchange with setup /m:RecoverServer, then the rollup',
    [],
  ),
  ends: 'rebuild',
}

const REINSTALL = remedy(
  'reinstall-product',
  'Take the product off with the tool that its maker has for that, and install it again',
  [],
  ['Save what it keeps of its own first'],
)

/** What each of them can be given, by name. */
export const GIFTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(PRESCRIPTIONS).map(([name, { takes = [] }]) => [name, takes]),
)

// ------------------------------------------------------------------------------------------------------------- files

/** Programs that a log or event 1025 names as holding a file. */
const holders = (table: Table): KnownHolder[] =>
  table
    .of(['handle'])
    .filter(({ open }) => open !== false)
    .map(({ file, program }) => ({ path: String(file), program: String(program) }))

/** A folder whose name no command may repeat. */
const UNNAMED = word`<name of the folder>`

/** What is known by its name beside its place, or by the logs in it, is moved back (kb935490); else it is made. */
function setupLogs({ table, places: { drive, setupLogs: place }, given }: Case): Remedy {
  const name = given.moved?.values[0]
  const elsewhere = table.of(['file']).find(row => SETUP_LOGS.has(String(row.name)) && row.folder !== undefined)
  const moved = pathWord(elsewhere?.folder as string | undefined)
  const restoring =
    name !== undefined
      ? command`ren ${quoted(word`${drive}\\${fileName(name) ?? UNNAMED}`)} ExchangeSetupLogs`
      : moved !== undefined
        ? command`move ${quoted(moved)} ${quoted(place)}`
        : command`md ${quoted(place)}`
  return remedy(
    'restore-setup-logs',
    'Give the scripts their folder back',
    [restoring],
    ['Open Outlook Web Access once; if the page stays blank, run updateowa.ps1 in the Bin folder'],
  )
}

/** The service that others wait for, and then those of Exchange that wait. */
function enableServices(names: readonly string[], table: Table): Remedy {
  const known = [...new Set(names)].flatMap(name => serviceName(name) ?? [])
  const services = table.of(['service'])
  const waiting = table
    .of(['service.dependency'])
    .filter(({ on }) => known.some(name => lower(name) === lower(String(on))))
    // Of services other than those of Exchange, whoever starts by itself had waited as well.
    .filter(({ name, exchange }) => exchange || isListed(services, String(name), 'start', START_TYPES.automatic.sc))
    .flatMap(({ name }) => serviceName(String(name)) ?? [])
  return remedy(
    'enable-services',
    'Let the service start again that others wait for, and start those',
    [
      ...known.map(name => command`sc config ${argument(name)} start= auto`),
      ...[...known, ...new Set(waiting)].map(name => command`net start ${quoted(name)}`),
    ],
    ['Find out what it started as before, and who disabled it'],
  )
}

/** Logs that stand nowhere else. */
const SETUP_LOGS: ReadonlySet<string> = new Set(['ExchangeSetup.log', 'ServiceControl.log', 'UpdateOwa.log'])

// ------------------------------------------------------------------------------------------------ Outlook Web Access

/** What UpdateOwa.log says of the last run, and the services of the web, say what is to be mended before. */
function updateOwa({ table, places }: Case): Remedy {
  const told = table.of(['owa-script']).at(-1)?.text ?? ''
  const services = table.of(['service'])
  const enabling = WEB_SERVICES.filter(name => isListed(services, name, 'start', 'DISABLED'))
  const starting = WEB_SERVICES.filter(name => isListed(services, name, 'state', 'STOPPED'))
  return remedy(
    'update-owa',
    'Mend what UpdateOwa.log names; then as an administrator of Exchange update Outlook Web Access',
    [
      ...(/Access is denied/i.test(told) ? [command`icacls ${METABASE} /remove:d Everyone`] : []),
      ...enabling.map(name => command`sc config ${argument(name)} start= ${'auto'}`),
      ...starting.map(name => command`net start ${quoted(name)}`),
      toBin(places),
      command`.\\updateowa.ps1`,
    ],
    ['Open Outlook Web Access once'],
  )
}

/** Those that its virtual directories need. */
const WEB_SERVICES = [word`IISADMIN`, word`W3SVC`]
const METABASE = quoted(word`%SystemRoot%\\system32\\inetsrv\\MetaBase.xml`)

const isListed = (services: readonly Row[], name: string, field: 'start' | 'state', value: string): boolean =>
  services.some(row => lower(String(row.name)) === lower(name) && row[field] === value)

/** What a newer folder lacks is copied there; before there is one, a copy is kept. It works in the newest folder only. */
function copyCustomisation(one: Case): Remedy[] {
  const { table } = one
  const versions = table.of(['folder']).flatMap(({ place }) => VERSION_FOLDER.exec(String(place)) ?? [])
  const newest = versions.toSorted(byVersion).at(-1)
  const commands = table.of(['customised']).flatMap(({ place, lost }) => {
    const [from, below] = [pathWord(String(place)), belowVersion(String(place))]
    const to = pathWord(`${newest}\\${below}`)
    if (from === undefined || (lost && (below === undefined || to === undefined))) return []
    return [command`copy /y ${quoted(from)} ${lost ? quoted(to!) : argument(savedAt(one))}`]
  })
  const title = 'Copy these files into the folder of the newest version, and keep a copy elsewhere'
  return [saveEvidence(one), remedy('copy-customisation', title, commands, ['Copy them again after the next rollup'])]
}

const VERSION_FOLDER = /^.*\\owa\\\d+(?:\.\d+){3}$/i
const UP_TO_VERSION = /^.*\\owa\\\d+(?:\.\d+){3}\\/i

/** The path of a file from the folder of its version on. */
function belowVersion(path: string): string | undefined {
  const above = UP_TO_VERSION.exec(path)?.[0]
  return above && path.slice(above.length)
}

// ---------------------------------------------------------------------------------------------------------- services

/** The last service that the script tried to stop is the one that did not. */
function notStopped(table: Table): Word | undefined {
  const stops = table
    .of(['script.line'])
    .filter(
      ({ current, mode, lastOfMode, about }) => current && mode === 'BeforePatch' && lastOfMode && about === 'stopped',
    )
  return serviceName(stops.at(-1)?.service as string | undefined)
}

/** For the next attempt its process is ended; where none is owed, it is looked at. */
function stopByHand(judged: Case): Remedy[] {
  const name = notStopped(judged.table)
  const look = name && command`sc queryex ${argument(name)}`
  const process = word`process id from sc`
  const ending = again(judged).length > 0 && [command`taskkill /f /pid ${toFill(process)}`]
  return [
    {
      ...remedy(
        'stop-by-hand',
        'Before the next rollup, stop that service by hand, or end its process if it does not stop',
        look ? [look, ...(ending || [])] : [],
        ['Confirm that every service of Exchange runs that ran before', 'Find out what kept the service from stopping'],
      ),
      ...(look && ending && { placeholders: [{ name: process, from: look, pattern: '^\\s*PID\\s*: ([1-9]\\d*)' }] }),
    },
  ]
}

function startStopped(judged: Case): Remedy[] {
  const name = again(judged).length > 0 ? notStopped(judged.table) : undefined
  if (name === undefined) return []
  return [{ ...remedy('start-stopped', 'Start that service again', [command`net start ${quoted(name)}`]), turn: 'end' }]
}

const INSTALLER_POLICY = word`HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer`

/** Of these values those that an export shows. */
const withoutPolicies = (values: readonly Word[], names: readonly string[]): Command[] =>
  values
    .filter(name => names.some(found => lower(found) === lower(name)))
    .map(name => command`reg delete ${quoted(INSTALLER_POLICY)} /v ${argument(name)} /f`)

const loggingOff = (names: readonly string[]): Remedy => ({
  ...remedy('logging-off', 'Turn it off when the fault is found', withoutPolicies([word`Logging`, word`Debug`], names)),
  turn: 'end',
})

/** Where no export shows which of them is set, somebody has to look. */
function allowPatches(names: readonly string[]): Remedy {
  const commands = withoutPolicies([word`DisableMSI`, word`DisablePatch`], names)
  return remedy(
    'allow-patches',
    'Take the policy back; one that comes with a group policy comes back, and is changed there',
    commands.length > 0 ? commands : [command`reg query ${quoted(INSTALLER_POLICY)}`],
    ['Ask who set the policy before the next rollup'],
  )
}

// ---------------------------------------------------------------------------------------------------------- packages

const CACHE_OWED = [
  'Look for every other package that the Installer folder of Windows should have, and for who cleaned it',
]

interface Lost {
  readonly missing: string
  readonly original: string | undefined
}

const searchesIn = (lost: Captured | undefined, what: 'patch' | 'product'): Lost[] =>
  (lost?.rows ?? [])
    .filter(({ kind, what: found }) => (kind === 'log.search' || kind === 'cached-copy') && found === what)
    .map(({ missing, package: original }: Row) => ({
      missing: String(missing),
      original: original as string | undefined,
    }))

/**
 * The original packages under the names of the lost copies. Names in the Installer folder differ from server to server. Of
 * a product that is not known nothing is searched: any package would be found.
 */
function cachedPatches(lost: readonly Lost[], { ours, places }: Judged): Remedy {
  const copies = lost.map(({ missing, original }, i) => {
    const name = packageWord(original)
    const path = word`path of ${name ?? word`the original package ${i + 1}`}`
    return copyBack(missing, path, name ?? (ours ? word`Exchange2007-KB*.msp` : undefined), places)
  })
  const title = 'Put the original package back under the name that the installer looks for'
  return putBack('restore-cached-patch', title, copies)
}

function cachedPackage({ missing, original }: Lost, { ours, places }: Judged): Remedy {
  const name = packageWord(original) ?? (ours ? word`EXCHANGESERVER.msi` : undefined)
  const title = 'Put the package of the same baseline back under the name that the installer looks for'
  return putBack('restore-cached-package', title, [copyBack(missing, word`path of the product package`, name, places)])
}

/** Nothing says which copy is missing. */
const SOURCE = remedy(
  'restore-source',
  'Make the medium or the share reachable again from which the product was installed',
  [],
  CACHE_OWED,
)

interface CopyBack {
  readonly commands: readonly Command[]
  readonly source: Placeholder | undefined
}

function putBack(id: string, title: string, copies: readonly CopyBack[]): Remedy {
  const commands = copies.flatMap(copy => copy.commands)
  const placeholders = copies.flatMap(({ source }) => source ?? [])
  return { ...remedy(id, title, commands, CACHE_OWED), ...(placeholders.length > 0 && { placeholders }) }
}

function copyBack(missing: string, path: Word, name: Word | undefined, places: Places): CopyBack {
  const copy = command`copy /y ${quoted(word`<${path}>`)} ${quoted(cachedCopy(missing) ?? UNNAMED_COPY)}`
  const source = name && searched(path, name, places)
  return { commands: source ? [source.from, copy] : [copy], source }
}

/**
 * On the server whose users are sent on. The event names the build that the other one has; which package brings it, somebody
 * has to know, unless one lies there that is not installed.
 */
function patchProxyToo(judged: Judged): Remedy {
  const theirs = sentOn(judged.evidence)?.get(4)
  return {
    ...installation(judged, { what: 'install' }),
    id: 'patch-proxy-too',
    title:
      theirs === undefined
        ? 'Install the rollup of the Client Access server inside on this one too, which faces the Internet'
        : `Install the rollup of the Client Access server inside, ${theirs}, on this one too, which faces the Internet`,
    owed: ['Install the next rollup on the servers that face the Internet first'],
  }
}

const proxying = reader(OWA_EVENTS[46].text)

const sentOn = (evidence: Evidence) =>
  eventsOf(evidence, /^MSExchange OWA$/i)
    .flatMap(({ event }) => (event.id === 46 ? (proxying(event.message) ?? []) : []))
    .at(-1)

/** Package names end in `-x64-EN.msp` or `-x86-EN.msp`. */
function otherArchitecture(judged: Judged): Remedy {
  const { path = '', kb } = wantedCall(judged.evidence) ?? {}
  const other = /-x86-/i.test(path) ? word`x64` : /-x64-/i.test(path) ? word`x86` : word`x64`
  const name = word`path of the ${other} package`
  const package_ = kb && searched(name, word`Exchange2007-${kb}-${other}-*.msp`, judged.places)
  const commands = [
    ...(package_ ? [package_.from] : []),
    installing(word`<${name}>`, newLog(judged, kb ?? word`rollup`)),
  ]
  return {
    ...remedy('install-other-architecture', `Take the ${other} package`, commands, [
      'Confirm the new version of ExSetup.exe',
    ]),
    ...(package_ && { placeholders: [package_] }),
  }
}

const INTERIM = /^Interim Update\b/i

/** As the registry names them; without an export of it the one that a log shows last in the order of patches; else by hand. */
function removeInterimUpdate(judged: Judged): Remedy[] {
  const { evidence } = judged
  const registered = registeredPatches(evidence)
  const last = guid(
    logsInOrder(evidence)
      .flatMap(({ registeredPatches: codes }) => codes)
      .at(-1)?.value,
  )
  const codes =
    registered.length > 0
      ? registered.filter(({ name }) => INTERIM.test(name)).map(({ code }) => code)
      : last === undefined
        ? []
        : [last]
  if (registered.length > 0 && codes.length === 0) return []
  const title =
    codes.length > 0
      ? 'Remove the interim update'
      : 'Remove the interim update, under Add or Remove Programs or among the installed updates'
  return [
    saveEvidence(judged),
    remedy(
      'remove-interim-update',
      title,
      codes.map((code, i) =>
        removing(code, newLog(judged, i === 0 ? word`remove-interim` : word`remove-interim-of-${i + 1}`)),
      ),
      [
        'Compare its fix with the articles of the rollup; ask for a new interim update if the rollup does not have it',
        'If it needed strong-name verification to be skipped: sn.exe -Vu *',
      ],
    ),
  ]
}

const matchBaseline = (installed: string | undefined): Remedy =>
  remedy(
    'match-baseline',
    installed === undefined
      ? 'Take a rollup for the service pack that is installed, or install the service pack that this rollup needs'
      : `Take a rollup for ${installed}, or install the service pack that this rollup needs`,
    [],
  )
