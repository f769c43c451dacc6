import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SPLIT_KINDS, type SplitKind } from '../../../sim/corpus/fleet/limits.ts'
import { PARTS, type PartName } from '../../../sim/corpus/fleet/schema.ts'
import { leaksOf, type Parts, type Sample, splitsOf } from '../../../sim/corpus/fleet/split.ts'

/** Few hosts, machines, moments and causes, so that bundles have much in common. */
const samples: fc.Arbitrary<Sample[]> = fc
  .array(
    fc.record({
      host: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'),
      seed: fc.nat({ max: 9 }),
      at: fc.nat({ max: 9 }),
      causes: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        {
          weight: 3,
          arbitrary: fc.uniqueArray(fc.constantFrom('u', 'v', 'w', 'x', 'y', 'z'), { minLength: 1, maxLength: 2 }),
        },
      ),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map(rows => rows.map((row, i) => ({ path: `${i}`, ...row })))

const kind = fc.constantFrom(...SPLIT_KINDS)
const shares = { train: 60, validation: 20, test: 20 }

/** Whether two bundles may stand in two parts, said without groups: the definition, against which the quick way is held. */
const APART: Readonly<Record<SplitKind, (a: Sample, b: Sample, parts: readonly [PartName, PartName]) => boolean>> = {
  host: (a, b) => a.host !== b.host && a.seed !== b.seed,
  cause: (a, b) => APART.host(a, b, ['train', 'test']) && !a.causes.some(cause => b.causes.includes(cause)),
  combination: (a, b) =>
    APART.host(a, b, ['train', 'test']) &&
    (a.causes.length === 0 || [...a.causes].sort().join() !== [...b.causes].sort().join()),
  time: (a, b, [first, second]) => (PARTS.indexOf(first) < PARTS.indexOf(second) ? a.at < b.at : b.at < a.at),
}

function isClean(by: SplitKind, partOf: (path: string) => PartName, all: readonly Sample[]): boolean {
  return all.every(a =>
    all.every(b => {
      const parts = [partOf(a.path), partOf(b.path)] as const
      return parts[0] === parts[1] || APART[by](a, b, parts)
    }),
  )
}

const partsOf = (all: readonly Sample[], partOf: (path: string) => PartName): Parts => {
  const of = (part: PartName) => all.flatMap(({ path }) => (partOf(path) === part ? [path] : []))
  return { train: of('train'), validation: of('validation'), test: of('test') }
}

describe('a split', () => {
  it('has every bundle in one part, and nothing that must not stand on both sides does', () => {
    fc.assert(
      fc.property(samples, kind, fc.nat(), (all, by, seed) => {
        const split = splitsOf(all, { by: [by], ...shares }, seed).splits[by]!
        expect(PARTS.flatMap(part => split[part]).sort()).toEqual(all.map(({ path }) => path).sort())
        const partOf = (path: string): PartName => PARTS.find(part => split[part].includes(path))!
        expect(isClean(by, partOf, all)).toBe(true)
      }),
    )
  })

  it('gives each part something, where there is enough, and of what is wrong as well', () => {
    const all = Array.from({ length: 40 }, (_, i): Sample => {
      return { path: `${i}`, host: `H${i}`, seed: i, at: i, causes: i % 10 === 0 ? [`c${i}`] : [] }
    })
    for (const by of ['host', 'cause', 'combination'] as const) {
      const split = splitsOf(all, { by: [by], train: 70, validation: 15, test: 15 }, 1).splits[by]!
      const wrong = (part: PartName) => split[part].filter(path => Number(path) % 10 === 0).length
      expect(PARTS.map(wrong)).toEqual([2, 1, 1])
      expect(Math.abs(split.train.length - 28)).toBeLessThanOrEqual(2)
    }
    const { time } = splitsOf(all, { by: ['time'], train: 70, validation: 15, test: 15 }, 1).splits
    expect(PARTS.map(part => time![part].length)).toEqual([28, 6, 6])
    expect(time!.from).toEqual({
      train: '1970-01-01T00:00:00.000Z',
      validation: '1970-01-01T00:00:00.028Z',
      test: '1970-01-01T00:00:00.034Z',
    })
  })
})

describe('the leak check', () => {
  it('finds a leak just where two bundles of two parts must not be apart', () => {
    let leaking = 0
    let clean = 0
    fc.assert(
      fc.property(
        samples,
        kind,
        fc.array(fc.constantFrom(...PARTS), { minLength: 14, maxLength: 14 }),
        (all, by, drawn) => {
          const partOf = (path: string): PartName => drawn[Number(path)]!
          const leaks = leaksOf(by, partsOf(all, partOf), all)
          const expected = isClean(by, partOf, all)
          expect(leaks.length === 0).toBe(expected)
          if (expected) clean++
          else leaking++
        },
      ),
      { numRuns: 2000 },
    )
    expect(Math.min(leaking, clean)).toBeGreaterThan(100)
  })

  it('finds one that is planted, and says what it is and where', () => {
    const all: Sample[] = [
      { path: 'a', host: 'A', seed: 1, at: 1, causes: ['x', 'y'] },
      { path: 'b', host: 'B', seed: 2, at: 2, causes: ['y', 'x'] },
      { path: 'c', host: 'C', seed: 2, at: 3, causes: ['y'] },
      { path: 'd', host: 'A', seed: 4, at: 4, causes: [] },
    ]
    const split: Parts = { train: ['a', 'c'], validation: [], test: ['b', 'd'] }
    const told = (by: SplitKind) => leaksOf(by, split, all).map(({ what, bundles }) => `${what}: ${bundles.join(' ')}`)
    expect(told('host')).toEqual(['the host A: a d', 'the machine of seed 2: c b'])
    expect(told('cause')).toEqual([
      'the host A: a d',
      'the cause x: a b',
      'the cause y: a c b',
      'the machine of seed 2: c b',
    ])
    expect(told('combination')).toContain('the causes x, y: a b')
    expect(told('time')).toEqual(['the time before 1970-01-01T00:00:00.003Z: b'])
  })

  it('finds a bundle that stands nowhere, twice, or is none', () => {
    const all: Sample[] = ['a', 'b'].map((path, i) => ({ path, host: path, seed: i, at: i, causes: [] }))
    const split: Parts = { train: ['a'], validation: [], test: ['a', 'z'] }
    const found = leaksOf('host', split, all).map(({ what, parts }) => `${what}: ${parts.join(' ')}`)
    expect(found).toEqual(expect.arrayContaining(['the bundle a: train test', 'the bundle b: ', 'the bundle z: test']))
  })
})
