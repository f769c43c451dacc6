import { describe, expect, test } from 'vitest'
import { faultsOf } from '../../../sim/corpus/faults.ts'
import { type CorpusPlan, corpusScenario } from '../../../sim/corpus/plan.ts'
import type { Claim } from '../../../sim/diagnosis/findings.ts'
import { builtIn } from '../../../sim/diagnosis/packs/builtIn.ts'
import type { Rule } from '../../../sim/diagnosis/packs/schema.ts'
import { type Answered, answersOf, askRules } from '../../../sim/workbench/answers.ts'
import { type Exercise, exercisesOf } from '../../../sim/workbench/bundles.ts'
import { score } from '../../../sim/workbench/score.ts'
import { shortcomings } from '../../../sim/workbench/thresholds.ts'
import { formatScore } from '../../../sim/workbench/words.ts'
import { scenarioById } from '../../laws/state.ts'

/** What is counted, by hand; and bundles that are made, asked and counted. */

const rule = (id: string, role: Rule['role'] = 'fault', signs: readonly string[] = ['told']): Rule => ({
  id,
  cause: id,
  title: id,
  sources: [],
  grade: 'modelled',
  role,
  signs: Object.fromEntries(signs.map(name => [name, { weight: 0.5, when: { some: { is: 'attempt' } } }])),
  remedies: [],
})

const RULES = [rule('full', 'fault', ['told', 'seen']), rule('held'), rule('down', 'state')]

const claim = (id: string, confidence: number): Claim => ({
  rule: id,
  cause: id,
  role: RULES.find(one => one.id === id)!.role,
  state: 'open',
  confidence,
})

const answered = (bundle: string, causes: string[], visible: string[], claims: readonly Claim[]): Answered => ({
  bundle,
  scenario: bundle,
  answer: { causes, visible },
  sightings: [],
  claims,
  signs: claims.map(one => ({ rule: one.rule, sign: 'told' })),
})

const BUNDLES = [
  answered('right', ['full'], ['full'], [claim('full', 0.9), claim('down', 0.4)]),
  answered('taken for another', ['held'], ['held'], [claim('full', 0.7)]),
  answered('second', ['held', 'down'], ['held'], [claim('down', 0.8), claim('held', 0.95), claim('held', 0.3)]),
  answered('nothing said', ['held', 'lost'], ['held', 'lost'], []),
  answered('silent', ['full'], [], [claim('full', 1)]),
  answered('healthy', [], [], []),
]

const SCORE = score(RULES, BUNDLES)

describe('a score', () => {
  test('counts claims of faults and what the evidence shows', () => {
    expect(SCORE.bundles).toBe(6)
    expect(SCORE.whole).toEqual({ claims: 4, true: 3, false: 1, visible: 5, found: 2, showing: 4, first: 2 })
  })

  test('counts by rule', () => {
    expect(SCORE.rules[0]).toEqual({
      id: 'full',
      cause: 'full',
      claims: 3,
      true: 2,
      false: 1,
      visible: 1,
      found: 1,
      precision: 0.6667,
      recall: 1,
      first: 2,
      exercisedBy: ['right'],
      fooledBy: ['taken for another'],
      signsNeverSeen: ['seen'],
    })
    expect(SCORE.rules[1]).toMatchObject({ claims: 1, true: 1, visible: 3, found: 1, recall: 0.3333, first: 0 })
  })

  test('a state is what stands there, and no false claim', () => {
    expect(SCORE.rules[2]).toMatchObject({ claims: 2, true: 1, false: 0, visible: 0, recall: null, fooledBy: [] })
  })

  test('counts by cause, whether or not a rule knows it', () => {
    expect(SCORE.causes).toEqual([
      { cause: 'down', inTruth: 1, visible: 0, found: 0, missedIn: [] },
      { cause: 'full', inTruth: 2, visible: 1, found: 1, missedIn: [] },
      { cause: 'held', inTruth: 3, visible: 3, found: 1, missedIn: ['taken for another', 'nothing said'] },
      { cause: 'lost', inTruth: 1, visible: 1, found: 0, missedIn: ['nothing said'] },
    ])
  })

  test('says what was claimed beside what was missed', () => {
    expect(SCORE.confusion).toEqual([
      { missed: 'held', beside: 'full', count: 1 },
      { missed: 'held', beside: null, count: 1 },
      { missed: 'lost', beside: null, count: 1 },
    ])
  })

  test('holds confidence against what came true', () => {
    const { calibration } = SCORE
    expect(calibration.map(({ claims }) => claims)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 3])
    expect(calibration[7]).toEqual({ from: 0.7, to: 0.8, claims: 1, true: 0, said: 0.7 })
    expect(calibration[9]).toEqual({ from: 0.9, to: 1, claims: 3, true: 3, said: 0.95 })
  })

  test('falls short of what is asked for, rule by rule and cause by cause', () => {
    expect(shortcomings(SCORE, {})).toEqual([])
    expect(shortcomings(SCORE, { minPrecision: 0.66, minRecall: 0.33 })).toEqual([])
    expect(shortcomings(SCORE, { minPrecision: 0.67, minRecall: 0.34 })).toEqual([
      'full: 2 of 3 claims are true',
      'held: found in 1 of 3 bundles that show it',
    ])
  })

  test('is a page', () => {
    const page = formatScore(SCORE, { color: false, width: 80 })
    expect(page).toContain('causes found   2 of 5 (40.0 %)')
    expect(page).toMatch(/^ {2}held +1 +1 +0 +3 +1 +33\.3 % +0$/m)
    expect(page).toMatch(/^ {2}held +full +1$/m)
    expect(page).toMatch(/^Fooled\n {2}full\n {4}taken for another$/m)
    expect(page).toMatch(/^Causes without a rule\n {2}lost$/m)
    expect(formatScore(score(RULES, []), { color: false, width: 80 })).toContain('0 of 0 (-)')
  })
})

describe('bundles', () => {
  const SCENARIOS = ['file-in-use', 'clean-install'].map(id => {
    const { scenario, text } = scenarioById(id)
    return corpusScenario(id, id, text, scenario)
  })
  const plan: CorpusPlan = { seed: 1, count: 2, scenarios: SCENARIOS }
  const made = [...exercisesOf(plan)]

  test('have evidence alone, and the answer beside it', () => {
    expect(made.map(({ name }) => name.replace(/-\d+$/, ''))).toEqual(['000001-file-in-use', '000002-clean-install'])
    expect(made.map(({ answer }) => answer)).toEqual([
      { causes: ['file-in-use'], visible: ['file-in-use'] },
      { causes: [], visible: [] },
    ])
    for (const { evidence } of made) expect(evidence.filter(({ path }) => !path.startsWith('evidence/'))).toEqual([])
  })

  test('are answered by rules, with the signs that they saw', () => {
    const [held, clean] = [...answersOf(made, askRules(builtIn))]
    expect(held!.claims[0]).toMatchObject({ rule: 'file-in-use', cause: 'file-in-use', role: 'fault', state: 'open' })
    expect(held!.signs).toContainEqual({ rule: 'file-in-use', sign: 'in-log' })
    expect(held!.signs).not.toContainEqual({ rule: 'disk-full', sign: 'full' })
    expect(clean!.claims).toEqual([])
  })

  test('are the same again, combinations as well', () => {
    const faults = faultsOf([SCENARIOS[0]!.text])
    const combined: CorpusPlan = { ...plan, seed: 4, combine: { least: 1, most: 1, faults } }
    const digest = ({ name, evidence, answer }: Exercise): unknown => [name, answer, evidence.map(f => f.bytes.length)]
    expect([...exercisesOf(combined)].map(digest)).toEqual([...exercisesOf(combined)].map(digest))
    for (const { answer } of exercisesOf(combined)) expect(answer.causes).toEqual(['file-in-use'])
  })
})
