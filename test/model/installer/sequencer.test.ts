import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  kindOf,
  type ProductState,
  type SequencedPatch,
  type SequencedTransform,
  sequencePatches,
  type Validation,
  validates,
} from '../../../model/installer/sequencer.ts'

/** Cases from the SDK pages "Sequencing Patches", "Multiple Patching Example", "MsiPatchSequence Table" and others. */

const P = '{PRODUCT}'
const product: ProductState = { productCode: P, upgradeCode: '{UPGRADE}', language: 1033, version: '1.0.0' }

interface Options {
  readonly targets?: readonly string[]
  readonly obsoletes?: readonly string[]
  readonly sequences?: readonly (readonly [family: string, sequence: string, supersedes?: boolean, product?: string])[]
  readonly on?: Validation
  readonly to?: string
  readonly rtm?: boolean
}

function patch(patchCode: string, options: Options = {}): SequencedPatch {
  const transform: SequencedTransform = {
    name: patchCode,
    validation: options.on ?? { version: '1.0.0' },
    ...(options.to && { newVersion: options.to }),
  }
  return {
    patchCode,
    targets: options.targets ?? [P],
    obsoletes: options.obsoletes ?? [],
    sequences: (options.sequences ?? []).map(([family, sequence, supersedes = false, productCode]) => ({
      family,
      sequence,
      supersedes,
      ...(productCode && { productCode }),
    })),
    minorUpdateTargetRTM: options.rtm === true,
    transforms: [transform],
  }
}

const codes = (patches: readonly SequencedPatch[]): string[] => patches.map(p => p.patchCode)

interface Case {
  readonly source: string
  readonly says: string
  readonly registered?: readonly SequencedPatch[]
  readonly added: readonly SequencedPatch[]
  readonly order: readonly string[]
  readonly superseded?: readonly string[]
  readonly obsolete?: readonly string[]
  readonly notApplicable?: readonly string[]
  readonly circular?: boolean
}

const qfe = (code: string, sequence: string, supersedes = false): SequencedPatch =>
  patch(code, { sequences: [['F', sequence, supersedes]] })
const upgrade = (code: string, from: string, to: string, supersedes = false, rtm = false): SequencedPatch =>
  patch(code, { on: { version: from }, to, sequences: [['F', to, supersedes]], rtm })

const CASES: readonly Case[] = [
  {
    source: 'sequencing-patches',
    says: 'one family by sequence, whatever the order given',
    added: [qfe('c', '3'), qfe('a', '1'), qfe('b', '2')],
    order: ['a', 'b', 'c'],
  },
  {
    source: 'msipatchsequence-table',
    says: 'sequences are numbers, field by field',
    added: [qfe('b', '1.10'), qfe('a', '1.9')],
    order: ['a', 'b'],
  },
  {
    source: 'sequencing-patches',
    says: 'no family in common: the order given',
    added: [patch('b', { sequences: [['G', '1']] }), qfe('a', '9')],
    order: ['b', 'a'],
  },
  {
    source: 'sequencing-patches',
    says: 'old kind: in the order of application',
    registered: [patch('a')],
    added: [patch('c'), patch('b')],
    order: ['a', 'c', 'b'],
  },
  {
    source: 'sequencing-patches',
    says: 'old kind before sequenced',
    added: [qfe('b', '1'), patch('a')],
    order: ['a', 'b'],
  },
  {
    source: 'revision-number-summary',
    says: 'obsolete by the list of an old patch',
    registered: [patch('a')],
    added: [patch('b', { obsoletes: ['a'] })],
    order: ['b'],
    obsolete: ['a'],
  },
  {
    source: 'sequencing-patches',
    says: 'the list does not count against a sequenced patch',
    registered: [qfe('a', '1')],
    added: [patch('b', { obsoletes: ['a'] })],
    order: ['b', 'a'],
  },
  {
    source: 'msipatchsequence-table',
    says: 'supersedes an earlier small update',
    registered: [qfe('a', '1')],
    added: [qfe('b', '2', true)],
    order: ['b'],
    superseded: ['a'],
  },
  {
    source: 'msipatchsequence-table',
    says: 'an older one that is applied later is superseded at once',
    registered: [qfe('b', '2', true)],
    added: [qfe('a', '1')],
    order: ['b'],
    superseded: ['a'],
  },
  {
    source: 'sequencing-patches',
    says: 'superseding needs all families of the older one',
    registered: [
      patch('a', {
        sequences: [
          ['F', '1'],
          ['G', '1'],
        ],
      }),
    ],
    added: [qfe('b', '2', true)],
    order: ['a', 'b'],
  },
  {
    source: 'sequencing-patches',
    says: 'and is enough with all of them',
    registered: [
      patch('a', {
        sequences: [
          ['F', '1'],
          ['G', '1'],
        ],
      }),
    ],
    added: [
      patch('b', {
        sequences: [
          ['F', '2', true],
          ['G', '2', true],
        ],
      }),
    ],
    order: ['b'],
    superseded: ['a'],
  },
  {
    source: 'multiple-patching-example',
    says: 'a minor upgrade comes after small updates of the version before',
    added: [upgrade('u', '1.0.0', '1.1.0'), qfe('a', '1.0.1')],
    order: ['a', 'u'],
  },
  {
    source: 'multiple-patching-example',
    says: 'a minor upgrade without the attribute leaves older patches ahead of it',
    registered: [qfe('a', '1.0.1')],
    added: [upgrade('u', '1.0.0', '1.1.0')],
    order: ['a', 'u'],
  },
  {
    source: 'multiple-patching-example',
    says: 'with the attribute it supersedes them',
    registered: [qfe('a', '1.0.1')],
    added: [upgrade('u', '1.0.0', '1.1.0', true)],
    order: ['u'],
    superseded: ['a'],
  },
  {
    source: 'multiple-patching-example',
    says: 'a small update for the upgraded version follows the upgrade',
    added: [patch('a', { on: { version: '1.1.0' }, sequences: [['F', '1.1.1']] }), upgrade('u', '1.0.0', '1.1.0')],
    order: ['u', 'a'],
  },
  {
    source: 'sequencing-patches',
    says: 'a small update supersedes small updates of its own version only',
    registered: [qfe('a', '1'), upgrade('u', '1.0.0', '1.1.0')],
    added: [patch('b', { on: { version: '1.1.0' }, sequences: [['F', '9', true]] })],
    order: ['a', 'u', 'b'],
  },
  {
    source: 'sequencing-patches',
    says: 'minor upgrades by ascending version',
    added: [upgrade('w', '1.1.0', '1.2.0'), upgrade('u', '1.0.0', '1.1.0')],
    order: ['u', 'w'],
  },
  {
    source: 'msipatchmetadata-table',
    says: 'MinorUpdateTargetRTM drops everything before it',
    registered: [qfe('a', '1.0.1'), patch('g', { sequences: [['G', '1']] })],
    added: [upgrade('u', '1.0.0', '1.1.0', false, true)],
    order: ['u'],
    superseded: ['a', 'g'],
  },
  {
    source: 'windows-installer.md 3.2',
    says: 'a patch for 1.0 after a minor upgrade is not applicable',
    registered: [patch('u', { to: '1.1.0' })],
    added: [patch('a')],
    order: ['u'],
    notApplicable: ['a'],
  },
  {
    source: 'windows-installer.md 3.2',
    says: 'another product',
    added: [patch('a', { targets: ['{OTHER}'] })],
    order: [],
    notApplicable: ['a'],
  },
  {
    source: 'sdk MsiCreateTransformSummaryInfo',
    says: 'another upgrade code',
    added: [patch('a', { on: { upgradeCode: '{X}' } })],
    order: [],
    notApplicable: ['a'],
  },
  {
    source: 'sdk MsiCreateTransformSummaryInfo',
    says: 'another language',
    added: [patch('a', { on: { language: 1031 } })],
    order: [],
    notApplicable: ['a'],
  },
  {
    source: 'msipatchsequence-table',
    says: 'a row for this product wins over one for every target',
    added: [
      patch('b', {
        sequences: [
          ['F', '1'],
          ['F', '9', false, P],
        ],
      }),
      qfe('a', '5'),
    ],
    order: ['a', 'b'],
  },
  {
    source: 'msipatchsequence-table',
    says: 'rows for other products are ignored',
    added: [
      patch('a', {
        sequences: [
          ['F', '1'],
          ['F', '9', false, '{OTHER}'],
        ],
      }),
      qfe('b', '5'),
    ],
    order: ['a', 'b'],
  },
  {
    source: 'sdk MsiDeterminePatchSequence',
    says: 'families that contradict each other: 1648',
    added: [
      patch('a', {
        sequences: [
          ['F', '1'],
          ['G', '2'],
        ],
      }),
      patch('b', {
        sequences: [
          ['F', '2'],
          ['G', '1'],
        ],
      }),
    ],
    order: ['a', 'b'],
    circular: true,
  },
]

describe('the sequencer', () => {
  test.each(CASES)(
    '$source: $says',
    ({ registered = [], added, order, superseded = [], obsolete = [], notApplicable = [], circular = false }) => {
      const result = sequencePatches(product, registered, added)
      expect({
        order: codes(result.order),
        superseded: codes(result.superseded),
        obsolete: codes(result.obsolete),
        notApplicable: codes(result.notApplicable),
        circular: result.circular,
      }).toEqual({ order, superseded, obsolete, notApplicable, circular })
    },
  )

  test.each([
    ['1.0.0', 1, 'equal', '1.9.9', true],
    ['1.2.0', 2, 'equal', '1.2.9', true],
    ['1.2.0', 3, 'equal', '1.2.0.7', true],
    ['1.2.0', 3, 'less', '1.1.9', true],
    ['1.2.0', 3, 'less', '1.2.0', false],
    ['1.2.0', 3, 'less-equal', '1.2.0', true],
    ['1.2.0', 3, 'greater', '1.2.0', false],
    ['1.2.0', 3, 'greater-equal', '1.3.0', true],
  ] as const)(
    'transform for %s, %d fields, %s: installed %s gives %s',
    (version, fields, comparison, installed, fits) => {
      expect(validates({ version, fields, comparison }, { ...product, version: installed })).toBe(fits)
    },
  )

  test('taking a superseding patch away makes the older one apply again', () => {
    const [a, b] = [qfe('a', '1'), qfe('b', '2', true)]
    expect(codes(sequencePatches(product, [a], [b]).order)).toEqual(['b'])
    expect(codes(sequencePatches(product, [a], []).order)).toEqual(['a'])
  })

  test('every patch ends in exactly one place, and the given order does not matter within one family', () => {
    const drawn = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.boolean()), {
      minLength: 1,
      maxLength: 8,
      selector: ([sequence]) => sequence,
    })
    fc.assert(
      fc.property(drawn, rows => {
        const patches = rows.map(([sequence, supersedes]) => qfe(`p${sequence}`, String(sequence), supersedes))
        const one = sequencePatches(product, [], patches)
        const other = sequencePatches(product, [], [...patches].reverse())
        const places = [...one.order, ...one.superseded, ...one.obsolete, ...one.notApplicable]
        expect(codes(places).sort()).toEqual(codes(patches).sort())
        expect(codes(other.order)).toEqual(codes(one.order))
        expect(one.order.every(p => kindOf(p) === 'small update')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
