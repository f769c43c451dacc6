import { lower } from '../../model/words/letters.ts'
import { START_TYPES } from '../../model/words/startTypes.ts'
import {
  argument,
  type Command,
  command,
  kbNumber,
  patchPath,
  path as pathWord,
  program,
  quoted,
  type StartWord,
  toFill,
  type Word,
  word,
} from '../foreign/commandLine.ts'
import type { Evidence } from './evidence.ts'
import type { Placeholder, Remedy } from './finding.ts'
import { CONTROLLED_SERVICES, foldName, type KnownService, knownService } from './knowledge/services.ts'
import {
  disabledNow,
  type Judged,
  lastAttemptFailed,
  rollupPackage,
  savedModes,
  serviceControlLog,
  serviceState,
  startChanges,
} from './situation.ts'

/**
 * What to do, as commands at a prompt on that server: cmd, or the Exchange Management Shell for cmdlets and scripts. The
 * order of the remedies of a finding is the order in which they are done. Which of them a finding needs, its rule
 * knows.
 */

const BIN = word`C:\\Program Files\\Microsoft\\Exchange Server\\Bin`
const STATE_FILES = word`C:\\ExchangeSetupLogs\\Service*.xml`

type Prescription = (judged: Judged) => Remedy[]

const simple = (id: string, title: string, commands: readonly Command[], owed: readonly string[] = []): Remedy => ({
  id,
  title,
  commands,
  owed,
})

// ---------------------------------------------------------------------------------------------------- services

const AFTER_PATCH = simple(
  'restore-services',
  'Restore the services to what they were before the rollup stopped them, in the Exchange Management Shell',
  [command`cd ${quoted(BIN)}`, command`.\\ServiceControl.ps1 AfterPatch`],
  ['Compare start types and states of all services with what the site had before'],
)

/** Whatever the services need before the rollup is installed again: nothing, AfterPatch, or work by hand. */
export const servicesFirst: Prescription = judged => {
  const state = serviceState(judged)
  if (state === 'saved') return [AFTER_PATCH]
  return state === 'lost' || state === 'down' ? [servicesByHand(judged), ...forgetState(judged)] : []
}

/** For a failure that is known to leave services disabled: nobody may have looked at them yet. */
export const servicesFirstOrAfterPatch: Prescription = judged =>
  serviceState(judged) === 'unknown' ? [AFTER_PATCH] : servicesFirst(judged)

/** Where what is saved is worth nothing, whatever else is known of the services. */
export const servicesLost: Prescription = judged =>
  serviceState(judged) === 'lost' ? servicesFirst(judged) : [servicesByHand(judged)]

/** Start types one by one and the services that run, each after those it depends on. */
export function servicesByHand(judged: Judged): Remedy {
  const original = originalStarts(judged)
  const commands = controlledHere(judged.evidence).flatMap(({ name, start }) => {
    const type = original.get(foldName(name)) ?? start
    if (type === 'disabled') return []
    const configure = command`sc config ${argument(name)} start= ${type}`
    return type === 'auto' ? [configure, command`net start ${quoted(name)}`] : [configure]
  })
  return simple('services-by-hand', 'Set start types by hand and start the services, before anything else', commands, [
    'POP3, IMAP4 and the other services that start on demand: start those that the site used',
    'Write down the start types of all services',
  ])
}

/** The state that was saved last is worth nothing: a later AfterPatch must not restore it. */
const forgetState: Prescription = ({ evidence }) =>
  evidence.savedStates.length === 0
    ? []
    : [simple('forget-saved-state', 'Delete the saved state of the services', [command`del ${quoted(STATE_FILES)}`])]

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
    const holder = program(holders.find(h => lower(h.path) === lower(path))?.program)
    if (holder !== undefined) return [command`taskkill /f /im ${quoted(holder)}`]
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
export function searched(name: Word, file: Word): Placeholder {
  return { name, from: command`dir /s /b ${quoted(word`C:\\${file}`)}`, pattern: `^(.+\\\\${wildcard(file)})\\s*$` }
}

function wildcard(file: string): string {
  return file.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^\\\\]*')
}

const OWED_AFTER_INSTALL: readonly string[] = [
  'Confirm the new version of ExSetup.exe',
  'Open Outlook Web Access once',
  'Leave no Service*.xml in C:\\ExchangeSetupLogs',
]

/** Interactively, and with a log of its own: a person can answer Retry. */
export const installAgain: Prescription = ({ evidence }) => {
  if (!lastAttemptFailed(evidence)) return []
  const { path: told, kb: number } = rollupPackage(evidence)
  const [path, kb] = [patchPath(told), kbNumber(number)]
  const log = quoted(word`C:\\${kb ?? word`rollup`}.log`)
  const title = 'Install the rollup again, with somebody at the screen'
  if (path !== undefined) {
    return [simple('install-again', title, [command`msiexec /p ${quoted(path)} /lxv* ${log}`], OWED_AFTER_INSTALL)]
  }
  const package_ = searched(word`path of the rollup package`, word`Exchange2007-${kb ?? word`KB`}*.msp`)
  const commands = [package_.from, command`msiexec /p ${quoted(word`<${package_.name}>`)} /lxv* ${log}`]
  return [{ ...simple('install-again', title, commands, OWED_AFTER_INSTALL), placeholders: [package_] }]
}

export { simple as remedy }
