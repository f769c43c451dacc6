import type { DialogQuestion } from '../../model/installer/facts.ts'
import { dispatch, type Table } from '../../model/machine/dispatch.ts'
import { fold } from '../../model/machine/names.ts'
import { asSet, captionOf } from '../../model/words/buttons.ts'
import type { Countdown } from '../prompt/window/session.ts'
import { type Run, type ServerRun, simulate } from '../run/simulate.ts'
import type { Choice } from '../scenario/choice.ts'
import type { Scenario } from '../scenario/spec.ts'
import { REACTION_MS } from '../server/recorder.ts'
import { bring } from './bring.ts'
import type { Action } from './session.ts'

/**
 * A run on which somebody goes on: each action is done, what it printed is kept, and every fact is traced to the action that
 * made it. What is typed while the installer runs, or while a dialog of it stands, is done between two of its steps. Where
 * there is nothing more to be done yet, the installer stands still, and `stands` says at what: the same actions and further
 * ones, played from the start, go on from there. Knows nothing of right and wrong.
 */
export class Player {
  readonly run: Run
  readonly printed: string[] = []
  readonly deeds: Deed[] = []
  /** Why this player is at its end, though a program still runs. */
  stands: Stands | undefined
  /** Where the next line is typed. */
  at: ServerRun
  private readonly queue: Action[] = []
  private readonly watch: Watch | undefined
  private readonly switches = new Map<ServerRun, Switch[]>()
  /** Programs that a line has started and not waited for, and that have not begun yet. */
  private readonly started: Started[] = []
  /** Servers on which such a program runs. */
  private readonly busy: ServerRun[] = []
  /** Restarts that are to come. */
  private readonly countdowns: Counting[] = []
  /** When the next line is typed, if something runs meanwhile. */
  private free = 0
  private next = 0
  private doing = NOBODY
  /** A program waits for an answer, and for nothing else. */
  private isAsked = false

  constructor(scenario: Scenario, choice: Choice, watch?: Watch, run = simulate(scenario, choice)) {
    this.run = run
    this.at = this.run.servers[0]!
    this.watch = watch
    for (const server of this.run.servers) {
      this.switches.set(server, [{ from: server.facts.length, by: NOBODY }])
      // None of the steps of the scenario.
      server.recorder.beginStep(scenario.steps.length)
      server.recorder.seat({
        answer: question => this.answerTo(question),
        meanwhile: () => this.goOn(server),
      })
    }
  }

  /** The window that waits for an answer. */
  get waiting(): DialogQuestion | undefined {
    return this.stands?.at
  }

  /** Does them; once something stands this player is at its end. */
  play(actions: readonly Action[]): this {
    for (const action of actions) this.queue.push(action)
    try {
      while (this.next < this.queue.length) this.perform(this.queue[this.next++]!)
    } catch (error) {
      if (!(error instanceof Stands)) throw error
      this.stands = error
    }
    return this
  }

  /** The action, by its place in `deeds`, that made a fact; undefined: none, or it was scheduled before and came due. */
  makerOf(server: ServerRun, fact: number): number | undefined {
    if (server.facts[fact]?.planned) return undefined
    const by = this.switches.get(server)!.findLast(({ from }) => from <= fact)?.by ?? NOBODY
    return by === NOBODY ? undefined : by
  }

  /** A line at the prompt at which somebody sits. */
  type(line: string): void {
    const { at } = this
    const result = at.type(line, {
      start: program => this.started.push({ server: at, program }),
      isBusy: () => !this.isAsked && (this.busy.includes(at) || this.countdownOn(at) !== undefined),
      later: countdown => this.countdowns.push({ server: at, countdown, by: this.doing, isShown: false }),
    })
    for (const row of result.output) this.printed.push(row)
    this.showCountdowns()
    this.takesTime(result.pause)
  }

  /** The restart that is to come on a server. */
  countdownOn(server: ServerRun): Countdown | undefined {
    return this.countdowns.find(one => one.server === server && !one.countdown.isOff)?.countdown
  }

  /** Nobody is there any more: what is to come comes. */
  leave(): void {
    this.free = Number.POSITIVE_INFINITY
  }

  /** All servers live in the same time; one on which a program runs gets there with it. */
  goTo(server: ServerRun): void {
    this.at = server
    if (!this.busy.includes(server)) server.recorder.wait(Math.max(0, this.latest - server.machine.now))
    this.takesTime()
  }

  takesTime(ms = REACTION_MS): void {
    this.free = this.latest + ms
  }

  private get latest(): number {
    return Math.max(...this.run.servers.map(({ machine }) => machine.now))
  }

  private perform(action: Action): void {
    const outer = this.doing
    const deed = this.deeds.length
    this.deeds.push({ action, server: this.at.name })
    this.watch?.before(deed, this)
    this.turnTo(deed)
    dispatch(DOERS, action, this)
    this.runStarted()
    if (this.busy.length === 0) this.countDown()
    this.turnTo(outer)
    this.watch?.after(deed, this)
  }

  private runStarted(): void {
    for (let next = this.started.shift(); next; next = this.started.shift()) this.runBeside(next)
  }

  /** Runs a program to its end; the actions that follow are done on its way. */
  private runBeside({ server, program }: Started): void {
    const { isAsked } = this
    this.isAsked = false
    this.busy.push(server)
    program()
    this.busy.pop()
    this.isAsked = isAsked
    // A line that waits for longer than the program has run goes on waiting.
    if (this.free - this.latest > REACTION_MS) server.recorder.wait(this.free - this.latest)
  }

  private showCountdowns(): void {
    for (const one of this.countdowns.filter(({ isShown }) => !isShown)) {
      one.isShown = true
      this.printed.push(...noticeOf(one.countdown))
    }
  }

  /** Until a restart comes, whoever types needs time for it. */
  private countDown(): void {
    for (const { server, countdown } of this.countdowns) {
      if (!countdown.isOff) server.recorder.wait(Math.max(0, Math.min(this.free, countdown.at) - server.machine.now))
    }
    this.comeDue()
  }

  private comeDue(): void {
    const due = this.countdowns.filter(({ server, countdown }) => server.machine.now >= countdown.at)
    for (const one of due.filter(({ countdown }) => !countdown.isOff)) {
      const outer = this.doing
      this.turnTo(one.by)
      one.countdown.happen()
      this.turnTo(outer)
      one.countdown.isOff = true
      this.printed.push(RESTARTED)
    }
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
      if (action === undefined) throw new Stands(question)
      // Whoever goes home leaves it unattended.
      if (action.kind === 'hand-in') return undefined
      this.next++
      if (action.kind === 'answer') return buttonNamed(question, action.say)
      this.isAsked = true
      this.perform(action)
      this.isAsked = false
    }
  }

  /** The program on a server is between two steps: whoever is free by now does the next thing. */
  private goOn({ machine }: ServerRun): void {
    // Others of the same line have begun as well by now.
    this.runStarted()
    this.comeDue()
    while (this.busy.length > 0 && machine.now >= this.free) {
      const action = this.queue[this.next]
      if (action === undefined) throw new Stands(undefined)
      // Nobody is there any more: it runs to its end.
      if (action.kind === 'hand-in') return
      this.next++
      this.perform(action)
    }
  }
}

interface Started {
  readonly server: ServerRun
  readonly program: () => void
}

/** A restart that is to come, and the action that asked for it. */
interface Counting {
  readonly server: ServerRun
  readonly countdown: Countdown
  readonly by: number
  isShown: boolean
}

/** To whoever looks at the window of the prompt. */
const RESTARTED = '(the time is over: the server has restarted)'

/** Sees every action before and after it is done, with the programs that it starts. */
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

/** A program cannot go on before something more is done: its dialog waits, or time has to pass. */
class Stands extends Error {
  readonly at: DialogQuestion | undefined

  constructor(at: DialogQuestion | undefined) {
    super(at?.dialog ?? 'a program runs')
    this.at = at
  }
}

export const buttonNamed = ({ buttons }: DialogQuestion, said: string): string | undefined =>
  buttons.find(button => fold(button) === fold(said.trim()))

/** As it stands on the screen. */
export function windowOf({ text, buttons }: Pick<DialogQuestion, 'text' | 'buttons'>): string[] {
  const foot = asSet(buttons).map(button => `[${captionOf(button)}]`)
  return ['+- window', ...text.split(/\r?\n/).map(row => `| ${row}`), `+- ${foot.join(' ')}`.trimEnd()]
}

/** A box that nobody answers. */
export const noticeOf = ({ window }: Countdown): string[] => windowOf({ text: window(), buttons: [] })

// --------------------------------------------------------------------------------------------------------- actions

const nothing = (): void => {}

const DOERS: Table<Action, [player: Player], void> = {
  type: ({ line }, player) => player.type(line),
  bring(action, player) {
    player.printed.push(bring(player.at.recorder, action))
    player.takesTime()
  },
  server: ({ name }, player) => player.goTo(serverNamed(player.run, name) ?? player.at),
  // Where no dialog waits there is nothing to answer.
  answer: nothing,
  cite: nothing,
  note: nothing,
  claim: nothing,
  hint: nothing,
  undo: nothing,
  'hand-in': (_, player) => player.leave(),
}

export const serverNamed = ({ servers }: Run, name: string): ServerRun | undefined =>
  servers.find(server => fold(server.name) === fold(name.trim()))
