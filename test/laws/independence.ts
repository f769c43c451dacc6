import fc from 'fast-check'
import { anywhere } from '../../library/arbitraries/composed.ts'
import { holder, installStep, LOGGING, server } from '../../library/arbitraries/scenario.ts'
import { product, rollupsOf } from '../../model/exchange/builds.ts'
import type { Role } from '../../model/exchange/roles.ts'
import { localPackage, localPatch, registeredPatches } from '../../model/installer/registration.ts'
import { apply, clone } from '../../model/machine/apply.ts'
import { fileAt, type Machine } from '../../model/machine/machine.ts'
import { fold, isKeyWithin, leafOf } from '../../model/machine/names.ts'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { type Run, type ServerRun, simulate } from '../../sim/run/simulate.ts'
import type { ChangeSpec, KbNumber, PatchRef, Scenario, ServerSpec, StepSpec } from '../../sim/scenario/spec.ts'
import type { Fact } from '../../sim/server/facts.ts'
import { dumpMachine } from './state.ts'
import { touch } from './touching.ts'
import { drawn, type Reach, type Trial } from './trial.ts'

/**
 * An entry is on its own: in another order the entries of `change` give the same server and the same evidence, and one more
 * entry (a change, a rollup, a server, a step) changes no number of what was there.
 */

/** Of all the cases that the campaign takes. */
const WHOLE = 5000
const SAMPLE = 30

/** Two programs that only the scenario names have drawn the same number; the later by name has moved. */
const DRAWN_TWICE = 'numbers drawn twice'
const ONE_COURSE = 'calls of one course, with the same numbers and times in all facts'

// ------------------------------------------------------------------------------------------------------------- cases

const holds = (name: string, ...paths: readonly string[]): Extract<ChangeSpec, { kind: 'process' }> => ({
  kind: 'process',
  name,
  user: 'system',
  holds: paths,
  share: 'none',
})

/** Entries that most runs have nothing to do with, several of them much like another. */
const SMALL: readonly ChangeSpec[] = [
  holds('bkagent.exe'),
  holds('bkagent.exe', 'C:\\Backup\\catalogue.dat'),
  holds('scan.exe', 'C:\\Backup\\scan.dat'),
  { ...holds('scan.exe', 'C:\\Backup\\other.dat'), letsGoMs: 60_000 },
  { ...holds('agent.exe', 'C:\\Backup\\agent.dat'), letsGoMs: 60_000 },
  { ...holds('agent.exe'), service: 'Agent' },
  { ...holds('monitor.exe'), service: 'Monitor' },
  { kind: 'write', path: 'C:\\Backup\\notes.txt', text: 'x' },
  { kind: 'write', path: 'C:\\Reports\\notes.txt', text: 'xy' },
  { kind: 'registry', key: 'HKLM\\SOFTWARE\\Vendor', name: 'A', value: { type: 'sz', data: 'x' } },
  { kind: 'registry', key: 'HKLM\\SOFTWARE\\Vendor', name: 'B', value: { type: 'dword', data: 1 } },
  { kind: 'registry', key: 'HKLM\\SOFTWARE\\Vendor\\Below', name: '', value: { type: 'sz', data: '' } },
  { kind: 'registry', key: 'HKLM\\SOFTWARE\\A', name: 'D', value: { type: 'dword', data: 1 }, by: 'group-policy' },
  { kind: 'service', name: 'Spooler', state: 'stopped' },
  { kind: 'service', name: 'W32Time', state: 'stopped', start: 'disabled' },
  { kind: 'service', name: 'BITS', state: 'running' },
  { kind: 'service', name: 'AppMgmt', state: 'running' },
  { kind: 'pending-rename', from: 'C:\\Backup\\old.tmp', to: null },
  { kind: 'deny', path: 'C:\\Backup', access: 'write' },
  { kind: 'installing', product: 'Backup Agent', untilMs: 1_000 },
  { kind: 'free-space', drive: 'C:', bytes: 5_000_000_000 },
  { kind: 'network', internet: false },
  LOGGING,
]

interface Case {
  readonly scenario: Scenario
  readonly seed: number
}

const spread = fc.array(fc.nat({ max: 999 }), { minLength: 24, maxLength: 24 })

const anyChange = ({ spec, rollup }: { spec: ServerSpec; rollup: { kb: string } }): fc.Arbitrary<ChangeSpec> =>
  fc.oneof(fc.constantFrom(...SMALL), holder(spec, rollup.kb))

/** Up to four faults of the project's scenarios and up to four other entries, on any server. */
const changed: fc.Arbitrary<Case> = fc
  .record({ base: anywhere, small: fc.array(fc.constantFrom(...SMALL), { maxLength: 4 }) })
  .map(({ base: { scenario, seed }, small }) => ({
    scenario: onFirst(scenario, first => ({ ...first, change: [...first.change, ...small] })),
    seed,
  }))

function onFirst(scenario: Scenario, make: (first: ServerSpec) => ServerSpec): Scenario {
  const [first, ...others] = scenario.servers
  return { ...scenario, servers: [make(first!), ...others] }
}

// ------------------------------------------------------------------------------------------------------------- order

/** The entries in another order; those that touch each other stay in theirs. */
function shuffled(spec: ServerSpec, ranks: readonly number[]): ChangeSpec[] {
  const left = spec.change.map((change, i) => ({ change, rank: ranks[i % ranks.length]! }))
  const result: ChangeSpec[] = []
  while (left.length > 0) {
    const free = left.filter(({ change }, i) => !left.slice(0, i).some(before => touch(spec, before.change, change)))
    const next = free.reduce((a, b) => (b.rank < a.rank ? b : a))
    left.splice(left.indexOf(next), 1)
    result.push(next.change)
  }
  return result
}

export const anyOrder = drawn({
  name: 'any-order',
  law: 'in any order the entries of `change` give the same server and the same evidence',
  sample: SAMPLE,
  whole: WHOLE,
  marks: { orders: 1000 },
  from: fc.record({ base: changed, ranks: spread }),
  broken({ base: { scenario, seed }, ranks }, reach) {
    const other = onFirst(scenario, first => ({ ...first, change: shuffled(first, ranks) }))
    const moved = other.servers[0]!.change.filter((change, i) => change !== scenario.servers[0]!.change[i])
    if (moved.length > 0) reach('orders')
    const [one, two] = [simulate(scenario, { seed }), simulate(other, { seed })]
    return (
      differ('at the start', stateOf(one.servers[0]!.initial), stateOf(two.servers[0]!.initial)) ??
      differ('at the end', stateOf(one.servers[0]!.machine), stateOf(two.servers[0]!.machine)) ??
      differentEvidence(one, two, scenario.servers[0]!.name)
    )
  },
})

// --------------------------------------------------------------------------------------------------------- additions

export const changeAdded = drawn({
  name: 'change-added',
  law: 'a change that is added does what it says, and changes no number of another entry',
  sample: SAMPLE,
  whole: WHOLE,
  marks: { changes: 1000, calls: 1000, [ONE_COURSE]: 500 },
  from: fc
    .record({ base: changed, server, at: fc.nat({ max: 999 }) })
    .chain(({ base, server: any, at }) => anyChange(any).map(added => ({ base, added, at }))),
  broken({ base: { scenario, seed }, added, at }, reach) {
    const [first] = scenario.servers
    const place = at % (first!.change.length + 1)
    const more = onFirst(scenario, spec => ({ ...spec, change: spec.change.toSpliced(place, 0, added) }))
    const [one, two] = [simulate(scenario, { seed }), simulate(more, { seed })]
    const alone = !first!.change.some(change => touch(first!, change, added) || isShared(change, added))
    return (
      (alone ? notOnly(one.servers[0]!, two.servers[0]!, place, reach) : undefined) ??
      otherNumbers(one.servers[0]!, two.servers[0]!, reach) ??
      otherCourse(one.servers[0]!, two.servers[0]!, reach, added.kind === 'network' ? 'other' : 'same')
    )
  },
})

export const rollupAdded = drawn({
  name: 'rollup-added',
  law: 'a rollup that is added to the past changes no number of another entry',
  sample: SAMPLE,
  whole: WHOLE,
  marks: { rollups: 500, calls: 500, [ONE_COURSE]: 200 },
  from: fc.record({ base: changed, which: fc.nat({ max: 999 }) }),
  broken({ base: { scenario, seed }, which }, reach) {
    const { rollups, baseline } = scenario.servers[0]!
    const last = scenario.steps[0]!
    const wanted = last.kind === 'install' ? last.patch.kb : ''
    const series = baseline === 'none' ? [] : rollupsOf(baseline).map(row => row.kb)
    const before = series.slice(0, Math.max(0, series.indexOf(wanted)))
    const free = before.filter(kb => !rollups.some(row => row.kb === kb))
    if (free.length === 0) return undefined
    reach('rollups')
    const added: PatchRef = { kind: 'rollup', kb: free[which % free.length]! as KbNumber }
    const inOrder = [...rollups, added].sort((a, b) => series.indexOf(a.kb) - series.indexOf(b.kb))
    const more = onFirst(scenario, spec => ({ ...spec, rollups: inOrder }))
    const [one, two] = [simulate(scenario, { seed }), simulate(more, { seed })]
    return (
      otherNumbers(one.servers[0]!, two.servers[0]!, reach) ??
      otherCourse(one.servers[0]!, two.servers[0]!, reach, 'same')
    )
  },
})

export const serverAdded = drawn({
  name: 'server-added',
  law: 'a server that is added changes no byte of what another one hands over; Client Access servers send users to each other',
  sample: SAMPLE,
  whole: WHOLE,
  from: fc.record({ base: changed, other: server, front: fc.boolean() }),
  broken({ base: { scenario, seed }, other, front }) {
    const [first] = scenario.servers
    const isAccess = (role: Role): boolean => role === 'client-access'
    const roles = first!.roles.some(isAccess) ? other.spec.roles.filter(role => !isAccess(role)) : other.spec.roles
    const added: ServerSpec = {
      ...other.spec,
      name: 'EXCH02',
      zone: first!.zone,
      roles: roles.length > 0 ? roles : ['hub-transport'],
    }
    // Without a name, a step would be on whichever comes first.
    const steps = scenario.steps.map(step => ({ ...step, server: first!.name }))
    const servers = front ? [added, first!] : [first!, added]
    const [one, two] = [simulate(scenario, { seed }), simulate({ ...scenario, servers, steps }, { seed })]
    return differentEvidence(one, two, first!.name)
  },
})

/** After a quarter of an hour the installer's service has left: a call before that would find its process, and its count. */
const LATER: StepSpec = { kind: 'wait', ms: 900_000 }

const STEPS: readonly StepSpec[] = [
  { kind: 'wait', ms: 30_000 },
  { kind: 'restart' },
  { kind: 'command', line: 'hostname' },
  { kind: 'command', line: 'net stop Spooler & net start Spooler' },
  { kind: 'command', line: 'iisreset' },
  { kind: 'command', line: 'msiexec /p C:\\missing.msp /qn' },
]

export const stepAdded = drawn({
  name: 'step-added',
  law: 'a step that is added changes no number of another step',
  sample: SAMPLE,
  whole: WHOLE,
  marks: { calls: 1000, [ONE_COURSE]: 500 },
  from: fc.record({ base: changed, added: fc.constantFrom(...STEPS), at: fc.nat({ max: 2 }), again: fc.boolean() }),
  broken({ base: { scenario, seed }, added, at, again }, reach) {
    const [call] = scenario.steps
    const second = installStep('KB935490', { by: 'administrator', ui: 'none' })
    const steps: StepSpec[] = again ? [call!, LATER, second] : [call!]
    const more = steps.toSpliced(Math.min(at, steps.length), 0, added, LATER)
    const [one, two] = [simulate({ ...scenario, steps }, { seed }), simulate({ ...scenario, steps: more }, { seed })]
    const own = added.kind === 'command' && added.line.startsWith('msiexec') ? at : undefined
    return otherCourse(one.servers[0]!, two.servers[0]!, reach, 'later', own)
  },
})

export const INDEPENDENCE: readonly Trial[] = [anyOrder, changeAdded, rollupAdded, serverAdded, stepAdded]

// --------------------------------------------------------------------------------------------------------- comparing

function differ(what: string, one: unknown, other: unknown): string | undefined {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
  if (a === b) return undefined
  const at = [...a].findIndex((letter, i) => letter !== b[i])
  const near = (text: string): string => text.slice(Math.max(0, at - 60), at + 60)
  return `${what}: ${near(a)} and ${near(b)}`
}

const stateOf = (machine: Machine): object => ({ ...dumpMachine(machine), now: machine.now })

function evidenceOf(run: Run, server: string): Map<string, Uint8Array> {
  const files = makeBundle(run, { scenarioText: '', scenarioName: '', toolVersion: '' })
  const root = run.servers.length > 1 ? `evidence/${server}/` : 'evidence/'
  return new Map(files.filter(f => f.path.startsWith(root)).map(f => [f.path.slice(root.length), f.bytes]))
}

function differentEvidence(one: Run, other: Run, server: string): string | undefined {
  const [a, b] = [evidenceOf(one, server), evidenceOf(other, server)]
  const names = differ('files', [...a.keys()], [...b.keys()])
  const name = [...a.keys()].find(path => Buffer.compare(a.get(path)!, b.get(path)!) !== 0)
  return names ?? (name === undefined ? undefined : differ(name, text(a.get(name)!), text(b.get(name)!)))
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').replaceAll('\0', '')

/** With the entry the server is the one without it, and what the entry did. */
function notOnly(one: ServerRun, two: ServerRun, place: number, reach: Reach): string | undefined {
  const expected = clone(one.initial)
  for (const change of two.origins[place]!.changes) apply(expected, change)
  reach('changes')
  const [a, b] = [withoutOrder(expected), withoutOrder(two.initial)]
  return differ('at the start', a, b)
}

/**
 * Two entries of one program, or of one branch of the registry: whichever comes first brings the file, or the keys. Services
 * that start or stop may live in one process. What is left of a drive depends on all that is on it.
 */
function isShared(one: ChangeSpec, other: ChangeSpec): boolean {
  if (one.kind === 'process' && other.kind === 'process') return one.name === other.name
  if (one.kind === 'registry' && other.kind === 'registry') {
    return isKeyWithin(fold(one.key), fold(other.key)) || isKeyWithin(fold(other.key), fold(one.key))
  }
  if (one.kind === 'service' && other.kind === 'service') return one.state !== undefined && other.state !== undefined
  return one.kind === 'free-space'
}

/** Log records by what they say; what an entry does to free space or to a list may come after it. */
function withoutOrder(machine: Machine): object {
  const { logs, ...state } = dumpMachine(machine) as { logs: Machine['logs'] }
  const records = [...logs.Application, ...logs.System].map(({ number: _position, ...said }) => JSON.stringify(said))
  return { ...state, logs: records.sort() }
}

// ----------------------------------------------------------------------------------------------------------- numbers

type Numbers = Readonly<Record<string, unknown>>

/** What has been drawn for a server before anything is done on it. */
function numbersOf({ initial }: ServerRun): Numbers {
  const cached = [
    ['product', localPackage(initial, product.code)],
    ...registeredPatches(initial, product.code).map(code => [code, localPatch(initial, code)]),
  ].flatMap(([what, path]) => (path === undefined ? [] : [[what!, path]]))
  const times = cached.flatMap(([what, path]) => {
    const file = fileAt(initial, path!)
    return file ? [[`${what} since`, file.created]] : []
  })
  return { ...Object.fromEntries([...cached, ...times]), bootedAt: initial.settings.bootedAt, now: initial.now }
}

function otherNumbers(one: ServerRun, two: ServerRun, reach: Reach): string | undefined {
  return differentIn('at the start', numbersOf(one), numbersOf(two)) ?? otherProcesses(one.initial, two.initial, reach)
}

function differentIn(what: string, one: Numbers, other: Numbers): string | undefined {
  for (const [name, value] of Object.entries(one)) {
    if (!(name in other)) continue
    const wrong = differ(`${what}, ${name}`, value, other[name])
    if (wrong !== undefined) return wrong
  }
  return undefined
}

/** Of each program, the processes of the one server are some of those of the other. */
function otherProcesses(one: Machine, two: Machine, reach: Reach): string | undefined {
  const [a, b] = [byProgram(one), byProgram(two)]
  for (const [path, pids] of a) {
    const others = b.get(path) ?? []
    const [few, many] = pids.length <= others.length ? [pids, others] : [others, pids]
    const moved = few.find(pid => !many.includes(pid))
    if (moved === undefined) continue
    // Two programs that only the scenario names may draw the same number; then the other one has it now.
    if (one.processes.has(moved) && two.processes.has(moved)) reach(DRAWN_TWICE)
    else return `process ${moved} of ${path} has another number: ${others.join()}`
  }
  return undefined
}

function byProgram({ processes }: Machine): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { path, pid } of processes.values()) found.set(fold(path), [...(found.get(fold(path)) ?? []), pid])
  return found
}

// ------------------------------------------------------------------------------------------------------------- calls

/** One call of the installer as its facts tell it. */
function callsOf({ facts }: ServerRun): Fact[][] {
  const calls: Fact[][] = []
  let call: Fact[] | undefined
  for (const fact of facts) {
    if (fact.body.kind === 'run-started') {
      call = []
      calls.push(call)
    }
    call?.push(fact)
    if (fact.body.kind === 'run-ended') call = undefined
  }
  return calls
}

/**
 * The same call in two runs: whatever has a name in both has the same number. If both take the same course, all numbers and
 * all times are the same.
 */
function otherCourse(one: ServerRun, two: ServerRun, reach: Reach, time: Time, own?: number): string | undefined {
  const [calls, others] = [callsOf(one), callsOf(two)]
  if (own !== undefined) others.splice(Math.min(own, 1), 1)
  for (const [i, call] of calls.entries()) {
    const other = others[i]
    if (!other) continue
    reach('calls')
    const wrong = differentIn(`call ${i + 1}`, drawnIn(call), drawnIn(other))
    if (wrong !== undefined) return wrong
    if (!isSame(skeleton(call), skeleton(other))) continue
    reach(ONE_COURSE)
    const [a, b] = [told(call, time), told(other, time)]
    const at = a.findIndex((fact, k) => fact !== b[k])
    if (at >= 0) return differ(`call ${i + 1}, fact ${at}`, a[at], b[at])
  }
  return undefined
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, i) => text === other[i])

/** The kinds of what happens, one after the other. */
const skeleton = (call: readonly Fact[]): string[] =>
  call.map(({ body }) => {
    if (body.kind === 'log') return body.key
    if (body.kind === 'change')
      return `${body.change.kind} ${'after' in body.change && body.change.after !== undefined}`
    return body.kind
  })

/** Of a call beside the same one in another run. Without the network somebody waits longer, and says nothing. */
type Time = 'same' | 'later' | 'other'

const TIMES: Readonly<Record<Time, (at: number, start: number) => number>> = {
  same: at => at,
  later: (at, start) => at - start,
  other: () => 0,
}

/** Numbers and times of a call. */
function told(call: readonly Fact[], time: Time): string[] {
  const start = call[0]!.at
  return call.map(({ at, body }) =>
    JSON.stringify([TIMES[time](at, start), body.kind === 'log' ? body.speaker : processIn(body)]),
  )
}

function processIn(body: Fact['body']): unknown {
  return body.kind === 'change' && body.change.kind === 'process' && !body.change.before ? body.change.pid : undefined
}

/** By what it is for, what has been drawn in a call: each process that starts, the first file of each kind, the log. */
function drawnIn(call: readonly Fact[]): Numbers {
  const numbers: Record<string, unknown> = {}
  const seen = new Map<string, number>()
  for (const { body } of call) {
    if (body.kind === 'run-started') numbers.client = body.client
    if (body.kind === 'log-opened') numbers.log = body.path
    if (body.kind === 'log' && body.key === 'customActionServer') numbers.customActionServer = body.args[0]
    if (body.kind !== 'change') continue
    const { change } = body
    if (change.kind === 'process' && !change.before && change.after) {
      const { name, services, pid } = change.after
      const program = `${name} ${services.join()}`
      seen.set(program, (seen.get(program) ?? 0) + 1)
      numbers[`process ${program} ${seen.get(program)}`] = pid
    }
    const file = change.kind === 'file' && change.after ? change.path : change.kind === 'rename' ? change.to : undefined
    // Not old files, .rbf: how many the service has counted before the first of them is a matter of the run.
    const kind = file && /\\(?:installer|config\.msi|temp)\\[0-9a-f]+\.(ms[ip]|rbs)$/i.exec(file)?.[1]
    if (kind) numbers[`first ${kind}`] ??= leafOf(file)
  }
  return numbers
}
