/**
 * What reading may cost. Every reader draws on one budget; what is over a limit is a warning, and the rest is still
 * read. Does not know what a file says.
 */

export interface Limit {
  readonly most: number
  /** What is counted. */
  readonly unit: string
  readonly per: 'reading' | 'folder' | 'file' | 'list' | 'line' | 'quote' | 'byte'
  readonly why: string
}

const MIB = 1024 * 1024

export const LIMITS = {
  entries: { most: 200_000, unit: 'files and folders', per: 'reading', why: 'more than the logs of any server' },
  depth: { most: 40, unit: 'levels of folders', per: 'folder', why: 'a path of Windows has 260 characters' },
  bytes: { most: 256 * MIB, unit: 'bytes', per: 'file', why: 'a log of a rollup has some megabytes' },
  whole: {
    most: 64 * MIB,
    unit: 'bytes',
    per: 'file',
    why: 'an event log is kept in memory while it is read; its size is limited to 16 MB by default',
  },
  line: {
    most: 65_536,
    unit: 'characters',
    per: 'line',
    why: 'the longest value of a property dump is a list of names',
  },
  events: {
    most: 100_000,
    unit: 'events',
    per: 'file',
    why: 'an event log of 16 MB, the usual size, has half as many',
  },
  rows: { most: 50_000, unit: 'rows of a kind', per: 'file', why: 'an attempt leaves some thousands' },
  elements: { most: 3_000_000, unit: 'rows', per: 'reading', why: 'ten thousand logs of some hundred rows each' },
  nesting: {
    most: 256,
    unit: 'elements inside each other',
    per: 'file',
    why: 'an export of PowerShell nests below ten deep',
  },
  steps: {
    most: 32,
    unit: 'steps',
    per: 'byte',
    why: 'a template of an event log is read again for each of its records',
  },
  warnings: { most: 20, unit: 'warnings', per: 'file', why: 'damage repeats itself' },
  allWarnings: { most: 500, unit: 'warnings', per: 'reading', why: 'nobody reads more' },
  quote: { most: 2000, unit: 'characters', per: 'quote', why: 'a quote is for reading' },
} as const satisfies Record<string, Limit>

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

/** What one file may cost. */
export class FileBudget {
  readonly steps: Steps
  /** How far the reader has come: a line, or nothing where there are none. */
  line = 0
  #bytes = 0
  #warned = 0
  readonly #rows = new Map<string, { kept: number; left: number }>()
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
    const rows = this.#rows.get(kind) ?? { kept: 0, left: 0 }
    this.#rows.set(kind, rows)
    const room = rows.kept < most && this.#all.keep()
    if (room) rows.kept++
    else rows.left++
    return room
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

/** `12,345`, whatever the host's language. */
export function grouped(n: number): string {
  const digits = String(n)
  return digits.length <= 3 ? digits : `${grouped(Math.floor(n / 1000))},${digits.slice(-3)}`
}

/** A long text without its middle, which is counted instead. */
export function withoutMiddle(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor(most / 2)
  return `${text.slice(0, half)} [${grouped(text.length - 2 * half)} characters] ${text.slice(-half)}`
}
