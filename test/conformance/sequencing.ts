import {
  kindOf,
  type PatchSequence,
  type ProductState,
  type SequencedPatch,
  type SequencedTransform,
  sequencePatches,
  type Validation,
  validates,
} from '../../model/installer/sequencer.ts'

/** Files of vectors about the order of patches; `reading` in the file says what its words mean. */
interface PatchOrderFile {
  readonly product: ProductState
  readonly order?: readonly OrderVector[]
  readonly superseding?: readonly OrderVector[]
  readonly upgrades?: readonly OrderVector[]
  readonly withoutTable?: readonly OrderVector[]
  readonly targets?: readonly OrderVector[]
  readonly validation?: readonly (TransformRow & { readonly installed: string; readonly expected: boolean })[]
  readonly kinds?: readonly { readonly id: string; readonly patch: PatchRow; readonly expected: string }[]
}

interface OrderVector {
  readonly id: string
  readonly patches: Readonly<Record<string, PatchRow>>
  readonly registered?: readonly string[]
  readonly added: readonly string[]
  readonly expected: Partial<Outcome>
}

interface TransformRow {
  readonly on?: string
  readonly fields?: 1 | 2 | 3
  readonly compare?: NonNullable<Validation['comparison']>
  readonly language?: number
  readonly upgradeCode?: string
  readonly product?: string
  readonly to?: string
  readonly toProduct?: string
}

interface PatchRow extends TransformRow {
  readonly targets?: readonly string[]
  readonly transforms?: readonly TransformRow[]
  readonly families?: Readonly<Record<string, string>>
  readonly supersedes?: readonly string[]
  readonly rows?: readonly (readonly [family: string, sequence: string, product: string, supersedes?: boolean])[]
  readonly obsoletes?: readonly string[]
  readonly rtm?: boolean
}

/** Lists are sets but for the order; a circular set has no order. */
interface Outcome {
  readonly order: readonly string[]
  readonly superseded: readonly string[]
  readonly obsolete: readonly string[]
  readonly notApplicable: readonly string[]
  readonly circular: boolean
}

const NOTHING: Outcome = { order: [], superseded: [], obsolete: [], notApplicable: [], circular: false }

export function patchOrderChecks(json: unknown) {
  const file = json as PatchOrderFile
  const vectors = [file.order, file.superseding, file.upgrades, file.withoutTable, file.targets]
  return [
    ...vectors.flatMap(list => list ?? []).map(vector => orderCheck(vector, file.product)),
    ...(file.validation ?? []).map(row => ({
      id: `${row.installed} ${row.compare ?? 'equal'} ${row.on}, fields: ${row.fields}`,
      expected: row.expected,
      actual: () => validates(validationOf(row), { ...file.product, version: row.installed }),
    })),
    ...(file.kinds ?? []).map(({ id, patch, expected }) => ({
      id,
      expected,
      actual: () => kindOf(patchOf('a', patch, file.product)),
    })),
  ]
}

function orderCheck({ id, patches, registered = [], added, expected }: OrderVector, product: ProductState) {
  const named = (codes: readonly string[]) => codes.map(code => patchOf(code, patches[code]!, product))
  return {
    id,
    expected: { ...NOTHING, ...expected },
    actual: (): Outcome => outcomeOf(sequencePatches(product, named(registered), named(added))),
  }
}

function outcomeOf(sequenced: ReturnType<typeof sequencePatches>): Outcome {
  if (sequenced.circular) return { ...NOTHING, circular: true }
  const codes = (patches: readonly SequencedPatch[]) => patches.map(patch => patch.patchCode)
  return {
    order: codes(sequenced.order),
    superseded: codes(sequenced.superseded).sort(),
    obsolete: codes(sequenced.obsolete).sort(),
    notApplicable: codes(sequenced.notApplicable).sort(),
    circular: false,
  }
}

function patchOf(patchCode: string, row: PatchRow, product: ProductState): SequencedPatch {
  return {
    patchCode,
    targets: row.targets ?? [product.productCode],
    obsoletes: row.obsoletes ?? [],
    sequences: [...familyRows(row), ...productRows(row)],
    minorUpdateTargetRTM: row.rtm === true,
    transforms: (row.transforms ?? [row]).map(transformOf),
  }
}

function familyRows({ families = {}, supersedes = [] }: PatchRow): PatchSequence[] {
  return Object.entries(families).map(([family, sequence]) => {
    return { family, sequence, supersedes: supersedes.includes(family) }
  })
}

function productRows({ rows = [] }: PatchRow): PatchSequence[] {
  return rows.map(([family, sequence, productCode, supersedes = false]) => {
    return { family, sequence, productCode, supersedes }
  })
}

function transformOf(row: TransformRow): SequencedTransform {
  return {
    name: 'T1',
    validation: validationOf(row),
    ...(row.to !== undefined && { newVersion: row.to }),
    ...(row.toProduct !== undefined && { newProductCode: row.toProduct }),
  }
}

function validationOf({ on = '1.0.0', fields = 3, compare = 'equal', ...row }: TransformRow): Validation {
  return {
    version: on,
    fields,
    comparison: compare,
    ...(row.language !== undefined && { language: row.language }),
    ...(row.upgradeCode !== undefined && { upgradeCode: row.upgradeCode }),
    ...(row.product !== undefined && { productCode: row.product }),
  }
}
