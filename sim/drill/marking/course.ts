import { PENDING_RENAMES, SESSION_MANAGER } from '../../../model/installer/transaction.ts'
import { clone } from '../../../model/machine/apply.ts'
import type { Change } from '../../../model/machine/change.ts'
import { type Machine, registryList } from '../../../model/machine/machine.ts'
import { configuredStartTimeout } from '../../../model/machine/services.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import type { Scenario } from '../../scenario/spec.ts'
import type { Fact } from '../../server/facts.ts'
import type { Judged } from '../grade.ts'
import { type Deed, Player, serverNamed, type Watch } from '../player.ts'
import type { Action } from '../session.ts'
import { type Header, type Standing, standing } from '../session.ts'
import { type Judge, judgeOf } from './judge.ts'
import { distance, type Owed, owedOn, type Right, rightOf, type Wrong, wrongOn } from './right.ts'

/**
 * A session done again under the eyes of whoever knows the answer: where it began, what each action changed, where it ended.
 * Does not know what any of that is worth.
 */
export interface Course {
  readonly scenario: Scenario
  readonly right: Right
  readonly standing: Standing
  readonly deeds: readonly Deed[]
  readonly run: Run
  readonly opening: Opening
  readonly wrong: readonly Wrong[]
  readonly owed: readonly Owed[]
  readonly citations: readonly Judged[]
  /** What the evidence offered at the opening. */
  readonly offered: Judge['offered']
  /** Actions that changed a server, or called the installer, by their place in `deeds`. */
  readonly touching: readonly number[]
  /** Those that restarted a server of which nothing had waited for that, and which was not the better for it. */
  readonly needlessRestarts: readonly number[]
  readonly traced: readonly Traced[]
}

/** A fact that an action made. */
export interface Traced {
  readonly server: ServerRun
  readonly fact: Fact
  readonly deed: number
  /** Made by the installer that the action has called, or by Windows going down, and not by the action itself. */
  readonly bySystem: boolean
}

export interface Opening {
  readonly machines: ReadonlyMap<string, Machine>
  readonly wrong: readonly Wrong[]
  readonly owed: readonly Owed[]
}

export function courseOf(scenario: Scenario, header: Header, actions: readonly Action[]): Course {
  const choice = { seed: header.seed }
  const stands = standing(actions)
  const observer = new Observer()
  const player = new Player(scenario, choice, observer)
  const { run } = player
  const right = rightOf(scenario, choice, run)
  const from = new Map(run.servers.map(server => [server, server.facts.length]))
  const opening = {
    machines: new Map(run.servers.map(({ name, machine }) => [name, clone(machine)])),
    wrong: wrongOn(run, right),
    owed: owedOn(run, right),
  }
  const judge = judgeOf(run)
  observer.knows(right, judge)
  player.play(stands.done)
  const traced = run.servers.flatMap(server => tracedOn(player, server, from.get(server)!))
  return {
    scenario,
    right,
    standing: stands,
    deeds: player.deeds,
    run,
    opening,
    wrong: wrongOn(run, right),
    owed: owedOn(run, right),
    citations: observer.citations,
    offered: judge.offered,
    touching: [...new Set(traced.filter(touches).map(({ deed }) => deed))].sort((a, b) => a - b),
    needlessRestarts: observer.needlessRestarts,
    traced,
  }
}

// ------------------------------------------------------------------------------------------------ as it goes along

class Observer implements Watch {
  readonly citations: Judged[] = []
  readonly needlessRestarts: number[] = []
  private right: Right | undefined
  private judge: Judge | undefined
  private readonly begun = new Map<number, { far: number; waited: boolean; facts: number; server: ServerRun }>()

  knows(right: Right, judge: Judge): void {
    this.right = right
    this.judge = judge
  }

  before(deed: number, { deeds, run, at: server }: Player): void {
    const { action } = deeds[deed]!
    if (action.kind === 'cite') this.citations.push(this.judge!.judge(action.place, server))
    if (action.kind !== 'type') return
    const [far, waited, facts] = [distance(run, this.right!), waits(server.machine), server.facts.length]
    this.begun.set(deed, { far, waited, facts, server })
  }

  after(deed: number, { run }: Player): void {
    const was = this.begun.get(deed)
    if (!was?.server.facts.slice(was.facts).some(({ body }) => body.kind === 'restarted')) return
    if (!was.waited && distance(run, this.right!) >= was.far) this.needlessRestarts.push(deed)
  }
}

/** Something on the server that only a restart does. */
const waits = (machine: Machine): boolean =>
  registryList(machine, SESSION_MANAGER, PENDING_RENAMES).length > 0 ||
  machine.settings.restartWanted ||
  machine.settings.startTimeoutMs !== configuredStartTimeout(machine)

// ---------------------------------------------------------------------------------------------------------- traced

function tracedOn(player: Player, server: ServerRun, from: number): Traced[] {
  const restarted = restartsOf(player, server, from)
  let caller: number | undefined
  const traced: Traced[] = []
  for (let i = from; i < server.facts.length; i++) {
    const fact = server.facts[i]!
    const deed = player.makerOf(server, i)
    if (deed === undefined) continue
    if (fact.body.kind === 'run-started') caller = deed
    traced.push({ server, fact, deed, bySystem: caller === deed || restarted.has(deed) })
    if (fact.body.kind === 'run-ended') caller = undefined
  }
  return traced
}

function restartsOf(player: Player, server: ServerRun, from: number): ReadonlySet<number | undefined> {
  const deeds = server.facts.flatMap(({ body }, i) =>
    i >= from && body.kind === 'restarted' ? [player.makerOf(server, i)] : [],
  )
  return new Set(deeds)
}

/** Saving evidence is no touch: a file that was not there before. Nor is starting a program. */
function touches({ fact: { body } }: Traced): boolean {
  if (body.kind === 'run-started' || body.kind === 'restarted') return true
  return body.kind === 'change' && isTouch(body.change)
}

function isTouch(change: Change): boolean {
  switch (change.kind) {
    case 'event':
    case 'journal':
      return false
    case 'file':
    case 'process':
      return change.before !== undefined
    default:
      return true
  }
}

export const serverOf = ({ run }: Pick<Course, 'run'>, { server }: Deed): ServerRun => serverNamed(run, server)!
