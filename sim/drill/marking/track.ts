import type { Run } from '../../run/simulate.ts'
import type { Scenario } from '../../scenario/spec.ts'
import { Player, type Watch } from '../player.ts'
import { type Action, type Header, standing } from '../session.ts'
import { actionText, promptOf } from '../transcript.ts'
import { courseOf } from './course.ts'
import { placeText } from './evidence.ts'
import { harmOf } from './harm.ts'
import { keyOf, owedOn, type Right, type Wrong, wrongOn } from './right.ts'
import { commandOf } from './typed.ts'

/**
 * The way that somebody went, step by step: what each did, what it printed, and how far the servers were from right before it
 * and after. For the debrief and the player, after the hand-in. Knows no points.
 */
export interface Track {
  readonly steps: readonly TrackStep[]
  /** Where the evidence of the opening showed each cause: `file-in-use: C:\WINDOWS\Temp\MSI1.LOG:812 on EXCH01`. */
  readonly shown: readonly string[]
  /** Place in `steps` of the first that did harm, or after which something was wrong that had been right; -1: none did. */
  readonly astray: number
  /** How many facts each server had when somebody sat down. */
  readonly opening: Readonly<Record<string, number>>
}

export interface TrackStep {
  readonly server: string
  /** `C:\>net stop CryptSvc`; what is no line of the prompt stands as it is written in the plain lab. */
  readonly text: string
  readonly output: readonly string[]
  /** How many facts the server had when it was begun, and when it was done. */
  readonly from: number
  readonly facts: number
  /** Parts of the servers that are not as they should be, and what is owed. */
  readonly before: number
  readonly after: number
  /** What it put right, and what it made wrong: `EXCH01 MSExchangeIS`. */
  readonly mended: readonly string[]
  readonly spoiled: readonly string[]
  /** Sentences behind the command. */
  readonly harm: readonly string[]
}

export interface Tracked {
  /** With everything that was done in it. */
  readonly run: Run
  readonly track: Track
}

export function trackOf(scenario: Scenario, header: Header, actions: readonly Action[]): Tracked {
  const course = courseOf(scenario, header, actions)
  const watcher = new Watcher(course.right)
  const player = new Player(scenario, { seed: header.seed }, watcher)
  const opening = Object.fromEntries(player.run.servers.map(({ name, facts }) => [name, facts.length]))
  player.play(standing(actions).done)
  const harm = harmOf(course)
  const steps = watcher.steps.map(({ command, ...step }, i) => {
    // Of a command that was typed more than once, what it did is told where it stands first.
    const first = watcher.steps.findIndex(one => one.command === command) === i
    return { ...step, harm: first ? harm.filter(one => one.command === command).map(({ what }) => what) : [] }
  })
  const shown = [...course.offered.causes].map(([cause, [place]]) => `${cause}: ${placeText(place!)}`)
  const astray = steps.findIndex(step => step.harm.length > 0 || step.spoiled.length > step.mended.length)
  return { run: player.run, track: { steps, shown, astray, opening } }
}

type Watched = Omit<TrackStep, 'harm'> & { readonly command: string }

class Watcher implements Watch {
  private readonly ended = new Map<number, Watched>()
  private readonly right: Right
  private readonly begun = new Map<
    number,
    Readonly<{ text: string; wrong: readonly Wrong[]; owed: number; printed: number; facts: number }>
  >()

  constructor(right: Right) {
    this.right = right
  }

  /** In the order in which they were begun; one that a window keeps waiting has not ended. */
  get steps(): readonly Watched[] {
    return [...this.ended].sort(([a], [b]) => a - b).map(([, step]) => step)
  }

  before(deed: number, player: Player): void {
    const { action } = player.deeds[deed]!
    const text = action.kind === 'type' ? `${promptOf(player)}${action.line}` : actionText(action)
    const { run, printed, at } = player
    this.begun.set(deed, {
      text,
      wrong: wrongOn(run.servers, this.right),
      owed: owedOn(run.servers, this.right).length,
      printed: printed.length,
      facts: at.facts.length,
    })
  }

  after(deed: number, player: Player): void {
    const { server: name } = player.deeds[deed]!
    const { text, wrong: was, owed, printed, facts } = this.begun.get(deed)!
    const { servers } = player.run
    const is = wrongOn(servers, this.right)
    const server = servers.find(one => one.name === name)!
    this.ended.set(deed, {
      server: name,
      command: commandOf(player.deeds[deed]!),
      text,
      output: player.printed.slice(printed),
      from: facts,
      facts: server.facts.length,
      before: was.length + owed,
      after: is.length + owedOn(servers, this.right).length,
      mended: without(was, is),
      spoiled: without(is, was),
    })
  }
}

/** What is in the first and not in the second. */
function without(wrong: readonly Wrong[], other: readonly Wrong[]): string[] {
  const known = new Set(other.map(keyOf))
  return wrong.filter(one => !known.has(keyOf(one))).map(({ server, name }) => `${server} ${name}`)
}
