/**
 * What is kept of the lines of which a log has most: the line, and nothing that can be read from it again. A log has
 * thousands, and few are asked for. Does not know which lines these are.
 */

export const PREFIX = /^M?SI \(([csN])\) \([0-9A-F]{2}[:!@^][0-9A-F]{2}\)(?: \[(?:(\d\d:\d\d:\d\d:\d{3})|[^\]]*)\])?: ?/

/** A line of the log. There are many: what can be told from the line itself is not kept beside it. */
export class LogLine {
  /** 1-based. */
  readonly number: number
  /** The whole line. */
  readonly raw: string
  /** Milliseconds since midnight. */
  readonly time: number | undefined
  /** Of the last line with a time, up to this one and not far above it. */
  readonly around: number | undefined
  readonly #prefix: number

  constructor(number: number, raw: string, prefix: number, time: number | undefined, around: number | undefined) {
    this.number = number
    this.raw = raw
    this.#prefix = prefix
    this.time = time
    this.around = around
  }

  /** Behind the prefix. */
  get text(): string {
    return this.raw.slice(this.#prefix)
  }

  /** Client or service; lines without a prefix have neither. */
  get side(): 'c' | 's' | 'N' | undefined {
    return this.#prefix === 0 ? undefined : (PREFIX.exec(this.raw)?.[1] as 'c' | 's' | 'N')
  }
}

/** `Note: 1: 1306 2: C:\x.dll`: the number and the fields behind it. */
export class LogNote {
  readonly line: LogLine
  readonly number: number

  constructor(line: LogLine) {
    this.line = line
    this.number = Number(NOTE.exec(line.text)![1])
  }

  get fields(): readonly string[] {
    return noteFields(NOTE.exec(this.line.text)![2]!)
  }
}

export const NOTE = /^Note: 1: (\d+)(.*)/

/** A value that a property has when all are listed. */
export class Listed {
  readonly line: LogLine

  constructor(line: LogLine) {
    this.line = line
  }

  get name(): string {
    return LISTED.exec(this.line.text)![1]!
  }

  get value(): string {
    return LISTED.exec(this.line.text)![2]!
  }
}

/** A line of a property dump, whatever somebody put before it. */
export const isProperty = (line: string): boolean =>
  ['Property(S): ', 'Property(C): ', 'PROPERTY CHANGE: '].some(word => line.includes(word))

export const LISTED = /^Property\([SC]\): (\S+) = ?(.*)/

/** A value that a property was set to on the way. */
export class Changed {
  readonly line: LogLine

  constructor(line: LogLine) {
    this.line = line
  }

  get name(): string {
    return CHANGED.exec(this.line.text)![1]!
  }

  get value(): string {
    return newValue(this.line.text)!
  }
}

const CHANGED = /^PROPERTY CHANGE: \w+ (\S+) property\. (?=Its )/

export const isChange = (text: string): boolean => newValue(text) !== undefined

/** Of a property that is changed, and of one that is added or deleted. */
function newValue(text: string): string | undefined {
  const head = CHANGED.exec(text)?.[0].length
  if (head === undefined) return undefined
  const told = text.slice(head)
  return between("'. Its new value: '", "'", told) ?? between("value is '", "'", told)
}

/** What stands behind the first `open` and before the last `close`. A pattern would try every `open`. */
export function between(open: string, close: string, text: string): string | undefined {
  const from = text.indexOf(open) + open.length
  const to = text.lastIndexOf(close)
  return from >= open.length && to >= from ? text.slice(from, to) : undefined
}

/** `File: path; To be installed; Won't patch; No existing file`. */
export class FileMention {
  readonly line: LogLine

  constructor(line: LogLine) {
    this.line = line
  }

  get path(): string {
    return FILE.exec(this.line.text)![1]!
  }

  get decision(): string {
    return FILE.exec(this.line.text)![2]!
  }
}

export const FILE = /^File: ([^;]+(?:;[^\s;][^;]*)*);\s+([^\s;][^;]*);/

/** ` 2: C:\x.dll 3: 32 `: fields are numbered, so a colon inside one does not end it. */
function noteFields(rest: string): string[] {
  const fields: string[] = []
  let at = rest.indexOf(' 2: ')
  for (let n = 3; at >= 0; n++) {
    const from = at + ` ${n - 1}: `.length
    const next = rest.indexOf(` ${n}: `, from - 1)
    fields.push(rest.slice(from, next < 0 ? undefined : next).trim())
    at = next
  }
  return fields
}
