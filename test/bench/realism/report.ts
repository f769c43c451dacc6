import { groupedBy } from '../../../sim/grouped.ts'
import type { Shown, Subject } from './subjects.ts'
import { type Table, tableOf } from './table.ts'
import { areaLeftOut, areaShuffled, areaUnderCurve, fitted } from './validation.ts'
import type { Kind } from './words.ts'

/** What the classifier finds: areas under the curve, with what they are to be compared with, and what it goes by. */
export interface Report {
  readonly compared: readonly string[]
  readonly verdicts: readonly Verdict[]
}

export interface Verdict {
  readonly what: string
  readonly area: string
  /** The area for classes that mean nothing. */
  readonly shuffled: string | undefined
  readonly strongest: readonly Strong[]
}

interface Strong {
  readonly name: string
  /** Above 0 where it speaks for ours; in standard deviations. */
  readonly weight: number
  /** The mean of each side. */
  readonly ours: string
  readonly real: string
  /** The area of this number by itself. */
  readonly alone: string
  readonly example: string | undefined
}

export function reportOf(all: readonly Subject[], strongest: number): Report {
  const subjects = all.filter(one => SHOWN.some(([shown]) => shown === one.shown))
  const real = subjects.filter(one => one.real)
  const own = subjects.filter(one => !one.real)
  return {
    compared: [counted('real', real), counted('ours', own)],
    verdicts: [
      ...WITHOUT.map(([says, kinds]) => verdictOf(says, tableOf(subjects, kinds), strongest)),
      ...SHOWN.map(([shown, says]) => {
        const some = subjects.filter(one => one.shown === shown)
        return brief(`without era and operation, ${says}`, tableOf(some, BARE))
      }),
      ...yardsticks(real),
    ],
  }
}

/**
 * How well one real product is told from the others, without the words. Ours are one product as well: a classifier that
 * tells any product from the rest says nothing of who wrote the log. Each of its logs is a group, as our scenarios are.
 */
function yardsticks(real: readonly Subject[]): Verdict[] {
  const families = groupedBy(real, ({ group }) => group)
  const large = [...families].filter(([, logs]) => logs.length >= ENOUGH)
  return large.map(([family]) => {
    const subjects = real.map(one => (one.group === family ? { ...one, group: `${family} ${one.name}` } : one))
    const table = tableOf(subjects, BARE, ({ group }) => group.startsWith(`${family} `))
    return brief(`without era and operation, the real ${family} from other real products`, table)
  })
}

const BARE: readonly Kind[] = ['era', 'operation']
const WITHOUT: readonly (readonly [says: string, kinds: readonly Kind[]])[] = [
  ['with all words', []],
  ['without words of era and operation', BARE],
  ['without words of era, operation and product', [...BARE, 'product']],
]

/** Of what there are real logs. */
const SHOWN: readonly (readonly [Shown, says: string])[] = [
  ['wizard', 'of runs with a wizard'],
  ['nothing', 'of silent runs'],
]

const ENOUGH = 4
const SHUFFLES = 10

function brief(what: string, { samples }: Table): Verdict {
  return { what, area: areaLeftOut(samples).toFixed(3), shuffled: undefined, strongest: [] }
}

function verdictOf(what: string, table: Table, strongest: number): Verdict {
  const shuffled = Array.from({ length: SHUFFLES }, (_, i) => areaShuffled(table.samples, i))
  return {
    ...brief(what, table),
    shuffled: (shuffled.reduce((sum, area) => sum + area, 0) / SHUFFLES).toFixed(3),
    strongest: strongestOf(table, strongest),
  }
}

function strongestOf({ names, samples, described }: Table, count: number): Strong[] {
  const { weights } = fitted(samples)
  const columns = names.map((_, j) => j).sort((a, b) => Math.abs(weights[b]!) - Math.abs(weights[a]!))
  return columns.slice(0, count).map(j => {
    const name = names[j]!
    const mean = (positive: boolean): string => {
      const rows = samples.filter(sample => sample.positive === positive)
      return (rows.reduce((sum, { row }) => sum + row[j]!, 0) / rows.length).toFixed(3)
    }
    const shown = (positive: boolean): string | undefined =>
      described.find(({ examples }, i) => samples[i]!.positive === positive && examples.has(name))?.examples.get(name)
    return {
      name,
      weight: weights[j]!,
      ours: mean(true),
      real: mean(false),
      alone: areaUnderCurve(samples.map(({ positive, row }) => ({ positive, score: row[j]! }))).toFixed(3),
      example: (shown(weights[j]! > 0) ?? shown(weights[j]! <= 0))?.slice(0, 200),
    }
  })
}

function counted(whose: string, subjects: readonly Subject[]): string {
  const groups = new Set(subjects.map(({ group }) => group)).size
  return `${whose}: ${subjects.length} whole logs of ${groups} ${whose === 'real' ? 'products' : 'scenarios'}`
}
