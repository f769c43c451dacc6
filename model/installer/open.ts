import type { Database, Package, Patch } from './database.ts'
import { patchedView, productStateOf, withProcedure } from './database.ts'
import type { InstallOperation, Speaker, Subject } from './facts.ts'
import { type Barrier, corrupt, forbidden } from './preconditions.ts'
import { localPackage, localPatch, registeredPatches } from './registration.ts'
import { reportRestriction } from './results.ts'
import { type Sequenced, sequencePatches } from './sequencer.ts'
import { type InstallerRun, type InstallSession, logAs, STREAM_MISSING } from './session.ts'
import { isRestricted, resolvePatch, resolveProduct } from './sources.ts'
import { objection, recaches } from './target.ts'

/**
 * The engine's first part: find the product, open its package and every patch, and put the patches in order. Changes
 * nothing, and knows no action.
 */

export type Opened =
  | { readonly ok: true; readonly session: InstallSession }
  | { readonly ok: false; readonly refusal: Refusal }

export interface Refusal extends Barrier {
  /** The product is known by now, or not. */
  readonly product: Package | undefined
  readonly patch: Patch | undefined
  /** Path printed under the text of the return code. */
  readonly path: string
}

/**
 * Opens everything. `runningFrom` is where the engine has its copy of the new patch: the given path in the client, a fresh
 * name in the Installer folder in the service.
 */
export function open(run: InstallerRun, speaker: Speaker, runningFrom: string, synchronous: boolean): Opened {
  const { request } = run
  const barrier = forbidden(run, speaker) ?? objection(run) ?? corrupt(run.host.machine, productOf(run).productCode)
  if (barrier) return refuse(run, barrier, request.package)
  const product = productOf(run)
  const cached = recaches(run)
    ? request.package
    : resolveProduct(run, speaker, product.productCode, product.packageCode)
  if (!cached) return refuse(run, lost(run, product), request.package)
  logPackage(run, speaker, product, cached, runningFrom)
  const registered = openRegistered(run, speaker, product)
  if ('code' in registered) return refuse(run, registered, cached)
  if (request.operation === 'patch' && !verifyNewPatch(run, speaker, runningFrom, product)) {
    return refuse(run, { code: 1643, subject: about('package', request.package) }, request.package)
  }
  const plan = PLANS[request.operation](run, speaker, product, registered)
  if (!plan) return refuse(run, { code: 1642, subject: about('product', product.productName) }, cached)
  if (plan.sequenced.circular) return refuse(run, { code: 1648, subject: about('package', request.package) }, cached)
  return {
    ok: true,
    session: newSession(run, speaker, synchronous, { ...run.target, product, cached, registered, plan }),
  }
}

/** For a product that is dealt with by itself within the run: everything is taken as registered, and nothing is looked for. */
export function sessionOf(run: InstallerRun, speaker: Speaker, product: Package, path: string): InstallSession {
  const codes = registeredPatches(run.host.machine, product.productCode)
  const registered = codes.flatMap(code => run.setup.catalogue.patches.get(code) ?? [])
  const sequenced = sequencePatches(productStateOf(product), registered, [])
  const plan = { sequenced, view: patchedView(product, sequenced.order), installed: undefined }
  return newSession(run, speaker, false, { product, patch: undefined, cached: path, registered, plan })
}

/** Without a product there has been an objection. */
const productOf = ({ target }: InstallerRun): Package => target.product!

const refuse = (run: InstallerRun, { code, subject }: Barrier, path: string): Opened => {
  return { ok: false, refusal: { code, subject, ...run.target, path } }
}

function lost({ host }: InstallerRun, { productCode, packageName }: Package): Barrier {
  return { code: 1612, subject: about('file', localPackage(host.machine, productCode) ?? packageName) }
}

/** Every patch that is registered, in order, or the first that cannot be opened. */
function openRegistered(run: InstallerRun, speaker: Speaker, { productCode }: Package): readonly Patch[] | Barrier {
  const { machine } = run.host
  const registered: Patch[] = []
  for (const code of registeredPatches(machine, productCode)) {
    const path = resolvePatch(run, speaker, code)
    const known = run.setup.catalogue.patches.get(code)
    if (!path || !known) return { code: 1635, subject: about('file', localPatch(machine, code) ?? code) }
    registered.push(known)
  }
  return registered
}

interface OpenedPackages {
  readonly product: Package
  readonly patch: Patch | undefined
  readonly cached: string
  readonly registered: readonly Patch[]
  readonly plan: Plan
}

function newSession(
  run: InstallerRun,
  speaker: Speaker,
  synchronous: boolean,
  { product, patch, cached, registered, plan }: OpenedPackages,
): InstallSession {
  return {
    run,
    speaker,
    synchronous,
    properties: new Map(),
    product,
    cachedPackage: cached,
    registered,
    patch,
    order: plan.sequenced.order,
    superseded: plan.sequenced.superseded,
    view: plan.view,
    installed: plan.installed,
    source: undefined,
    execute: undefined,
    costing: undefined,
    transaction: undefined,
    scriptTime: 0,
    restartNeeded: false,
    commits: [],
    unwaited: [],
    stopped: [],
    customActionServer: undefined,
  }
}

/** Which patches there will be, and the database that they make of the product. */
interface Plan {
  readonly sequenced: Sequenced<Patch>
  readonly view: Database
  readonly installed: Database | undefined
}

type MakePlan = (
  run: InstallerRun,
  speaker: Speaker,
  product: Package,
  registered: readonly Patch[],
) => Plan | undefined

const PLANS: Readonly<Record<InstallOperation, MakePlan>> = {
  patch(run, speaker, product, registered) {
    const patch = run.target.patch!
    const sequenced = sequence(run, speaker, product, registered, patch)
    if (!sequenced) return undefined
    const view = patchedView(product, sequenced.order)
    const applies = sequenced.order.includes(patch)
    return {
      sequenced,
      view: applies ? view : withProcedure(view, patch, productStateOf(product)),
      installed: undefined,
    }
  },
  remove(run, speaker, product, registered) {
    const patch = run.target.patch!
    const before = sequencePatches(productStateOf(product), registered, [])
    const stay = registered.filter(p => p !== patch)
    const sequenced = sequencePatches(productStateOf(product), stay, [])
    logSequence(run, speaker, product, sequenced)
    return {
      sequenced,
      view: withProcedure(patchedView(product, sequenced.order), patch, productStateOf(product)),
      installed: patchedView(product, before.order),
    }
  },
  repair(_run, _speaker, product, registered) {
    const sequenced = sequencePatches(productStateOf(product), registered, [])
    return { sequenced, view: patchedView(product, sequenced.order), installed: undefined }
  },
}

function logSequence(run: InstallerRun, speaker: Speaker, product: Package, sequenced: Sequenced<Patch>): void {
  const { productCode, version, upgradeCode, language } = product
  logAs(run, speaker, 'sequenceStarts', productCode, version, upgradeCode, language)
  logAs(run, speaker, 'sequenceSuccess')
  logAs(run, speaker, 'finalOrder')
  for (const p of sequenced.order) logAs(run, speaker, 'orderRow', p.patchCode, '')
  if (sequenced.superseded.length > 0) logAs(run, speaker, 'otherPatches')
  for (const p of sequenced.superseded) logAs(run, speaker, 'supersededRow', p.patchCode, '')
}

const about = (kind: Subject['kind'], name: string): Subject => ({ kind, name })

function logPackage(run: InstallerRun, speaker: Speaker, product: Package, path: string, copy: string): void {
  // The cached package is opened where it is; one from a source through the copy, which a repair has made of it.
  const cached = path === localPackage(run.host.machine, product.productCode)
  const runningFrom = cached || run.request.operation !== 'repair' ? path : copy
  if (speaker.side === 'c') {
    logAs(run, speaker, 'cloaking')
    logAs(run, speaker, 'enablingPrivileges')
  }
  // The service loads it before it opens the package, the client behind that (corpus 007, 108; bulletin).
  if (speaker.side === 's') logAs(run, speaker, 'mscoree')
  logAs(run, speaker, 'endDialogDisabled')
  logAs(run, speaker, 'originalPackage', path)
  logAs(run, speaker, 'runningFrom', runningFrom)
  run.host.spend(24)
  // 3.1 says nothing of overrides (bulletin).
  const overrides = run.host.machine.windows.engineNumber < 400 ? [] : ['Flags', 'VersionNT', 'ServicePackLevel']
  for (const name of overrides) logAs(run, speaker, 'appcompatOverride', name)
  logAs(run, speaker, 'appcompatLooking', product.productCode)
  logAs(run, speaker, 'appcompatNone')
  if (speaker.side === 'c') logAs(run, speaker, 'mscoree')
}

/** The signature and the software restriction policy; false when that does not let the package run. */
function verifyNewPatch(run: InstallerRun, speaker: Speaker, runningFrom: string, product: Package): boolean {
  const path = run.request.package
  const explorer = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer'
  logAs(run, speaker, 'note3', 1402, explorer, 2)
  // The copy in the Installer folder is the service's own (corpus 109).
  if (speaker.side === 's') logAs(run, speaker, 'securityFromOpCode')
  logAs(run, speaker, 'originalPatch', path)
  logAs(run, speaker, 'patchRunningFrom', runningFrom)
  logAs(run, speaker, 'verifyingPatch', path)
  logAs(run, speaker, 'signed', path)
  run.host.spend(SIGNATURE_CHECK_MS)
  if (!isRestricted(run.host.machine, path)) {
    logAs(run, speaker, 'permitted', path)
    return true
  }
  reportRestriction(run, speaker, product, path)
  return false
}

/** Checking the signature of a patch of some 30 MB on a disk of 2007. */
const SIGNATURE_CHECK_MS = 900

/** Applicability, order and supersedence. Undefined when the new patch does not fit the installed version. */
function sequence(
  run: InstallerRun,
  speaker: Speaker,
  product: Package,
  registered: readonly Patch[],
  patch: Patch,
): Sequenced<Patch> | undefined {
  const path = run.request.package
  const { productCode, version, upgradeCode, language } = product
  logAs(run, speaker, 'sequenceStarts', productCode, version, upgradeCode, language)
  logAs(run, speaker, 'sequencerVerifying', path, productCode, version, language, upgradeCode)
  for (const table of ['_Tables', '_Columns']) logAs(run, speaker, 'note3', 2262, table, STREAM_MISSING)
  const sequenced = sequencePatches(productStateOf(product), registered, [patch])
  const fits = !sequenced.notApplicable.includes(patch)
  logAs(run, speaker, fits ? 'sequencerApplicable' : 'sequencerNotApplicable', path)
  logAs(run, speaker, 'sequenceSuccess')
  logAs(run, speaker, 'finalOrder')
  const place = (p: Patch): string => (p === patch ? path : '')
  for (const p of sequenced.order) logAs(run, speaker, 'orderRow', p.patchCode, place(p))
  const others = [...sequenced.superseded, ...sequenced.obsolete]
  if (others.length > 0 || !fits) logAs(run, speaker, 'otherPatches')
  for (const p of sequenced.superseded) logAs(run, speaker, 'supersededRow', p.patchCode, place(p))
  for (const p of sequenced.obsolete) logAs(run, speaker, 'obsoletedRow', p.patchCode, place(p))
  if (!fits) logAs(run, speaker, 'unknownAbsent', patch.patchCode, path)
  return fits ? sequenced : undefined
}
