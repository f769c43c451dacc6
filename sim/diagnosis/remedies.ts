import { lower } from '../../model/words/letters.ts'
import { START_TYPES } from '../../model/words/startTypes.ts'
import {
  argument,
  type Command,
  command,
  path as pathWord,
  program,
  quoted,
  type StartWord,
  toFill,
  type Word,
  word,
} from '../foreign/commandLine.ts'
import { copyOfEvidence, type Evidence } from './evidence.ts'
import type { Placeholder, Remedy } from './finding.ts'
import { PRODUCT_CODE } from './knowledge/products.ts'
import { CONTROLLED_SERVICES, foldName, type KnownService, knownService } from './knowledge/services.ts'
import { fileName, foldersOnDrive, windowsPath } from './paths.ts'
import { ASKED_FOLDER, type Places } from './places.ts'
import { registeredPatches } from './registered.ts'
import {
  disabledNow,
  installerEvents,
  type Judged,
  kbIn,
  lastAttemptFailed,
  savedModes,
  serviceControlLog,
  serviceState,
  startChanges,
} from './situation.ts'
import { type Wanted, wantedCall } from './wanted.ts'

/**
 * What to do, as commands at a prompt on that server: cmd, or the Exchange Management Shell for cmdlets and scripts. The
 * order of the remedies of a finding is the order in which they are done. Which of them a finding needs, its rule
 * knows.
 */

const STATE_FILES = [word`ServiceState.xml`, word`ServiceStartupMode.xml`]

type Prescription = (judged: Judged) => Remedy[]

const simple = (id: string, title: string, commands: readonly Command[], owed: readonly string[] = []): Remedy => ({
  id,
  title,
  commands,
  owed,
})

/** What a command has to know of the server. */
type Server = Pick<Judged, 'evidence' | 'places'>

/** Where nothing tells the folder of the product, it is asked first. */
function withFolder(told: Remedy): Remedy {
  const { name, from } = ASKED_FOLDER
  if (!told.commands.some(line => line.includes(`<${name}>`))) return told
  return {
    ...told,
    commands: [from, ...told.commands],
    placeholders: [ASKED_FOLDER, ...(told.placeholders ?? [])],
  }
}

/** With the words that are left to whoever reads it. */
export function openly(remedy: Remedy): Remedy {
  const told = withFolder(remedy)
  const known = (told.placeholders ?? []).map(({ name }): string => name)
  const words = told.commands.flatMap(line => [...line.matchAll(/<([^<>]+)>/g)].map(([, name]) => name!))
  const byHand = [...new Set(words)].filter(name => !known.includes(name))
  return byHand.length > 0 ? { ...told, byHand } : told
}

// ---------------------------------------------------------------------------------------------------- services

const binIn = ({ exchange }: Places): Word => word`${exchange}\\Bin`

/** To the scripts of the product: to another drive cmd goes only if it is told. */
export const toBin = (places: Places): Command => {
  const { drive, exchange } = places
  const isElsewhere = /^[A-Z]:\\/.test(exchange) && /^[A-Z]:$/.test(drive) && !exchange.startsWith(drive)
  return isElsewhere ? command`cd /d ${quoted(binIn(places))}` : command`cd ${quoted(binIn(places))}`
}

const restoreServices = (places: Places): Remedy =>
  simple(
    'restore-services',
    'Restore the services to what they were before the rollup stopped them, in the Exchange Management Shell',
    [toBin(places), command`.\\ServiceControl.ps1 AfterPatch`],
    ['Compare start types and states of all services with what the site had before'],
  )

/** Whatever the services need before the rollup is installed again: nothing, AfterPatch, or work by hand. */
export const servicesFirst: Prescription = judged => {
  const state = serviceState(judged)
  if (state === 'saved') return afterPatch(judged)
  return state === 'lost' || state === 'down' ? [servicesByHand(judged), ...forgetState(judged)] : []
}

/** For a failure that is known to leave services disabled: nobody may have looked at them yet. */
export const servicesFirstOrAfterPatch: Prescription = judged =>
  serviceState(judged) === 'unknown' ? afterPatch(judged) : servicesFirst(judged)

/** It writes on in its log, and deletes what was saved. */
const afterPatch: Prescription = judged => [saveEvidence(judged), restoreServices(judged.places)]

/** Where what is saved is worth nothing, whatever else is known of the services. */
export const servicesLost: Prescription = judged =>
  serviceState(judged) === 'lost' ? servicesFirst(judged) : [servicesByHand(judged)]

/** Start types one by one and the services that ran, each after those it depends on. */
export function servicesByHand(judged: Judged): Remedy {
  const original = originalStarts(judged)
  const ran = ranBefore(judged.evidence)
  const commands = controlledHere(judged.evidence).flatMap(({ name, start }) => {
    const type = original.get(foldName(name)) ?? start
    if (type === 'disabled') return []
    const configure = command`sc config ${argument(name)} start= ${type}`
    return type === 'auto' || ran.has(foldName(name)) ? [configure, command`net start ${quoted(name)}`] : [configure]
  })
  return simple('services-by-hand', 'Set start types by hand and start the services, before anything else', commands, [
    'POP3, IMAP4 and the other services that start on demand: start those that the site used',
    'Write down the start types of all services',
  ])
}

/** What the script stopped since it last started anything ran before, also where it starts on demand. */
function ranBefore(evidence: Evidence): ReadonlySet<string> {
  const blocks = serviceControlLog(evidence)?.blocks ?? []
  const since = blocks.slice(
    blocks.findLastIndex(({ kind, started }) => kind === 'AfterPatch' && started.length > 0) + 1,
  )
  return new Set(since.flatMap(({ stopped }) => stopped.map(({ service }) => foldName(service))))
}

/** The state that was saved last is worth nothing: a later AfterPatch must not restore it. */
const forgetState: Prescription = judged =>
  judged.evidence.savedStates.length === 0
    ? []
    : [
        ...saveWhatIsLeft(judged),
        simple(
          'forget-saved-state',
          'Delete the saved state of the services',
          STATE_FILES.map(name => command`del ${quoted(word`${judged.places.setupLogs}\\${name}`)}`),
        ),
      ]

/** The services that the script has a hand on, on this server. */
function controlledHere(evidence: Evidence): KnownService[] {
  const named = [
    (serviceControlLog(evidence)?.blocks ?? []).flatMap(block => block.disabled.map(({ service }) => service)),
    (disabledNow(evidence) ?? []).map(({ service }) => service.name),
    startChanges(evidence)
      .filter(({ to }) => to === 'disabled')
      .map(({ service }) => service),
    evidence.savedStates.flatMap(({ objects }) => objects.map(({ properties }) => properties.get('Name') ?? '')),
  ]
  const source = named.map(names => names.filter(name => knownService(name))).find(names => names.length > 0)
  const here = new Set(source?.map(foldName))
  return CONTROLLED_SERVICES.filter(({ name, exchange }) =>
    source ? here.has(foldName(name)) : exchange || CORE.has(name),
  )
}

/** Windows services that every Exchange server has. */
const CORE: ReadonlySet<string> = new Set(['WinMgmt', 'RemoteRegistry', 'IISAdmin', 'W3Svc'])

/** What `sc config` takes, by what an event calls it (`auto start`) and a saved state (`Auto`). */
const START_WORDS: ReadonlyMap<string, StartWord> = new Map(
  [START_TYPES.automatic, START_TYPES.manual, START_TYPES.disabled].flatMap(
    ({ event, wmi, config }): [string, StartWord][] => [
      [event, config],
      [lower(wmi), config],
    ],
  ),
)

/** Start types before the first change: events tell best, then a good saved state. */
function originalStarts(judged: Judged): Map<string, StartWord> {
  const starts = new Map<string, StartWord>()
  const note = (name: string, start: string): void => {
    const type = START_WORDS.get(start)
    if (type !== undefined && !starts.has(foldName(name))) starts.set(foldName(name), type)
  }
  // A change from disabled undoes an earlier one and says nothing of the original.
  for (const { service, from } of startChanges(judged.evidence)) if (from !== 'disabled') note(service, from)
  for (const { name, mode } of savedModes(judged)) note(name, mode)
  return starts
}

// -------------------------------------------------------------------------------------------------------- file

/** Somebody who is known to hold a file, by the name of the program. */
export interface KnownHolder {
  readonly path: string
  readonly program: string
}

export function releaseFiles(paths: readonly string[], holders: readonly KnownHolder[]): Remedy {
  const placeholders: Placeholder[] = []
  const commands = paths.flatMap((path, i) => {
    const known = holders.flatMap(holder => (lower(holder.path) === lower(path) ? (program(holder.program) ?? []) : []))
    if (known.length > 0) return [...new Set(known)].map(name => command`taskkill /f /im ${quoted(name)}`)
    const from = command`handle.exe ${quoted(pathWord(path) ?? word`<path of the held file>`)}`
    const name = i === 0 ? word`process id from handle` : word`process id from handle ${i + 1}`
    placeholders.push({ name, from, pattern: '\\bpid:\\s*(\\d+)' })
    return [from, command`taskkill /f /pid ${toFill(name)}`]
  })
  return {
    ...simple('release-file', 'Find the program that holds the file, and end it', commands, [
      'Start the program that held the file again',
    ]),
    ...(placeholders.length > 0 && { placeholders }),
  }
}

// ------------------------------------------------------------------------------------------------------ package

/** A copy that a log names in a way that no command may repeat. */
export const UNNAMED_COPY = word`<name that the installer looks for>`

/** The file as the search of cmd prints it: one path on a line of its own. */
export function searched(name: Word, file: Word, { drive }: Places): Placeholder {
  return {
    name,
    from: command`dir /s /b ${quoted(word`${drive}\\${file}`)}`,
    pattern: `^(.+\\\\${wildcard(file)})\\s*$`,
  }
}

/**
 * Where nothing names what was wanted, it lies there and is not installed; of several somebody has to choose. Without an
 * export of the registry nobody knows what is installed.
 */
function notYetInstalled(name: Word, { evidence, places }: Server): Placeholder | undefined {
  if (evidence.registries.length === 0) return undefined
  const installed = registeredPatches(evidence).flatMap(patch => kbIn(patch.name) ?? [])
  const search = searched(name, word`Exchange2007-KB*.msp`, places)
  const except = installed.map(kb => `(?!.*\\Exchange2007-${kb}-)`).join('')
  return { ...search, pattern: search.pattern.replace('^', () => `^${except}`) }
}

function wildcard(file: string): string {
  return file.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^\\\\]*')
}

const OWED_AFTER_INSTALL: readonly string[] = [
  'Confirm the new version of ExSetup.exe',
  'Open Outlook Web Access once',
  'Leave no Service*.xml in ExchangeSetupLogs',
]

/**
 * What was wanted, once more: with somebody at the screen, who can answer Retry, and with a log of its own. The logs and
 * the state that the scripts have left are saved first.
 */
export const again: Prescription = judged =>
  wantedCall(judged.evidence) || lastAttemptFailed(judged.evidence) ? call(judged) : []

const call: Prescription = judged => {
  const { evidence, ours, places } = judged
  const wanted = wantedCall(evidence)
  if (!ours) return [anyAgain(ours === false ? undefined : wanted?.path, ours !== false || isPatched(evidence), places)]
  const made = wanted?.what === 'remove' ? removal(judged, wanted) : installation(judged, wanted ?? { what: 'install' })
  // Saved when whatever kept somebody out of their folder is out of the way.
  return [...saveWhatIsLeft(judged).map(lastly), made]
}

/** Of whatever product, with a log of all that the installer does. */
function anyAgain(path: Word | undefined, patch: boolean, { drive }: Places): Remedy {
  const package_ = quoted(path ?? word`<path of the package>`)
  const log = quoted(word`${drive}\\install.log`)
  return simple('install-again', 'Install it again, with somebody at the screen', [
    patch ? command`msiexec /p ${package_} /lxv* ${log}` : command`msiexec /i ${package_} /lxv* ${log}`,
  ])
}

/** An update was wanted of a product, not the product. */
const isPatched = (evidence: Evidence): boolean =>
  evidence.installerLogs.some(
    ({ originalPatches, patchesOpened }) => originalPatches.length + patchesOpened.length > 0,
  ) || installerEvents(evidence).some(({ event }) => UPDATE_RESULTS.includes(event.id))

/** Events about an update, whatever became of it. */
const UPDATE_RESULTS: readonly number[] = [1017, 1018, 1019, 1020, 1021, 1022, 1023, 1024]

/** Where something was wanted and nothing tells why it failed: whoever does it by the book finds out, or is done. */
export const onceMore: Prescription = judged => {
  if (wantedCall(judged.evidence)) return [...servicesFirst(judged), ...again(judged)]
  return judged.ours ? elevated(judged).map((step, i, { length }) => (i === length - 1 ? ifInVain(step) : step)) : []
}

/** A call that cannot even open its log leaves nothing behind, and a silent one shows nothing either. */
const ifInVain = (step: Remedy): Remedy => ({
  ...step,
  title: `If a call was in vain, nothing tells of it. ${step.title}`,
})

export const elevated: Prescription = judged =>
  call(judged).map(step => ({ ...step, title: `${step.title}, from a prompt that runs as administrator` }))

/** In turn with the other calls; the package is looked for where nothing says where it is. */
export function installation(server: Server, { path, kb }: Wanted): Remedy {
  const title = 'Install the rollup again, with somebody at the screen'
  const log = newLog(server, kb ?? word`rollup`)
  const install = (file: Word): Command => installing(file, log)
  if (path !== undefined) return lastly(simple('install-again', title, [install(path)], OWED_AFTER_INSTALL))
  const name = word`path of the rollup package`
  const package_ =
    kb === undefined ? notYetInstalled(name, server) : searched(name, word`Exchange2007-${kb}*.msp`, server.places)
  const commands = [...(package_ ? [package_.from] : []), install(word`<${name}>`)]
  return lastly({
    ...simple('install-again', title, commands, OWED_AFTER_INSTALL),
    ...(package_ && { placeholders: [package_] }),
  })
}

function removal(server: Server, { code, kb }: Wanted): Remedy {
  const patch =
    code ?? registeredPatches(server.evidence).find(({ name }) => kb !== undefined && name.includes(kb))?.code
  const log = newLog(server, word`remove-${kb ?? word`rollup`}`)
  const title = 'Remove the rollup, as was wanted'
  return lastly(simple('remove-again', title, [removing(patch ?? word`<code of the rollup>`, log)], OWED_AFTER_INSTALL))
}

export const installing = (file: Word, log: Word): Command => command`msiexec /p ${quoted(file)} /lxv* ${quoted(log)}`

export const removing = (code: Word, log: Word): Command =>
  command`msiexec /i ${argument(PRODUCT_CODE)} MSIPATCHREMOVE=${quoted(code)} /lxv* ${quoted(log)}`

/** The installer is called when everything that stood in its way is out of it. */
const lastly = (call: Remedy): Remedy => ({ ...call, turn: 'call' })

/** A log in the top folder of the drive. One that is there tells of the attempt before: it is not written over. */
export function newLog({ evidence: { files }, places: { drive } }: Server, name: Word): Word {
  const taken = new Set(files.map(({ path }) => lower(fileName(path))))
  const free = firstFree(
    n => (n === 1 ? word`${name}.log` : word`${name}-${n}.log`),
    one => !taken.has(lower(one)),
  )
  return word`${drive}\\${free}`
}

function firstFree(named: (n: number) => Word, isFree: (name: Word) => boolean): Word {
  for (let n = 1; ; n++) if (isFree(named(n))) return named(n)
}

// ------------------------------------------------------------------------------------------------------ evidence

/** What the scripts write on in, or over: their logs and the state of the services. */
const WRITTEN_AGAIN = [word`ServiceControl.log`, word`UpdateOwa.log`, ...STATE_FILES]

const SAVES = 'save-evidence'

/** It comes first, and mends nothing. */
export const savesEvidence = ({ id }: Remedy): boolean => id === SAVES

/** With the folder for it, also where nothing is known to be in theirs. */
export function saveEvidence(server: Server): Remedy {
  const folder = savedAt(server)
  return simple(SAVES, 'Save what the scripts have left: their next run writes over it', [
    command`md ${argument(folder)}`,
    ...leftByScripts(server).map(file => command`copy ${argument(file)} ${argument(folder)}`),
  ])
}

/** Nothing where a listing shows that the scripts have left nothing. */
export const saveWhatIsLeft = (server: Server): Remedy[] =>
  leftByScripts(server).length > 0 ? [saveEvidence(server)] : []

/** Only what was handed over: for a folder that is not in place. */
export const saveWhatIsKnown = (server: Server): Remedy[] =>
  handedOver(server).length > 0 ? [saveEvidence(server)] : []

/** From where each lies. */
const handedOver = (server: Server): Word[] => WRITTEN_AGAIN.flatMap(name => placeOf(name, server) ?? [])

/** What was handed over; nothing, where a listing shows none of it; else whatever may be there. */
function leftByScripts(server: Server): Word[] {
  const { evidence, places } = server
  const known = handedOver(server)
  if (known.length > 0) return known
  const listed = evidence.printed
    .flatMap(({ folders }) => folders)
    .filter(({ place, whole }) => whole.files && lower(place) === lower(places.setupLogs))
    .flatMap(({ entries }) => [entries.map(({ name }) => lower(name))])
  return WRITTEN_AGAIN.filter(name => listed.every(names => names.includes(lower(name)))).map(
    name => word`${places.setupLogs}\\${name}`,
  )
}

/** The one that is written next: in place, or in a folder that somebody has moved and that is moved back. */
function placeOf(name: Word, { evidence: { files }, places: { setupLogs } }: Server): Word | undefined {
  const folders = files.flatMap(({ path }) => (isSetupLog(path, name) ? [folderOf(path) ?? setupLogs] : []))
  // Where nothing tells it lies as the scripts leave it.
  const folder = folders.find(one => lower(one) === lower(setupLogs)) ?? folders[0]
  return folder && word`${folder}\\${name}`
}

function folderOf(path: string): Word | undefined {
  const folders = foldersOnDrive(path)
  return folders && pathWord(windowsPath(folders))
}

/** Also in a folder that somebody has renamed. */
function isSetupLog(path: string, name: string): boolean {
  const [file, folder = ''] = path.split(/[\\/]/).reverse()
  return file === name && lower(folder).includes('exchangesetuplogs')
}

/** The folder for it, which is not there yet. */
export function savedAt({ evidence: { files }, places: { drive } }: Server): Word {
  const taken = new Set(files.flatMap(({ path }) => copyOfEvidence(path) ?? []))
  return word`${drive}\\${firstFree(
    n => word`Evidence-${n}`,
    name => !taken.has(lower(name)),
  )}`
}

export { simple as remedy }
