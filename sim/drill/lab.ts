import type { DialogQuestion } from '../../model/installer/facts.ts'
import { clockText, dayText } from '../../model/machine/time.ts'
import { asSet, captionOf } from '../../model/words/buttons.ts'
import { asksOn, folderOn } from '../prompt/prompt.ts'
import type { Scenario } from '../scenario/spec.ts'
import { refusalToBring } from './bring.ts'
import { type Cited, citedAt } from './citations.ts'
import { completed } from './desk/complete.ts'
import { read } from './desk/read.ts'
import type { Reading, Where } from './desk/reading.ts'
import { HINT_PRICES } from './grade.ts'
import { buttonNamed, noticeOf, Player, serverNamed, windowOf } from './player.ts'
import { type Action, type ActionOf, type Header, type Standing, standing } from './session.ts'
import { ticketNumber, ticketOf } from './ticket.ts'
import { actionText, promptOf, type Said, Transcript } from './transcript.ts'

/**
 * The lab as somebody sees it who sits in it: a prompt on the broken server, the window that waits, the ticket. Tells what
 * came of each action, and never what it is worth: marking/ reads the session for that. Whatever is told here may be shown
 * before the hand-in.
 */
export interface Lab {
  readonly header: Header
  readonly ticket: readonly string[]
  readonly servers: readonly string[]
  /** Everything that was done, as it stands in the session. */
  readonly actions: readonly Action[]
  readonly standing: Standing
  /** `C:\>`, or the question of a program; behind `EXCH01` where there are several servers. */
  readonly prompt: string
  /** Which server the prompt is on. */
  readonly at: string
  /** `13:21:00`, as the server's clock has it. */
  readonly clock: string
  /** `Mon 27 Aug 2007` */
  readonly day: string
  /** When somebody sat down, by that clock, in ms since 1970. */
  readonly began: number
  /** Of that clock, since somebody sat down, in ms. */
  readonly spent: number
  /** The window that waits for an answer. */
  readonly screen: readonly string[] | undefined
  /** What can be said to it, in the order of its buttons. */
  readonly buttons: readonly string[]
  /** The box that says when the server will be restarted. */
  readonly countdown: readonly string[] | undefined
  /** What stands in the window of the prompt. */
  readonly transcript: readonly Said[]
  /** What there is to read on the server that the prompt is on. */
  read(where: Where): Reading
  /** The line with the name at its end completed, as Tab does; undefined where no name begins so. */
  complete(line: string): string | undefined
  /** Why this cannot be done now; what is refused does not become a part of the session. */
  refusal(action: Action): string | undefined
  /** Does it, and tells what there is to see of it, line by line. */
  do(action: Action): readonly string[]
}

export function openLab(scenario: Scenario, header: Header, before: readonly Action[] = []): Lab {
  return new OpenLab(scenario, header, before)
}

class OpenLab implements Lab {
  readonly header: Header
  readonly ticket: readonly string[]
  readonly began: number
  private readonly scenario: Scenario
  private readonly taken: Action[]
  private transcribed = new Transcript()
  private player: Player
  private shown: number

  constructor(scenario: Scenario, header: Header, before: readonly Action[]) {
    this.scenario = scenario
    this.header = header
    this.player = new Player(scenario, { seed: header.seed }, this.transcribed)
    this.began = this.latest
    this.ticket = [`Ticket ${ticketNumber(header.seed)}`, '', ...ticketOf(this.player.run)]
    this.taken = [...before]
    if (before.length > 0) this.playAgain()
    this.shown = this.player.printed.length
  }

  get servers(): readonly string[] {
    return this.player.run.servers.map(({ name }) => name)
  }

  get actions(): readonly Action[] {
    return this.taken
  }

  get standing(): Standing {
    return standing(this.taken)
  }

  get prompt(): string {
    return promptOf(this.player)
  }

  get at(): string {
    return this.player.at.name
  }

  get clock(): string {
    const { now, zone } = this.player.at.machine
    return clockText(now, zone)
  }

  get day(): string {
    const { now, zone } = this.player.at.machine
    return dayText(now, zone)
  }

  get spent(): number {
    return this.latest - this.began
  }

  /** All servers live in the same time. */
  private get latest(): number {
    return Math.max(...this.player.run.servers.map(({ machine }) => machine.now))
  }

  get screen(): readonly string[] | undefined {
    return this.player.waiting && windowOf(this.player.waiting)
  }

  get buttons(): readonly string[] {
    return asSet(this.player.waiting?.buttons ?? [])
  }

  get countdown(): readonly string[] | undefined {
    const countdown = this.player.countdownOn(this.player.at)
    return countdown && noticeOf(countdown)
  }

  get transcript(): readonly Said[] {
    return this.transcribed.of(this.player)
  }

  read(where: Where): Reading {
    return read(this.player.at, where)
  }

  complete(line: string): string | undefined {
    const { at } = this.player
    return completed(at, folderOn(at.recorder), line)
  }

  refusal(action: Action): string | undefined {
    if (this.standing.handedIn) return 'it is handed in'
    return REFUSALS[action.kind]?.(action as never, this.player, this)
  }

  do(action: Action): readonly string[] {
    const { done } = this.standing
    this.taken.push(action)
    const again = action.kind === 'undo' || this.player.stands !== undefined
    if (again) this.playAgain()
    else this.player.play([action])
    const from = action.kind === 'undo' ? this.player.printed.length : this.shown
    this.shown = this.player.printed.length
    return [...this.player.printed.slice(from), ...(TOLD[action.kind]?.(action as never, this.player, done) ?? [])]
  }

  private playAgain(): void {
    this.transcribed = new Transcript()
    this.player = new Player(this.scenario, { seed: this.header.seed }, this.transcribed).play(this.standing.done)
  }
}

// -------------------------------------------------------------------------------------------------------- refusals

type Refuse<K extends Action['kind']> = (action: ActionOf<K>, player: Player, lab: Lab) => string | undefined

const REFUSALS: { readonly [K in Action['kind']]?: Refuse<K> } = {
  // Enter alone says something only to a program that asks.
  type: ({ line }, { at }) => (line.trim() === '' && !asksOn(at.recorder) ? 'nothing was typed' : undefined),
  answer: ({ say }, { waiting }) => (waiting ? refusedButton(waiting, say) : 'no window waits for an answer'),
  bring: action => refusalToBring(action),
  server: ({ name }, { run }, { servers }) =>
    serverNamed(run, name) ? undefined : `there is no server ${name}; there are: ${servers.join(', ')}`,
  cite({ place }, { at }) {
    const cited = citedAt(at, place)
    return typeof cited === 'string' ? cited : undefined
  },
  note: ({ text }) => (text.trim() === '' ? 'a note says something' : undefined),
  hint: (_, __, { header, standing: { hints } }) =>
    header.exam ? 'there are no hints in an exam' : hints < HINT_PRICES.length ? undefined : 'there is no further hint',
  undo({ count }, _, { header, standing: { done } }) {
    if (header.exam) return 'nothing is taken back in an exam'
    if (done.length === 0) return 'there is nothing to take back'
    return count > done.length ? `there is no more to take back than ${done.length}` : undefined
  },
}

const refusedButton = (question: DialogQuestion, say: string): string | undefined =>
  buttonNamed(question, say) === undefined
    ? `the window has ${asSet(question.buttons).map(captionOf).join(', ')}`
    : undefined

// ------------------------------------------------------------------------------------------------------------ told

/** @param before what stood of the session until then */
type Tell<K extends Action['kind']> = (
  action: ActionOf<K>,
  player: Player,
  before: readonly Action[],
) => readonly string[]

/** What there is to say of it that nothing has printed. */
const TOLD: { readonly [K in Action['kind']]?: Tell<K> } = {
  cite: ({ place }, { at }) => [`cited: ${(citedAt(at, place) as Cited).text.trim()}`],
  claim: ({ cause, sure }) => [`claimed: ${cause}, ${sure}`],
  undo: ({ count }, _, before) => before.slice(-count).map(one => `taken back: ${actionText(one)}`),
}
