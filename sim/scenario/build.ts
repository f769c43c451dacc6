import { product, rollupOf, rollupsOf } from '../../model/exchange/builds.ts'
import { GROUP_POLICY_KEY, LOCAL_POLICY_KEY } from '../../model/exchange/scripts/powershell.ts'
import { boot, healthyServer, installedAt, type ServerPlan } from '../../model/exchange/server.ts'
import { KEYS, localPackage, localPatch, sourceList } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import type { Writable } from '../../model/machine/apply.ts'
import { endCircles, readService } from '../../model/machine/bootedServices.ts'
import {
  deleteFile,
  deleteTree,
  deleteValue,
  makeFolder,
  renameFile,
  setValue,
  writeFile,
} from '../../model/machine/calls.ts'
import type { Change } from '../../model/machine/change.ts'
import { dispatch, type Table } from '../../model/machine/dispatch.ts'
import { linkPolicy } from '../../model/machine/groupPolicy.ts'
import { fileAt, registryKey, registryList, registryValue, serviceNamed } from '../../model/machine/machine.ts'
import { fold, isWithin, joinPath, leafOf, normalPath, parentOf } from '../../model/machine/names.ts'
import type { PolicyValue, Process, Service } from '../../model/machine/parts.ts'
import { bootNumber, numbered } from '../../model/machine/processNumbers.ts'
import { SERVICES_KEY } from '../../model/machine/serviceKeys.ts'
import { retireService, startService, stopService } from '../../model/machine/services.ts'
import { parseLocal } from '../../model/machine/time.ts'
import { verdict } from '../../model/machine/verdict.ts'
import { WIN32 } from '../../model/words/systemErrors.ts'
import { type Alarm, live } from '../server/background/background.ts'
import { installRollup, updateCode } from '../server/install.ts'
import { type Source, sourceOf } from '../server/random.ts'
import { newRecorder, type Recorder } from '../server/recorder.ts'
import { namesOf } from './identity.ts'
import { lengths, orderByService } from './recordOrder.ts'
import type { ChangeSpec, PatchRef, ProcessSpec, Scenario, ServerSpec } from './spec.ts'

/**
 * A scenario's servers as machines: healthy ones, with the rollups of the past installed, then changed as it says.
 * Knows physical differences, and nothing of what comes of them.
 */

export interface BuiltServer {
  readonly spec: ServerSpec
  readonly recorder: Recorder
  /** What the installer returned for each of `rollups`; what it refused is not installed. */
  readonly past: readonly number[]
  /** What each entry of `change` did, in order: the origin of everything that is wrong. */
  readonly origins: readonly Origin[]
  /** Records of its past that look alarming; others come as it lives on. */
  readonly alarms: Alarm[]
}

export interface Origin {
  /** `servers[0].change[2]` */
  readonly path: string
  readonly cause: ChangeSpec['cause'] | undefined
  readonly changes: readonly Change[]
  /** The Win32 error with which Windows refuses what the entry says, or the rest of it; 0 if it does not. */
  readonly refused: number
  /** Set where a step is the mistake: its number. It changes nothing before the run. */
  readonly step?: number
}

export function buildServer(
  scenario: Scenario,
  index: number,
  seed: number,
  watchDraws?: (drawn: number) => void,
): BuiltServer {
  const spec = scenario.servers[index]!
  const start = startOf(scenario, seed, watchDraws)
  const plan: ServerPlan = { ...spec, start }
  const source = sourceOf(`${seed} ${spec.name}`, watchDraws)
  const { draw } = source.under('machine')
  const machine = healthyServer(plan, draw)
  const past = spec.rollups.length > 0 ? installPast(plan, spec.rollups, machine, source) : []
  machine.now = start
  const { background, roles } = spec
  const alarms = background === 'none' ? [] : live(machine, roles, background, source.under('background'))
  const entries = entriesOf(spec, index)
  const { known } = machine.processNumbers
  machine.processNumbers = { known, strangers: numbered(strangers(entries, known), 'strangers', draw) }
  const recorder = newRecorder(machine, source)
  const host = standing(recorder)
  const logged = lengths(machine)
  const made = new Map(freeSpaceLast(entries).map(entry => [entry, makeChange(host, entry, start)]))
  orderByService(machine, logged)
  recorder.facts.length = 0
  return { spec, recorder, past, origins: entries.map(entry => made.get(entry)!), alarms }
}

/** One moment for all servers: the first one's clock says it, to the second; where in that second is chance. */
function startOf({ start, servers }: Scenario, seed: number, watchDraws?: (drawn: number) => void): number {
  return parseLocal(start, servers[0]!.zone) + sourceOf(`${seed}`, watchDraws).draw('start', 1000)
}

/** One of the entries of `change`: where it stands, and what it is called where numbers are drawn for it. */
interface Entry {
  readonly change: ChangeSpec
  readonly path: string
  readonly name: string
}

function entriesOf({ change }: ServerSpec, index: number): Entry[] {
  const names = namesOf(change)
  return change.map((entry, i) => ({ change: entry, path: `servers[${index}].change[${i}]`, name: names[i]! }))
}

/**
 * The entries say how a server stands, not what somebody does on it: all of them hold at the start. No time passes while
 * they are made, and a process has been there since the server came up.
 */
function standing(recorder: Recorder): Recorder {
  return {
    ...recorder,
    spend() {},
    transfer() {},
    wait() {},
    processId: program => bootNumber(recorder.machine, program),
  }
}

/** What the entries bring of processes, by name: a service of its own, or the entry itself. */
function strangers(entries: readonly Entry[], known: ReadonlyMap<string, number>): string[] {
  const brought = entries.flatMap(({ change, name }) => {
    if (change.kind === 'installing') return [name]
    return change.kind === 'process' ? [change.service ? fold(change.service) : name] : []
  })
  return [...new Set(brought)].filter(program => !known.has(program)).sort()
}

/** Free space is what is left once everything else has been made; other changes come as they are written. */
function freeSpaceLast(entries: readonly Entry[]): Entry[] {
  const isSpace = ({ change }: Entry): boolean => change.kind === 'free-space'
  return [...entries.filter(e => !isSpace(e)), ...entries.filter(isSpace)]
}

/**
 * Earlier rollups are installed as they would have been: by the installer, one after the other, with nobody watching. The
 * server has come up since.
 */
function installPast(plan: ServerPlan, updates: readonly PatchRef[], machine: Writable, source: Source): number[] {
  const installed = installedAt(plan, source.under('machine').draw)
  machine.now = installed
  const codes = namesOf(updates).map((name, i) => {
    const update = updates[i]!
    const day = installed + (plan.start - installed) * shareOfPast(update)
    machine.now = Math.max(machine.now, Math.floor(day))
    const recorder = newRecorder(machine, source.under(`past ${name}`))
    const interim = update.kind === 'interim'
    const code = installRollup(recorder, -1, {
      kb: update.kb,
      forRollup: interim ? update.forRollup : undefined,
      arch: plan.arch,
      // An interim update comes from support, not from Microsoft Update.
      by: interim ? 'administrator' : 'microsoft-update',
    })
    retireService(recorder, 'msiserver')
    return code
  })
  boot(machine)
  return codes
}

/**
 * Which part of the time between the product's setup and the start had passed: every rollup of a series has its own moment,
 * with or without the others, and an interim update stands halfway to the next.
 */
function shareOfPast(update: PatchRef): number {
  const kb = update.kind === 'interim' ? update.forRollup : update.kb
  const series = rollupsOf(rollupOf(kb)!.baseline)
  const place = series.findIndex(row => row.kb === kb) + (update.kind === 'interim' ? 1.5 : 1)
  return place / (series.length + 1)
}

// ------------------------------------------------------------------------------------------------------- changes

/** Each makes what its entry says as far as Windows lets it, and returns a Win32 error, 0 when done. */
const MAKERS: Table<ChangeSpec, [recorder: Recorder, start: number, name: string], number> = {
  process: startHolder,
  delete({ path }, recorder) {
    const node = fileAt(recorder.machine, path)
    if (!node) return WIN32.SUCCESS
    return node.folder ? deleteTree(recorder, path) : deleteFile(recorder, path)
  },
  // What is not there to be moved, or may not be, leaves no folder behind.
  rename: ({ from, to }, recorder) =>
    missing(recorder, from) ||
    intoItself(from, to) ||
    verdict(recorder.machine, { kind: 'rename', from, to: from }) ||
    makeParents(recorder, to) ||
    renameFile(recorder, from, to),
  // Somebody's edit: later than the installation, so the file counts as modified.
  write: ({ path, text }, recorder) =>
    makeParents(recorder, path) || writeFile(recorder, path, { content: { kind: 'text', text }, hash: `text ${text}` }),
  // Rights belong to a thing: of what is not there nothing can be taken.
  deny({ path, access }, recorder) {
    const before = recorder.machine.denials.get(fold(path))
    const refused = registryKey(recorder.machine, path) ? WIN32.SUCCESS : missing(recorder, path)
    if (!refused) recorder.record({ kind: 'denial', path, before, after: { path, access } })
    return refused
  },
  registry({ key, name, value, by }, recorder) {
    const error = value === null ? removeValue(recorder, key, name) : giveValue(recorder, { key, name, ...value }, by)
    // The service control manager has read its part of the registry when the server booted.
    const service = parentOf(key)
    if (service !== undefined && fold(service) === fold(SERVICES_KEY)) {
      readService(recorder, leafOf(key))
      endCircles(recorder)
    }
    return error
  },
  service: changeService,
  'execution-policy'({ scope, value }, recorder) {
    if (scope === 'local') return setValue(recorder, LOCAL_POLICY_KEY, 'ExecutionPolicy', 'sz', value)
    const enabled = value === 'Restricted' ? 0 : 1
    return (
      linkPolicy(recorder, { key: GROUP_POLICY_KEY, name: 'ExecutionPolicy', type: 'sz', data: value }) ||
      linkPolicy(recorder, { key: GROUP_POLICY_KEY, name: 'EnableScripts', type: 'dword', data: enabled })
    )
  },
  network({ internet }, recorder) {
    const before = { internet: recorder.machine.settings.internet }
    recorder.record({ kind: 'setting', before, after: { internet } })
    return WIN32.SUCCESS
  },
  'free-space'({ drive, bytes }, recorder) {
    const { machine } = recorder
    if (!fileAt(machine, drive)) return WIN32.INVALID_DRIVE
    const [paging, dump] = [joinPath(drive, 'pagefile.sys'), joinPath(drive, MEMORY_DUMP)]
    const room = (machine.free.get(drive) ?? 0) + (fileAt(machine, dump)?.size ?? 0)
    if (room < bytes) return WIN32.DISK_FULL
    const size = fileAt(machine, paging) ? 0 : Math.min(PAGING_BYTES, room - bytes)
    const refused = size > 0 ? writeFile(recorder, paging, { size, attributes: 'HS' }) : WIN32.SUCCESS
    return refused || writeFile(recorder, dump, { size: room - bytes - size })
  },
  'pending-rename'({ from, to }, recorder) {
    const before = registryList(recorder.machine, SESSION_MANAGER, PENDING_RENAMES)
    const added = [`\\??\\${from}`, to === null ? '' : `!\\??\\${to}`]
    return setValue(recorder, SESSION_MANAGER, PENDING_RENAMES, 'multi-sz', [...before, ...added])
  },
  'cached-package'({ of, state }, recorder) {
    const { machine } = recorder
    const path = of === 'product' ? localPackage(machine, product.code) : localPatch(machine, updateCode(machine, of))
    const size = fileAt(machine, path ?? '')?.size
    if (path === undefined || size === undefined) return WIN32.FILE_NOT_FOUND
    // What a file system check leaves of a file: its size, and nothing that belongs there.
    return state === 'damaged' ? writeFile(recorder, path, { size }) : deleteFile(recorder, path)
  },
  source({ of, reachable }, recorder) {
    if (reachable) return WIN32.SUCCESS
    const key = of === 'product' ? KEYS.productSource(product.code) : KEYS.patchSource(updateCode(recorder.machine, of))
    const { lastUsed, packageName } = sourceList(recorder.machine, key)
    return lastUsed ? deleteFile(recorder, joinPath(normalPath(lastUsed), packageName)) : WIN32.FILE_NOT_FOUND
  },
  installing({ untilMs }, recorder, start, name) {
    if (recorder.machine.settings.installMutex !== 0) return WIN32.INSTALL_ALREADY_RUNNING
    const pid = recorder.processId(name)
    const path = joinPath(recorder.machine.windows.systemRoot, 'system32', 'msiexec.exe')
    const after: Process = { pid, name: 'msiexec.exe', path, user: 'Administrator', services: [], handles: [] }
    recorder.record({ kind: 'process', pid, before: undefined, after })
    recorder.record({ kind: 'setting', before: { installMutex: 0 }, after: { installMutex: pid } })
    recorder.schedule(start + untilMs, () => {
      // A restart may have ended it before its time.
      if (recorder.machine.processes.get(pid) !== after) return
      recorder.record({ kind: 'setting', before: { installMutex: pid }, after: { installMutex: 0 } })
      recorder.record({ kind: 'process', pid, before: after, after: undefined })
    })
    return WIN32.SUCCESS
  },
}

/** What fills a drive besides the paging file, and may go: what Windows has kept of its memory when it stopped once (modelled). */
const MEMORY_DUMP = 'MEMORY.DMP'
/** 2,046 MB, which Windows sets where there is memory enough (modelled: memory). */
const PAGING_BYTES = 2_145_386_496

const removeValue = (recorder: Recorder, key: string, name: string): number =>
  registryValue(recorder.machine, key, name) ? deleteValue(recorder, key, name) : WIN32.SUCCESS

const giveValue = (recorder: Recorder, value: PolicyValue, by: 'group-policy' | undefined): number =>
  by ? linkPolicy(recorder, value) : setValue(recorder, value.key, value.name, value.type, value.data)

function makeParents(recorder: Recorder, path: string): number {
  const error = makeFolder(recorder, parentOf(path)!)
  return error === WIN32.ALREADY_EXISTS ? WIN32.PATH_NOT_FOUND : error
}

const missing = ({ machine }: Recorder, path: string): number =>
  fileAt(machine, path) ? WIN32.SUCCESS : WIN32.FILE_NOT_FOUND

const intoItself = (from: string, to: string): number =>
  fold(from) !== fold(to) && isWithin(to, from) ? WIN32.SHARING_VIOLATION : WIN32.SUCCESS

function makeChange(recorder: Recorder, { change, path, name }: Entry, start: number): Origin {
  const from = recorder.facts.length
  const refused = dispatch(MAKERS, change, recorder, start, name)
  const changes = recorder.facts.slice(from).flatMap(f => (f.body.kind === 'change' ? [f.body.change] : []))
  return { path, cause: change.cause, changes, refused }
}

const USERS: Readonly<Record<ProcessSpec['user'], string>> = {
  system: 'SYSTEM',
  'local-service': 'NT AUTHORITY\\LocalService',
  'network-service': 'NT AUTHORITY\\NetworkService',
  administrator: 'Administrator',
}

/** A program that keeps files open, as a service if it says so, until it lets go. */
function startHolder(change: ProcessSpec, recorder: Recorder, start: number, name: string): number {
  const { machine } = recorder
  const path = joinPath('C:\\Program Files', change.name.replace(/\.exe$/i, ''), change.name)
  const unmade = makeParents(recorder, path) || (fileAt(machine, path) ? WIN32.SUCCESS : writeProgram(recorder, path))
  const refused = unmade || (change.service ? holderService(recorder, change.service, path) : WIN32.SUCCESS)
  // A service that cannot start has no process, and so holds nothing.
  if (refused) return refused
  const held = change.holds.map(file => ({ path: fileAt(machine, file)?.path ?? file, share: change.share }))
  const pid = change.service ? serviceNamed(machine, change.service)!.pid! : newHolder(recorder, change, path, name)
  const before = machine.processes.get(pid)!
  recorder.record({ kind: 'process', pid, before, after: { ...before, handles: [...before.handles, ...held] } })
  if (change.letsGoMs !== undefined) recorder.schedule(start + change.letsGoMs, () => letGo(recorder, pid))
  return WIN32.SUCCESS
}

const writeProgram = (recorder: Recorder, path: string): number =>
  writeFile(recorder, path, { size: 512_000, version: '1.0.0.0' })

function newHolder(recorder: Recorder, change: ProcessSpec, path: string, name: string): number {
  const pid = recorder.processId(name)
  const user = USERS[change.user]
  const after: Process = { pid, name: change.name, path, user, services: [], handles: [{ path, share: 'all' }] }
  recorder.record({ kind: 'process', pid, before: undefined, after })
  return pid
}

/** Starts the service of a holder: one that the server has, or a new one of that name. */
function holderService(recorder: Recorder, name: string, image: string): number {
  const { machine } = recorder
  if (!serviceNamed(machine, name)) {
    recorder.record({
      kind: 'service',
      name,
      before: undefined,
      after: {
        name,
        displayName: name,
        start: 'automatic',
        state: 'stopped',
        account: 'LocalSystem',
        image: `"${image}"`,
        shared: false,
        dependsOn: [],
        managed: false,
        startMs: 900,
        stopMs: 1200,
      },
    })
  }
  const error = startService(recorder, name)
  return error === WIN32.SERVICE_ALREADY_RUNNING ? WIN32.SUCCESS : error
}

/** Closes what it held besides its own image. */
function letGo(recorder: Recorder, pid: number): void {
  const before = recorder.machine.processes.get(pid)
  if (!before) return
  const handles = before.handles.filter(h => fold(h.path) === fold(before.path))
  recorder.record({ kind: 'process', pid, before, after: { ...before, handles } })
}

function changeService(change: Extract<ChangeSpec, { kind: 'service' }>, recorder: Recorder): number {
  const { machine } = recorder
  const before = serviceNamed(machine, change.name)
  if (!before) return WIN32.SERVICE_DOES_NOT_EXIST
  // The state first, whatever the service would say to it; then how it is from now on.
  alter(recorder, before.name, { start: 'manual', stopMs: 0 })
  const refused = brought(recorder, before, change.state ?? before.state)
  alter(recorder, before.name, { start: change.start ?? before.start, stopMs: change.stopMs ?? before.stopMs })
  return refused
}

function brought(recorder: Recorder, { name, state }: Service, wanted: Service['state']): number {
  if (wanted === state) return WIN32.SUCCESS
  return wanted === 'running' ? startService(recorder, name) : stopService(recorder, name)
}

function alter(recorder: Recorder, name: string, how: Partial<Service>): void {
  const before = serviceNamed(recorder.machine, name)
  if (!before) return
  recorder.record({ kind: 'service', name: before.name, before, after: { ...before, ...how } })
}
