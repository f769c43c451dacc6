import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { CAUSES, OTHER_CAUSES } from '../../../sim/causes.ts'
import type { Condition } from '../../../sim/diagnosis/algebra/condition.ts'
import { type Observed, observationsJsonSchema } from '../../../sim/diagnosis/observations/kinds.ts'
import { tableOf } from '../../../sim/diagnosis/observations/table.ts'
import { BUILT_IN, builtIn } from '../../../sim/diagnosis/packs/builtIn.ts'
import { rulesJsonSchema } from '../../../sim/diagnosis/packs/editor.ts'
import { evaluateRules, type RuleTrace } from '../../../sim/diagnosis/packs/evaluateRules.ts'
import { libraryOf } from '../../../sim/diagnosis/packs/library.ts'
import { loadPack } from '../../../sim/diagnosis/packs/load.ts'
import type { Pack, Rule } from '../../../sim/diagnosis/packs/schema.ts'
import { GIFTS, PRESCRIPTIONS } from '../../../sim/diagnosis/prescriptions.ts'
import { formatProblems } from '../../../sim/written/problems.ts'

const FILE = 'rules/exchange-2007.yaml'
const text = readFileSync(FILE, 'utf8')

describe('the pack of the program', () => {
  test('keeps the contract, and is what is built in', () => {
    const loaded = loadPack(text, FILE, [], GIFTS)
    expect(loaded.ok ? '' : formatProblems(loaded.problems, text)).toBe('')
    expect(loaded.ok && loaded.pack).toEqual(BUILT_IN[0])
  })

  test('every rule has one cause that is known; of two with the same, the later stands aside', () => {
    const causes = builtIn.entries.map(({ rule }) => rule.cause)
    const known: readonly string[] = [...CAUSES, ...OTHER_CAUSES]
    expect(causes.filter(cause => !known.includes(cause))).toEqual([])
    expect(OTHER_CAUSES.filter(cause => !causes.includes(cause))).toEqual([])
    for (const [i, { rule }] of builtIn.entries.entries()) {
      const first = builtIn.entries.slice(0, i).find(({ rule: other }) => other.cause === rule.cause)
      if (first) expect([rule.id, rule.unless]).toEqual([rule.id, expect.arrayContaining([{ rule: first.rule.id }])])
    }
  })

  test('every remedy is given by some rule, and every condition is used', () => {
    for (const name of Object.keys(PRESCRIPTIONS)) expect(text).toMatch(new RegExp(`[\\[{ ]${name}[,:\\]]`))
    for (const name of Object.keys(BUILT_IN[0]!.define!)) {
      expect(text, name).toMatch(new RegExp(`use: ${name}\\b|from: \\[${name}\\]`))
    }
  })
})

interface Help {
  readonly if: { readonly properties: { readonly is: { readonly const: string } } }
  readonly then: {
    readonly properties: Readonly<Record<string, { readonly description?: string; readonly anyOf: readonly object[] }>>
  }
}

describe('JSON Schema', () => {
  test.each([
    ['rules', rulesJsonSchema()],
    ['observations', observationsJsonSchema()],
  ])('of %s compiles', (_name, schema) => {
    expect(() => new Ajv({ strict: false }).compile(schema)).not.toThrow()
  })

  test('takes the packs, and not what is no condition', () => {
    const valid = new Ajv({ strict: false }).compile(rulesJsonSchema())
    const mine = readFileSync('test/fixtures/rules/mine.yaml', 'utf8')
    for (const pack of [text, mine]) expect([valid(parse(pack)), valid.errors]).toEqual([true, null])
    expect(valid(parse(mine.replace('{rule: file-in-use}', '{rules: file-in-use}')))).toBe(false)
  })

  test.each([
    ['a field that the kind has not', 'about: rollback', 'abuot: rollback'],
    ['a kind that there is not', 'is: log.engine', 'is: log.engines'],
    ['a remedy that there is not', '{release-file: {}}', '{release-files: {}}'],
    ['a gift that a remedy does not take', '{release-file: {}}', '{release-file: {file: actions}}'],
    ['a role that there is not', 'role: state', 'role: sate'],
  ])('shows an editor %s', (_what, right, wrong) => {
    const valid = new Ajv({ strict: false }).compile(rulesJsonSchema())
    const mine = readFileSync('test/fixtures/rules/mine.yaml', 'utf8')
    expect(mine).toContain(right)
    expect(valid(parse(mine.replace(right, wrong)))).toBe(false)
  })

  test('says of each field what it is, and which words it has', () => {
    const { definitions } = rulesJsonSchema() as { readonly definitions: Readonly<Record<string, unknown>> }
    const { allOf } = definitions.pattern as { readonly allOf: readonly Help[] }
    const { properties } = allOf.find(({ if: { properties } }) => properties.is.const === 'log.message')!.then
    expect(properties.form).toMatchObject({ description: expect.stringContaining('As a person is shown it') })
    expect(properties.form!.anyOf[0]).toEqual({ enum: ['shown', 'event', 'debug', 'info'] })
    expect(properties.open!.description).toBe('Nothing that came later made it good')
  })
})

// -------------------------------------------------------------------------------------------------------------- rules

const at = { path: 'a.log', line: 1, text: 'a line' }
const event = (id: number, more: object = {}): Observed =>
  ({ kind: 'event', ...at, line: id, source: 'MsiInstaller', id, body: '', ...more }) as Observed
const failure = (attempt: number, action: string): Observed =>
  ({ kind: 'log.failure', ...at, line: attempt, attempt, action, first: true }) as Observed
const attempt = (number: number): Observed => ({ kind: 'attempt', ...at, attempt: number }) as unknown as Observed

const RULE: Rule = {
  id: 'x',
  cause: 'x',
  title: 'X',
  sources: ['kb935490'],
  grade: 'modelled',
  role: 'fault',
  signs: { one: { weight: 0.5, when: { some: { is: 'event', id: 1 } } } },
  remedies: [],
}
const some = (id: number): Condition => ({ some: { is: 'event', id } })

const look = (rules: readonly Partial<Rule>[], rows: readonly Observed[], define?: Pack['define']): RuleTrace[] => {
  const all = rules.map((rule, i) => ({ ...RULE, id: `x${i}`, ...rule }))
  const pack: Pack = { schemaVersion: 1, pack: 'test', rules: all, ...(define && { define }) }
  return evaluateRules(libraryOf([pack]), tableOf(rows))
}
const verdicts = (...given: Parameters<typeof look>) => look(...given).map(({ verdict }) => verdict)

describe('a rule', () => {
  test('holds with one sign, and each leaves less room for doubt', () => {
    const two = { signs: { one: RULE.signs.one!, two: { weight: 0.6, when: some(2) } } }
    expect(look([two], [event(1)])[0]).toMatchObject({ verdict: 'yes', confidence: 0.5 })
    expect(look([two], [event(1), event(2)])[0]).toMatchObject({ verdict: 'yes', confidence: 0.8 })
  })

  test('is unknown where its sign is, and no where a listing shows that it is not there', () => {
    const listing = { kind: 'listing', ...at, of: ['event'], whole: true, rows: 0 } as Observed
    expect(verdicts([{}], [])).toEqual(['unknown'])
    expect(verdicts([{}], [listing])).toEqual(['no'])
  })

  test('needs each sign that must be there, and as many as it says', () => {
    const signs = { one: { weight: 0.5, when: some(1), must: true }, two: { weight: 0.5, when: some(2) } }
    expect(verdicts([{ signs }], [event(2)])).toEqual(['unknown'])
    expect(verdicts([{ signs, signsNeeded: 2 }], [event(1)])).toEqual(['unknown'])
    expect(verdicts([{ signs, signsNeeded: 2 }], [event(1), event(2)])).toEqual(['yes'])
  })

  test('is prevented only by what is known', () => {
    const unless = [some(9)]
    expect(verdicts([{ unless }], [event(1)])).toEqual(['yes'])
    expect(verdicts([{ unless }], [event(1), event(9)])).toEqual(['no'])
  })

  test('takes the first case that holds; one of weight 0 speaks for nothing', () => {
    const cases = [
      { weight: 0.9, when: some(2) },
      { weight: 0.3, when: some(1) },
    ]
    expect(look([{ signs: { one: { cases } } }], [event(1)])[0]).toMatchObject({ verdict: 'yes', confidence: 0.3 })
    expect(look([{ signs: { one: { cases } } }], [event(1), event(2)])[0]!.confidence).toBe(0.9)
    const nothing = [{ weight: 0, when: some(2) }, ...cases]
    expect(verdicts([{ signs: { one: { cases: nothing } } }], [event(1), event(2)])).toEqual(['no'])
  })

  test('is no surer than its caps', () => {
    const caps = [
      { confidence: 0.2, when: some(2) },
      { confidence: 0.4, unless: some(3) },
    ]
    expect(look([{ caps }], [event(1)])[0]!.confidence).toBe(0.4)
    expect(look([{ caps }], [event(1), event(3)])[0]!.confidence).toBe(0.5)
    expect(look([{ caps }], [event(1), event(2), event(3)])[0]!.confidence).toBe(0.2)
  })

  test('may ask for another, wherever that stands; for itself it gets no answer', () => {
    const asks = { signs: { one: { weight: 0.5, when: { rule: 'x1' } } } }
    expect(verdicts([asks, {}], [event(1)])).toEqual(['yes', 'yes'])
    expect(verdicts([{ signs: { one: { weight: 0.5, when: { rule: 'x0' } } } }], [event(1)])).toEqual(['unknown'])
  })

  test('may use a condition of its pack; one that uses itself is unknown', () => {
    const use = (name: string): Partial<Rule> => ({ signs: { one: { weight: 0.5, when: { use: name } } } })
    expect(verdicts([use('a'), use('b'), use('c')], [event(1)], { a: some(1), b: { use: 'b' } })).toEqual([
      'yes',
      'unknown',
      'unknown',
    ])
  })
})

describe('of several attempts', () => {
  const rows = [attempt(1), failure(1, 'A'), attempt(2), failure(2, 'B'), attempt(3)]
  const failed = (action: string): Condition => ({ some: { is: 'log.failure', action } })

  test('each is looked at by itself, and the latest counts for which the rule holds', () => {
    const both: Condition = { all: [failed('A'), failed('B')] }
    const one: Condition = { any: [failed('A'), failed('B')] }
    const rule = (when: Condition): Partial<Rule> => ({ each: 'attempt', signs: { one: { weight: 0.5, when } } })
    expect(verdicts([rule(both)], rows)).toEqual(['unknown'])
    expect(look([rule(one)], rows)[0]).toMatchObject({ verdict: 'yes', attempt: 2, quoted: [{ line: 2 }] })
  })

  test('only the latest is looked at for which a condition holds', () => {
    const latest: Condition = { some: { is: 'log.failure' } }
    const rule = (action: string): Partial<Rule> => ({ latest, signs: { one: { weight: 0.5, when: failed(action) } } })
    expect(verdicts([rule('A'), rule('B')], rows)).toEqual(['unknown', 'yes'])
    const used: Partial<Rule> = { ...rule('A'), latest: { use: 'failed' } }
    expect(verdicts([used], rows, { failed: latest })).toEqual(['unknown'])
  })
})

describe('what is quoted', () => {
  const many = [event(1), event(1, { line: 2 }), event(1, { line: 3 }), event(2, { line: 9 })]
  const lines = (rule: Partial<Rule>) => look([rule], many)[0]!.quoted.map(({ line }) => line)

  test('are two rows of each condition that held, in the order of the signs', () => {
    const signs = { two: { weight: 0.5, when: some(2) }, one: { weight: 0.5, when: { any: [some(3), some(1)] } } }
    expect(lines({ signs })).toEqual([9, 1, 2])
  })

  test('are the rows that the author wants instead, or none', () => {
    const quote = [{ is: 'event', id: 2 } as const]
    expect(lines({ signs: { one: { weight: 0.5, when: some(1), quote } } })).toEqual([9])
    expect(lines({ signs: { one: { weight: 0.5, when: some(1), quote: [] } }, quote })).toEqual([9])
    expect(lines({ signs: { one: { weight: 0.5, when: some(1), quote: [{ is: 'event', id: 7 }] } } })).toEqual([1, 2])
  })
})

test('captures take each value once, without regard to case', () => {
  const rows = ['C:\\a\\X.dll', 'c:\\A\\x.DLL', 'C:\\b\\y.dll'].map((file, i) => event(1, { file, line: i }))
  const capture = {
    files: { from: ['one'], field: 'file' },
    names: { from: ['one'], field: 'file', leaf: true as const },
  }
  const { captured } = look([{ capture }], rows)[0]!
  expect(captured.get('files')!.values).toEqual(['C:\\a\\X.dll', 'C:\\b\\y.dll'])
  expect(captured.get('names')!.values).toEqual(['X.dll', 'y.dll'])
})

test('servers are compared where a rule says so', () => {
  const across: Partial<Rule> = {
    across: 'servers',
    signs: { one: { weight: 0.5, when: { all: [some(1), some(2)] } } },
  }
  const pack: Pack = { schemaVersion: 1, pack: 'test', rules: [{ ...RULE, ...across }] }
  const [one, other] = [tableOf([event(1)], 'CAS01'), tableOf([event(2)], 'MBX01')]
  expect(evaluateRules(libraryOf([pack]), one!, [one!, other!])[0]!.verdict).toBe('yes')
  expect(evaluateRules(libraryOf([pack]), one!)[0]!.verdict).toBe('unknown')
})
