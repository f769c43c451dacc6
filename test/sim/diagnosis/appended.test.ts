import { expect, test } from 'vitest'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { isCall, simulate } from '../../../sim/run/simulate.ts'
import type { Scenario } from '../../../sim/scenario/spec.ts'
import { scenarioById } from '../../laws/state.ts'
import { scenarioIds } from '../forms/log/logs.ts'

/** Logs that were appended to one file say what they say apart. */

const findings = (scenario: Scenario): readonly string[] => {
  const files = makeBundle(simulate(scenario, { seed: 1 }), { scenarioText: '', scenarioName: '', toolVersion: '' })
  const { findings } = diagnose(evidenceFrom(files.filter(({ path }) => path.startsWith('evidence/'))))
  return findings.map(({ cause, confidence }) => `${cause} ${confidence}`)
}

const appended = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.map(step =>
    isCall(step) && step.log ? { ...step, log: { path: 'C:\\all.log', letters: `${step.log.letters}+` } } : step,
  ),
})

const several = scenarioIds.filter(
  id => scenarioById(id).scenario.steps.filter(step => isCall(step) && step.log).length > 1,
)

test.each(several)('%s', id => {
  const { scenario } = scenarioById(id)
  expect(findings(appended(scenario))).toEqual(findings(scenario))
})

test('there are such scenarios', () => {
  expect(several.length).toBeGreaterThan(2)
})
