import { randomFrom } from '../../../sim/server/random.ts'
import { learn, type Model } from './regression.ts'

/**
 * How well two classes are told apart by what has not been seen: groups are left out in turn, some of each class, and what
 * the rest teaches is asked about them. Knows rows of numbers and groups, no logs.
 */
export interface Sample {
  readonly group: string
  readonly positive: boolean
  readonly row: Float64Array
}

/** The area under the curve over all samples, each scored by a model that has not seen its group. */
export function areaLeftOut(samples: readonly Sample[]): number {
  const folds = foldsOf(samples)
  const scored = [...new Set(folds.values())].flatMap(fold => {
    const model = fitted(samples.filter(({ group }) => folds.get(group) !== fold))
    const left = samples.filter(({ group }) => folds.get(group) === fold)
    return left.map(({ positive, row }) => ({ positive, score: model.score(row) }))
  })
  return areaUnderCurve(scored)
}

/** Both classes weigh the same, and in each of them every group. */
export function fitted(samples: readonly Sample[]): Model {
  const size = sizes(samples, ({ group }) => group)
  const groups = sizes([...new Map(samples.map(sample => [sample.group, sample])).values()], ({ positive }) => positive)
  const weights = samples.map(({ group, positive }) => 1 / (size.get(group)! * groups.get(positive)!))
  return learn(
    samples.map(({ row }) => row),
    samples.map(({ positive }) => positive),
    weights,
  )
}

/** The share of pairs, one of each class, of which the positive one has the higher score; a tie is half. */
export function areaUnderCurve(scored: readonly { readonly positive: boolean; readonly score: number }[]): number {
  const positive = scored.filter(one => one.positive)
  const negative = scored.filter(one => !one.positive)
  const won = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0)
  const wins = positive.reduce((sum, p) => sum + negative.reduce((own, n) => own + won(p.score, n.score), 0), 0)
  return wins / (positive.length * negative.length)
}

/** The same with the classes dealt out anew among the groups: what is left is what the method makes up. */
export function areaShuffled(samples: readonly Sample[], seed: number): number {
  const random = randomFrom(`shuffled ${seed}`)
  const groups = [...new Map(samples.map(({ group, positive }) => [group, positive]))]
  const order = groups.map(([group]) => ({ group, drawn: random.fraction() })).sort((a, b) => a.drawn - b.drawn)
  const classes = new Map(order.map(({ group }, i) => [group, groups[i]![1]]))
  return areaLeftOut(samples.map(sample => ({ ...sample, positive: classes.get(sample.group)! })))
}

/** The groups of each class dealt out in turn to as many folds as the smaller class has groups. */
function foldsOf(samples: readonly Sample[]): Map<string, number> {
  const [positive, negative] = [true, false].map(is =>
    [...new Set(samples.filter(sample => sample.positive === is).map(({ group }) => group))].sort(),
  ) as [string[], string[]]
  const folds = Math.min(positive.length, negative.length)
  return new Map([positive, negative].flatMap(groups => groups.map((group, i) => [group, i % folds] as const)))
}

function sizes<T, Key>(all: readonly T[], by: (one: T) => Key): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const one of all) counts.set(by(one), (counts.get(by(one)) ?? 0) + 1)
  return counts
}
