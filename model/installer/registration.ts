import type { Machine } from '../machine/machine.ts'
import { registryKey, registryList, registryText, subkeysOf } from '../machine/machine.ts'
import type { RegistryData, RegistryType } from '../machine/parts.ts'
import { yyyymmdd } from '../machine/time.ts'
import { packedVersion } from '../machine/version.ts'
import { type Package, type Patch, productStateOf, transformOf } from './database.ts'
import { packGuid, unpackGuid } from './guid.ts'

/**
 * Where a per-machine product and its patches are registered, and what stands there.
 * Keys and values: windows-installer.md 5.2 and 5.3 (observed listings and SDK property names). Does not know who
 * writes it, nor when.
 */

export const INSTALLER_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer'
export const POLICY_KEY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer'
const USER_DATA = `${INSTALLER_KEY}\\UserData\\S-1-5-18`
export const CLASSES = 'HKLM\\SOFTWARE\\Classes\\Installer'

const componentKeys = new Map<string, string>()

/** Asked for by every run for every component; the memo only saves time. */
function componentKey(componentId: string): string {
  const known = componentKeys.get(componentId)
  if (known !== undefined) return known
  const key = `${USER_DATA}\\Components\\${packGuid(componentId)}`
  componentKeys.set(componentId, key)
  return key
}

export const KEYS = {
  product: (productCode: string) => `${CLASSES}\\Products\\${packGuid(productCode)}`,
  productSource: (productCode: string) => `${CLASSES}\\Products\\${packGuid(productCode)}\\SourceList`,
  productPatches: (productCode: string) => `${CLASSES}\\Products\\${packGuid(productCode)}\\Patches`,
  features: (productCode: string) => `${CLASSES}\\Features\\${packGuid(productCode)}`,
  upgradeCode: (code: string) => `${CLASSES}\\UpgradeCodes\\${packGuid(code)}`,
  patchSource: (patchCode: string) => `${CLASSES}\\Patches\\${packGuid(patchCode)}\\SourceList`,
  userProduct: (productCode: string) => `${USER_DATA}\\Products\\${packGuid(productCode)}`,
  installProperties: (productCode: string) => `${USER_DATA}\\Products\\${packGuid(productCode)}\\InstallProperties`,
  userFeatures: (productCode: string) => `${USER_DATA}\\Products\\${packGuid(productCode)}\\Features`,
  userPatches: (productCode: string) => `${USER_DATA}\\Products\\${packGuid(productCode)}\\Patches`,
  userPatch: (productCode: string, patchCode: string) =>
    `${USER_DATA}\\Products\\${packGuid(productCode)}\\Patches\\${packGuid(patchCode)}`,
  patch: (patchCode: string) => `${USER_DATA}\\Patches\\${packGuid(patchCode)}`,
  component: componentKey,
  uninstall: (productCode: string) => `HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\${productCode}`,
  inProgress: `${INSTALLER_KEY}\\InProgress`,
  rollbackScripts: `${INSTALLER_KEY}\\Rollback\\Scripts`,
} as const

/** MSIPATCHSTATE values. */
export const PATCH_STATE = { applied: 1, superseded: 2 } as const

export interface RegistryEntry {
  readonly key: string
  readonly name: string
  readonly type: RegistryType
  readonly data: RegistryData
}

const sz = (key: string, name: string, data: string): RegistryEntry => ({ key, name, type: 'sz', data })
const dword = (key: string, name: string, data: number): RegistryEntry => ({ key, name, type: 'dword', data })

export interface ProductPlace {
  readonly localPackage: string
  /** Folder that the product was installed from, with a backslash at the end. */
  readonly installSource: string
  readonly installLocation: string
  readonly installDate: string
}

/** What an installed product leaves in the registry, apart from features and components. */
export function productValues(product: Package, place: ProductPlace): RegistryEntry[] {
  const { productCode, version } = product
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const published = KEYS.product(productCode)
  const source = KEYS.productSource(productCode)
  const arp: readonly (readonly [string, RegistryType, RegistryData])[] = [
    ['DisplayName', 'sz', product.productName],
    ['DisplayVersion', 'sz', version],
    ['Publisher', 'sz', product.manufacturer],
    ['InstallDate', 'sz', place.installDate],
    ['InstallLocation', 'sz', place.installLocation],
    ['InstallSource', 'sz', place.installSource],
    ['Language', 'dword', product.language],
    ['ModifyPath', 'expand-sz', `MsiExec.exe /I${productCode}`],
    ['UninstallString', 'expand-sz', `MsiExec.exe /I${productCode}`],
    ['Version', 'dword', packedVersion(version)],
    ['VersionMajor', 'dword', major],
    ['VersionMinor', 'dword', minor],
    ['WindowsInstaller', 'dword', 1],
  ]
  return [
    sz(published, 'ProductName', product.productName),
    sz(published, 'PackageCode', packGuid(product.packageCode)),
    dword(published, 'Language', product.language),
    dword(published, 'Version', packedVersion(version)),
    dword(published, 'Assignment', 1),
    dword(published, 'AdvertiseFlags', 0x184),
    dword(published, 'InstanceType', 0),
    dword(published, 'AuthorizedLUAApp', 0),
    { key: published, name: 'Clients', type: 'multi-sz', data: [':'] },
    sz(source, 'PackageName', product.packageName),
    { key: source, name: 'LastUsedSource', type: 'expand-sz', data: `n;1;${place.installSource}` },
    { key: `${source}\\Net`, name: '1', type: 'expand-sz', data: place.installSource },
    sz(KEYS.upgradeCode(product.upgradeCode), packGuid(productCode), ''),
    ...[KEYS.installProperties(productCode), KEYS.uninstall(productCode)].flatMap(key =>
      arp.map(([name, type, data]) => ({ key, name, type, data })),
    ),
    sz(KEYS.installProperties(productCode), 'LocalPackage', place.localPackage),
  ]
}

/** `:Name;:#Name`, as the registry and the TRANSFORMS property have a pair. */
export function transformList(product: Package, patch: Patch): string {
  const { name } = transformOf(patch, productStateOf(product))
  return `:${name};:#${name}`
}

/** What makes a patch a registered one. */
export function patchValues(
  product: Package,
  patch: Patch,
  cached: string,
  source: string,
  machine: Machine,
): RegistryEntry[] {
  const own = KEYS.userPatch(product.productCode, patch.patchCode)
  const sources = KEYS.patchSource(patch.patchCode)
  return [
    sz(KEYS.patch(patch.patchCode), 'LocalPackage', cached),
    sz(sources, 'PackageName', patch.packageName),
    { key: sources, name: 'LastUsedSource', type: 'expand-sz', data: `n;1;${source}` },
    { key: `${sources}\\Net`, name: '1', type: 'expand-sz', data: source },
    sz(`${sources}\\Media`, '1', ';'),
    sz(KEYS.productPatches(product.productCode), packGuid(patch.patchCode), transformList(product, patch)),
    dword(own, 'State', PATCH_STATE.applied),
    dword(own, 'Uninstallable', patch.allowRemoval ? 1 : 0),
    dword(own, 'MSI3', 1),
    dword(own, 'PatchType', 0),
    dword(own, 'LUAEnabled', 0),
    sz(own, 'Installed', yyyymmdd(machine.now, machine.zone)),
    sz(own, 'DisplayName', patch.displayName),
    sz(own, 'MoreInfoURL', patch.moreInfoUrl),
  ]
}

/** What is left of the registration when a patch goes; with the last one, the lists go too. */
export function patchKeys(product: Package, patch: Patch, last: boolean): string[] {
  const { productCode } = product
  return [
    KEYS.userPatch(productCode, patch.patchCode),
    KEYS.patch(patch.patchCode),
    `${CLASSES}\\Patches\\${packGuid(patch.patchCode)}`,
    ...(last ? [KEYS.productPatches(productCode), KEYS.userPatches(productCode)] : []),
  ]
}

/** The effective order: the superseded ones are registered but not in it. */
export function patchOrderValues(
  product: Package,
  order: readonly Patch[],
  superseded: readonly Patch[],
): RegistryEntry[] {
  const packed = order.map(p => packGuid(p.patchCode))
  return [
    { key: KEYS.productPatches(product.productCode), name: 'Patches', type: 'multi-sz', data: packed },
    {
      key: KEYS.userPatches(product.productCode),
      name: 'AllPatches',
      type: 'multi-sz',
      data: [...superseded.map(p => packGuid(p.patchCode)), ...packed],
    },
    ...order.map(p => dword(KEYS.userPatch(product.productCode, p.patchCode), 'State', PATCH_STATE.applied)),
    ...superseded.map(p => dword(KEYS.userPatch(product.productCode, p.patchCode), 'State', PATCH_STATE.superseded)),
  ]
}

// ------------------------------------------------------------------------------------------------------- reading

export function installedProducts(machine: Machine): string[] {
  return subkeysOf(machine, `${CLASSES}\\Products`).map(unpackGuid)
}

/** Every registered patch of a product, superseded ones first, in the order of application. */
export function registeredPatches(machine: Machine, productCode: string): string[] {
  return registryList(machine, KEYS.userPatches(productCode), 'AllPatches').map(unpackGuid)
}

/** Names of the values of a key: packed codes, mostly. */
export function valuesOf(machine: Machine, key: string): string[] {
  return [...(registryKey(machine, key)?.values.values() ?? [])].map(({ name }) => name)
}

export function localPackage(machine: Machine, productCode: string): string | undefined {
  return registryText(machine, KEYS.installProperties(productCode), 'LocalPackage')
}

export function localPatch(machine: Machine, patchCode: string): string | undefined {
  return registryText(machine, KEYS.patch(patchCode), 'LocalPackage')
}

export interface SourceList {
  readonly packageName: string
  readonly lastUsed: string | undefined
}

export function sourceList(machine: Machine, key: string): SourceList {
  const lastUsed = registryText(machine, key, 'LastUsedSource')?.split(';')[2]
  return { packageName: registryText(machine, key, 'PackageName') ?? '', lastUsed }
}
