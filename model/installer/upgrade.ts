import { registryKey, registryText } from '../machine/machine.ts'
import { compareVersions } from '../machine/version.ts'
import type { UpgradeRow } from './furtherTables.ts'
import { unpackGuid } from './guid.ts'
import { KEYS, valuesOf } from './registration.ts'
import { type InstallSession, log, property, setProperty } from './session.ts'

/** The Upgrade table: which other products are found, and which of them go. Knows no sequence. */

const ONLY_DETECT = 2
const MIN_INCLUSIVE = 256
const MAX_INCLUSIVE = 512

const rowsOf = ({ view }: InstallSession): readonly UpgradeRow[] => view.tables?.upgrade ?? []

/** FindRelatedProducts: only a product that is not there yet looks for others, and so never finds itself. */
export function findRelatedProducts(session: InstallSession): 0 | 1 {
  const { machine } = session.run.host
  if (registryKey(machine, KEYS.product(session.product.productCode))) {
    log(session, 'skippingMaintenance', 'FindRelatedProducts')
    return 0
  }
  for (const row of rowsOf(session)) {
    const codes = valuesOf(machine, KEYS.upgradeCode(row.upgradeCode)).map(unpackGuid)
    const found = codes.filter(code => {
      const version = registryText(machine, KEYS.installProperties(code), 'DisplayVersion')
      return version !== undefined && isInRange(version, row)
    })
    if (found.length > 0) setProperty(session, row.actionProperty, found.join(';'))
  }
  return 1
}

function isInRange(version: string, { versionMin, versionMax, attributes }: UpgradeRow): boolean {
  const lower = versionMin === undefined ? 1 : compareVersions(version, versionMin)
  const upper = versionMax === undefined ? -1 : compareVersions(version, versionMax)
  return (
    (lower > 0 || (lower === 0 && (attributes & MIN_INCLUSIVE) !== 0)) &&
    (upper < 0 || (upper === 0 && (attributes & MAX_INCLUSIVE) !== 0))
  )
}

/** Codes of the products that RemoveExistingProducts takes away. */
export function supersededProducts(session: InstallSession): readonly string[] {
  const rows = rowsOf(session).filter(({ attributes }) => (attributes & ONLY_DETECT) === 0)
  return rows.flatMap(({ actionProperty }) => property(session, actionProperty).split(';')).filter(code => code !== '')
}
