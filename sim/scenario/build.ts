import { product, rollupOf, rollupsOf } from '../../model/exchange/builds.ts'
import { GROUP_POLICY_KEY, LOCAL_POLICY_KEY } from '../../model/exchange/scripts/powershell.ts'
import { boot, healthyServer, installedAt, type ServerPlan } from '../../model/exchange/server.ts'
import { KEYS, localPackage, localPatch, sourceList } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import type { Writable } from '../../model/machine/apply.ts'
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
import { fileAt, registryList, serviceNamed } from '../../model/machine/machine.ts'
import { byName, fold, joinPath, normalPath, parentOf } from '../../model/machine/names.ts'
import type { Process, RegistryData, ReportedEvent, Service, StartType } from '../../model/machine/parts.ts'
import { bootNumber, withStrangers } from '../../model/machine/processNumbers.ts'
import { startService, stopService } from '../../model/machine/services.ts'
import { parseLocal } from '../../model/machine/time.ts'
import { installRollup, updateCode } from '../server/install.ts'
import { type Source, sourceOf } from '../server/random.ts'
import { newRecorder, type Recorder } from '../server/recorder.ts'
import { namesOf } from './identity.ts'
import type { ChangeSpec, PatchRef, ProcessSpec, Scenario, ServerSpec } from './schema.ts'

/**
 * A scenario's servers as machines: healthy ones, with the rollups of the past installed, then changed as it says.
 * Knows physical differences, and nothing of what comes of them.
 */

export interface BuiltServer {
  readonly spec: ServerSpec
  readonly recorder: Recorder
  /** What each entry of `change` did, in order: the origin of everything that is wrong. */
  readonly origins: readonly Origin[]
}

export interface Origin {
  /** `servers[0].change[2]` */
  readonly path: string
  readonly cause: ChangeSpec['cause'] | undefined
  readonly changes: readonly Change[]
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
  // One moment for all servers: the first one's clock says it.
  const start = parseLocal(scenario.start, scenario.servers[0]!.zone)
  const plan: ServerPlan = { ...spec, start }
  const source = sourceOf(`${seed} ${spec.name}`, watchDraws)
  const { draw } = source.under('machine')
  const machine = healthyServer(plan, draw)
  if (spec.rollups.length > 0) installPast(plan, spec.rollups, machine, source)
  machine.now = start
  const entries = entriesOf(spec, index)
  machine.processNumbers = withStrangers(machine.processNumbers, entries.flatMap(stranger), draw)
  const recorder = newRecorder(machine, source)
  const host = standing(recorder)
  const logged = machine.logs.System.length
  const made = new Map(freeSpaceLast(entries).map(entry => [entry, makeChange(host, entry, start)]))
  orderByService(machine, logged)
  recorder.facts.length = 0
  return { spec, recorder, origins: entries.map(entry => made.get(entry)!) }
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
  return { ...recorder, spend() {}, wait() {}, processId: program => bootNumber(recorder.machine, program) }
}

/** The process of an entry that brings one: its service if it runs as one, otherwise the entry itself. */
function stranger({ change, name }: Entry): string[] {
  if (change.kind === 'installing') return [name]
  return change.kind === 'process' ? [change.service ? fold(change.service) : name] : []
}

/** What the entries left in the System log has one time. It stands there by service, and of each service in its order. */
function orderByService(machine: Writable, from: number): void {
  const names = new Set([...machine.services.values()].map(service => service.displayName))
  const subject = ({ strings }: ReportedEvent): string => strings.find(text => names.has(text)) ?? ''
  const records = machine.logs.System.splice(from)
  const first = records[0]?.number ?? 0
  records.sort((a, b) => byName(subject(a), subject(b)))
  machine.logs.System.push(...records.map((record, i) => ({ ...record, number: first + i })))
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
function installPast(plan: ServerPlan, updates: readonly PatchRef[], machine: Writable, source: Source): void {
  const installed = installedAt(plan, source.under('machine').draw)
  machine.now = installed
  for (const [i, name] of namesOf(updates).entries()) {
    const update = updates[i]!
    const day = installed + (plan.start - installed) * shareOfPast(update)
    machine.now = Math.max(machine.now, Math.floor(day))
    const recorder = newRecorder(machine, source.under(`past ${name}`))
    const interim = update.kind === 'interim'
    installRollup(recorder, -1, {
      kb: update.kb,
      forRollup: interim ? update.forRollup : undefined,
      arch: plan.arch,
      // An interim update comes from support, not from Microsoft Update.
      by: interim ? 'administrator' : 'microsoft-update',
    })
    stopService(recorder, 'msiserver')
  }
  boot(machine)
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

const MAKERS: Table<ChangeSpec, [recorder: Recorder, start: number, name: string], void> = {
  process: startHolder,
  delete({ path }, recorder) {
    if (fileAt(recorder.machine, path)?.folder) deleteTree(recorder, path)
    else deleteFile(recorder, path)
  },
  rename: ({ from, to }, recorder) => {
    makeParents(recorder, to)
    renameFile(recorder, from, to)
  },
  write({ path, text }, recorder) {
    makeParents(recorder, path)
    // Somebody's edit: later than the installation, so the file counts as modified.
    writeFile(recorder, path, { content: { kind: 'text', text }, hash: `text ${text}` })
  },
  deny({ path, access }, recorder) {
    const before = recorder.machine.denials.get(fold(path))
    recorder.record({ kind: 'denial', path, before, after: { path, access } })
  },
  registry({ key, name, value }, recorder) {
    if (value === null) deleteValue(recorder, key, name)
    else setValue(recorder, key, name, value.type, value.data)
    const service = SERVICE_KEY.exec(key)?.[1]
    const configured = service !== undefined && value !== null ? SERVICE_VALUES[fold(name)]?.(value.data) : undefined
    if (configured) alter(recorder, service!, configured)
  },
  service: changeService,
  'execution-policy'({ scope, value }, recorder) {
    const key = scope === 'local' ? LOCAL_POLICY_KEY : GROUP_POLICY_KEY
    setValue(recorder, key, 'ExecutionPolicy', 'sz', value)
    if (scope === 'machine-policy') setValue(recorder, key, 'EnableScripts', 'dword', value === 'Restricted' ? 0 : 1)
  },
  network({ internet }, recorder) {
    const before = { internet: recorder.machine.settings.internet }
    recorder.record({ kind: 'setting', before, after: { internet } })
  },
  'free-space'({ drive, bytes }, recorder) {
    const before = recorder.machine.free.get(drive) ?? 0
    const filler = joinPath(drive, 'pagefile.sys')
    writeFile(recorder, filler, { size: Math.max(0, before - bytes), attributes: 'HS' })
  },
  'pending-rename'({ from, to }, recorder) {
    const before = registryList(recorder.machine, SESSION_MANAGER, PENDING_RENAMES)
    const added = [`\\??\\${from}`, to === null ? '' : `!\\??\\${to}`]
    setValue(recorder, SESSION_MANAGER, PENDING_RENAMES, 'multi-sz', [...before, ...added])
  },
  'cached-package'({ of, state }, recorder) {
    const { machine } = recorder
    const path = of === 'product' ? localPackage(machine, product.code) : localPatch(machine, updateCode(machine, of))
    const size = fileAt(machine, path ?? '')?.size
    if (path === undefined || size === undefined) return
    // What a file system check leaves of a file: its size, and nothing that belongs there.
    if (state === 'damaged') writeFile(recorder, path, { size })
    else deleteFile(recorder, path)
  },
  source({ of, reachable }, recorder) {
    if (reachable) return
    const key = of === 'product' ? KEYS.productSource(product.code) : KEYS.patchSource(updateCode(recorder.machine, of))
    const { lastUsed, packageName } = sourceList(recorder.machine, key)
    if (lastUsed) deleteFile(recorder, joinPath(normalPath(lastUsed), packageName))
  },
  installing({ untilMs }, recorder, start, name) {
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
  },
}

/** The service control manager has read its part of the registry when the server booted. */
const SERVICE_KEY = /^HKLM\\SYSTEM\\CurrentControlSet\\Services\\([^\\]+)$/i
const START_TYPES: Readonly<Record<number, StartType>> = { 2: 'automatic', 3: 'manual', 4: 'disabled' }
const SERVICE_VALUES: Readonly<Record<string, (data: RegistryData) => Partial<Service> | undefined>> = {
  dependonservice: data => (Array.isArray(data) ? { dependsOn: data } : undefined),
  start: data => {
    const start = START_TYPES[Number(data)]
    return start && { start }
  },
}

function makeParents(recorder: Recorder, path: string): void {
  const parent = parentOf(path)
  if (parent !== undefined) makeFolder(recorder, parent)
}

function makeChange(recorder: Recorder, { change, path, name }: Entry, start: number): Origin {
  const from = recorder.facts.length
  dispatch(MAKERS, change, recorder, start, name)
  const changes = recorder.facts.slice(from).flatMap(f => (f.body.kind === 'change' ? [f.body.change] : []))
  return { path, cause: change.cause, changes }
}

const USERS: Readonly<Record<ProcessSpec['user'], string>> = {
  system: 'SYSTEM',
  'local-service': 'NT AUTHORITY\\LocalService',
  'network-service': 'NT AUTHORITY\\NetworkService',
  administrator: 'Administrator',
}

/** A program that keeps files open, as a service if it says so, until it lets go. */
function startHolder(change: ProcessSpec, recorder: Recorder, start: number, name: string): void {
  const { machine } = recorder
  const path = joinPath('C:\\Program Files', change.name.replace(/\.exe$/i, ''), change.name)
  makeParents(recorder, path)
  if (!fileAt(machine, path)) writeFile(recorder, path, { size: 512_000, version: '1.0.0.0' })
  const held = change.holds.map(file => ({ path: fileAt(machine, file)?.path ?? file, share: change.share }))
  const pid = change.service ? holderService(recorder, change.service, path) : newHolder(recorder, change, path, name)
  const before = machine.processes.get(pid)!
  recorder.record({ kind: 'process', pid, before, after: { ...before, handles: [...before.handles, ...held] } })
  if (change.letsGoMs !== undefined) recorder.schedule(start + change.letsGoMs, () => letGo(recorder, pid))
}

function newHolder(recorder: Recorder, change: ProcessSpec, path: string, name: string): number {
  const pid = recorder.processId(name)
  const user = USERS[change.user]
  const after: Process = { pid, name: change.name, path, user, services: [], handles: [{ path, share: 'all' }] }
  recorder.record({ kind: 'process', pid, before: undefined, after })
  return pid
}

/** The service of a holder: one that the server has, or a new one of that name. */
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
  startService(recorder, name)
  return serviceNamed(machine, name)!.pid!
}

/** Closes what it held besides its own image. */
function letGo(recorder: Recorder, pid: number): void {
  const before = recorder.machine.processes.get(pid)
  if (!before) return
  const handles = before.handles.filter(h => fold(h.path) === fold(before.path))
  recorder.record({ kind: 'process', pid, before, after: { ...before, handles } })
}

function changeService(change: Extract<ChangeSpec, { kind: 'service' }>, recorder: Recorder): void {
  const { machine } = recorder
  const before = serviceNamed(machine, change.name)
  if (!before) return
  // The state first, whatever the service would say to it; then how it is from now on.
  alter(recorder, before.name, { start: 'manual', stopMs: 0 })
  if (change.state === 'running' && before.state !== 'running') startService(recorder, before.name)
  if (change.state === 'stopped' && before.state !== 'stopped') stopService(recorder, before.name)
  alter(recorder, before.name, { start: change.start ?? before.start, stopMs: change.stopMs ?? before.stopMs })
}

function alter(recorder: Recorder, name: string, how: Partial<Service>): void {
  const before = serviceNamed(recorder.machine, name)
  if (!before) return
  recorder.record({ kind: 'service', name: before.name, before, after: { ...before, ...how } })
}
