import type { DialogQuestion } from '../../model/installer/facts.ts'
import { dispatch, type Table } from '../../model/machine/dispatch.ts'
import { fold } from '../../model/machine/names.ts'
import { type Run, type ServerRun, simulate } from '../run/simulate.ts'
import type { Choice } from '../scenario/choice.ts'
import type { Scenario } from '../scenario/spec.ts'
import { bring } from './bring.ts'
import type { Action } from './session.ts'

/**
 * A run on which somebody goes on: each action is done, what it printed is kept, and every fact is traced to the action that
 * made it. While a dialog stands, what is typed meanwhile is done; where nobody answers it yet, the installer cannot go
 * on, and `waiting` is that dialog: the same actions and an answer, played from the start, go on from there. Knows nothing
 * of right and wrong.
 */
export class Player {
  readonly run: Run
  readonly printed: string[] = []
  readonly deeds: Deed[] = []
  waiting: DialogQuestion | undefined
  /** Where the next line is typed. */
  at: ServerRun
  private readonly queue: Action[] = []
  private readonly watch: Watch | undefined
  private readonly switches = new Map<ServerRun, Switch[]>()
  private next = 0
  private doing = NOBODY

  constructor(scenario: Scenario, choice: Choice, watch?: Watch, run = simulate(scenario, choice)) {
    this.run = run
    this.at = this.run.servers[0]!
    this.watch = watch
    for (const server of this.run.servers) {
      this.switches.set(server, [{ from: server.facts.length, by: NOBODY }])
      // None of the steps of the scenario.
      server.recorder.beginStep(scenario.steps.length)
      server.recorder.seat(question => this.answerTo(question))
    }
  }

  /** Does them; after a dialog that waits this player is at its end. */
  play(actions: readonly Action[]): this {
    for (const action of actions) this.queue.push(action)
    try {
      while (this.next < this.queue.length) this.perform(this.queue[this.next++]!)
    } catch (error) {
      if (!(error instanceof Waits)) throw error
      this.waiting = error.question
    }
    return this
  }

  /** The action, by its place in `deeds`, that made a fact; undefined: none, or it was scheduled before and came due. */
  makerOf(server: ServerRun, fact: number): number | undefined {
    if (server.facts[fact]?.planned) return undefined
    const by = this.switches.get(server)!.findLast(({ from }) => from <= fact)?.by ?? NOBODY
    return by === NOBODY ? undefined : by
  }

  private perform(action: Action): void {
    const [outer, server] = [this.doing, this.at]
    const deed = this.deeds.length
    this.deeds.push({ action, server: server.name })
    this.watch?.before(deed, this)
    this.turnTo(deed)
    dispatch(DOERS, action, this)
    this.turnTo(outer)
    this.watch?.after(deed, this)
  }

  private turnTo(by: number): void {
    this.doing = by
    for (const [server, list] of this.switches) list.push({ from: server.facts.length, by })
  }

  private answerTo(question: DialogQuestion): string | undefined {
    const { buttons } = question
    this.printed.push(...windowOf(question))
    // There is nothing to choose: whoever has read it closes it.
    if (buttons.length === 1) return buttons[0]
    for (;;) {
      const action = this.queue[this.next]
      if (action === undefined) throw new Waits(question)
      // Whoever goes home leaves it unattended.
      if (action.kind === 'hand-in') return undefined
      this.next++
      if (action.kind === 'answer') return buttonNamed(question, action.say)
      this.perform(action)
    }
  }
}

/** Sees every action before and after it is done. */
export interface Watch {
  before(deed: number, player: Player): void
  after(deed: number, player: Player): void
}

export interface Deed {
  readonly action: Action
  readonly server: string
}

/** From which fact on somebody else is at work. */
interface Switch {
  readonly from: number
  readonly by: number
}

const NOBODY = -1

class Waits extends Error {
  readonly question: DialogQuestion

  constructor(question: DialogQuestion) {
    super(question.dialog)
    this.question = question
  }
}

export const buttonNamed = ({ buttons }: DialogQuestion, said: string): string | undefined =>
  buttons.find(button => fold(button) === fold(said.trim()))

/** As it stands on the screen. */
export function windowOf({ text, buttons }: DialogQuestion): string[] {
  return ['+- window', ...text.split(/\r?\n/).map(row => `| ${row}`), `+- ${buttons.map(b => `[${b}]`).join(' ')}`]
}

// --------------------------------------------------------------------------------------------------------- actions

const nothing = (): void => {}

const DOERS: Table<Action, [player: Player], void> = {
  type({ line }, player) {
    for (const row of player.at.type(line).output) player.printed.push(row)
  },
  bring(action, player) {
    player.printed.push(bring(player.at.recorder, action))
  },
  server({ name }, player) {
    player.at = serverNamed(player.run, name) ?? player.at
    // All servers live in the same time.
    const latest = Math.max(...player.run.servers.map(({ machine }) => machine.now))
    player.at.recorder.wait(latest - player.at.machine.now)
  },
  // Where no dialog waits there is nothing to answer.
  answer: nothing,
  cite: nothing,
  claim: nothing,
  hint: nothing,
  undo: nothing,
  'hand-in': nothing,
}

export const serverNamed = ({ servers }: Run, name: string): ServerRun | undefined =>
  servers.find(server => fold(server.name) === fold(name.trim()))
