import { registryText } from '../machine/machine.ts'
import type { Package, Patch } from './database.ts'
import { patchedView, stateOf } from './database.ts'
import type { Speaker, Subject } from './facts.ts'
import { packGuid } from './guid.ts'
import { installedProducts, KEYS, registeredPatches } from './registration.ts'
import { type Sequenced, sequencePatches } from './sequencer.ts'
import { logAs, type Run, type Session, STREAM_MISSING } from './session.ts'
import { packageCodeAt, resolvePatch, resolveProduct } from './sources.ts'

/** The engine's first part: find the product, open its package and every patch, and put the patches in order. */
export type Opened =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly refusal: Refusal }

export interface Refusal {
  readonly code: number
  readonly subject: Subject
  /** The product is known by now, or not. */
  readonly product: Package | undefined
  readonly patch: Patch | undefined
  /** Path printed under the text of the return code. */
  readonly path: string
}

const refuse = (refusal: Refusal): Opened => ({ ok: false, refusal })

/** The product that the package of this request is about, if it is installed. */
export function targetOf(run: Omit<Run, 'target'>): { patch: Patch | undefined; product: Package | undefined } {
  const { host, setup, request } = run
  const code = packageCodeAt(host.machine, request.package)
  const patch = code === undefined ? undefined : setup.catalogue.patches.get(code)
  const installed = installedProducts(host.machine)
  const productCode = patch?.targets.find(t => installed.includes(t))
  return { patch, product: productCode === undefined ? undefined : registeredPackage(run, productCode) }
}

function registeredPackage(run: Omit<Run, 'target'>, productCode: string): Package | undefined {
  const packed = registryText(run.host.machine, KEYS.product(productCode), 'PackageCode')
  return [...run.setup.catalogue.packages.values()].find(
    p => p.productCode === productCode && packGuid(p.packageCode) === packed,
  )
}

/**
 * Opens everything. `runningFrom` is where the engine has its copy of the new patch: the given path in the client, a fresh
 * name in the Installer folder in the service.
 */
export function open(run: Run, speaker: Speaker, runningFrom: string, synchronous: boolean): Opened {
  const { host, request } = run
  const { patch, product } = run.target
  if (!patch) {
    return refuse({ code: 1635, subject: about('package', request.package), product, patch, path: request.package })
  }
  if (!product) {
    return refuse({ code: 1642, subject: about('product', patch.displayName), product, patch, path: request.package })
  }
  const cached = resolveProduct(run, speaker, product.productCode, product.packageCode)
  if (!cached) {
    return refuse({ code: 1612, subject: about('package', product.packageName), product, patch, path: request.package })
  }
  logPackage(run, speaker, product, cached)
  const registered: Patch[] = []
  for (const code of registeredPatches(host.machine, product.productCode)) {
    const path = resolvePatch(run, speaker, code)
    const known = run.setup.catalogue.patches.get(code)
    if (!path || !known) {
      return refuse({ code: 1635, subject: about('package', code), product, patch, path: cached })
    }
    registered.push(known)
  }
  logNewPatch(run, speaker, runningFrom)
  const applicable = sequence(run, speaker, product, registered, patch)
  if (!applicable) {
    return refuse({ code: 1642, subject: about('product', product.productName), product, patch, path: cached })
  }
  const session: Session = {
    run,
    speaker,
    synchronous,
    properties: new Map(),
    product,
    cachedPackage: cached,
    registered,
    patch,
    order: applicable.order,
    superseded: applicable.superseded,
    view: patchedView(product, applicable.order),
    costing: undefined,
    transaction: undefined,
    restartNeeded: false,
    execute: undefined,
    commits: [],
    stopped: [],
    customActionServer: undefined,
  }
  return { ok: true, session }
}

const about = (kind: Subject['kind'], name: string): Subject => ({ kind, name })

function logPackage(run: Run, speaker: Speaker, product: Package, cached: string): void {
  logAs(run, speaker, 'endDialogDisabled')
  logAs(run, speaker, 'originalPackage', cached)
  logAs(run, speaker, 'runningFrom', cached)
  run.host.spend(24)
  for (const name of ['Flags', 'VersionNT', 'ServicePackLevel']) logAs(run, speaker, 'appcompatOverride', name)
  logAs(run, speaker, 'appcompatLooking', product.productCode)
  logAs(run, speaker, 'appcompatNone')
  logAs(run, speaker, 'mscoree')
}

function logNewPatch(run: Run, speaker: Speaker, runningFrom: string): void {
  const path = run.request.package
  const explorer = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer'
  logAs(run, speaker, 'note3', 1402, explorer, 2)
  logAs(run, speaker, 'originalPatch', path)
  logAs(run, speaker, 'patchRunningFrom', runningFrom)
  logAs(run, speaker, 'verifyingPatch', path)
  logAs(run, speaker, 'signed', path)
  run.host.spend(SIGNATURE_CHECK_MS)
  logAs(run, speaker, 'permitted', path)
}

/** Checking the signature of a patch of some 30 MB on a disk of 2007. */
const SIGNATURE_CHECK_MS = 900

/** Applicability, order and supersedence. Undefined when the new patch does not fit the installed version. */
function sequence(
  run: Run,
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
  const sequenced = sequencePatches(stateOf(product), registered, [patch])
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
