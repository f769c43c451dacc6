import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Condition, everyPartOf, patternsOf } from '../../../../sim/diagnosis/algebra/condition.ts'
import { evaluate, type Scope, type Trace } from '../../../../sim/diagnosis/algebra/evaluate.ts'
import { kindsOf } from '../../../../sim/diagnosis/algebra/match.ts'
import type { Verdict } from '../../../../sim/diagnosis/algebra/verdict.ts'
import type { Kind, Observed } from '../../../../sim/diagnosis/observations/kinds.ts'
import { tableOf } from '../../../../sim/diagnosis/observations/table.ts'

/** Laws that hold of every condition on every table. */

type Loose = Observed & Readonly<Record<string, unknown>>

const KINDS = ['event', 'log.note', 'service', 'script.run'] as const
const small = fc.integer({ min: 0, max: 3 })

const row = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    path: fc.constantFrom('a.log', 'b.log'),
    line: fc.integer({ min: 1, max: 40 }),
    text: fc.constant('line'),
    number: small,
    name: fc.constantFrom('x', 'Y', 'z'),
    clock: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
    day: fc.option(small, { nil: undefined }),
  })
  .map(made => made as unknown as Loose)

const listing = fc
  .record({
    kind: fc.constant('listing' as const),
    path: fc.constant('c.txt'),
    line: fc.constant(1),
    text: fc.constant('listing'),
    of: fc.subarray<string>([...KINDS]),
    whole: fc.boolean(),
    rows: fc.constant(0),
  })
  .map(made => made as unknown as Loose)

const rows = fc.array(fc.oneof({ weight: 4, arbitrary: row }, { weight: 1, arbitrary: listing }), { maxLength: 12 })

const match = fc.oneof(
  small,
  fc.array(small, { minLength: 1, maxLength: 2 }),
  fc.record({ least: small }),
  fc.record({ below: small }),
  fc.record({ not: small }),
  fc.record({ present: fc.boolean() }),
)
const fields = fc.record({ number: match, name: fc.constantFrom('X', '/[xy]/i', '/z/') }, { requiredKeys: [] })
const pattern = fc
  .tuple(fc.oneof(fc.constantFrom<Kind>(...KINDS), fc.subarray<Kind>([...KINDS], { minLength: 1 })), fields)
  .map(([is, rest]) => ({ is, ...rest }))

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ some: pattern }),
  fc.record({ none: pattern }),
  fc.record({ last: pattern, be: fields }),
  fc.record({ pair: pattern, first: fields, second: fields }),
  fc.record({ near: pattern, to: pattern, lines: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ near: pattern, to: pattern, seconds: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ share: pattern, be: fields, least: fc.constantFrom(0.3, 0.5, 1) }),
  fc.record({ count: pattern, least: small }),
  fc.record({ count: pattern, most: small }),
  fc.record({ use: fc.constantFrom('here', 'nowhere') }),
  fc.record({ rule: fc.constantFrom('yes', 'no', 'unknown') }),
)

const { condition } = fc.letrec<{ condition: Condition; parts: Condition[] }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ all: tie('parts') }),
    fc.record({ any: tie('parts') }),
    fc.record({ not: tie('condition') }),
  ),
  parts: fc.array(tie('condition'), { minLength: 1, maxLength: 4 }),
}))
const conditions = fc.array(condition, { minLength: 1, maxLength: 4 })

const NAMED: Condition = { some: { is: 'event', number: 1 } }

function scopeOf(observed: readonly Loose[]): Scope {
  const scope: Scope = {
    table: tableOf(observed.map(row => ({ ...row }))),
    named: name =>
      name === 'here'
        ? evaluate(NAMED, scope)
        : { op: 'any', condition: { any: [] }, verdict: 'unknown', held: [], parts: [] },
    rule: id => id as Verdict,
  }
  return scope
}

const look = (written: Condition, observed: readonly Loose[]): Trace => evaluate(written, scopeOf(observed))
const verdict = (written: Condition, observed: readonly Loose[]): Verdict => look(written, observed).verdict
const lines = ({ held }: Trace): string[] =>
  held.map(({ path, line, kind, seq }) => `${path}:${line} ${kind} ${seq}`).sort()

const holds = <T extends [unknown, ...unknown[]]>(...property: Parameters<typeof fc.property<T>>): void =>
  fc.assert(fc.property(...property), { numRuns: 400 })

describe('in three values', () => {
  test('De Morgan: not all is any not, not any is all not', () => {
    holds(conditions, rows, (parts, observed) => {
      expect(verdict({ not: { all: parts } }, observed)).toBe(verdict({ any: parts.map(not => ({ not })) }, observed))
      expect(verdict({ not: { any: parts } }, observed)).toBe(verdict({ all: parts.map(not => ({ not })) }, observed))
    })
  })

  test('the opposite of the opposite, and none is the opposite of some', () => {
    holds(condition, pattern, rows, (written, some, observed) => {
      expect(verdict({ not: { not: written } }, observed)).toBe(verdict(written, observed))
      expect(verdict({ none: some }, observed)).toBe(verdict({ not: { some } }, observed))
    })
  })

  test('the order of parts changes neither the verdict nor what held', () => {
    holds(conditions, rows, (parts, observed) => {
      const turned = [...parts].reverse()
      for (const [one, other] of [
        [{ all: parts }, { all: turned }],
        [{ any: parts }, { any: turned }],
      ] as const) {
        expect(verdict(one, observed)).toBe(verdict(other, observed))
        expect(lines(look(one, observed))).toEqual(lines(look(other, observed)))
      }
    })
  })
})

describe('of rows', () => {
  test('one that no pattern is about changes nothing', () => {
    holds(condition, rows, row, fc.nat(), (written, observed, extra, at) => {
      const named = [written, NAMED].flatMap(everyPartOf).flatMap(patternsOf).flatMap(kindsOf)
      const other = KINDS.find(kind => !named.includes(kind))
      fc.pre(other !== undefined)
      const place = at % (observed.length + 1)
      const more = [...observed.slice(0, place), { ...extra, kind: other } as Loose, ...observed.slice(place)]
      const [before, after] = [look(written, observed), look(written, more)]
      expect(after.verdict).toBe(before.verdict)
      expect(after.held.map(({ path, line }) => [path, line])).toEqual(
        before.held.map(({ path, line }) => [path, line]),
      )
    })
  })

  test('without a witness nothing is absent', () => {
    holds(pattern, rows, (none, observed) => {
      const unseen = observed.filter(({ kind }) => kind !== 'listing')
      expect(verdict({ none }, unseen)).not.toBe('yes')
      expect(verdict({ count: none, most: 0 }, unseen)).not.toBe('yes')
    })
  })

  test('half a witness is none', () => {
    const observed = [{ kind: 'listing', path: 'a', line: 1, text: 'a', of: ['event'], whole: false, rows: 0 } as Loose]
    expect(verdict({ none: { is: 'event' } }, observed)).toBe('unknown')
    expect(verdict({ none: { is: 'event' } }, [{ ...observed[0]!, whole: true } as Loose])).toBe('yes')
    expect(verdict({ none: { is: ['event', 'service'] } }, [{ ...observed[0]!, whole: true } as Loose])).toBe('unknown')
  })

  test('a witness only settles what was unknown', () => {
    holds(condition, rows, listing, (written, observed, witness) => {
      const before = verdict(written, observed)
      const after = verdict(written, [...observed, witness])
      if (before !== 'unknown') expect(after).toBe(before)
    })
  })

  test('more of them never takes back what is said of some', () => {
    const positive = leaf.filter(one => 'some' in one || ('count' in one && !('most' in one)) || 'near' in one)
    holds(fc.array(positive, { minLength: 1, maxLength: 4 }), rows, row, (parts, observed, extra) => {
      for (const written of [{ all: parts }, { any: parts }]) {
        if (verdict(written, observed) === 'yes') expect(verdict(written, [...observed, extra])).toBe('yes')
      }
    })
  })
})

describe('a trace', () => {
  const size = ({ parts, op }: Trace): number =>
    1 + (op === 'use' ? 0 : parts.reduce((sum, part) => sum + size(part), 0))

  test('has every part, whatever the others said', () => {
    holds(condition, rows, (written, observed) => {
      expect(size(look(written, observed))).toBe(everyPartOf(written).length)
    })
  })

  test('is the same a second time', () => {
    holds(condition, rows, (written, observed) => {
      expect(look(written, observed)).toEqual(look(written, observed))
    })
  })

  test('names the rows that held: they alone bear out what was found', () => {
    holds(pattern, rows, (some, observed) => {
      const { held } = look({ some }, observed)
      const alone = held.map(({ seq }) => observed[seq]!)
      expect(verdict({ some }, alone) === 'yes').toBe(held.length > 0)
      expect(verdict({ count: some, least: held.length }, alone)).toBe('yes')
    })
  })
})
