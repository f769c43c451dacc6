import { faulty } from '../../library/arbitraries/scenario.ts'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { drawn } from './trial.ts'

/** One seed, the same draws, the same facts, the same bytes: compared one by one, up to the first difference. */

interface Traced {
  readonly draws: readonly number[]
  readonly run: Run
}

function traced(scenario: Scenario, seed: number): Traced {
  const draws: number[] = []
  const run = simulate(scenario, { seed, watchDraws: drawn => draws.push(drawn) })
  return { draws, run }
}

function firstDifference(a: Traced, b: Traced): string | undefined {
  const draw = a.draws.findIndex((drawn, i) => drawn !== b.draws[i])
  if (draw >= 0 || a.draws.length !== b.draws.length) return `draw ${draw}`
  const [one, other] = [a.run.servers[0]!.facts, b.run.servers[0]!.facts]
  const fact = one.findIndex((f, i) => JSON.stringify(f) !== JSON.stringify(other[i]))
  return fact >= 0 || one.length !== other.length ? `fact ${fact}` : undefined
}

export const sameFacts = drawn({
  name: 'same-facts',
  law: 'one seed gives every draw and every fact again',
  sample: 150,
  whole: 1000,
  from: faulty,
  broken: ({ scenario, seed }) => firstDifference(traced(scenario, seed), traced(scenario, seed)),
})

export const sameBytes = drawn({
  name: 'same-bytes',
  law: 'one seed gives every byte again',
  sample: 20,
  whole: 100,
  from: faulty,
  broken({ scenario, seed }) {
    const bundle = () =>
      makeBundle(simulate(scenario, { seed }), { scenarioText: '', scenarioName: '', toolVersion: '' })
    const [one, other] = [bundle(), bundle()]
    if (one.map(f => f.path).join() !== other.map(f => f.path).join()) return 'other files'
    return one.find((file, i) => Buffer.compare(file.bytes, other[i]!.bytes) !== 0)?.path
  },
})

export const otherDraws = drawn({
  name: 'other-draws',
  law: 'another seed draws otherwise',
  sample: 20,
  whole: 20,
  from: faulty,
  broken: ({ scenario, seed }) =>
    firstDifference(traced(scenario, seed), traced(scenario, seed + 1)) === undefined ? 'the same draws' : undefined,
})
