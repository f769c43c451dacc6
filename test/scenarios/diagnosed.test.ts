import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { evidenceFrom, type RawFile } from '../../sim/diagnosis/evidence.ts'
import { KIND_NAMES, rowSchema } from '../../sim/diagnosis/observations/kinds.ts'
import { observe } from '../../sim/diagnosis/observations/observe.ts'
import { builtIn } from '../../sim/diagnosis/packs/builtIn.ts'
import { casesOf, type Example } from '../../sim/diagnosis/packs/examples.ts'
import { diagnosisJsonSchema } from '../../sim/diagnosis/schema.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { filesOf, nameOf, posedOf, triedIn } from '../../sim/workbench/examples.ts'
import { OWN_EXAMPLES } from '../../sim/workbench/ownExamples.ts'
import { scenarioById, scenarioIds } from '../laws/state.ts'
import { linesIn } from '../sim/diagnosis/helpers.ts'

/** Diagnosis of every scenario of the project, from the bytes of its evidence: what a rule finds, misses, and makes up. */

const SEED = 1

/** What a failure leaves behind is a finding as well, whoever has left it. */
const LEFT_BEHIND: readonly string[] = ['services-disabled', 'restart-pending', 'verbose-logging-left-on']

/** Causes that have a rule, in scenarios in which it does not find them. */
const MISSED: Readonly<Record<string, readonly string[]>> = {
  // The events say no more than that it failed, and who called.
  'not-elevated-mailbox': ['not-elevated'],
  // Nothing says that the page which was replaced had been edited.
  'owa-customisation-lost-logon': ['owa-customisation-lost'],
  // Without a log nobody knows when a script was started.
  'revocation-unreachable-silent': ['revocation-unreachable'],
}

const EXAMPLES = Object.values(OWN_EXAMPLES).flatMap(examples =>
  Object.entries(examples).flatMap(([rule, own]) => own.map((example): [string, Example] => [rule, example])),
)

/** Of rules that find their cause the scenarios in which they do. */
const EXERCISED = new Map<string, Set<string>>()
const exercises = (rule: string, id: string): void => {
  EXERCISED.set(rule, (EXERCISED.get(rule) ?? new Set()).add(id))
}

/** Fields that examples have, and no simulated server shows: of rows that stand in evidence of others. */
const UNSEEN: readonly string[] = ['log.message systemError']

const ruled = new Set<string>(builtIn.entries.map(({ rule }) => rule.cause))

function evidenceOf(id: string): RawFile[] {
  const { scenario, text } = scenarioById(id)
  const run = simulate(scenario, { seed: SEED })
  const files = makeBundle(run, { scenarioName: id, scenarioText: text, toolVersion: 'test' })
  return files.filter(({ path }) => path.startsWith('evidence/'))
}

const observed = new Set<string>()
const SCHEMAS = new Map(KIND_NAMES.map(name => [name, rowSchema(name)]))
const isDiagnosis = new Ajv({ allErrors: true }).compile(diagnosisJsonSchema())

describe.each(scenarioIds())('%s', id => {
  const { causes } = scenarioById(id).scenario
  const files = evidenceOf(id)
  const evidence = evidenceFrom(files)
  const diagnosis = diagnose(evidence)
  const { findings, herrings } = diagnosis
  const found: readonly string[] = findings.map(({ cause }) => cause)

  test('each of its causes is found for which there is a rule', () => {
    expect(causes.filter(cause => ruled.has(cause) && !found.includes(cause))).toEqual(MISSED[id] ?? [])
  })

  test('nothing else is found, but what a failure leaves behind', () => {
    const known: readonly string[] = [...causes, ...LEFT_BEHIND]
    expect(found.filter(cause => !known.includes(cause))).toEqual([])
  })

  test('the diagnosis is what its schema says', () => {
    expect(isDiagnosis(JSON.parse(JSON.stringify(diagnosis))), JSON.stringify(isDiagnosis.errors)).toBe(true)
  })

  test('what rules give as examples of it holds', () => {
    for (const [rule, example] of EXAMPLES.filter(([, { scenario }]) => scenario === id)) {
      const { left, strange } = filesOf(example, files)
      expect([nameOf(example), strange]).toEqual([nameOf(example), undefined])
      const own = left.length === files.length ? evidence : evidenceFrom(left)
      for (const posed of posedOf(rule, example, own, builtIn)) {
        expect(triedIn(posed, builtIn)).toEqual({ rule, example: expect.any(String), expect: posed.posed.expect })
        if (posed.posed.expect === 'found') exercises(rule, id)
      }
    }
    for (const { rule } of findings) exercises(rule, id)
  })

  test('every finding and every herring quotes a line', () => {
    for (const finding of findings) expect(finding.evidence.length).toBeGreaterThan(0)
    const read = new Set(evidence.installerLogs.map(({ path }) => path))
    const logs = new Map(files.filter(({ path }) => read.has(path)).map(({ path, bytes }) => [path, linesIn(bytes)]))
    for (const { path, line, text } of [...findings.flatMap(finding => finding.evidence), ...herrings]) {
      expect(text.trim()).not.toBe('')
      if (logs.has(path)) expect(text).toBe(logs.get(path)![line - 1])
    }
  })

  test('every observation has the fields of its kind', () => {
    const rows = observe(evidence).rows()
    for (const row of rows) {
      for (const [field, value] of Object.entries(row)) if (value !== undefined) observed.add(`${row.kind} ${field}`)
    }
    const strange = rows.flatMap(
      row =>
        SCHEMAS.get(row.kind)!
          .safeParse(row)
          .error?.issues.map(issue => [row, issue]) ?? [],
    )
    expect(strange).toEqual([])
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i))
  })

  test('what is advised says where a word comes from that only another command can tell', () => {
    for (const { title, commands, placeholders = [], byHand = [] } of findings.flatMap(({ remedies }) => remedies)) {
      const words = commands.flatMap(command => [...command.matchAll(/<([^<>]+)>/g)].map(([, word]) => word))
      expect(new Set([...placeholders.map(({ name }) => name), ...byHand]), title).toEqual(new Set(words))
      for (const { pattern } of placeholders) expect(() => new RegExp(pattern, 'im')).not.toThrow()
    }
    expect(findings.flatMap(({ remedies }) => remedies.flatMap(({ byHand = [] }) => byHand))).toEqual([])
  })
})

test('every scenario of which something is missed exists', () => {
  expect(Object.keys(MISSED).filter(id => !scenarioIds().includes(id))).toEqual([])
})

test('every scenario that a rule gives as an example exists', () => {
  const named = EXAMPLES.flatMap(([, { scenario }]) => scenario ?? [])
  expect(named.filter(name => !scenarioIds().includes(name))).toEqual([])
})

test('every rule is exercised by two scenarios, as they are or with a change that is told', () => {
  const fewer = builtIn.entries.map(({ rule }) => rule.id).filter(id => (EXERCISED.get(id)?.size ?? 0) < 2)
  expect(fewer).toEqual([])
})

test('every kind of observation is yielded somewhere', () => {
  expect(KIND_NAMES.filter(name => !observed.has(`${name} kind`))).toEqual([])
})

test('rows that are made up have no field that readers give no row of any scenario', () => {
  const fields = EXAMPLES.flatMap(([, example]) => casesOf(example)).flatMap(({ rows }) =>
    rows.flatMap(({ is, ...row }) => Object.keys(row).map(field => `${is} ${field}`)),
  )
  expect([...new Set(fields)].filter(field => !observed.has(field)).sort()).toEqual(UNSEEN)
})
