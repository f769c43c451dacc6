import { describe, expect, test } from 'vitest'
import type { UpgradeRow } from '../../../model/installer/furtherTables.ts'
import { guidFrom, packGuid } from '../../../model/installer/guid.ts'
import { KEYS } from '../../../model/installer/registration.ts'
import { fileAt, registryText } from '../../../model/machine/machine.ts'
import { ORDER } from '../../conformance/effects.ts'
import {
  call,
  FOLDER,
  FRAME,
  type Identity,
  installPackage,
  packageOf,
  sequenceOf,
  type World,
  world,
} from '../../conformance/foreign.ts'

/** One package in the place of another: Upgrade table, and REINSTALLMODE v. */
const SEQUENCE = {
  FindRelatedProducts: 25,
  ...FRAME,
  RemoveExistingProducts: 1401,
  ...Object.fromEntries(ORDER.map((action, i) => [action, 1600 + 20 * i])),
}
const UPGRADE = guidFrom('msitest upgrade')

function productOf(identity: Identity, upgrade: readonly UpgradeRow[] = []) {
  const file = `${identity.version ?? 'one'}.txt`
  return packageOf(
    {
      component: [{ component: file, componentId: guidFrom(file), features: ['One'], directory: FOLDER }],
      file: [{ file, component: file, fileName: file, fileSize: 1, hash: file, sequence: 1, source: 'product' }],
      executeSequence: sequenceOf(SEQUENCE),
      tables: { upgrade },
    },
    identity,
  )
}

const NEXT = { version: '1.2.0', productCode: guidFrom('msitest next'), packageCode: guidFrom('msitest next package') }
const isThere = ({ recorder }: World, version: string): boolean =>
  fileAt(recorder.machine, `${FOLDER}\\${version}.txt`) !== undefined

describe('another product of the same upgrade code', () => {
  const row = (more: Partial<UpgradeRow>): UpgradeRow => {
    return { upgradeCode: UPGRADE, attributes: 0, actionProperty: 'OLDER', ...more }
  }

  test.each([
    ['below an upper bound', row({ versionMax: '1.2.0' }), false],
    ['at an upper bound', row({ versionMax: '1.1.1' }), true],
    ['at an upper bound that is in', row({ versionMax: '1.1.1', attributes: 512 }), false],
    ['at a lower bound', row({ versionMin: '1.1.1' }), true],
    ['at a lower bound that is in', row({ versionMin: '1.1.1', attributes: 256 }), false],
    ['of any version', row({}), false],
    ['only detected', row({ attributes: 2 }), true],
    ['of another code', row({ upgradeCode: guidFrom('somebody') }), true],
  ])('%s stays: %s', (_, upgrade, stays) => {
    const of = world()
    installPackage(of, productOf({ version: '1.1.1' }))
    expect(installPackage(of, productOf(NEXT, [upgrade]))).toBe(0)
    expect([isThere(of, '1.1.1'), isThere(of, '1.2.0')]).toEqual([stays, true])
  })
})

test('where a file of the older product is in use, what replaces it ends in 3010', () => {
  const of = world()
  installPackage(of, productOf({ version: '1.1.1' }))
  const path = `${FOLDER}\\1.1.1.txt`
  const process = { pid: 9000, name: 'reader.exe', path: 'C:\\reader.exe', user: 'SYSTEM', services: [] }
  const after = { ...process, handles: [{ path, share: 'all' as const }] }
  of.recorder.record({ kind: 'process', pid: after.pid, before: undefined, after })
  expect(installPackage(of, productOf(NEXT, [{ upgradeCode: UPGRADE, attributes: 0, actionProperty: 'OLDER' }]))).toBe(
    3010,
  )
})

describe('another package of the same product', () => {
  const first = productOf({ version: '1.1.1' })
  const other = productOf({ version: '1.1.2', packageCode: guidFrom('msitest other') })
  const registered = ({ recorder: { machine } }: World) => [
    registryText(machine, KEYS.product(first.productCode), 'PackageCode'),
    registryText(machine, KEYS.installProperties(first.productCode), 'DisplayVersion'),
  ]

  test.each([
    [{}, 1638],
    [{ REINSTALL: 'ALL', REINSTALLMODE: 'omus' }, 1638],
    [{ REINSTALLMODE: 'vomus' }, 0],
    [{ REINSTALLMODE: 'SUMOV' }, 0],
  ])('with %j ends in %i', (properties, code) => {
    const of = world()
    installPackage(of, first)
    expect(call(of, other, properties)).toBe(code)
    const now = code === 0 ? other : first
    expect(registered(of)).toEqual([packGuid(now.packageCode), now.version])
  })

  test('from which it runs, the engine keeps a copy', () => {
    const of = world()
    installPackage(of, first)
    call(of, other, { REINSTALLMODE: 'v' })
    const { machine } = of.recorder
    const path = registryText(machine, KEYS.installProperties(first.productCode), 'LocalPackage')!
    expect(fileAt(machine, path)?.content).toEqual({ kind: 'package', code: other.packageCode })
  })
})
