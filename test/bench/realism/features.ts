import { type Row, rowOf } from './forms.ts'
import type { Subject } from './subjects.ts'
import { type Kind, saysOf } from './words.ts'

/**
 * A whole log as named numbers, none of which grows with its length: which forms of lines it has and how large their share
 * is, which two follow each other, how time passes, how its clock ticks, who speaks, and how varied it is. It does not know
 * whose log it is.
 */
export interface Described {
  readonly numbers: ReadonlyMap<string, number>
  /** A line by the name of a number that counts lines. */
  readonly examples: ReadonlyMap<string, string>
}

/** @param without kinds of words that are taken out first */
export function describe({ lines }: Subject, without: readonly Kind[]): Described {
  const rows = lines.map(rowOf)
  const kept = rows
    .map((row, i) => ({ row, line: lines[i]! }))
    .filter(({ row: { form } }) => form !== 'blank' && !without.includes(saysOf(form)!))
  const examples = new Map<string, string>()
  const fine = !without.includes('era')
  const clock = fine ? rows : rows.map(coarse)
  const numbers = [
    ...formsOf(kept, examples),
    ...timesOf(clock),
    ...(fine ? ticksOf(rows) : []),
    ...startOf(lines, rows),
    ...threadsOf(rows),
    ...varietyOf(kept),
  ]
  return { numbers: new Map(numbers), examples }
}

type Numbers = Iterable<readonly [name: string, value: number]>

interface Kept {
  readonly row: Row
  readonly line: string
}

/**
 * Shares as their roots: a form that is on a line in a thousand counts beside one that is on every third. Where something
 * was taken out, the lines around it follow each other, as if it had never been written.
 */
function* formsOf(kept: readonly Kept[], examples: Map<string, string>): Numbers {
  const counts = new Map<string, number>()
  const count = (name: string, line: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1)
    if (!examples.has(name)) examples.set(name, line)
  }
  kept.forEach(({ row, line }, i) => {
    count(row.form, line)
    const next = kept[i + 1]
    if (next && next.row.form !== row.form) count(`${row.form} > ${next.row.form}`, `${line} > ${next.line}`)
  })
  for (const [name, n] of counts) yield [name, Math.sqrt(n / kept.length)]
}

/**
 * As a clock shows it that advances 64 times a second. That of Server 2003 and 2008 does; all whole real logs are of
 * machines where it advances every millisecond. What is below a tick is a word of the era.
 */
const TICK = 15.625
const coarse = (row: Row): Row =>
  row.at === undefined ? row : { ...row, at: Math.floor(Math.ceil(row.at / TICK) * TICK) }

/** From one line to the next; midnight and another process turn a clock back, which says nothing. */
function gapsOf(rows: readonly Row[]): number[] {
  const times = rows.flatMap(({ at }) => (at === undefined ? [] : [at]))
  return times
    .slice(1)
    .map((at, i) => at - times[i]!)
    .filter(gap => gap >= 0)
}

const BOUNDS = [1, 5, 20, 40, 100, 1000]

function* timesOf(rows: readonly Row[]): Numbers {
  const gaps = gapsOf(rows)
  const some = gaps.filter(gap => gap > 0).sort((a, b) => a - b)
  const share = (is: (gap: number) => boolean, of = gaps): number => of.filter(is).length / Math.max(of.length, 1)
  for (const [i, bound] of BOUNDS.entries()) {
    const next = BOUNDS[i + 1] ?? Number.POSITIVE_INFINITY
    yield [`time: gaps of ${bound} ms and more, below ${next}`, share(gap => gap >= bound && gap < next)]
  }
  for (const part of [0.5, 0.9, 0.99]) yield [`time: log of gap at ${part}`, Math.log(quantile(some, part))]
  yield ['time: log of ms a line', Math.log(gaps.reduce((sum, gap) => sum + gap, 1) / rows.length)]
}

function* ticksOf(rows: readonly Row[]): Numbers {
  const some = gapsOf(rows).filter(gap => gap > 0)
  const share = (gaps: readonly number[]): number => some.filter(gap => gaps.includes(gap)).length / some.length
  yield ['clock: gaps of a tick or two', share([15, 16, 31, 32])]
  yield ['clock: gaps of 1 ms', share([1])]
  const times = [...new Set(rows.flatMap(({ at }) => (at === undefined ? [] : [at])))]
  for (const period of [TICK, 10]) yield [`clock: on one phase of ${period} ms`, together(times, period)]
  yield ['clock: phase to the second', Math.cos((2 * Math.PI * (times[0] ?? 0)) / TICK)]
}

/** 1 where all times have one phase, about 0 where they are spread. */
function together(times: readonly number[], period: number): number {
  const angles = times.map(at => (2 * Math.PI * at) / period)
  const sum = (of: (angle: number) => number): number => angles.reduce((all, angle) => all + of(angle), 0)
  return Math.hypot(sum(Math.cos), sum(Math.sin)) / Math.max(times.length, 1)
}

function* startOf(lines: readonly string[], rows: readonly Row[]): Numbers {
  const [, minute, second] = / \d{1,2}:(\d\d):(\d\d) /.exec(lines[0]!) ?? []
  const first = rows.find(({ at }) => at !== undefined)?.at ?? 0
  yield ['start: in the first second of a minute', second === '00' ? 1 : 0]
  yield ['start: at a minute that 5 divides', Number(minute) % 5 === 0 ? 1 : 0]
  yield ['start: in the first ms of a second', first % 1000 === 0 ? 1 : 0]
}

function* threadsOf(rows: readonly Row[]): Numbers {
  const spoken = rows.flatMap(({ speaker }) => (speaker ? [speaker] : []))
  const turns = spoken.filter(({ tid }, i) => i > 0 && spoken[i - 1]!.tid !== tid).length
  for (const side of ['c', 's'] as const) {
    const own = spoken.filter(speaker => speaker.side === side)
    yield [`threads: of ${side}`, new Set(own.map(({ tid }) => tid)).size]
    yield [`threads: share of lines by ${side}`, own.length / rows.length]
  }
  yield ['threads: root of turns a line', Math.sqrt(turns / rows.length)]
  const by4 = (of: (speaker: { pid: number; tid: number }) => number): number =>
    spoken.filter(speaker => of(speaker) % 4 === 0).length / spoken.length
  yield ['threads: numbers that 4 divides', by4(({ tid }) => tid)]
  yield ['threads: processes that 4 divides', by4(({ pid }) => pid)]
}

const GUID =
  /\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-([0-9A-Fa-f])[0-9A-Fa-f]{3}-([0-9A-Fa-f])[0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}\}/g

function* varietyOf(kept: readonly Kept[]): Numbers {
  const lengths = kept.map(({ line }) => line.length).sort((a, b) => a - b)
  for (const part of [0.1, 0.5, 0.9]) yield [`text: log of length at ${part}`, Math.log(1 + quantile(lengths, part))]
  const counts = new Map<string, number>()
  for (const { row } of kept) counts.set(row.form, (counts.get(row.form) ?? 0) + 1)
  const shares = [...counts.values()].map(n => n / kept.length)
  yield ['text: entropy of forms', -shares.reduce((sum, share) => sum + share * Math.log2(share), 0)]
  const guids = new Map(kept.flatMap(({ line }) => [...line.matchAll(GUID)].map(found => [found[0], found] as const)))
  const legal = [...guids.values()].filter(
    ([, version, variant]) => /[1-5]/.test(version!) && /[89abAB]/.test(variant!),
  )
  yield ['text: ids with version and variant', legal.length / Math.max(guids.size, 1)]
  yield ['text: root of ids a line', Math.sqrt(guids.size / kept.length)]
}

/** Of numbers in their order. */
function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 1
}
