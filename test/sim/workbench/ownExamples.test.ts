import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { BUILT_IN, builtIn } from '../../../sim/diagnosis/packs/builtIn.ts'
import { casesOf } from '../../../sim/diagnosis/packs/examples.ts'
import { loadExamples } from '../../../sim/diagnosis/packs/load.ts'
import { nameOf, posedOf, triedIn } from '../../../sim/workbench/examples.ts'
import { OWN_EXAMPLES } from '../../../sim/workbench/ownExamples.ts'
import { noticedInCase, weakenedIn } from '../../../sim/workbench/weakened/trial.ts'
import { formatProblems } from '../../../sim/written/problems.ts'

/** What is written down as true of made-up evidence, asked of the rules of the program. Those of scenarios: test/scenarios/diagnosed.test.ts. */

const NOTHING = evidenceFrom([])

test.each(BUILT_IN.map(pack => [pack.pack, pack] as const))(
  'the examples of %s keep the contract, and are what is built in',
  (name, pack) => {
    const file = `rules/${name}.examples.yaml`
    const text = readFileSync(file, 'utf8')
    const loaded = loadExamples(text, file, pack)
    expect(loaded.ok ? '' : formatProblems(loaded.problems, text)).toBe('')
    expect(loaded.ok && loaded.examples).toEqual(OWN_EXAMPLES[name])
  },
)

describe.each(builtIn.entries.map(({ rule, pack }) => [rule.id, OWN_EXAMPLES[pack]![rule.id] ?? []] as const))(
  '%s',
  (rule, examples) => {
    test('says of what is made up what is true of it', () => {
      for (const example of examples.filter(({ scenario }) => scenario === undefined)) {
        for (const posed of posedOf(rule, example, NOTHING, builtIn)) {
          expect(triedIn(posed, builtIn)).toEqual({ rule, example: expect.any(String), expect: posed.posed.expect })
        }
      }
    })

    test('has a near miss: evidence that falls short of it by little', () => {
      const absent = examples.flatMap(casesOf).filter(({ expect: expected }) => expected === 'absent')
      expect(absent.length).toBeGreaterThan(0)
    })

    test('says why, where evidence is not that of a scenario as it is', () => {
      const changed = examples.filter(({ files, without, change, rows }) => files ?? without ?? change ?? rows)
      expect(changed.filter(({ because }) => because === undefined).map(example => nameOf(example))).toEqual([])
    })
  },
)

test('of the rules of the program, made weaker in one thing, made-up evidence alone notices 95 of 100', () => {
  const weakened = weakenedIn(BUILT_IN, [])
  let left: readonly number[] = weakened.map((_, i) => i)
  for (const { rule, pack } of builtIn.entries) {
    for (const example of (OWN_EXAMPLES[pack]![rule.id] ?? []).filter(({ scenario }) => scenario === undefined)) {
      for (const posed of posedOf(rule.id, example, NOTHING, builtIn)) {
        const noticed = new Set(noticedInCase(posed, builtIn, weakened, left))
        left = left.filter(number => !noticed.has(number))
      }
    }
  }
  const unnoticed = left.map(i => `${weakened[i]!.weakening.rule} ${weakened[i]!.weakening.where}`)
  expect(1 - left.length / weakened.length, unnoticed.join('\n')).toBeGreaterThanOrEqual(0.95)
})
