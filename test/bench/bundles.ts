import { examine } from '../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../sim/diagnosis/evidence.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import { exerciseOf } from '../../sim/workbench/bundles.ts'
import { readOwnScenario, scenarioIds } from '../../tui/input.ts'
import { partOf, rounded, SEED, type Tell } from './part.ts'
import { median, medians } from './timing.ts'

/** Bundles in memory, diagnosed: one of each scenario, since their logs differ by a factor of ten. */
interface BundlesReport {
  readonly bundles: number
  /** Of their times the one in the middle; the aim is 40. */
  readonly ms: number
  readonly readMs: number
  readonly examinedMs: number
  /** Of the slowest one. */
  readonly mostMs: number
}

const ROUNDS = 5

export const bundles = partOf(
  'a bundle, diagnosed in memory: one of each scenario',
  measure,
  ({ bundles, ms, readMs, examinedMs, mostMs }) => [
    [
      `a bundle diagnosed, the median of ${bundles}`,
      `${ms} ms: ${readMs} to read, ${examinedMs} to look; ${mostMs} at most`,
    ],
  ],
)

function measure(tell: Tell): BundlesReport {
  const times = scenarioIds().map(id => {
    tell(id)
    const loaded = loadScenario(readOwnScenario(id).text, id)
    if (!loaded.ok) throw new Error(`${id}: ${loaded.problems[0]?.message}`)
    const { evidence } = exerciseOf(id, simulate(loaded.scenario, { seed: SEED }))
    // What was found out of some evidence is remembered with it: each time it is read anew.
    let fresh = evidenceFrom(evidence)
    const read = (): void => {
      fresh = evidenceFrom(evidence)
    }
    return medians(ROUNDS, { read, examined: () => examine(fresh) })
  })
  const both = times.map(({ read, examined }) => read + examined)
  return {
    bundles: times.length,
    ms: rounded(median(both)),
    readMs: rounded(median(times.map(({ read }) => read))),
    examinedMs: rounded(median(times.map(({ examined }) => examined))),
    mostMs: rounded(Math.max(...both)),
  }
}
