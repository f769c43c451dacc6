import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { Answered } from '../../../sim/workbench/answers.ts'
import { checksOf } from '../../../sim/workbench/checks.ts'
import { githubOf } from '../../../sim/workbench/reports/github.ts'
import { junitOf } from '../../../sim/workbench/reports/junit.ts'
import type { Scored } from '../../../sim/workbench/score.ts'
import { rulesBehind, saidIn } from '../../../sim/workbench/told.ts'
import { needing, programs } from '../../needs.ts'

/** What becomes of answers in the forms of CI systems, and what is taken from a program of somebody's. */

const RULES: readonly Scored[] = ['held', 'full'].map(id => ({ id, cause: id, role: 'fault', signs: {} }))

const HOSTILE = 'Note: 1: 1306 <C:\\x&y.dll> ]]> "100 %" \u001b[31m::error::\u0000'

const answer = (
  bundle: string,
  visible: readonly string[],
  claimed: readonly string[],
  trouble?: string,
): Answered => ({
  bundle,
  scenario: bundle.split('/')[0]!,
  answer: { causes: visible, visible },
  sightings: visible.map(cause => ({ cause, artifact: 'evidence/a.log', place: 'line 12', text: HOSTILE })),
  claims: claimed.map(cause => ({ rule: cause, cause, role: 'fault', state: 'open', confidence: 0.9 })),
  signs: [],
  ...(trouble !== undefined && { trouble }),
})

const ANSWERS = [
  answer('one/1', ['held'], ['held']),
  answer('one/2', ['held', 'lost'], ['full']),
  answer('two/1', [], []),
  answer('three/1', [], [], 'it ended with 3'),
]

const CHECKS = checksOf(RULES, ANSWERS)

describe('cases', () => {
  test('are one for each cause and scenario, and one for what is not so', () => {
    expect(CHECKS.map(({ group, name }) => `${group}: ${name}`)).toEqual([
      'one: held',
      'one: lost',
      'one: nothing that is not so',
      'two: nothing that is not so',
      'three: nothing that is not so',
    ])
  })

  test('say what was missed with the line that shows it', () => {
    expect(CHECKS[0]).toMatchObject({ failures: [`held is not found in one/2: evidence/a.log, line 12: ${HOSTILE}`] })
    expect(CHECKS[2]).toMatchObject({ failures: ['full claims full in one/2, by 0.9; it is not so'], rules: ['full'] })
    expect(CHECKS[3]!.failures).toEqual([])
  })

  test('are passed over where no rule knows the cause', () => {
    expect(CHECKS[1]!.skipped).toBe('no rule knows this cause')
  })
})

describe('JUnit', () => {
  const XML = junitOf('lab1603 rules test', CHECKS)

  test('counts what failed, what was not answered and what was passed over', () => {
    expect(XML).toContain('<testsuites name="lab1603 rules test" tests="5" failures="2" errors="1">')
    expect(XML).toContain('<testsuite name="one" tests="3" failures="2" errors="0" skipped="1">')
    expect(XML).toContain('<testcase classname="two" name="nothing that is not so"/>')
    expect(XML).toContain('message="three/1: it ended with 3" type="error"')
  })

  const valid = (xml: string): number | null =>
    spawnSync('xmllint', ['--nonet', '--noout', '--schema', 'test/fixtures/junit.xsd', '-'], { input: xml }).status

  test('is what CI systems read, whatever the evidence holds', needing(programs('xmllint')), () => {
    expect(valid(XML)).toBe(0)
    expect(valid(XML.replace('<failure message', '<failure word'))).not.toBe(0)
  })
})

describe('GitHub', () => {
  test('has an error beside the rule, which no text of the evidence ends or adds to', () => {
    const lines = githubOf(CHECKS, rule =>
      rule === 'held' ? { file: 'my rules/a,b.yaml', line: 7 } : undefined,
    ).split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(
      /^::error file=my rules\/a%2Cb\.yaml,line=7,title=one%3A held::held is not found in one\/2/,
    )
    expect(lines[0]).toContain('"100 %25" \\u{1b}[31m')
    expect(lines[1]).toBe(
      '::error title=one%3A nothing that is not so::full claims full in one/2, by 0.9; it is not so',
    )
    expect(lines[3]).toBe('::notice title=lab1603 rules test::2 of 5 cases passed')
  })
})

describe('what a program prints', () => {
  test('is causes, or findings with a confidence, each once', () => {
    expect(saidIn('{"causes": ["a", "b", "a"]}').claims.map(({ cause, confidence }) => [cause, confidence])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    const findings = '{"findings": [{"cause": "a", "confidence": 0.7, "why": "x"}, {"cause": "b", "role": "state"}]}'
    expect(saidIn(findings).claims).toMatchObject([
      { rule: 'a', cause: 'a', role: 'fault', confidence: 0.7 },
      { rule: 'b', cause: 'b', role: 'state', confidence: 1 },
    ])
  })

  test.each([
    ['no JSON', 'causes: a', 'is not JSON'],
    ['neither', '{}', 'either `causes` or `findings`'],
    ['both', '{"causes": [], "findings": []}', 'either `causes` or `findings`'],
    ['a confidence of a hundred', '{"findings": [{"cause": "a", "confidence": 100}]}', 'findings.0.confidence'],
    ['no text', '{"causes": [1]}', 'causes.0'],
  ])('is no answer where it is %s', (_what, text, says) => {
    expect(saidIn(text)).toMatchObject({ claims: [], trouble: expect.stringContaining(says) })
  })

  test('has a rule for each cause that it names or should have named', () => {
    const asked = { ...answer('x', ['held'], []), ...saidIn('{"findings": [{"cause": "down", "role": "state"}]}') }
    expect(rulesBehind([asked]).map(({ id, role }) => [id, role])).toEqual([
      ['down', 'state'],
      ['held', 'fault'],
    ])
  })
})
