import { fileAt, type Machine, registryNumber, registryText } from '../machine/machine.ts'
import { mayRead } from '../machine/verdict.ts'
import { upper } from '../words/letters.ts'
import type { Package, Patch } from './database.ts'
import type { InstallOperation, Subject } from './facts.ts'
import { isPackedGuid, unpackGuid } from './guid.ts'
import type { Barrier } from './preconditions.ts'
import { installedProducts, KEYS, registeredPatches } from './registration.ts'
import { type InstallerRun, policyValue } from './session.ts'
import { packageCodeAt } from './sources.ts'

/**
 * What a request is about, and what is wrong with it before anything else is opened. A patch is applied from a file; one
 * that is removed is named by its code, or by its file; a repair starts from the .msi or names the product. Looks at
 * the registration and at the given file, not at cached packages.
 */
export interface InstallTarget {
  /** The patch to apply or to remove. */
  readonly patch: Patch | undefined
  /** The product concerned, if it is installed. */
  readonly product: Package | undefined
}

type RequestedRun = Omit<InstallerRun, 'target'>

export function installTargetOf(asked: RequestedRun): InstallTarget {
  return TARGETS[asked.request.operation](asked)
}

const TARGETS: Readonly<Record<InstallOperation, (asked: RequestedRun) => InstallTarget>> = {
  patch(asked) {
    const patch = patchCalled(asked, asked.request.package)
    const installed = installedProducts(asked.host.machine)
    const productCode = patch?.targets.find(t => installed.includes(t))
    return { patch, product: productCode === undefined ? undefined : registeredPackage(asked, productCode) }
  },
  remove(asked) {
    const patch = patchCalled(asked, asked.request.properties.MSIPATCHREMOVE ?? '')
    return { patch, product: productCalled(asked) }
  },
  repair: asked => ({ patch: undefined, product: productCalled(asked) }),
}

const isGuid = (name: string): boolean => /^\{[0-9A-F-]{36}\}$/i.test(name)

/** A patch by its code, or by the path of its package. */
function patchCalled({ host, setup }: RequestedRun, name: string): Patch | undefined {
  const code = isGuid(name) ? upper(name) : packageCodeAt(host.machine, name)
  return code === undefined ? undefined : setup.catalogue.patches.get(code)
}

/**
 * The installed product that the request names, by its code or by the path of a package of it. It is as the registration
 * has it, unless the request says that the given package takes the place of the registered one.
 */
function productCalled(asked: RequestedRun): Package | undefined {
  const { package: name } = asked.request
  const given = givenPackage(asked)
  const code = isGuid(name) ? upper(name) : given?.productCode
  const registered = code === undefined ? undefined : registeredPackage(asked, code)
  return registered && given && recaches(asked) ? given : registered
}

/** REINSTALLMODE v: the engine runs from the given package and keeps a copy of it as the cached one. */
export function recaches({ request }: Pick<InstallerRun, 'request'>): boolean {
  const { REINSTALLMODE: mode = '' } = request.properties
  return request.operation === 'repair' && !isGuid(request.package) && /v/i.test(mode)
}

function givenPackage({ host, setup, request }: RequestedRun): Package | undefined {
  const code = packageCodeAt(host.machine, request.package)
  return code === undefined ? undefined : setup.catalogue.packages.get(code)
}

/** That the product was installed from. */
export function registeredPackage(
  { host, setup }: Pick<InstallerRun, 'host' | 'setup'>,
  productCode: string,
): Package | undefined {
  const packed = registryText(host.machine, KEYS.product(productCode), 'PackageCode')
  if (packed === undefined || !isPackedGuid(packed)) return undefined
  const found = setup.catalogue.packages.get(unpackGuid(packed))
  return found?.productCode === productCode ? found : undefined
}

// ---------------------------------------------------------------------------------------------------- first checks

interface Check {
  readonly code: number
  readonly fails: (run: InstallerRun) => boolean
  readonly subject: (run: InstallerRun) => Subject
}

const given = ({ request }: InstallerRun): Subject => ({ kind: 'package', name: request.package })
const removed = ({ request, target }: InstallerRun): Subject => {
  return { kind: 'package', name: target.patch?.displayName ?? request.properties.MSIPATCHREMOVE ?? '' }
}
const wanted = ({ request, target }: InstallerRun): Subject => {
  return { kind: 'product', name: target.patch?.displayName ?? request.package }
}

const namesFile = ({ request }: InstallerRun): boolean => !isGuid(request.package)
const unreadable = (run: InstallerRun): boolean =>
  namesFile(run) && mayRead(run.host.machine, run.request.package) !== 0
const noPackage = (run: InstallerRun): boolean =>
  namesFile(run) && contentOf(run.host.machine, run.request.package) === undefined

function contentOf(machine: Machine, path: string): string | undefined {
  const content = fileAt(machine, path)?.content
  return content?.kind === 'package' ? content.code : undefined
}

/**
 * In this order: windows-installer.md 2.2 and 3.8. A repair that names the .msi of a product that is not
 * there would install it; whole installations are not modelled, so it is refused like a repair by product code.
 */
const CHECKS: Readonly<Record<InstallOperation, readonly Check[]>> = {
  patch: [
    { code: 1635, fails: unreadable, subject: given },
    { code: 1636, fails: ({ target }) => target.patch === undefined, subject: given },
    { code: 1642, fails: ({ target }) => target.product === undefined, subject: wanted },
  ],
  repair: [
    { code: 1619, fails: unreadable, subject: given },
    { code: 1620, fails: noPackage, subject: given },
    { code: 1605, fails: ({ target }) => target.product === undefined, subject: wanted },
    {
      code: 1638,
      fails: run => namesFile(run) && givenPackage(run)?.packageCode !== run.target.product?.packageCode,
      subject: given,
    },
  ],
  remove: [
    { code: 1605, fails: ({ target }) => target.product === undefined, subject: wanted },
    { code: 1647, fails: run => !isRegistered(run), subject: removed },
    {
      code: 1649,
      fails: run => policyValue(run, 'DisablePatchUninstall') === 1,
      subject: () => ({ kind: 'setting', name: 'DisablePatchUninstall' }),
    },
    { code: 1649, fails: ({ request }) => !request.elevated, subject: () => ({ kind: 'setting', name: 'token' }) },
    { code: 1646, fails: run => !isUninstallable(run), subject: removed },
  ],
}

/** What is wrong with the request itself, or undefined. */
export function objection(run: InstallerRun): Barrier | undefined {
  const check = CHECKS[run.request.operation].find(({ fails }) => fails(run))
  return check && { code: check.code, subject: check.subject(run) }
}

function isRegistered({ host, target: { patch, product } }: InstallerRun): boolean {
  return !!patch && !!product && registeredPatches(host.machine, product.productCode).includes(patch.patchCode)
}

function isUninstallable({ host, target }: InstallerRun): boolean {
  const key = KEYS.userPatch(target.product!.productCode, target.patch!.patchCode)
  return registryNumber(host.machine, key, 'Uninstallable') === 1
}
