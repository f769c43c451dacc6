import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { faulty } from '../arbitraries/scenario.ts'

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

describe('one seed', () => {
  test('gives every draw and every fact again, in 1000 runs', () => {
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        expect(firstDifference(traced(scenario, seed), traced(scenario, seed))).toBeUndefined()
      }),
      { numRuns: 1000 },
    )
  })

  test('gives every byte again, in 100 runs', () => {
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        const bundle = () =>
          makeBundle(simulate(scenario, { seed }), { scenarioText: '', scenarioName: '', toolVersion: '' })
        const [one, other] = [bundle(), bundle()]
        expect(one.map(f => f.path)).toEqual(other.map(f => f.path))
        for (const [i, file] of one.entries()) {
          expect(Buffer.compare(Buffer.from(file.bytes), Buffer.from(other[i]!.bytes)), file.path).toBe(0)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('another seed draws otherwise', () => {
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        expect(firstDifference(traced(scenario, seed), traced(scenario, seed + 1))).toBeDefined()
      }),
      { numRuns: 20 },
    )
  })
})
