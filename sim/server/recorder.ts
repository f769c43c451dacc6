import type { DialogQuestion, InstallerFact, InstallerHost } from '../../model/installer/facts.ts'
import { apply, type Writable } from '../../model/machine/apply.ts'
import type { Change } from '../../model/machine/change.ts'
import type { Draw } from '../../model/machine/host.ts'
import { laterNumber } from '../../model/machine/processNumbers.ts'
import { verdict } from '../../model/machine/verdict.ts'
import type { Fact, FactBody } from './facts.ts'
import type { Random, Source } from './random.ts'

/**
 * The loop's inside: lets the machine answer every attempt, applies what is allowed, writes everything down and keeps
 * the clock, with whatever is due to happen in between. Knows no program that runs on it.
 */
export interface Recorder extends InstallerHost {
  readonly machine: Writable
  readonly facts: Fact[]
  /** Something that will happen at a time, whoever is running then. */
  schedule(at: number, happen: () => void): void
  note(body: FactBody): void
  beginStep(step: number): void
  /** What is drawn from here on, and how long things take, belongs to what is called so, and is its own. */
  begin(name: string): void
  /** Sees every attempted change that the machine would allow; undefined lets them all be. */
  interfere(interference: Interference | undefined): void
  /** The power will go after so many changes of the next call that `underPower` makes. */
  planPowerLoss(changes: number): void
  /** Makes a call that the planned loss of power may cut off: PowerLost is thrown behind the change after which it goes. */
  underPower<T>(call: () => T): T
  /** Somebody presses Cancel at the n-th moment at which the installer looks; 0 is never. */
  cancelAt(moment: number): void
  /** Moments left until Cancel is pressed. */
  patience(): number
  /** What the person at the machine will say, by dialog. */
  expectDialogs(answers: DialogAnswers): void
}

/** What is said to a dialog, in order; `afterMs` is how long the dialog stands. */
export type DialogAnswers = Readonly<
  Record<string, readonly { readonly say: string; readonly afterMs?: number }[] | undefined>
>

/**
 * Stands between a program and the machine: returns a Win32 error to refuse a change, 0 to let it be, or throws PowerLost.
 * The undoing of a change is never asked about: one fault at a time.
 */
export type Interference = (change: Change) => number

/** Everything on the machine ends at once; what is on its disk stays as it is. */
export class PowerLost extends Error {}

/** How much a stretch of work varies from one machine to the next. */
const JITTER = 0.16
/** Writing one line of a verbose log, in milliseconds. */
const LINE_MS = 0.35
/** A person reads and clicks. */
const REACTION_MS = 4200
const UNLIMITED = Number.POSITIVE_INFINITY

/** What happens under one name: where its numbers come from, and what it has drawn already. */
interface Course {
  readonly source: Source
  readonly pace: Random
  readonly drawn: Map<string, number>
  /** Of a millisecond: work that the clock does not show yet. */
  fraction: number
}

function courseOf(source: Source): Course {
  return { source, pace: source.stream('pace'), drawn: new Map(), fraction: 0 }
}

/** `engine 0`, the next time `engine 1`. */
function numbered(name: string, seen: Map<string, number>): string {
  const before = seen.get(name) ?? 0
  seen.set(name, before + 1)
  return `${name} ${before}`
}

const isUndoing = (change: Change): boolean => change.journal?.written === false

export function newRecorder(machine: Writable, source: Source): Recorder {
  const facts: Fact[] = []
  const due: { at: number; course: Course; happen: () => void }[] = []
  const begun = new Map<string, number>()
  let course = courseOf(source)
  let step = 0
  let interference: Interference | undefined
  let patience = 0
  let planned = UNLIMITED
  let power = UNLIMITED
  let answers = new Map<string, { say: string; afterMs?: number }[]>()

  const write = (body: FactBody): void => {
    facts.push({ at: machine.now, step, body })
  }
  const advance = (ms: number): void => {
    const until = machine.now + ms
    while (due.length > 0 && due[0]!.at <= until) {
      const next = due.shift()!
      machine.now = Math.max(machine.now, next.at)
      during(next.course, next.happen)
    }
    machine.now = Math.max(machine.now, until)
  }
  const during = (other: Course, happen: () => void): void => {
    const interrupted = course
    course = other
    try {
      happen()
    } finally {
      course = interrupted
    }
  }
  const work = (ms: number): void => {
    course.fraction += ms
    const whole = Math.floor(course.fraction)
    course.fraction -= whole
    if (whole > 0) advance(whole)
  }
  const draw: Draw = (what, below) => course.source.draw(numbered(what, course.drawn), below)
  const make = (change: Change): void => {
    apply(machine, change)
    write({ kind: 'change', change })
    if (--power === 0) throw new PowerLost()
  }

  return {
    machine,
    facts,
    attempt(change) {
      const error = verdict(machine, change) || (isUndoing(change) ? 0 : (interference?.(change) ?? 0))
      if (error === 0) make(change)
      return error
    },
    record: make,
    spend: ms => work(ms * (1 - JITTER / 2 + JITTER * course.pace.fraction())),
    wait: advance,
    draw,
    processId: program => laterNumber(machine, program, draw),
    tell(fact: InstallerFact) {
      write(fact)
      if (fact.kind === 'log') work(LINE_MS)
    },
    ask(question: DialogQuestion) {
      const answer = answers.get(question.dialog)?.shift()
      const said = answer && question.buttons.includes(answer.say) ? answer.say : question.buttons[0]!
      advance(answer?.afterMs ?? REACTION_MS)
      return said
    },
    trouble: subject => write(subject ? { kind: 'trouble', subject } : { kind: 'trouble-told' }),
    schedule(at, happen) {
      due.push({ at, course, happen })
      due.sort((a, b) => a.at - b.at)
    },
    note: write,
    interfere(next) {
      interference = next
    },
    planPowerLoss(changes) {
      planned = changes
    },
    underPower(call) {
      // A call inside another one: the same power.
      if (power < UNLIMITED) return call()
      power = planned
      planned = UNLIMITED
      try {
        return call()
      } finally {
        power = UNLIMITED
      }
    },
    cancelAt(moment) {
      patience = moment
    },
    patience: () => patience,
    cancelled: () => patience > 0 && --patience === 0,
    beginStep(next) {
      step = next
    },
    begin(name) {
      course = courseOf(source.under(numbered(name, begun)))
    },
    expectDialogs(given) {
      answers = new Map(Object.entries(given).map(([dialog, list]) => [dialog, [...(list ?? [])]]))
    },
  }
}
