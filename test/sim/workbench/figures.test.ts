import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../../sim/corpus/combine.ts'
import type { CorpusPlan } from '../../../sim/corpus/plan.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { builtIn } from '../../../sim/diagnosis/packs/builtIn.ts'

import { answersOf, askRules } from '../../../sim/workbench/answers.ts'
import { exercisesOf } from '../../../sim/workbench/bundles.ts'
import { type Score, score } from '../../../sim/workbench/score.ts'
import { scenarioById, scenarioIds } from '../../laws/state.ts'
import { filesOf, needing, REAL_LOGS } from '../../needs.ts'

/** How well the rules of the program do, on a sample; `rules test` counts as many as one likes. */

const faults = faultsOf(scenarioIds().map(id => scenarioById(id).text))

function scoreOf(least: number, most: number, count: number): Score {
  const plan: CorpusPlan = { seed: 4711, count, scenarios: [], combine: { least, most, faults } }
  return score(
    builtIn.entries.map(({ rule }) => rule),
    [...answersOf(exercisesOf(plan), askRules(builtIn))],
  )
}

const POINTS = 0.05
const ENOUGH = 50

describe('of servers with one to three faults', () => {
  const { whole, rules, calibration } = scoreOf(1, 3, 60)

  test('what the evidence shows is found', () => {
    expect(whole.visible).toBeGreaterThan(60)
    expect(whole.found / whole.visible).toBeGreaterThan(0.95)
  })

  test('no fault is claimed that is not there', () => {
    expect(whole.claims).toBeGreaterThan(60)
    expect(rules.filter(({ fooledBy }) => fooledBy.length > 0)).toEqual([])
  })

  test('what is said first is a cause', () => {
    expect(whole.first / whole.showing).toBeGreaterThan(0.95)
  })

  test('what is said to be sure comes true as often', () => {
    const counted = calibration.filter(({ claims }) => claims >= ENOUGH)
    expect(counted.length).toBeGreaterThan(0)
    for (const { claims, true: right, said } of counted) expect(Math.abs(right / claims - said!)).toBeLessThan(POINTS)
  })
})

test('of healthy servers no fault is claimed', () => {
  expect(scoreOf(0, 0, 12).whole).toMatchObject({ claims: 0, visible: 0 })
})

/** As the list of the real logs has it: what the installer returned. */
function succeeded(): readonly string[] {
  if (REAL_LOGS.missing !== undefined) return ['each log']
  const [list] = filesOf(REAL_LOGS, /^INDEX\./)
  const rows = readFileSync(`${REAL_LOGS.path}${list}`, 'utf8').split('\n').slice(1)
  const stems = rows.map(row => row.split('\t')).filter(([, , , , , result]) => /^(?:0|3010)$/.test(result ?? ''))
  const names = new Set(stems.map(([file]) => file!.replace(/\.\w+$/, '')))
  return filesOf(REAL_LOGS, /^[^/]+\.txt$/).filter(name => names.has(name.replace(/\.txt$/, '')))
}

describe('logs of runs that did not fail', needing(REAL_LOGS), () => {
  test('are many', () => {
    expect(succeeded().length).toBeGreaterThan(20)
  })

  test.each(succeeded())('%s: no fault', name => {
    const evidence = evidenceFrom([{ path: name, bytes: readFileSync(`${REAL_LOGS.path}${name}`) }])
    expect(diagnose(evidence).findings.filter(({ role }) => role === 'fault')).toEqual([])
  })
})
