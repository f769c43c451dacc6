import { grouped, LIMITS, type Limit } from '../../limits.ts'

/**
 * What diagnosis may spend on reading. Every reader draws on one budget; what is over a limit is a warning, and the rest is
 * still read. Does not know what a file says, nor why a limit is where it is: sim/limits.ts.
 */

/** Steps that cost nothing: a small file may be all structure. */
const FREE_STEPS = 10_000

export interface ReadWarning {
  readonly path: string
  readonly reason: string
}

/** A limit was reached. Whoever opened the file turns it into one warning. */
export class Exhausted extends Error {
  constructor(limit: Limit) {
    super(`more than ${grouped(limit.most)} ${limit.unit} per ${limit.per}`)
  }
}

/** Work done, against the bytes that it was done for. A part of a file can have steps of its own. */
export class Steps {
  spent = 0
  #granted = FREE_STEPS
  readonly #all: Steps | undefined

  constructor(all?: Steps) {
    this.#all = all
  }

  grant(bytes: number): void {
    this.#granted += bytes * LIMITS.steps.most
  }

  /** @throws Exhausted */
  spend(steps: number): void {
    this.#count(steps)
    if (this.spent > this.#granted) throw new Exhausted(LIMITS.steps)
  }

  #count(steps: number): void {
    this.spent += steps
    if (this.#all) this.#all.#count(steps)
  }

  /** Steps for some bytes of the whole: damage in one chunk leaves the next one readable. */
  part(bytes: number): Steps {
    const part = new Steps(this)
    part.grant(bytes)
    return part
  }
}

interface RowCount {
  kept: number
  left: number
}

/** What one file may cost. */
export class FileBudget {
  readonly steps: Steps
  /** How far the reader has come: a line, or nothing where there are none. */
  line = 0
  #bytes = 0
  #warned = 0
  readonly #rows = new Map<string, RowCount>()
  readonly #path: string
  readonly #all: Budget

  constructor(path: string, all: Budget) {
    this.#path = path
    this.#all = all
    this.steps = new Steps(all.steps)
  }

  /** More of the file was read. @throws Exhausted */
  read(bytes: number): void {
    this.#bytes += bytes
    this.steps.grant(bytes)
    if (this.#bytes > LIMITS.bytes.most) throw new Exhausted(LIMITS.bytes)
  }

  /** Is there room for one more row of this kind? What there is none for is counted and told at the end. */
  keep(kind: string, { most }: Limit = LIMITS.rows): boolean {
    const rows = this.#rowsOf(kind)
    const room = rows.kept < most && this.#all.keep()
    if (room) rows.kept++
    else rows.left++
    return room
  }

  /** Asked before a row is made: the answer of `keep`, which is not asked where this one is no. */
  hasRoom(kind: string, { most }: Limit = LIMITS.rows): boolean {
    return this.#rowsOf(kind).kept < most && this.#all.room > 0
  }

  /** One more that there is no room for. */
  leave(kind: string): void {
    this.#rowsOf(kind).left++
  }

  #rowsOf(kind: string): RowCount {
    const known = this.#rows.get(kind)
    if (known) return known
    const rows = { kept: 0, left: 0 }
    this.#rows.set(kind, rows)
    return rows
  }

  /** Room for rows of which the newest count. */
  newest<T>(kind: string, limit: Limit, olderFirst: (a: T, b: T) => number): Newest<T> {
    const most = Math.min(limit.most, this.#all.room)
    return new Newest({ ...limit, most }, olderFirst, (kept, left) => {
      this.#all.take(kept)
      if (left > 0) this.warn(`${grouped(kept + left)} ${kind}: the newest ${grouped(kept)} are looked at`)
    })
  }

  warn(reason: string): void {
    if (++this.#warned <= LIMITS.warnings.most) this.#all.warn(this.#path, reason)
  }

  /** Runs a reader; where the budget ends, what it has read until then counts. */
  spendOn(read: () => void): void {
    try {
      read()
    } catch (error) {
      const place = this.line > 0 ? `: read up to line ${this.line}` : ''
      this.warn(`${reasonOf(error)}${place}`)
    }
    this.#close()
  }

  #close(): void {
    for (const [kind, { kept, left }] of this.#rows) {
      if (left > 0)
        this.#all.warn(this.#path, `${grouped(kept + left)} ${kind}: the first ${grouped(kept)} are looked at`)
    }
    const more = this.#warned - LIMITS.warnings.most
    if (more > 0) this.#all.warn(this.#path, `${grouped(more)} more warnings like these`)
  }
}

/** Rows that come in any order; where there are too many, the older ones give way. */
export class Newest<T> {
  readonly #limit: Limit
  readonly #olderFirst: (a: T, b: T) => number
  readonly #tell: (kept: number, left: number) => void
  readonly #rows: T[] = []
  #left = 0

  constructor(limit: Limit, olderFirst: (a: T, b: T) => number, tell: (kept: number, left: number) => void) {
    this.#limit = limit
    this.#olderFirst = olderFirst
    this.#tell = tell
  }

  push(row: T): void {
    if (this.#rows.push(row) >= 2 * this.#limit.most) this.#trim()
  }

  /** As they came, or oldest first where there were too many. */
  rows(): T[] {
    if (this.#left > 0 || this.#rows.length > this.#limit.most) this.#trim()
    this.#tell(this.#rows.length, this.#left)
    return this.#rows
  }

  #trim(): void {
    this.#rows.sort(this.#olderFirst)
    this.#left += this.#rows.splice(0, Math.max(0, this.#rows.length - this.#limit.most)).length
  }
}

/** What one reading may cost: all that is given in one call. */
export class Budget {
  /** All that was spent. */
  readonly steps = new Steps()
  readonly #warnings: ReadWarning[] = []
  #warned = 0
  #entries = 0
  #elements = 0

  file(path: string): FileBudget {
    return new FileBudget(path, this)
  }

  /** One more file or folder. @throws Exhausted */
  enter(): void {
    if (++this.#entries > LIMITS.entries.most) throw new Exhausted(LIMITS.entries)
  }

  /** For so many rows. */
  get room(): number {
    return LIMITS.elements.most - this.#elements
  }

  take(rows: number): void {
    this.#elements += rows
  }

  keep(): boolean {
    return this.#elements < LIMITS.elements.most && ++this.#elements > 0
  }

  warn(path: string, reason: string): void {
    if (++this.#warned <= LIMITS.allWarnings.most) this.#warnings.push({ path, reason })
  }

  /** All of them, and how many were left out. */
  warnings(): ReadWarning[] {
    const more = this.#warned - LIMITS.allWarnings.most
    return [...this.#warnings, ...(more > 0 ? [{ path: '', reason: `${grouped(more)} more warnings` }] : [])]
  }
}

/** For a reader that is used by itself. */
export const ownBudget = (path = ''): FileBudget => {
  const file = new Budget().file(path)
  file.steps.grant(LIMITS.bytes.most)
  return file
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
