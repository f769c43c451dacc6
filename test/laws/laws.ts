import { patchCode, product, rollupOf } from '../../model/exchange/builds.ts'
import { filesOf } from '../../model/exchange/contents.ts'
import { inProduct } from '../../model/exchange/files.ts'
import { KEYS, localPatch, registeredPatches } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { apply, clone } from '../../model/machine/apply.ts'
import { type Change, invert } from '../../model/machine/change.ts'
import {
  fileAt,
  type Machine,
  registryList,
  registryNumber,
  serviceNamed,
  within,
} from '../../model/machine/machine.ts'
import type { FileNode, LogName, RegistryKey, ReportedEvent, Service } from '../../model/machine/parts.ts'
import type { Attempt, Run, ServerRun } from '../../sim/run/simulate.ts'
import type { Fact } from '../../sim/server/facts.ts'
import { isLeftBehind, isStartType } from './state.ts'

/**
 * The laws of an installation, each with a name. `always` must hold after every run; `sometimes` must be reached by some
 * run, so that a model in which nothing happens does not pass. Checks are plain loops: a campaign makes thousands a minute.
 */
export interface Law {
  readonly name: string
  /**
   * What it speaks of: all that has happened; the last call, if it returned; what a success has put there; or a single call
   * that began with nothing to undo.
   */
  readonly of: 'run' | 'call' | 'success' | 'single-call'
  /** What is wrong, or undefined. */
  readonly broken: (observed: Observed) => string | undefined
}

export interface Mark {
  readonly name: string
  readonly reached: (observed: Observed) => boolean
}

export interface Observed {
  readonly run: Run
  readonly server: ServerRun
  readonly attempt: Attempt
  /** The rollup that is installed; undefined for a repair, a removal and an interim update. */
  readonly kb: string | undefined
  readonly succeeded: boolean
  /** The transaction went through; what failed later leaves the files patched. */
  readonly committed: boolean
  /** What happened since the last call began, and what the installer reported then. */
  readonly facts: readonly Fact[]
  readonly events: readonly ReportedEvent[]
}

/** The last call of a run, where it was made. */
export function observe(run: Run, kb: string | undefined): Observed {
  const attempt = run.attempts.at(-1)!
  const server = run.servers.find(({ name }) => name === attempt.server)!
  const facts = server.facts.filter(fact => fact.at >= attempt.startedAt)
  const events = server.machine.logs.Application.slice(server.initial.logs.Application.length)
  return {
    run,
    server,
    attempt,
    kb,
    succeeded: attempt.exitCode === 0 || attempt.exitCode === 3010,
    committed: facts.some(f => f.body.kind === 'committed'),
    facts,
    events: events.filter(e => e.source === 'MsiInstaller' && e.time >= attempt.startedAt),
  }
}

// ------------------------------------------------------------------------------------------------------ comparing

const FILE_FIELDS = ['path', 'folder', 'size', 'version', 'hash', 'created', 'modified', 'attributes'] as const

export function differentFile(before: Machine, after: Machine): string | undefined {
  return missing(before, after, 'is gone') ?? missing(after, before, 'is new') ?? changed(before, after)
}

function missing(a: Machine, b: Machine, words: string): string | undefined {
  for (const [key, node] of a.files) if (!b.files.has(key) && !isLeftBehind(node, a)) return `${node.path} ${words}`
  return undefined
}

function changed(before: Machine, after: Machine): string | undefined {
  for (const [key, node] of before.files) {
    const other = after.files.get(key)
    if (!other || other === node || isLeftBehind(node, before)) continue
    const field = differentField(node, other)
    if (field) return `${node.path} has another ${field}`
  }
  return undefined
}

function differentField(a: FileNode, b: FileNode): string | undefined {
  return FILE_FIELDS.find(field => a[field] !== b[field])
}

export function differentKey(before: Machine, after: Machine): string | undefined {
  for (const [key, entry] of before.registry) {
    const other = after.registry.get(key)
    if (!other) return `${entry.path} is gone`
    const name = differentValue(entry, other)
    if (name !== undefined) return `${entry.path} has another value ${name}`
  }
  for (const [key, entry] of after.registry) if (!before.registry.has(key)) return `${entry.path} is new`
  return undefined
}

function differentValue(a: RegistryKey, b: RegistryKey): string | undefined {
  if (a.values.size !== b.values.size) return '(count)'
  for (const [name, value] of a.values) {
    const other = b.values.get(name)
    if (other === value || isStartType(a.path, value.name)) continue
    if (other?.type !== value.type || String(other.data) !== String(value.data)) return value.name
  }
  return undefined
}

export function differentService(before: Machine, after: Machine): string | undefined {
  for (const [key, was] of before.services) {
    const is = after.services.get(key)
    if (key !== 'msiserver' && (is?.start !== was.start || is.state !== was.state)) return was.name
  }
  return undefined
}

const changesOf = (facts: readonly Fact[]): Change[] =>
  facts.flatMap(f => (f.body.kind === 'change' ? [f.body.change] : []))

/** Compares everything of two machines but clock and order of tables. */
export function differentMachine(a: Machine, b: Machine): string | undefined {
  const services = [...a.services].find(([key, s]) => JSON.stringify(s) !== JSON.stringify(b.services.get(key)))
  const processes = [...a.processes].find(([pid, p]) => JSON.stringify(p) !== JSON.stringify(b.processes.get(pid)))
  const file = [...a.files].find(([key, node]) => {
    const other = b.files.get(key)
    return !other || (other !== node && differentField(node, other) !== undefined)
  })
  return (
    (file && `file ${file[0]}`) ??
    (a.files.size !== b.files.size ? 'number of files' : undefined) ??
    differentKey(a, b) ??
    (services && `service ${services[0]}`) ??
    (processes && `process ${processes[0]}`) ??
    (a.processes.size !== b.processes.size ? 'number of processes' : undefined) ??
    (a.journal.length !== b.journal.length ? 'journal' : undefined) ??
    (a.logs.System.length !== b.logs.System.length ? 'system log' : undefined)
  )
}

// ----------------------------------------------------------------------------------------------------------- laws

export const ALWAYS: readonly Law[] = [
  {
    name: 'a failed run leaves every file as it was',
    of: 'single-call',
    broken: ({ succeeded, committed, server }) =>
      succeeded || committed ? undefined : differentFile(server.initial, server.machine),
  },
  {
    name: 'a failed run leaves the registry as it was',
    of: 'single-call',
    broken: ({ succeeded, committed, server }) =>
      succeeded || committed ? undefined : differentKey(server.initial, server.machine),
  },
  { name: 'a successful run registers the rollup', of: 'success', broken: unregistered },
  { name: 'a successful run gives the files of the rollup its build', of: 'success', broken: withoutBuild },
  { name: 'a rollup that was there before is superseded', of: 'success', broken: notSuperseded },
  { name: 'every registered patch is cached, unless its copy was gone before', of: 'run', broken: uncached },
  {
    name: 'read backwards, a run gives the machine at its start',
    of: 'run',
    broken({ server }) {
      const machine = clone(server.machine)
      for (const change of changesOf(server.facts).reverse()) apply(machine, invert(change))
      return differentMachine(machine, server.initial)
    },
  },
  {
    name: 'read forwards, a run gives the machine at its end',
    of: 'run',
    broken({ server }) {
      const machine = clone(server.initial)
      for (const change of changesOf(server.facts)) apply(machine, change)
      return differentMachine(machine, server.machine)
    },
  },
  {
    name: 'times never go back',
    of: 'run',
    broken({ server: { facts } }) {
      for (let i = 1; i < facts.length; i++) if (facts[i]!.at < facts[i - 1]!.at) return `fact ${i}`
      return undefined
    },
  },
  {
    name: 'record numbers rise by one and the seconds of records never fall',
    of: 'run',
    broken({ server: { machine } }) {
      const second = ({ time }: { time: number }): number => Math.floor(time / 1000)
      for (const [log, before] of Object.entries(machine.recordsBefore)) {
        const records = machine.logs[log as LogName]
        for (const [i, record] of records.entries()) {
          if (record.number !== before + i + 1) return `record ${record.number}`
          if (i > 0 && second(record) < second(records[i - 1]!)) return `time of record ${record.number}`
        }
      }
      return undefined
    },
  },
  {
    name: 'the server is unlocked',
    of: 'call',
    broken({ server: { machine, initial } }) {
      const { installMutex } = machine.settings
      if (installMutex !== 0 && installMutex !== initial.settings.installMutex) return 'mutex'
      if (machine.registry.has(KEYS.inProgress.toLowerCase())) return 'InProgress'
      if (machine.journal.length > 0) return 'journal'
      return orphan(machine)
    },
  },
  { name: 'events agree with the return code', of: 'call', broken: disagreeingEvents },
  {
    name: 'after a success no disabled service runs that did not do so before',
    of: 'call',
    broken({ succeeded, server: { machine, initial } }) {
      if (!succeeded) return undefined
      const runsDisabled = (service?: Service): boolean => service?.start === 'disabled' && service.state === 'running'
      const before = (name: string): boolean => runsDisabled(serviceNamed(initial, name))
      return [...machine.services.values()].find(s => runsDisabled(s) && !before(s.name))?.name
    },
  },
  {
    name: 'every action that starts ends',
    of: 'call',
    broken({ facts }) {
      const open: string[] = []
      for (const { body } of facts) {
        if (body.kind === 'action-started') open.push(body.action)
        if (body.kind === 'action-ended' && open.pop() !== body.action) return body.action
      }
      return open[0]
    },
  },
]

function unregistered({ succeeded, server: { machine }, kb, run }: Observed): string | undefined {
  if (!succeeded || kb === undefined) return undefined
  const code = patchCode(kb, run.scenario.servers[0]!.arch)
  if (!registeredPatches(machine, product.code).includes(code)) return 'not registered'
  if (registryNumber(machine, KEYS.userPatch(product.code, code), 'State') !== 1) return 'not applied'
  const content = fileAt(machine, localPatch(machine, code) ?? '')?.content
  return content?.kind === 'package' && content.code === code ? undefined : 'not cached'
}

/** But for what waits for a restart beside the old file. */
function withoutBuild({ succeeded, server, kb }: Observed): string | undefined {
  if (!succeeded || kb === undefined) return undefined
  const pending = new Set(registryList(server.machine, SESSION_MANAGER, PENDING_RENAMES))
  const rollup = rollupOf(kb)!
  for (const file of filesOf(rollup)) {
    const path = inProduct(server.machine, file.path)
    if (!file.versioned || !fileAt(server.initial, path)) continue
    if (fileAt(server.machine, path)?.version === rollup.version) continue
    if (!pending.has(`!\\??\\${path}`)) return path
  }
  return undefined
}

function notSuperseded({ succeeded, server: { machine }, run, kb: installed }: Observed): string | undefined {
  if (!succeeded || installed === undefined) return undefined
  for (const { kind, kb } of run.scenario.servers[0]!.rollups) {
    if (kb === installed || kind !== 'rollup') continue
    const code = patchCode(kb, 'x64')
    if (registryNumber(machine, KEYS.userPatch(product.code, code), 'State') !== 2) return kb
  }
  return undefined
}

function uncached({ server: { machine, initial } }: Observed): string | undefined {
  const cached = (where: Machine, code: string): boolean => fileAt(where, localPatch(where, code) ?? '') !== undefined
  const before = new Set(registeredPatches(initial, product.code))
  return registeredPatches(machine, product.code).find(
    code => !cached(machine, code) && (!before.has(code) || cached(initial, code)),
  )
}

/** Only an old file that somebody still runs stays in Config.Msi, and then a restart is due. */
export function orphan(machine: Machine): string | undefined {
  const pending = registryList(machine, SESSION_MANAGER, PENDING_RENAMES).join()
  return keptOld(machine).find(file => !pending.includes(file.path))?.path
}

const keptOld = (machine: Machine): FileNode[] =>
  [...machine.free.keys()].flatMap(drive => within(machine, `${drive}\\Config.Msi`))

function disagreeingEvents({ succeeded, attempt, events, facts, kb }: Observed): string | undefined {
  if (kb === undefined) return undefined
  const update = events.find(e => [1022, 1023, 1024].includes(e.id))
  if (succeeded) {
    return update?.id === 1022 && events.some(e => e.id === 11_728) ? undefined : 'no events of a success'
  }
  if (!update) return undefined
  const logged = facts.some(f => f.body.kind === 'log-opened')
  if (update.id !== (logged ? 1023 : 1024)) return `event ${update.id}`
  return update.strings[2] === String(attempt.exitCode) ? undefined : `code ${update.strings[2]}`
}

// ---------------------------------------------------------------------------------------------------------- marks

const code = (exitCode: number): Mark => ({
  name: `return code ${exitCode}`,
  reached: ({ attempt }) => attempt.exitCode === exitCode,
})

const ended = (action: string): Mark => ({
  name: `${action} fails`,
  reached: ({ facts }) =>
    facts.some(({ body: b }) => b.kind === 'action-ended' && b.action === action && b.value === 3),
})

const told = (name: string, tells: (body: Fact['body']) => boolean): Mark => ({
  name,
  reached: ({ facts }) => facts.some(f => tells(f.body)),
})

export const SOMETIMES: readonly Mark[] = [
  ...[0, 1601, 1602, 1603, 1612, 3010].map(code),
  ended('CA_SAVEDATA_STOP_SERVICES'),
  ended('InstallFinalize'),
  ended('CA_START_REMOVEDATA_SERVICES'),
  told('a rollback undoes more than fifty changes', b => b.kind === 'rollback' && b.undone > 50),
  told('message 1306', b => b.kind === 'error' && b.number === 1306),
  told('message 1310', b => b.kind === 'error' && b.number === 1310),
  told('a dialog', b => b.kind === 'dialog'),
  {
    name: 'a file in use waits for a restart',
    reached: ({ server }) => keptOld(server.machine).length > 0,
  },
  {
    name: 'a new file waits beside a held one',
    reached: ({ server: { machine } }) =>
      registryList(machine, SESSION_MANAGER, PENDING_RENAMES).some(name => name.startsWith('!')),
  },
  { name: 'a service is stopped for a file and started again', reached: restartedHolder },
  {
    name: 'a rollup on top of two others',
    reached: ({ run, succeeded }) => succeeded && run.scenario.servers[0]!.rollups.length === 2,
  },
  {
    name: 'services stay disabled',
    reached: ({ server }) => differentService(server.initial, server.machine) !== undefined,
  },
]

function restartedHolder({ server }: Observed): boolean {
  return server.facts.some(
    ({ body: b }) =>
      b.kind === 'change' &&
      b.change.kind === 'service' &&
      b.change.name === 'BackupAgent' &&
      b.change.after?.state === 'running',
  )
}
