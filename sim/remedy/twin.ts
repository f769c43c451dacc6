import { RESTARTS } from '../../model/installer/actionStatus.ts'
import { type CallSpec, isCall, type Run, type ServerRun, simulate } from '../run/simulate.ts'
import type { Choice } from '../scenario/choice.ts'
import type { ChangeSpec, Scenario, StepSpec } from '../scenario/spec.ts'
import { customisedFiles } from './state.ts'

/**
 * The healthy twin: the same servers without what is wrong with them, on which the wanted thing was done properly: each
 * call of the installer once, with a whole package, an elevated token, nobody in the way and nobody at the screen. A
 * call that a healthy server refuses as well was never to be made, and the twin goes without it.
 *
 * Reads the answer key, which diagnosis and remedies never see. Does not know what of a server counts: state.ts.
 */
export interface Twin {
  readonly run: Run
  /** Something was wanted, and a healthy server refuses all of it: nothing is to be installed or removed. */
  readonly refused: boolean
}

export function twinOf(scenario: Scenario, choice: Choice): Twin {
  const servers = withoutFaults(scenario)
  const wanted = withoutMistakes(scenario.steps)
  let steps: readonly StepSpec[] = []
  const runOf = (taken: readonly StepSpec[]): Run => simulate({ ...scenario, servers, steps: taken }, choice)
  let run = runOf(steps)
  for (const step of wanted) {
    for (const way of isCall(step) ? waysOf(step, scenario) : [[step]]) {
      const next = runOf([...steps, ...way])
      if (isCall(step) && !succeeds(next, run.attempts.length + way.length)) continue
      const taken = [...levelling(step, next), ...way]
      steps = [...steps, ...taken]
      run = taken.length > way.length ? runOf(steps) : next
      break
    }
  }
  run.servers.forEach(customiseAgain)
  return { run, refused: wanted.some(isCall) && !steps.some(isCall) }
}

/** Whoever has customised Outlook Web Access does it again for the new version (kb935490). */
function customiseAgain({ machine, type }: ServerRun): void {
  for (const { path, missingAt } of customisedFiles(machine)) {
    if (missingAt !== undefined) type(`copy /y "${path}" "${missingAt}"`)
  }
}

// ------------------------------------------------------------------------------------------------------- faults

function withoutFaults({ servers, steps }: Scenario): Scenario['servers'] {
  const marked = [...servers.flatMap(({ change }) => change), ...steps].some(({ cause }) => cause !== undefined)
  const isFault = marked
    ? (change: ChangeSpec) => change.cause !== undefined
    : (change: ChangeSpec) => !isOwaFile(change)
  return servers.map(server => ({
    ...server,
    change: server.change.filter(change => isCustomised(change) || !isFault(change)),
  }))
}

/** Where nothing is marked, everything is a fault but what somebody made his own in Outlook Web Access. */
const isOwaFile = (change: ChangeSpec): boolean => change.kind === 'write' && OWA.test(change.path)

/** What somebody had customised before belongs to the twin; a logon page of one's own is right for no version. */
const isCustomised = (change: ChangeSpec): boolean => change.kind === 'write' && VERSIONED.test(change.path)

const OWA = /\\ClientAccess\\owa\\/i
const VERSIONED = /\\owa\\\d+(?:\.\d+){3}\\/i

// --------------------------------------------------------------------------------------------------------- steps

/**
 * What was wanted, each call once: whoever makes it again had made it in vain, and what he did in between was to mend that. A
 * mistaken call is made properly; another mistaken step is left out.
 */
function withoutMistakes(steps: readonly StepSpec[]): StepSpec[] {
  const calls = steps.map(step => (isCall(step) ? JSON.stringify(properly(step)) : undefined))
  let inVainUntil = -1
  return steps.flatMap((step, i): StepSpec[] => {
    if (!isCall(step)) return i < inVainUntil || step.cause !== undefined || step.kind === 'power-off' ? [] : [step]
    inVainUntil = Math.max(inVainUntil, calls.lastIndexOf(calls[i]))
    return calls.indexOf(calls[i]) === i ? [properly(step)] : []
  })
}

type Call = CallSpec & StepSpec

const NOBODY_WATCHING = { elevated: true, ui: 'none', answers: {} } as const
/** What a call has that is not part of what was wanted. The platform stays: whoever has the wrong package has no other. */
const BESIDE: ReadonlySet<string> = new Set(['log', 'cause', 'package'])

function properly(call: Call): Call {
  const entries = Object.entries({ ...call, ...NOBODY_WATCHING }).filter(([key]) => !BESIDE.has(key))
  return Object.fromEntries(entries) as unknown as Call
}

/** As it is; and after the interim updates, which stand in the way of a rollup (bulletin). */
function waysOf(call: Call, { servers }: Scenario): StepSpec[][] {
  const server = servers.find(({ name }) => name === call.server) ?? servers[0]!
  const interims = server.rollups.filter(({ kind }) => kind === 'interim').toReversed()
  const removals = interims.map(
    ({ kb }) => ({ kind: 'remove', server: server.name, rollup: kb, by: 'administrator', ...NOBODY_WATCHING }) as const,
  )
  return removals.length > 0 ? [[call], [...removals, call]] : [[call]]
}

/** The same for the servers from which users are sent on to what has a newer level now: those first (kb953469). */
function levelling(step: StepSpec, { servers }: Run): StepSpec[] {
  if (step.kind !== 'install') return []
  const updated = step.server ?? servers[0]!.name
  return servers
    .filter(({ facts }) =>
      facts.some(({ body }) => body.kind === 'signed-in' && !body.served && body.behind === updated),
    )
    .map(({ name }) => ({ ...step, server: name }))
}

const SUCCESS: ReadonlySet<number | null> = new Set([0, 3010, RESTARTS])

/** Have all calls been made, and did the last one bring what it should? The update client makes none of what it does not offer. */
function succeeds({ attempts }: Run, calls: number): boolean {
  return attempts.length === calls && SUCCESS.has(attempts.at(-1)!.exitCode)
}
