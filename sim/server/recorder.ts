import type { DialogQuestion, InstallerFact, InstallerHost } from '../../model/installer/facts.ts'
import { apply, type Writable } from '../../model/machine/apply.ts'
import type { Change } from '../../model/machine/change.ts'
import type { Draw, Subject } from '../../model/machine/host.ts'
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
  /** Somebody sits down at the machine and says what nobody has said beforehand; undefined: they have left. */
  seat(person: Person | undefined): void
  /** Does the work of a program, or throws Ended once what others did has left it dead. `isAlive` is asked before and after. */
  whileAlive<T>(isAlive: () => boolean, work: () => T): T
}

/** Whoever sits at the machine. */
export interface Person {
  /** Answers a dialog; undefined is what an unattended one gets. */
  answer(question: DialogQuestion): string | undefined
  /** Does something else, while a program is between two of its steps. */
  meanwhile(): void
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

/** A program was ended by somebody else; what it has done stays as it is. */
export class Ended extends Error {}

/** A stretch of work takes so much of what is usual at most, and the rest of it as it comes: 0.8 to 1.33 times. */
const SLOWEST = 4 / 3
const SPREAD = 2 / 3
/** Now and then something else has the processor or the disk; rarely for long. */
const STALLED = 0.04
const STALL_MS = 3
const LONGEST_STALL_MS = 900
/** Writing one line of a verbose log, in milliseconds. */
const LINE_MS = 0.35
/** A person reads and clicks, or types. */
export const REACTION_MS = 4200
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
  const courses = coursesOf(source)
  const { work, ...clock } = clockOf(machine, courses)
  const { changed, ...power } = newPower()
  const notes = notesOf(machine, work, courses.isPlanned)
  const change = (change: Change): void => {
    apply(machine, change)
    notes.note({ kind: 'change', change })
    changed()
  }
  return {
    machine,
    ...notes,
    ...changesOf(machine, change),
    ...clock,
    begin: courses.begin,
    draw: courses.draw,
    processId: program => laterNumber(machine, program, courses.draw),
    ...power,
    ...personAt(clock.wait, courses.aside),
  }
}

// ------------------------------------------------------------------------------------------------- what is recorded

/** What is written down, each with the time and the step. A line of a log takes its time. */
function notesOf(machine: Writable, work: (ms: number) => void, isPlanned: () => boolean) {
  const facts: Fact[] = []
  const line = LINE_MS * machine.texture.pace.processor
  let step = 0
  const note = (body: FactBody): void => {
    facts.push({ at: machine.now, step, body, ...(isPlanned() && { planned: true }) })
  }
  return {
    facts,
    note,
    tell(fact: InstallerFact): void {
      note(fact)
      if (fact.kind === 'log') work(line)
    },
    trouble: (subject: Subject | undefined) => note(subject ? { kind: 'trouble', subject } : { kind: 'trouble-told' }),
    beginStep(next: number): void {
      step = next
    },
  }
}

/** Changes: the machine answers an attempt, then whoever interferes. */
function changesOf(machine: Writable, make: (change: Change) => void) {
  let interference: Interference | undefined
  return {
    attempt(change: Change): number {
      const error = verdict(machine, change) || (isUndoing(change) ? 0 : (interference?.(change) ?? 0))
      if (error === 0) make(change)
      return error
    },
    record: make,
    interfere(next: Interference | undefined): void {
      interference = next
    },
  }
}

// ------------------------------------------------------------------------------------------------- time and chance

/** Under which name something happens now. */
function coursesOf(source: Source) {
  const begun = new Map<string, number>()
  let course = courseOf(source)
  let planned = false
  /** Whatever is begun in it, what was under way goes on behind it. */
  const aside = <T>(act: () => T): T => {
    const interrupted = { course, planned }
    try {
      return act()
    } finally {
      course = interrupted.course
      planned = interrupted.planned
    }
  }
  const draw: Draw = (what, below) => course.source.draw(numbered(what, course.drawn), below)
  return {
    draw,
    current: (): Course => course,
    isPlanned: (): boolean => planned,
    begin(name: string): void {
      course = courseOf(source.under(numbered(name, begun)))
    },
    /** Something that was planned under another name. */
    during(other: Course, happen: () => void): void {
      aside(() => {
        course = other
        planned = true
        happen()
      })
    },
    aside,
  }
}

/** How long something else is in the way: mostly not at all. */
const stall = (chance: number): number =>
  chance < STALLED ? Math.min(LONGEST_STALL_MS, (STALL_MS * STALLED) / chance) : 0

/** The machine's clock, which stops on its way at whatever is due. */
function clockOf(machine: Writable, { current, during }: ReturnType<typeof coursesOf>) {
  const { processor, disk } = machine.texture.pace
  const due: { at: number; course: Course; happen: () => void }[] = []
  const wait = (ms: number): void => {
    const until = machine.now + ms
    while (due.length > 0 && due[0]!.at <= until) {
      const next = due.shift()!
      machine.now = Math.max(machine.now, next.at)
      during(next.course, next.happen)
    }
    machine.now = Math.max(machine.now, until)
  }
  const work = (ms: number): void => {
    const course = current()
    course.fraction += ms
    const whole = Math.floor(course.fraction)
    course.fraction -= whole
    if (whole > 0) wait(whole)
  }
  return {
    wait,
    work,
    spend: (ms: number) => {
      const { pace } = current()
      work((ms * processor * SLOWEST) / (1 + SPREAD * pace.fraction()) + stall(pace.fraction()))
    },
    transfer: (bytes: number) => {
      const { pace } = current()
      work(bytes / disk + stall(pace.fraction()))
    },
    schedule(at: number, happen: () => void): void {
      due.push({ at, course: current(), happen })
      due.sort((a, b) => a.at - b.at)
    },
  }
}

// ------------------------------------------------------------------------------------------------ power and people

/** The power, which may be planned to go: `changed` counts, and throws PowerLost. */
function newPower() {
  let planned = UNLIMITED
  let left = UNLIMITED
  return {
    changed(): void {
      if (--left === 0) throw new PowerLost()
    },
    planPowerLoss(changes: number): void {
      planned = changes
    },
    underPower<T>(call: () => T): T {
      // A call inside another one: the same power.
      if (left < UNLIMITED) return call()
      left = planned
      planned = UNLIMITED
      try {
        return call()
      } finally {
        left = UNLIMITED
      }
    },
  }
}

/** Who sits there: answers dialogs as it was said, does other things meanwhile, and may press Cancel. */
function personAt(wait: (ms: number) => void, aside: <T>(act: () => T) => T) {
  let answers = new Map<string, { say: string; afterMs?: number }[]>()
  let patience = 0
  let seated: Person | undefined
  const running: (() => boolean)[] = []
  const acting = <T>(act: () => T): T => {
    running.at(-1)?.()
    const came = aside(act)
    if (running.at(-1)?.() === false) throw new Ended()
    return came
  }
  return {
    expectDialogs(given: DialogAnswers): void {
      answers = new Map(Object.entries(given).map(([dialog, list]) => [dialog, [...(list ?? [])]]))
    },
    ask(question: DialogQuestion): string {
      const { dialog, buttons } = question
      const answer = answers.get(dialog)?.shift()
      wait(answer?.afterMs ?? REACTION_MS)
      const said = answer ? answer.say : seated && acting(() => seated?.answer(question))
      return said !== undefined && buttons.includes(said) ? said : buttons[0]!
    },
    seat(person: Person | undefined): void {
      seated = person
    },
    meanwhile(): void {
      if (seated) acting(() => seated?.meanwhile())
    },
    whileAlive<T>(isAlive: () => boolean, work: () => T): T {
      running.push(isAlive)
      try {
        return work()
      } finally {
        running.pop()
      }
    },
    cancelAt(moment: number): void {
      patience = moment
    },
    patience: () => patience,
    cancelled: () => patience > 0 && --patience === 0,
  }
}
