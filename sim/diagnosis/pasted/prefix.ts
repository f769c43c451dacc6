import { isHead, isInstallers } from './forms.ts'

/**
 * What stands before every line: quoting, bullets, numbers, the name of a file, a collector's time stamp, in layers. The
 * lines that are evidence behind it vote. Does not know what wrapped lines are.
 */

/** A line without what stands before it; of a text the lines come one after the other. */
export type Strip = (line: string) => string

/** One thing that may stand before a line: how much of the line it is, 0 where it is not there. */
type Peel = (line: string, files: ReadonlySet<string>) => number

const bySign =
  (sign: RegExp): Peel =>
  line =>
    sign.exec(line)?.[0].length ?? 0

const PEELS: Readonly<Record<string, Peel>> = {
  stamp: bySign(
    /^(?:<\d{1,3}>(?:\d )?)?[[(]?(?:\d{4}[-/.]\d\d[-/.]\d\d[T ]\d{1,2}:\d\d:\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d| [AP]M(?![^\s\])]))?[\])]?/,
  ),
  clock: line => {
    const size = /^\[?\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?\]?[ \t]/.exec(line)?.[0].length ?? 0
    return size > 0 && isInstallers(line.slice(size)) ? size : 0
  },
  quote: bySign(/^>+/),
  /** Who writes about a log marks its lines as code. */
  code: bySign(/^`{1,3}(?=[^`])/),
  bar: bySign(/^[|\u2502\u2503]/),
  bullet: bySign(/^[-*+\u2022\u00b7\u2023\u25aa\u25e6\u2013\u2014](?=[ \t])/),
  number: bySign(/^[ \t]*\d{1,7}(?:[:.)|-]|(?=\t))/),
  file: (line, files) => {
    for (const file of files) {
      const place = line.startsWith(file) ? PLACE_HERE(line.slice(file.length, file.length + 10)) : 0
      if (place > 0) return file.length + place
    }
    return 0
  },
  /** Host, program, level: whatever a collector writes behind its time. */
  tag: bySign(/^(?:[|;,-]|\[?[\w./-]{1,64}\]?(?:\[\d{1,7}\])?:?)(?=[ \t]|$)/),
}

const EACH_PEEL = Object.entries(PEELS)

const PLACE = /[:-]\d{1,7}[:-]/g
const PLACE_HERE = bySign(/^[:-]\d{1,7}[:-]/) as (text: string) => number
const BLANKS = /^[ \t\u00a0]+/

/** How far into a line is looked, and how many layers there may be with the blanks between them. */
const FAR = 500
const DEEP = 14
const MOST_FILES = 50

/** `quote`, or `blanks` and those, or `stamp 0.0.0 0:0:0`, `number :`: who writes times and numbers writes all of them alike. */
type Layer = string
const BLANK_LAYER = 'blanks '
const shapeOf = (stamp: string): string =>
  stamp
    .replace(/\d+/g, '0')
    .replace(/ +/g, ' ')
    .replace(/[A-Z][a-z]{2}/, 'Mon')
    .replace(/[AP]M/, 'M')
/** `grep` has another sign around what it found. */
const signOf = (number: string): string => number.replace(/^[ \t]*\d+/, '').replace('-', ':')
const SHAPES: Readonly<Record<string, (text: string) => string>> = { stamp: shapeOf, number: signOf }
const layerOf = (name: string, text: string): Layer => (SHAPES[name] ? `${name} ${SHAPES[name](text)}` : name)
const nameOf = (layer: Layer): string => layer.replace(/ .*/, '')
const isStamp = (layer: Layer): boolean => nameOf(layer) === 'stamp'

class Voter {
  readonly files = new Set<string>()

  /** The layers before a line that is evidence behind them. */
  layers(line: string): readonly Layer[] | undefined {
    return this.#search(line.slice(0, FAR), [])
  }

  #search(text: string, above: readonly Layer[]): readonly Layer[] | undefined {
    if (PEELS.clock!(text, this.files) === 0 && isHead(text)) return above
    if (above.length === DEEP) return undefined
    const blanks = BLANKS.exec(text)?.[0] ?? ''
    for (const [name, peel] of EACH_PEEL) {
      const size = name === 'tag' && !above.some(isStamp) ? 0 : peel(text, this.files)
      const layer = layerOf(name, text.slice(0, size))
      const found = size > 0 ? this.#search(text.slice(size), [...above, layer]) : undefined
      if (found) return found
    }
    if (blanks !== '') return this.#search(text.slice(blanks.length), [...above, `${BLANK_LAYER}${blanks}`])
    return above.includes('file') ? undefined : this.#behindName(text, above)
  }

  /** A name that nobody has told yet is known by the line number behind it, and by the evidence behind that. */
  #behindName(text: string, above: readonly Layer[]): readonly Layer[] | undefined {
    if (this.files.size >= MOST_FILES) return undefined
    for (const { index, 0: place } of text.slice(0, 260).matchAll(PLACE)) {
      const name = text.slice(0, index)
      if (name === '' || this.files.has(name)) continue
      this.files.add(name)
      const found = this.#search(text.slice(index + place.length), [...above, 'file'])
      if (found) return found
      this.files.delete(name)
    }
    return undefined
  }
}

/** So many decide: the first ones, and as many from all over. */
const VOTERS = 60

function someOf(lines: readonly string[]): readonly string[] {
  const step = Math.ceil(lines.length / VOTERS)
  return lines.filter((_, i) => i < VOTERS || i % step === 0)
}

/** How to strip what stands before the lines of a sample, from the first on; undefined where most have nothing before them. */
export function stripOf(sample: readonly string[]): (() => Strip) | undefined {
  const voter = new Voter()
  const votes = new Map<string, number>()
  let voters = 0
  for (const line of someOf(sample)) {
    const layers = voter.layers(line)?.join('\n')
    if (layers === undefined) continue
    voters++
    votes.set(layers, (votes.get(layers) ?? 0) + 1)
  }
  const elected = electedOf(votes, voters)
  if (elected === undefined) return undefined
  const layers = elected.split('\n')
  const strip = stripper(layers, voter.files)
  return nameOf(layers[0]!) === 'number' && counts(sample, strip) ? () => counting(strip) : () => strip
}

/** Of those with enough votes the first, and below it what some have besides: it may look like evidence itself. */
function electedOf(votes: ReadonlyMap<string, number>, voters: number): string | undefined {
  const enough = [...votes]
    .filter(([layers, count]) => layers !== '' && count > voters * needed(layers))
    .sort((a, b) => b[1] - a[1])
    .map(([layers]) => layers)
  const deeper = (layers: string): string => {
    const next = enough.find(other => other.startsWith(`${layers}\n`))
    return next === undefined ? layers : deeper(next)
  }
  return enough[0] && deeper(enough[0])
}

/** Lines without a sign are left as they are, so that some are enough; indentation has none. */
const needed = (layers: string): number => (/^blanks [^\n]*$/.test(layers) ? 0.5 : 0.05)

function stripper(layers: readonly Layer[], files: ReadonlySet<string>): Strip {
  const peels = layers.map((layer, i) => peelOf(layer, i === 0 && layers.length === 1))
  return line => {
    let rest = line
    for (const peel of peels) {
      const size = peel(rest, files)
      if (size < 0) break
      rest = rest.slice(size)
    }
    return rest
  }
}

/** Indentation by itself is there or not: the rest of a line may begin with the blank between two words. */
function peelOf(layer: Layer, alone: boolean): Peel {
  if (!layer.startsWith(BLANK_LAYER)) return must(shaped(layer))
  const text = layer.slice(BLANK_LAYER.length)
  return alone ? line => (line.startsWith(text) ? text.length : 0) : blanksUpTo(text.length)
}

/** The rest of a line that somebody wrapped has nothing before it. */
const must =
  (peel: Peel): Peel =>
  (line, files) =>
    peel(line, files) || -1

function shaped(layer: Layer): Peel {
  const name = nameOf(layer)
  const peel = PEELS[name]!
  return (line, files) => {
    const size = peel(line, files)
    return layerOf(name, line.slice(0, size)) === layer ? size : 0
  }
}

const blanksUpTo =
  (most: number): Peel =>
  line =>
    Math.min(most, BLANKS.exec(line)?.[0].length ?? 0)

// ------------------------------------------------------------------------------------------------------ numbers

const numberOf = (line: string): number => Number(/^[ \t]*(\d{1,7})/.exec(line)?.[1] ?? Number.NaN)

/** From line to line the number is one more: at least as often as there is evidence behind one. */
function counts(sample: readonly string[], strip: Strip): boolean {
  let [last, next, heads] = [Number.NaN, 1, 0]
  for (const line of sample) {
    const number = numberOf(line)
    if (Number.isNaN(number)) continue
    if (isHead(strip(line))) heads++
    if (number === last + 1) next++
    if (number === last + 1 || heads === 0 || Number.isNaN(last)) last = number
  }
  return heads > 1 && next >= heads
}

/** A time at the beginning of a rest is no number of a line: that one is the next, or has evidence behind it. */
function counting(strip: Strip): Strip {
  let last = 0
  return line => {
    const number = numberOf(line)
    if (Number.isNaN(number)) return line
    const rest = strip(line)
    if (number !== last + 1 && !isHead(rest)) return line
    last = number
    return rest
  }
}
