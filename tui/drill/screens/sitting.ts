import type { Grade } from '../../../sim/drill/grade.ts'
import type { Lab } from '../../../sim/drill/lab.ts'
import type { Action } from '../../../sim/drill/session.ts'
import type { Pressed } from '../../screen/keys.ts'
import type { Size, Tone } from '../../screen/rows.ts'
import { type Marker, type Seat, takeLine } from '../plain.ts'
import type { SessionFile } from '../sessionFile.ts'
import { listKey } from './commands.ts'
import { answered } from './fields.ts'
import { bodyOf } from './layout.ts'
import { listingAt } from './listing.ts'
import type { Item, Listing } from './place.ts'
import { viewOf } from './place.ts'
import { promptKey } from './prompt.ts'
import { reachOf } from './promptRows.ts'
import { goTo, noticed, START, type State, shown } from './state.ts'
import { windowKey } from './window.ts'

/**
 * Somebody in the lab, and what their keys come to: each thing that is done is a line, as in the plain lab, and goes into the
 * session before anything comes of it. The score is counted elsewhere meanwhile. Knows no terminal.
 */

/** What the screens show. */
export interface Desk {
  readonly lab: Lab
  /** The last one that was counted. */
  readonly grade: Grade | undefined
  readonly counting: boolean
  /** Those that were taken. */
  readonly hints: readonly string[]
  /** After the hand-in. */
  readonly debrief: readonly Told[]
  /** Nobody here knows the answer: neither score nor hints, and no debrief. */
  readonly sealed: boolean
}

export interface Told {
  readonly head: string
  readonly tone: Tone
  readonly rows: readonly string[]
}

/** What is around a key when it is pressed. */
export interface Around {
  readonly desk: Desk
  readonly listing: Listing
  /** Under the cursor. */
  readonly item: Item | undefined
  /** Rows of a page. */
  readonly height: number
  /** Rows of the window of the prompt above the last page. */
  readonly reach: () => number
}

/** Whoever knows the answer, and takes their time. */
export interface SlowMarker extends Marker {
  count(actions: readonly Action[]): Promise<Grade>
  debrief(actions: readonly Action[]): Promise<readonly Told[]>
}

export class Sitting {
  state: State = START
  /** Whoever counts has come to grief. */
  broken: Error | undefined
  private readonly marker: SlowMarker | undefined
  private readonly seat: Seat
  private readonly said: string[] = []
  private readonly changed = new Set<() => void>()
  private grade: Grade | undefined
  private told: readonly Told[] = []
  private counted = -1
  private busy = false
  private hints: readonly string[] = []
  private showing: Desk

  constructor(lab: Lab, marker: SlowMarker | undefined, file: SessionFile) {
    this.marker = marker
    const say = (text: string): void => {
      this.said.push(...text.split('\n'))
    }
    this.seat = { lab, marker, file, say, style: { color: false, width: PLAIN_WIDTH } }
    this.showing = this.shows()
    this.begin()
  }

  /** The same object as long as nothing has changed, so that what is made of it can be kept. */
  get desk(): Desk {
    return this.showing
  }

  private shows(): Desk {
    const { lab } = this.seat
    const { grade, hints, told, marker } = this
    const counting = marker !== undefined && this.counted < lab.actions.length
    return { lab, grade, counting, hints, debrief: told, sealed: marker === undefined }
  }

  /** Called whenever there is something new to show that no key has brought. */
  listen(changed: () => void): () => void {
    this.changed.add(changed)
    return () => this.changed.delete(changed)
  }

  press(pressed: readonly Pressed[], size: Size): void {
    for (const one of pressed) {
      this.state = this.after(one, size)
      const lines = this.state.says
      this.state = { ...this.state, says: [] }
      for (const line of lines) this.take(line)
    }
  }

  private after(pressed: Pressed, size: Size): State {
    const state: State = { ...this.state, notice: undefined, leaving: false }
    if ('ctrl' in pressed && pressed.ctrl === 'c') return this.interrupted(state)
    const around = aroundOf(this.desk, state, size)
    if (state.field) return answered(state, pressed, around)
    const { at } = shown(state).place
    if (at === 'prompt') return promptKey(state, pressed, around)
    return (at === 'screen' ? windowKey(state, pressed, around) : undefined) ?? listKey(state, pressed, around)
  }

  /** Ctrl+C takes back what is being written, and leaves when it is pressed again. */
  private interrupted(state: State): State {
    if (state.field) return { ...state, field: undefined }
    if (shown(state).place.at === 'prompt' && state.input.text !== '') {
      return { ...state, input: { text: '', cursor: 0 }, recalled: 0 }
    }
    if (this.state.leaving) return { ...state, ended: 'left' }
    return { ...noticed(state, 'Ctrl+C again leaves the lab'), leaving: true }
  }

  // ---------------------------------------------------------------------------------------------------------- doing

  private take(line: string): void {
    const { lab } = this.seat
    if (line === ':score' && this.marker && !lab.header.exam) {
      this.state = goTo(this.state, { at: 'sheet' })
      return
    }
    const [before, stood] = [lab.actions.length, lab.screen !== undefined]
    this.said.length = 0
    takeLine(this.seat, line)
    this.show(line, before)
    if (lab.screen && !stood) this.state = goTo(this.state, { at: 'screen' })
    if (lab.actions.length === before) return
    if (lab.standing.handedIn) this.handedIn()
    this.takeHints()
    this.count()
    this.showing = this.shows()
  }

  /** What a line at the prompt printed stands in its window. */
  private show(line: string, before: number): void {
    const { lab } = this.seat
    if (!line.startsWith(':') && lab.actions.length > before) return
    // What comes of a button stands there as well.
    if (line.startsWith(ANSWER) && lab.actions.length > before) {
      this.state = goTo(this.state, { at: 'prompt' })
      return
    }
    const rows = this.said.filter(row => row !== '')
    if (rows.length > 2) this.state = goTo(this.state, { at: 'told', title: line, rows: [...this.said] })
    else if (rows.length > 0) this.state = noticed(this.state, rows.join(' '))
  }

  private takeHints(): void {
    const { hints } = this.seat.lab.standing
    const { marker } = this
    if (!marker || this.hints.length === hints) return
    this.hints = Array.from({ length: hints }, (_, i) => marker.hint(i + 1))
  }

  private begin(): void {
    const { lab } = this.seat
    this.takeHints()
    if (lab.standing.handedIn) this.handedIn()
    else if (lab.screen) this.state = goTo(this.state, { at: 'screen' })
    else if (lab.actions.length === 0) this.state = goTo(this.state, { at: 'ticket' })
    this.count()
    this.showing = this.shows()
  }

  private handedIn(): void {
    this.state = { ...this.state, views: [viewOf({ at: 'debrief' })] }
    if (!this.marker) return
    this.later(this.marker.debrief(this.seat.lab.actions.slice()), told => {
      this.told = told
    })
  }

  /** One count at a time; what has been done meanwhile is counted afterwards. */
  private count(): void {
    const { lab } = this.seat
    const { marker } = this
    if (!marker || this.busy || (lab.header.exam && !lab.standing.handedIn)) return
    const { length } = lab.actions
    if (length <= this.counted) return
    this.busy = true
    this.later(marker.count(lab.actions.slice()), grade => {
      this.busy = false
      this.grade = grade
      this.counted = length
      this.count()
    })
  }

  private later<T>(coming: Promise<T>, then: (come: T) => void): void {
    const broken = (error: unknown): void => {
      this.broken = error instanceof Error ? error : new Error(String(error))
    }
    void coming
      .then(then)
      .catch(broken)
      .finally(() => this.tell())
  }

  private tell(): void {
    this.showing = this.shows()
    for (const changed of this.changed) changed()
  }
}

const PLAIN_WIDTH = 80
const ANSWER = ':answer '

export function aroundOf(desk: Desk, state: State, size: Size): Around {
  const body = bodyOf(state, size)
  const view = shown(state)
  const listing = listingAt(desk, view, body.list)
  return {
    desk,
    listing,
    item: listing.items[view.cursor],
    height: body.height,
    reach: () => reachOf(desk.lab, state, body),
  }
}
