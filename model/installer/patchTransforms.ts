import { productStateOf, transformOf } from './database.ts'
import { transformList } from './registration.ts'
import { sayTransforming } from './results.ts'
import type { Validation } from './sequencer.ts'
import { type InstallSession, log } from './session.ts'

/**
 * The transforms of the patches, in the order in which they apply: `:Name` is validated, `:#Name` goes with it. All lines but
 * the last are modelled from memory of logs of patches; no complete one is public. Knows no table but that of the files.
 */

/** SDK "MsiDatabaseApplyTransform", Transform Validation Flags. */
const BITS = { language: 0x1, product: 0x2, upgradeCode: 0x800 } as const
const FIELDS = { 1: 0x8, 2: 0x10, 3: 0x20 } as const
const COMPARISONS = { less: 0x40, 'less-equal': 0x80, equal: 0x100, 'greater-equal': 0x200, greater: 0x400 } as const

export function validationBits(validation: Validation): number {
  const { language, productCode, upgradeCode, version, fields = 3, comparison = 'equal' } = validation
  return (
    (language === undefined ? 0 : BITS.language) |
    (productCode === undefined ? 0 : BITS.product) |
    (upgradeCode === undefined ? 0 : BITS.upgradeCode) |
    (version === undefined ? 0 : FIELDS[fields] | COMPARISONS[comparison])
  )
}

export function sayTransforms(session: InstallSession): void {
  const { run, speaker, product, order } = session
  if (order.length === 0) return
  log(session, 'baselineCaching')
  for (const patch of order) {
    const { name, validation } = transformOf(patch, productStateOf(product))
    log(session, 'lookingForTransform', name)
    log(session, 'validatingTransform', name, validationBits(validation).toString(16))
    log(session, 'transformValid', name)
    log(session, 'lookingForTransform', `#${name}`)
    log(session, 'skippingValidation', `#${name}`)
    sayTransforming(run, speaker, 'File')
  }
}

/** What the TRANSFORMS property is by then. */
export function nameTransforms(session: InstallSession): void {
  const { product, order } = session
  log(session, 'transformsNow', order.map(patch => transformList(product, patch)).join(';'))
}
