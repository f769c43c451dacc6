import { compareVersions } from '../machine/version.ts'

/**
 * Which patches apply to a product, and in which order: SDK "Sequencing Patches", windows-installer.md 3.2 to 3.5. The
 * sequencer looks at summary information and the MsiPatchSequence and MsiPatchMetadata tables only, never at rows.
 */
export interface SequencedPatch {
  readonly patchCode: string
  /** Template summary property: the products that the patch is made for. */
  readonly targets: readonly string[]
  /** Revision Number summary property behind the patch code: patches that this one replaces. */
  readonly obsoletes: readonly string[]
  /** Rows of MsiPatchSequence; none in a patch of the old kind. */
  readonly sequences: readonly PatchSequence[]
  /** MsiPatchMetadata: a minor upgrade that drops every patch back to the last major version. */
  readonly minorUpdateTargetRTM: boolean
  /** Transform pairs in the order of Last Saved By; the first that validates is used. */
  readonly transforms: readonly SequencedTransform[]
}

export interface PatchSequence {
  readonly family: string
  /** Only for this product; without it for every target. */
  readonly productCode?: string
  /** One to four fields, 0 to 65535 each. */
  readonly sequence: string
  /** msidbPatchSequenceSupersedeEarlier */
  readonly supersedes: boolean
}

export interface SequencedTransform {
  readonly name: string
  readonly validation: Validation
  /** The version of the product with the transform applied; without it, a small update. */
  readonly newVersion?: string
  readonly newProductCode?: string
}

/** Upper word of Character Count: what must hold before a transform is applied. A field left out is not tested. */
export interface Validation {
  readonly productCode?: string
  readonly upgradeCode?: string
  readonly language?: number
  readonly version?: string
  /** How many leading fields of the version count: major, minor, update. */
  readonly fields?: 1 | 2 | 3
  readonly comparison?: 'less' | 'less-equal' | 'equal' | 'greater-equal' | 'greater'
}

export interface ProductState {
  readonly productCode: string
  readonly upgradeCode: string
  readonly language: number
  readonly version: string
}

export type PatchKind = 'small update' | 'minor upgrade' | 'major upgrade'

export interface Sequenced<P extends SequencedPatch> {
  /** The effective sequence. */
  readonly order: readonly P[]
  readonly superseded: readonly P[]
  readonly obsolete: readonly P[]
  readonly notApplicable: readonly P[]
  /** Families contradict each other: error 1648. */
  readonly circular: boolean
}

export function kindOf(patch: SequencedPatch): PatchKind {
  if (patch.transforms.some(t => t.newProductCode !== undefined)) return 'major upgrade'
  return patch.transforms.some(t => t.newVersion !== undefined) ? 'minor upgrade' : 'small update'
}

// ---------------------------------------------------------------------------------------------------- validation

type VersionComparison = NonNullable<Validation['comparison']>

const COMPARISONS: Readonly<Record<VersionComparison, (difference: number) => boolean>> = {
  less: d => d < 0,
  'less-equal': d => d <= 0,
  equal: d => d === 0,
  'greater-equal': d => d >= 0,
  greater: d => d > 0,
}

const leading = (version: string, fields: number): string => version.split('.').slice(0, fields).join('.')

/** Does a transform fit the product as it would be at this point? A fourth field of the version never counts. */
export function validates(validation: Validation, state: ProductState): boolean {
  const { productCode, upgradeCode, language, version, fields = 3, comparison = 'equal' } = validation
  if (productCode !== undefined && productCode !== state.productCode) return false
  if (upgradeCode !== undefined && upgradeCode !== state.upgradeCode) return false
  if (language !== undefined && language !== state.language) return false
  if (version === undefined) return true
  return COMPARISONS[comparison](compareVersions(leading(state.version, fields), leading(version, fields)))
}

function transformFor<P extends SequencedPatch>(patch: P, state: ProductState): SequencedTransform | undefined {
  if (!patch.targets.includes(state.productCode)) return undefined
  return patch.transforms.find(t => validates(t.validation, state))
}

// ---------------------------------------------------------------------------------------------------- sequencing

/** A stretch of the sequence in which the product has one version. */
interface Level<P> {
  readonly state: ProductState
  /** The minor upgrade that begins it; undefined for the installed version. */
  readonly upgrade: P | undefined
  readonly updates: P[]
}

/** Registered patches in the order of application, new ones in the order given. */
export function sequencePatches<P extends SequencedPatch>(
  state: ProductState,
  registered: readonly P[],
  added: readonly P[],
): Sequenced<P> {
  const codes = new Set(added.map(p => p.patchCode))
  const all = [...registered.filter(p => !codes.has(p.patchCode)), ...added]
  const obsolete = all.filter(p => all.some(other => other !== p && replaces(other, p)))
  const current = all.filter(p => !obsolete.includes(p))
  const fits: P[] = []
  const unsequenced = walk(
    current.filter(p => p.sequences.length === 0),
    state,
    fits,
  )
  const levels = levelsOf(current, state, unsequenced, fits)
  const notApplicable = current.filter(p => !fits.includes(p))
  const old = current.filter(p => p.sequences.length === 0 && fits.includes(p))
  const placed = [...old, ...levels.flatMap(level => membersOf(level, level.updates))]
  const superseded = placed.filter(p => placed.some(other => supersedes(other, p, state.productCode, levels)))
  const stays = (p: P): boolean => !superseded.includes(p)
  const order = [...old, ...levels.flatMap(level => membersOf(level, level.updates.filter(stays)))].filter(stays)
  // Only what is left is put in order (windows-installer.md 3.3): those that go may contradict each other.
  const circular = levels.some(level => !sorted(level.updates.filter(stays), level.state.productCode))
  return { order, superseded, obsolete, notApplicable, circular }
}

/** A minor upgrade and the given small updates of its version; in the order given where they have no other. */
function membersOf<P extends SequencedPatch>({ state, upgrade }: Level<P>, updates: readonly P[]): readonly P[] {
  return [...(upgrade ? [upgrade] : []), ...(sorted(updates, state.productCode) ?? updates)]
}

/** Replacing by the list in the summary information works only between two patches of the old kind. */
function replaces(newer: SequencedPatch, older: SequencedPatch): boolean {
  return newer.sequences.length === 0 && older.sequences.length === 0 && newer.obsoletes.includes(older.patchCode)
}

/** Patches without sequence data apply one after the other, each to what the ones before have made. */
function walk<P extends SequencedPatch>(patches: readonly P[], start: ProductState, fits: P[]): ProductState {
  let state = start
  for (const patch of patches) {
    const transform = transformFor(patch, state)
    if (!transform) continue
    fits.push(patch)
    state = { ...state, version: transform.newVersion ?? state.version }
  }
  return state
}

/**
 * Minor upgrades by ascending version, each for what the one before has made, or for the product without any patch where
 * it drops them all; small updates at the highest version that they fit.
 */
function levelsOf<P extends SequencedPatch>(
  current: readonly P[],
  product: ProductState,
  start: ProductState,
  fits: P[],
): Level<P>[] {
  const sequenced = current.filter(p => p.sequences.length > 0)
  const levels: Level<P>[] = [{ state: start, upgrade: undefined, updates: [] }]
  const upgrades = sequenced
    .filter(p => kindOf(p) === 'minor upgrade')
    .sort((a, b) => compareVersions(newest(a), newest(b)))
  for (const upgrade of upgrades) {
    const state = upgrade.minorUpdateTargetRTM ? product : levels.at(-1)!.state
    const transform = transformFor(upgrade, state)
    if (!transform) continue
    fits.push(upgrade)
    levels.push({ state: { ...state, version: transform.newVersion ?? state.version }, upgrade, updates: [] })
  }
  for (const update of sequenced.filter(p => kindOf(p) === 'small update')) {
    const level = levels.findLast(l => transformFor(update, l.state))
    if (!level) continue
    fits.push(update)
    level.updates.push(update)
  }
  return levels
}

function newest(patch: SequencedPatch): string {
  return patch.transforms.reduce((v, t) => (compareVersions(t.newVersion ?? '0', v) > 0 ? t.newVersion! : v), '0')
}

/** The row of a family for this product; a row with its code wins over one for every target. */
function rowsFor(patch: SequencedPatch, productCode: string): Map<string, PatchSequence> {
  const rows = new Map<string, PatchSequence>()
  for (const row of patch.sequences) if (row.productCode === undefined) rows.set(row.family, row)
  for (const row of patch.sequences) if (row.productCode === productCode) rows.set(row.family, row)
  return rows
}

/** -1, 0 or 1 where the two share a family; undefined where they share none, or where the families disagree. */
function compare(a: SequencedPatch, b: SequencedPatch, productCode: string): number | 'contradiction' {
  const rows = rowsFor(b, productCode)
  let sign = 0
  for (const [family, row] of rowsFor(a, productCode)) {
    const other = rows.get(family)
    if (!other) continue
    const next = Math.sign(compareVersions(row.sequence, other.sequence))
    if (sign !== 0 && next !== 0 && next !== sign) return 'contradiction'
    sign = next || sign
  }
  return sign
}

/** Sorts by every family at once, keeping the given order where none decides. Undefined when that cannot be done. */
function sorted<P extends SequencedPatch>(patches: readonly P[], productCode: string): P[] | undefined {
  const left = [...patches]
  const result: P[] = []
  while (left.length > 0) {
    const next = left.findIndex(p =>
      left.every(other => {
        const relation = compare(p, other, productCode)
        return other === p || (relation !== 'contradiction' && relation <= 0)
      }),
    )
    if (next < 0) return undefined
    result.push(...left.splice(next, 1))
  }
  return result
}

/**
 * A patch goes when another that says so has a higher sequence in all of its families. A small update supersedes small
 * updates of the same version only; a minor upgrade whatever stands before it.
 */
function supersedes<P extends SequencedPatch>(
  newer: P,
  older: P,
  productCode: string,
  levels: readonly Level<P>[],
): boolean {
  if (newer === older) return false
  const at = (p: P): number => levels.findIndex(l => l.upgrade === p || l.updates.includes(p))
  const upgrade = kindOf(newer) === 'minor upgrade'
  if (upgrade && newer.minorUpdateTargetRTM && at(older) < at(newer)) return true
  const inReach = upgrade ? at(older) < at(newer) : kindOf(older) === 'small update' && at(older) === at(newer)
  if (!inReach || older.sequences.length === 0) return false
  const rows = rowsFor(newer, productCode)
  return [...rowsFor(older, productCode)].every(([family, row]) => {
    const own = rows.get(family)
    return own?.supersedes === true && compareVersions(own.sequence, row.sequence) > 0
  })
}
