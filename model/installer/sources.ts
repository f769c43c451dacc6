import { about } from '../machine/host.ts'
import { fileAt, type Machine, registryText, subkeysOf } from '../machine/machine.ts'
import { isWithin, joinPath, normalPath } from '../machine/names.ts'
import { mayRead } from '../machine/verdict.ts'
import { NO_PRODUCT_NAME, STG_E } from '../words/storageCodes.ts'
import type { Speaker } from './facts.ts'
import { KEYS, localPackage, localPatch, sourceList } from './registration.ts'
import { type InstallerRun, logAs, STREAM_MISSING } from './session.ts'

/**
 * Finding packages: the cached copy first, then the source list. What the engine writes about it is the bulletin's third
 * excerpt and windows-installer.md 3.10. Does not know why a package is missing.
 */

/** Code inside the package file at a path, if it is there, readable and a package. */
export function packageCodeAt(machine: Machine, path: string): string | undefined {
  const content = fileAt(machine, path)?.content
  return content?.kind === 'package' && mayRead(machine, path) === 0 ? content.code : undefined
}

/** The .msi to run from: the cached one, or the one that the last used source still has. */
export function resolveProduct(
  run: InstallerRun,
  speaker: Speaker,
  productCode: string,
  packageCode: string,
): string | undefined {
  const { machine } = run.host
  const cached = localPackage(machine, productCode)
  if (cached && packageCodeAt(machine, cached) === packageCode) return cached
  about(run.host, { kind: 'file', name: cached ?? '' }, () => logAs(run, speaker, 'cachedPackageMissing', cached ?? ''))
  const path = searchProduct(run, speaker, productCode, packageCode)
  if (path) verifyPackage(run, speaker, path)
  return path
}

/** The package at the last used source; whatever else the list has is tried and fails (modelled: one source each). */
export function searchProduct(
  run: InstallerRun,
  speaker: Speaker,
  productCode: string,
  packageCode: string,
): string | undefined {
  const { machine } = run.host
  searchPolicies(run, speaker)
  const source = sourceList(machine, KEYS.productSource(productCode))
  beginSearch(run, speaker, productCode)
  if (source.lastUsed) {
    logAs(run, speaker, 'tryingSource', source.lastUsed)
    const path = joinPath(normalPath(source.lastUsed), source.packageName)
    if (packageCodeAt(machine, path) === packageCode) {
      if (speaker.side === 'c') {
        logAs(run, speaker, 'cloaking')
        logAs(run, speaker, 'enablingPriveleges')
      }
      logAs(run, speaker, 'resolvedTo', source.lastUsed)
      return path
    }
    logAs(run, speaker, 'note3', 2203, path, STG_E.INVALIDFUNCTION)
    logAs(run, speaker, 'sourceInvalid')
  }
  failSearch(run, speaker, source.packageName)
  return undefined
}

/** A package that is not the cached one is checked before it is opened. */
function verifyPackage(run: InstallerRun, speaker: Speaker, path: string): void {
  logAs(run, speaker, 'verifyingPackage', path)
  logAs(run, speaker, 'signed', path)
  run.host.spend(SIGNATURE_CHECK_MS)
  logAs(run, speaker, 'permitted', path)
}

/** The bulletin's log has 125 ms between the two lines. */
const SIGNATURE_CHECK_MS = 125

const SAFER = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Safer\\CodeIdentifiers\\0\\Paths'

/** Key of a path rule of a software restriction policy, level 0 (disallowed); its ItemData is a file or a folder. */
export const restrictionKey = (rule: string): string => `${SAFER}\\${rule}`

/** Does a software restriction policy keep this file from running? */
export function isRestricted(machine: Machine, path: string): boolean {
  return subkeysOf(machine, SAFER).some(rule => {
    const item = registryText(machine, restrictionKey(rule), 'ItemData')
    return item !== undefined && isWithin(path, normalPath(item))
  })
}

/** The .msp of a registered patch: the cached one, or none, after a search that the engine still makes. */
export function resolvePatch(run: InstallerRun, speaker: Speaker, patchCode: string): string | undefined {
  const { machine } = run.host
  const cached = localPatch(machine, patchCode) ?? ''
  logAs(run, speaker, 'openingPatch', cached)
  if (packageCodeAt(machine, cached) === patchCode) return cached
  about(run.host, { kind: 'file', name: cached }, () => {
    logAs(run, speaker, 'note3', 2203, cached, fileAt(machine, cached) ? NOT_A_STORAGE : STREAM_MISSING)
    logAs(run, speaker, 'patchNotFound', cached)
  })
  logAs(run, speaker, 'resolvingPatch')
  const source = sourceList(machine, KEYS.patchSource(patchCode))
  searchPolicies(run, speaker)
  beginSearch(run, speaker, patchCode)
  if (source.lastUsed) {
    const path = joinPath(normalPath(source.lastUsed), source.packageName)
    logAs(run, speaker, 'tryingSource', source.lastUsed)
    if (packageCodeAt(machine, path) === patchCode) {
      logAs(run, speaker, 'resolvedTo', source.lastUsed)
      return path
    }
    logAs(run, speaker, 'note3', 2203, path, STG_E.INVALIDFUNCTION)
    logAs(run, speaker, 'sourceInvalid')
  }
  logAs(run, speaker, 'netSources')
  logAs(run, speaker, 'note3', 1402, 'UNKNOWN\\Net', 2)
  logAs(run, speaker, 'note3', 1706, NO_PRODUCT_NAME.code, source.packageName)
  logAs(run, speaker, 'mediaSources')
  run.host.spend(15)
  logAs(run, speaker, 'resolvedTo', source.packageName)
  logAs(run, speaker, 'note2', 1314, source.packageName)
  logAs(run, speaker, 'noTempCopy', source.packageName)
  return undefined
}

/** What opening a file that is no storage ends with (modelled). */
const NOT_A_STORAGE = STG_E.FILEALREADYEXISTS

function searchPolicies(run: InstallerRun, speaker: Speaker): void {
  logAs(run, speaker, 'userPolicy', 'SearchOrder', "'nmu'")
  logAs(run, speaker, 'userPolicy', 'DisableMedia', 0)
  logAs(run, speaker, 'machinePolicy', 'AllowLockdownMedia', 0)
  logAs(run, speaker, 'mediaIfSafe')
}

function beginSearch(run: InstallerRun, speaker: Speaker, code: string): void {
  logAs(run, speaker, 'lookingForSource', code)
  logAs(run, speaker, 'addingSource', code)
  logAs(run, speaker, 'checkingSource', code)
  logAs(run, speaker, 'mediaEnabled')
  logAs(run, speaker, 'lastUsedSource')
}

function failSearch(run: InstallerRun, speaker: Speaker, packageName: string): void {
  logAs(run, speaker, 'note3', 1706, NO_PRODUCT_NAME.code, packageName)
  logAs(run, speaker, 'netSources')
  logAs(run, speaker, 'note3', 1706, NO_PRODUCT_NAME.code, packageName)
  logAs(run, speaker, 'mediaSources')
  logAs(run, speaker, 'note3', 1706, NO_PRODUCT_NAME.code, packageName)
  logAs(run, speaker, 'urlSources')
  logAs(run, speaker, 'note3', 1402, 'UNKNOWN\\URL', 2)
  logAs(run, speaker, 'note3', 1706, NO_PRODUCT_NAME.code, packageName)
  logAs(run, speaker, 'note3', 1706, '', packageName)
  logAs(run, speaker, 'sourceFailed')
}
