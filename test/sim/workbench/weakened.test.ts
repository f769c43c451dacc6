import { describe, expect, it } from 'vitest'
import { evidenceFiles } from '../../../sim/bundle/bundle.ts'
import { BUILT_IN } from '../../../sim/diagnosis/packs/builtIn.ts'
import { libraryOf } from '../../../sim/diagnosis/packs/library.ts'
import { type Pack, packSchema } from '../../../sim/diagnosis/packs/schema.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { mutationResult } from '../../../sim/workbench/weakened/result.ts'
import { noticedIn, weakenedIn } from '../../../sim/workbench/weakened/trial.ts'
import { scenarioById } from '../../laws/state.ts'

const rule = (over: Partial<Pack['rules'][number]>): Pack['rules'][number] => ({
  id: 'held',
  cause: 'file-in-use',
  title: 'A file was in use',
  sources: ['kb935490'],
  grade: 'modelled',
  role: 'fault',
  signs: { told: { weight: 0.9, when: { some: { is: 'event', id: 11306 } } } },
  remedies: [],
  ...over,
})

const packWith = (over: Partial<Pack['rules'][number]>, define: NonNullable<Pack['define']> = {}): Pack => ({
  schemaVersion: 1,
  pack: 'mine',
  define,
  rules: [rule(over)],
})

const weakenedRules = (pack: Pack) =>
  weakenedIn([pack], []).map(({ weakening: { operator, where, to } }) => ({ operator, where, to }))

const sign = (when: object) => ({ signs: { told: { weight: 0.9, when } } }) as Partial<Pack['rules'][number]>

describe('what can be weakened', () => {
  it('is a field, its value, and a weight', () => {
    expect(
      weakenedRules(packWith(sign({ some: { is: ['event', 'dialog'], open: true, body: '/^a\\b|b$/i' } }))),
    ).toEqual([
      { operator: 'halve-weight', where: 'signs.told.weight', to: 0.45 },
      { operator: 'drop-alternative', where: 'signs.told.when.some.is[0]', to: undefined },
      { operator: 'drop-alternative', where: 'signs.told.when.some.is[1]', to: undefined },
      { operator: 'drop-field', where: 'signs.told.when.some.open', to: undefined },
      { operator: 'swap-open', where: 'signs.told.when.some.open', to: false },
      { operator: 'drop-field', where: 'signs.told.when.some.body', to: undefined },
      { operator: 'loosen-pattern', where: 'signs.told.when.some.body', to: '/a\\b|b$/i' },
      { operator: 'loosen-pattern', where: 'signs.told.when.some.body', to: '/^a|b$/i' },
      { operator: 'loosen-pattern', where: 'signs.told.when.some.body', to: '/^a\\b|b/i' },
      { operator: 'drop-alternative', where: 'signs.told.when.some.body', to: '/b$/i' },
      { operator: 'drop-alternative', where: 'signs.told.when.some.body', to: '/^a\\b/i' },
    ])
  })

  it('is a part of a condition, what it says of them, and a bound', () => {
    const parts = [{ not: { some: { is: 'event' } } }, { count: { is: 'event' }, least: 2 }]
    const where = 'signs.told.when'
    expect(weakenedRules(packWith(sign({ all: parts }))).slice(1)).toEqual([
      { operator: 'swap-all-any', where, to: { any: parts } },
      { operator: 'drop-part', where: `${where}.all[0]`, to: undefined },
      { operator: 'drop-part', where: `${where}.all[1]`, to: undefined },
      { operator: 'drop-not', where: `${where}.all[0]`, to: { some: { is: 'event' } } },
      { operator: 'shift-bound', where: `${where}.all[1].least`, to: 1 },
      { operator: 'shift-bound', where: `${where}.all[1].least`, to: 3 },
    ])
  })

  it('is not a must where every sign is needed', () => {
    const one = { must: true, weight: 0.5, when: { some: { is: 'event' } } } as const
    const musts = (signs: Pack['rules'][number]['signs'], signsNeeded?: number) =>
      weakenedRules(packWith({ signs, ...(signsNeeded !== undefined && { signsNeeded }) })).filter(
        ({ operator }) => operator === 'drop-must',
      ).length
    expect(musts({ one })).toBe(0)
    expect(musts({ one, other: { ...one, must: false } })).toBe(1)
    expect(musts({ one, other: { ...one, must: false } }, 2)).toBe(0)
  })

  it('is not a condition by which nothing is decided', () => {
    const define = { used: { some: { is: 'event' as const, id: 1 } }, told: { some: { is: 'event' as const, id: 2 } } }
    const candidate = { when: { use: 'told' }, why: 'it could be', command: 'sc query' }
    const places = weakenedRules(packWith({ ...sign({ use: 'used' }), candidate }, define)).map(({ where }) => where)
    expect(places).toContain('define.used.some.id')
    expect(places.join()).not.toContain('define.told')
  })

  it('stays a pack, with the rest of it as it was', () => {
    const [pack] = BUILT_IN
    const text = JSON.stringify(pack)
    const all = weakenedIn(BUILT_IN, [])
    expect(all.length).toBeGreaterThan(900)
    for (const { library } of all.filter((_, i) => i % 20 === 0)) {
      const rules = library.entries.map(entry => entry.rule)
      const define = library.entries[0]!.define
      expect(packSchema.safeParse({ ...pack, define, rules }).error?.issues ?? []).toEqual([])
      expect(JSON.stringify({ ...pack, define, rules })).not.toBe(text)
    }
  })
})

describe('a bundle notices', () => {
  const evidence = evidenceFiles(simulate(scenarioById('file-in-use').scenario, { seed: 1 }))
  const noticed = (pack: Pack) => {
    const weakened = weakenedIn([pack], [])
    const numbers = noticedIn(
      evidence,
      libraryOf([pack]),
      weakened,
      weakened.map((_, i) => i),
    )
    return numbers.map(i => `${weakened[i]!.weakening.operator} ${weakened[i]!.weakening.where}`)
  }

  it('what makes a finding come or go', () => {
    const both = { all: [{ some: { is: 'event', id: 11306 } }, { some: { is: 'event', id: 4711 } }] }
    expect(noticed(packWith(sign(both)))).toEqual([
      'swap-all-any signs.told.when',
      'drop-part signs.told.when.all[1]',
      'drop-field signs.told.when.all[1].some.id',
    ])
  })

  it('how sure it is only by tenths', () => {
    const weighs = (weight: number): string[] =>
      noticed(packWith({ signs: { told: { weight, when: { some: { is: 'event', id: 11306 } } } } }))
    expect(weighs(0.9)).toEqual(['halve-weight signs.told.weight'])
    expect(weighs(0.4)).toEqual(['halve-weight signs.told.weight'])
    expect(weighs(0.08)).toEqual([])
  })

  it('what a rule says that asks for the weakened one', () => {
    const asks = rule({ id: 'asks', ...sign({ not: { rule: 'held' } }) })
    const pack = packWith(sign({ some: { is: 'event', id: 4711 } }))
    const both = { ...pack, rules: [...pack.rules, asks] }
    expect(noticed(both)).toContain('drop-field signs.told.when.some.id')
  })

  it('and the rest is told with what would show it', () => {
    const [first, ...others] = weakenedIn([packWith({})], []).map(({ weakening }) => weakening)
    expect(mutationResult({ bundles: 3, examples: 2 }, [first!, ...others], [0])).toMatchObject({
      bundles: 3,
      examples: 2,
      mutants: 2,
      killed: 1,
      score: 0.5,
      alive: [
        {
          rule: 'held',
          operator: 'halve-weight',
          where: 'signs.told.weight',
          wanted: expect.stringMatching(/^a bundle/),
        },
      ],
    })
  })
})
