import { PENDING_RENAMES, SESSION_MANAGER } from '../../../model/installer/transaction.ts'
import { apply, clone } from '../../../model/machine/apply.ts'
import { type Change, invert } from '../../../model/machine/change.ts'
import { type Machine, registryList } from '../../../model/machine/machine.ts'
import { configuredStartTimeout } from '../../../model/machine/services.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import type { Scenario } from '../../scenario/spec.ts'
import type { Fact } from '../../server/facts.ts'
import type { Judged } from '../grade.ts'
import { type Deed, Player, type Watch } from '../player.ts'
import { type Action, type Header, type Standing, standing } from '../session.ts'
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

/** @param known how it should be, of a course of the same lab */
export function courseOf(scenario: Scenario, header: Header, actions: readonly Action[], known?: Right): Course {
  const choice = { seed: header.seed }
  const stands = standing(actions)
  const observer = new Observer()
  const player = new Player(scenario, choice, observer)
  const { run } = player
  const right = known ?? rightOf(scenario, choice, run)
  const from = new Map(run.servers.map(server => [server, server.facts.length]))
  const opening = {
    machines: new Map(run.servers.map(({ name, machine }) => [name, clone(machine)])),
    wrong: wrongOn(run.servers, right),
    owed: owedOn(run.servers, right),
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
    wrong: wrongOn(run.servers, right),
    owed: owedOn(run.servers, right),
    citations: observer.citations,
    offered: judge.offered,
    touching: [...new Set(traced.filter(({ fact }) => touches(fact)).map(({ deed }) => deed))].sort((a, b) => a - b),
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
  private readonly begun = new Map<number, ReadonlyMap<ServerRun, number>>()
  private readonly seen = new Set<Fact>()

  knows(right: Right, judge: Judge): void {
    this.right = right
    this.judge = judge
  }

  before(deed: number, { deeds, at: server, run }: Player): void {
    const { action } = deeds[deed]!
    if (action.kind === 'cite') this.citations.push(this.judge!.judge(action.place, server))
    this.begun.set(deed, new Map(run.servers.map(one => [one, one.facts.length])))
  }

  /** A restart comes with the action that asked for it, or while a later one is done. */
  after(deed: number, player: Player): void {
    const { servers } = player.run
    for (const [server, from] of this.begun.get(deed)!) {
      const at = server.facts.findIndex((one, i) => i >= from && one.body.kind === 'restarted' && !this.seen.has(one))
      if (at < 0) continue
      this.seen.add(server.facts[at]!)
      const before = { name: server.name, machine: rewound(server.machine, server.facts.slice(from)) }
      if (waits(before.machine)) continue
      const was = servers.map(one => (one === server ? before : one))
      const isBetter = distance(servers, this.right!) < distance(was, this.right!)
      if (!isBetter) this.needlessRestarts.push(player.makerOf(server, at) ?? deed)
    }
  }
}

/** Something on the server that only a restart does. */
const waits = (machine: Machine): boolean =>
  registryList(machine, SESSION_MANAGER, PENDING_RENAMES).length > 0 ||
  machine.settings.restartWanted ||
  machine.settings.startTimeoutMs !== configuredStartTimeout(machine)

/** The machine as it was before these facts. */
function rewound(machine: Machine, facts: readonly Fact[]): Machine {
  const before = clone(machine)
  for (const { body } of facts.toReversed()) if (body.kind === 'change') apply(before, invert(body.change))
  return before
}

// ---------------------------------------------------------------------------------------------------------- traced

function tracedOn(player: Player, server: ServerRun, from: number): Traced[] {
  const restarted = restartsOf(player, server, from)
  // Several calls may be under way, one in another.
  const callers = new Set<number>()
  const traced: Traced[] = []
  for (let i = from; i < server.facts.length; i++) {
    const fact = server.facts[i]!
    const deed = player.makerOf(server, i)
    if (deed === undefined) continue
    if (fact.body.kind === 'run-started') callers.add(deed)
    traced.push({ server, fact, deed, bySystem: callers.has(deed) || (restarted.has(deed) && goesDown(fact)) })
    if (fact.body.kind === 'run-ended' || fact.body.kind === 'call-ended') callers.delete(deed)
  }
  return traced
}

/** Windows ends what runs before it restarts. */
const goesDown = ({ body }: Fact): boolean =>
  body.kind === 'change' && (body.change.kind === 'process' || body.change.kind === 'service')

function restartsOf(player: Player, server: ServerRun, from: number): ReadonlySet<number | undefined> {
  const deeds = server.facts.flatMap(({ body }, i) =>
    i >= from && body.kind === 'restarted' ? [player.makerOf(server, i)] : [],
  )
  return new Set(deeds)
}

/** Saving evidence is no touch: a file that was not there before. Nor is starting a program. */
export function touches({ body }: Pick<Fact, 'body'>): boolean {
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
