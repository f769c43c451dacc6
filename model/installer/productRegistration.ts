import { makeFolder, writeFile } from '../machine/calls.ts'
import { fileAt, registryText } from '../machine/machine.ts'
import { parentOf } from '../machine/names.ts'
import { yyyymmdd } from '../machine/time.ts'
import { SUCCESS } from './actionStatus.ts'
import { unwritten } from './errors.ts'
import { compressGuid, packGuid } from './guid.ts'
import { KEYS, type ProductPlace, productValues, type RegistryEntry } from './registration.ts'
import { deleteRegistryValue, deleteTree, writeEntry } from './registryOperations.ts'
import type { ScriptOperation } from './script.ts'
import { type InstallSession, property } from './session.ts'
import { attemptIn, installerFolder, newInstallerFile } from './transaction.ts'

/**
 * The registration of a product that is installed for the first time, or from another package than before, and its end. In
 * every other run the operations stand in the script and find everything in place. Order and names of operations: corpus
 * 004, 101. Knows no patch.
 */
type Perform = NonNullable<ScriptOperation['perform']>

/** Is the product not registered yet, or with another package? */
export function registersAnew({ run, product }: InstallSession): boolean {
  return (
    registryText(run.host.machine, KEYS.product(product.productCode), 'PackageCode') !== packGuid(product.packageCode)
  )
}

/** Writes in a run that registers anew, and nothing otherwise. */
export function whenAnew(session: InstallSession, perform: Perform): { readonly perform?: Perform } {
  return registersAnew(session) ? { perform } : {}
}

const entriesWritten =
  (action: string, entriesOf: (session: InstallSession) => readonly RegistryEntry[]): Perform =>
  session => {
    for (const entry of entriesOf(session)) {
      const value = writeEntry(session, action, entry)
      if (value !== SUCCESS) return value
    }
    return SUCCESS
  }

/** The package goes into the Installer folder, and is the cached one from then on. */
export const copyPackage: Perform = session => {
  const { host } = session.run
  const source = fileAt(host.machine, session.cachedPackage)
  const path = newInstallerFile(host, installerFolder(host), 'msi')
  const content = { kind: 'package', code: session.product.packageCode } as const
  const attempt = (change: Parameters<typeof attemptIn>[1]): number =>
    attemptIn(host, change, 'RegisterProduct', `FileRemove(,FileName=${path},,)`)
  const error =
    makeFolder(host, installerFolder(host)) || writeFile(host, path, { size: source?.size ?? 0, content }, attempt)
  if (error) return unwritten(session, path, error)
  const key = KEYS.installProperties(session.product.productCode)
  return writeEntry(session, 'RegisterProduct', { key, name: 'LocalPackage', type: 'sz', data: path })
}

function placeOf({ run, product, cachedPackage }: InstallSession): ProductPlace {
  const { machine } = run.host
  return {
    localPackage: registryText(machine, KEYS.installProperties(product.productCode), 'LocalPackage') ?? cachedPackage,
    installSource: `${parentOf(cachedPackage) ?? ''}\\`,
    installLocation: '',
    installDate: yyyymmdd(machine.now, machine.zone),
  }
}

const isPublished = ({ key }: RegistryEntry): boolean => key.startsWith('HKLM\\SOFTWARE\\Classes\\')

/** Uninstall and InstallProperties. */
export const registerProduct: Perform = entriesWritten('RegisterProduct', session =>
  productValues(session.product, placeOf(session)).filter(entry => !isPublished(entry)),
)

/** What other products and the shell see: name, package code, sources. */
export const publishProduct: Perform = entriesWritten('PublishProduct', session =>
  productValues(session.product, placeOf(session)).filter(isPublished),
)

/** Who it is registered to. `none`: nobody has asked for a product id. */
export function registerUser(session: InstallSession): ScriptOperation {
  const action = 'RegisterUser'
  const key = KEYS.installProperties(session.product.productCode)
  const values = [
    ['ProductID', property(session, 'ProductID') || 'none'],
    ['RegOwner', property(session, 'USERNAME')],
    ['RegCompany', property(session, 'COMPANYNAME')],
  ] as const
  const entries = values.map(([name, data]): RegistryEntry => ({ key, name, type: 'sz', data }))
  return {
    action,
    text: `UserRegister(Owner=${values[1][1]},,ProductId=${values[0][1]})`,
    data: { 1: values[1][1] },
    perform: entriesWritten(action, () => entries.filter(({ data }) => data !== '')),
  }
}

// ------------------------------------------------------------------------------------------------------- features

/** The codes of a feature's components, 20 characters each (msi-log-anatomy.md 5.4). */
export function componentsOf({ view }: InstallSession, feature: string): string {
  return view.component
    .filter(row => row.features.includes(feature))
    .map(row => compressGuid(row.componentId))
    .join('')
}

const parentOfFeature = ({ view }: InstallSession, feature: string): string | undefined =>
  view.feature.find(row => row.feature === feature)?.parent

function featureEntries(session: InstallSession, feature: string): RegistryEntry[] {
  const { productCode } = session.product
  const parent = parentOfFeature(session, feature)
  const components = componentsOf(session, feature)
  const data = parent === undefined ? components : `${components}\u0002${parent}`
  return [
    { key: KEYS.features(productCode), name: feature, type: 'sz', data: parent ?? '' },
    { key: KEYS.userFeatures(productCode), name: feature, type: 'sz', data },
  ]
}

/** What both operations on a feature say of it. */
function described(session: InstallSession, feature: string): string {
  const parent = parentOfFeature(session, feature)
  const components = componentsOf(session, feature)
  const of = parent === undefined ? '' : `Parent=${parent}`
  return `Feature=${feature},${of},Absent=2,${components === '' ? '' : `Component=${components}`}`
}

/** One that was there keeps the values that it has. */
export function publishFeature(session: InstallSession, feature: string): ScriptOperation {
  const action = 'PublishFeatures'
  const isNew = session.costing!.added.has(feature)
  return {
    action,
    text: `FeaturePublish(${described(session, feature)})`,
    data: { 1: feature },
    ...(isNew && { perform: entriesWritten(action, current => featureEntries(current, feature)) }),
  }
}

export function unpublishFeature(session: InstallSession, feature: string): ScriptOperation {
  const action = 'UnpublishFeatures'
  return {
    action,
    text: `FeatureUnpublish(${described(session, feature)})`,
    data: { 1: feature },
    perform(current) {
      for (const { key, name } of featureEntries(current, feature)) {
        const value = deleteRegistryValue(current, action, key, name)
        if (value !== SUCCESS) return value
      }
      return SUCCESS
    },
  }
}

// ---------------------------------------------------------------------------------------------------------- removal

/** With its last feature a product goes altogether. */
export function removesProduct({ costing }: InstallSession): boolean {
  const { features, added, removed } = costing!
  return removed.size > 0 && added.size === 0 && removed.size === features.size
}

/** The first operations of a removal (corpus 004). */
export function unregisterProduct({ product }: InstallSession): ScriptOperation[] {
  const action = 'InstallInitialize'
  const { productCode, upgradeCode, packageCode } = product
  const without =
    (...trees: readonly string[]): Perform =>
    session => {
      for (const tree of trees) {
        const value = deleteTree(session, action, tree)
        if (value !== SUCCESS) return value
      }
      return SUCCESS
    }
  return [
    {
      action,
      text: `ProductUnregister(UpgradeCode=${upgradeCode})`,
      perform: without(KEYS.installProperties(productCode), KEYS.uninstall(productCode)),
    },
    { action, text: 'ProductCPDisplayInfoUnregister()' },
    {
      action,
      text: `ProductUnpublish(PackageKey=${packageCode})`,
      perform: without(KEYS.product(productCode), KEYS.userPatches(productCode)),
    },
    {
      action,
      text: `UpgradeCodeUnpublish(UpgradeCode=${upgradeCode})`,
      perform: session => deleteRegistryValue(session, action, KEYS.upgradeCode(upgradeCode), packGuid(productCode)),
    },
    { action, text: 'ProductUnpublishClient(,,)' },
    { action, text: 'SourceListUnpublish(,)' },
  ]
}
