import { packageName, patchCode, product, rollupOf } from '../../model/exchange/builds.ts'
import { interimCode } from '../../model/exchange/interim.ts'
import { catalogueAt } from '../../model/exchange/package.ts'
import { programs } from '../../model/exchange/scripts/powershell.ts'
import { PRODUCT_PACKAGE_SIZE, PRODUCT_SOURCE } from '../../model/exchange/server.ts'
import { isInstalledCode } from '../../model/installer/actionStatus.ts'
import type { Catalogue } from '../../model/installer/database.ts'
import type { InstallRequest, UserInterface } from '../../model/installer/facts.ts'
import { guidFrom, unpackGuid } from '../../model/installer/guid.ts'
import { logModes } from '../../model/installer/language/commandLine.ts'
import { install } from '../../model/installer/msiexec.ts'
import { KEYS, registeredPatches } from '../../model/installer/registration.ts'
import { packageCodeAt, restrictionKey } from '../../model/installer/sources.ts'
import { deleteFile, makeFolder, setValue, writeFile } from '../../model/machine/calls.ts'
import { reportEvent } from '../../model/machine/eventLogs.ts'
import { fileAt, type Machine, registryText, serviceNamed } from '../../model/machine/machine.ts'
import { joinPath, parentOf } from '../../model/machine/names.ts'
import { endProcess, retireService } from '../../model/machine/services.ts'
import { UPDATE_CLIENT_SOURCE } from '../../model/words/eventSources.ts'
import { lower } from '../../model/words/letters.ts'
import { hresultText } from '../../model/words/systemErrors.ts'
import { Ended, type Recorder } from './recorder.ts'

/**
 * The ways to call the installer on a server: by an administrator at the machine, and by Microsoft Update. Does not
 * know what the installer does, nor who wants it.
 */

/** The packages that a server can meet. */
export const catalogueOf = ({ texture }: Machine): Catalogue => catalogueAt(texture.installPath)

/** How the installer is called. */
export interface Calling {
  readonly by: 'administrator' | 'microsoft-update'
  readonly ui?: UserInterface
  readonly elevated?: boolean
  readonly log?: { readonly path: string; readonly letters: string }
}

export interface RollupInstall extends Calling {
  readonly kb: string
  /** Of an interim update, the rollup that it was built for. */
  readonly forRollup?: string | undefined
  readonly arch: 'x64' | 'x86'
  readonly package?: 'missing' | 'damaged' | 'blocked'
}

/** A call of the installer, whoever makes it: from a step, from the prompt, from a remedy. */
export interface InstallerCall {
  readonly package: string
  readonly mode: string
  readonly updateClient: boolean
  /** Makes the call under a number of its own; returns the installer's code. */
  readonly call: (run: number) => number
}

/** Puts the package where this way of installing has it, and calls the installer. Returns its code. */
export function installRollup(recorder: Recorder, run: number, order: RollupInstall): number {
  const path = deliver(recorder, order)
  const code = callInstaller(recorder, requestFor(recorder, run, order, { operation: 'patch', package: path }))
  if (order.by === 'microsoft-update') {
    reportUpdate(recorder, order.kb, code)
    // What the past has written is not kept: its logs have long been started anew.
    if (run >= 0) keepUpdateLogs(recorder)
  }
  return code
}

/** Calls the installer; its service leaves some minutes after the last call. */
export function callInstaller(recorder: Recorder, request: InstallRequest): number {
  const code = endedWith(recorder, () =>
    recorder.whileAlive(livesOn(recorder), () =>
      install(recorder, { catalogue: catalogueOf(recorder.machine), programs }, request),
    ),
  )
  recorder.schedule(recorder.machine.now + SERVICE_IDLE_MS, () => {
    if (recorder.machine.settings.installMutex === 0) retireService(recorder, 'msiserver')
  })
  return code
}

const SERVICE_IDLE_MS = 600_000

/** A call ends with Windows, and with the service that works for it. */
function livesOn({ machine }: Recorder): () => boolean {
  const { bootedAt } = machine.settings
  let served = false
  return () => {
    const serves = serviceNamed(machine, 'msiserver')?.state === 'running'
    const isAlive = machine.settings.bootedAt === bootedAt && (serves || !served)
    served = serves && machine.settings.installMutex !== 0
    return isAlive
  }
}

/** The program that has called ends with its call, and gives back what only it could: the mutex. */
function endedWith<T>(recorder: Recorder, call: () => T): T {
  try {
    return call()
  } catch (error) {
    const { installMutex } = recorder.machine.settings
    if (error instanceof Ended && installMutex !== 0) {
      endProcess(recorder, installMutex)
      recorder.record({ kind: 'setting', before: { installMutex }, after: { installMutex: 0 } })
    }
    throw error
  }
}

/** Downloaded by the update client, or put on the desktop. The package is the same. */
function deliver(recorder: Recorder, order: RollupInstall): string {
  const { windows } = recorder.machine
  const name = packageName({ kb: order.kb }, order.arch)
  const download = lower(guidFrom(`download ${order.kb}`).replace(/[{}-]/g, ''))
  const folder =
    order.by === 'microsoft-update'
      ? joinPath(windows.systemRoot, 'SoftwareDistribution', 'Download', download)
      : windows.adminDesktop
  const path = joinPath(folder, name)
  const code = codeOfOrder(order)
  if (order.package === 'missing') deleteFile(recorder, path)
  else if (order.package === 'damaged' || packageCodeAt(recorder.machine, path) !== code) {
    makeFolder(recorder, folder)
    const whole = wholePackage(recorder.machine, code)
    writeFile(recorder, path, order.package === 'damaged' ? { size: Math.floor(whole.size / 2) } : whole)
  }
  if (order.package === 'blocked') restrict(recorder, path)
  return path
}

/** Somebody downloads a package: its path on the desktop, or why it could not be written there (Win32). */
export function download(recorder: Recorder, kb: string, arch: RollupInstall['arch']): string | number {
  const path = joinPath(recorder.machine.windows.adminDesktop, packageName({ kb }, arch))
  const code = patchCode(kb, arch)
  if (packageCodeAt(recorder.machine, path) === code) return path
  return writeFile(recorder, path, wholePackage(recorder.machine, code)) || path
}

const SMALL_PACKAGE_SIZE = 30_000_000

/** A file that is such a package. */
const wholePackage = (machine: Machine, code: string) =>
  ({
    size: catalogueOf(machine).patches.get(code)?.fileSize ?? SMALL_PACKAGE_SIZE,
    content: { kind: 'package', code },
  }) as const

/** The medium of the product that is installed goes into the drive; no program writes there. Returns where its package is. */
export function insertMedium(recorder: Recorder): string {
  const { machine } = recorder
  const path = joinPath(PRODUCT_SOURCE, PRODUCT_PACKAGE)
  const code = productPackageCode(machine)
  if (packageCodeAt(machine, path) === code) return path
  const { now } = machine
  const after = {
    path,
    folder: false,
    size: PRODUCT_PACKAGE_SIZE,
    content: { kind: 'package', code },
    created: now,
    modified: now,
    attributes: '',
  } as const
  recorder.record({ kind: 'file', path, before: fileAt(machine, path), after })
  return path
}

const PRODUCT_PACKAGE = 'EXCHANGESERVER.msi'

function codeOfOrder({ kb, forRollup, arch }: RollupInstall): string {
  return forRollup === undefined ? patchCode(kb, arch) : interimCode(kb, forRollup, arch)
}

/** A path rule of a software restriction policy, level disallowed. */
function restrict(recorder: Recorder, path: string): void {
  const key = restrictionKey(guidFrom(`restriction ${path}`))
  setValue(recorder, key, 'ItemData', 'expand-sz', path)
  setValue(recorder, key, 'SaferFlags', 'dword', 0)
}

function requestFor(
  recorder: Recorder,
  run: number,
  calling: Calling,
  asked: Pick<InstallRequest, 'operation' | 'package'> & { readonly properties?: Readonly<Record<string, string>> },
): InstallRequest {
  const { windows } = recorder.machine
  const update = calling.by === 'microsoft-update'
  const system32 = joinPath(windows.systemRoot, 'system32')
  return {
    run,
    operation: asked.operation,
    package: asked.package,
    user: update ? 'SYSTEM' : 'Administrator',
    elevated: update || calling.elevated !== false || !windows.userAccountControl,
    ui: update ? 'none' : (calling.ui ?? 'full'),
    log: calling.log && { path: calling.log.path, ...logModes(calling.log.letters)! },
    properties: { ...asked.properties, ...(update && { REBOOT: 'ReallySuppress' }) },
    callingProcess: joinPath(system32, update ? 'wuauclt.exe' : 'msiexec.exe'),
    currentDirectory: update ? system32 : windows.adminDesktop,
  }
}

// ------------------------------------------------------------------------------------------------ removal and repair

/** The patch code of an update by its KB number: a registered one, or what a rollup of that number would have. */
export function updateCode(machine: Machine, kb: string): string {
  const names = (['x64', 'x86'] as const).map(arch => packageName({ kb }, arch))
  const found = registeredPatches(machine, product.code).find(code =>
    names.includes(catalogueOf(machine).patches.get(code)?.packageName ?? ''),
  )
  return found ?? patchCode(kb, machine.arch)
}

/** What Add or Remove Programs calls for an update: `msiexec /i {product} MSIPATCHREMOVE={patch}`. */
export function removeUpdate(recorder: Recorder, run: number, kb: string, calling: Calling): number {
  const properties = { MSIPATCHREMOVE: updateCode(recorder.machine, kb) }
  const asked = { operation: 'remove', package: product.code, properties } as const
  return callInstaller(recorder, requestFor(recorder, run, calling, asked))
}

/** `msiexec /i` with the package of the installed product; it is put where the scenario has it. */
export function repairProduct(recorder: Recorder, run: number, path: string, calling: Calling): number {
  const { machine } = recorder
  if (!fileAt(machine, path)) {
    const folder = parentOf(path)
    if (folder !== undefined) makeFolder(recorder, folder)
    const code = productPackageCode(machine)
    writeFile(recorder, path, { size: PRODUCT_PACKAGE_SIZE, content: { kind: 'package', code } })
  }
  return callInstaller(recorder, requestFor(recorder, run, calling, { operation: 'repair', package: path }))
}

/** Of the installed product; where none is, the first release. */
function productPackageCode(machine: Machine): string {
  const packed = registryText(machine, KEYS.product(product.code), 'PackageCode')
  if (packed !== undefined) return unpackGuid(packed)
  return [...catalogueOf(machine).packages.values()].find(p => p.platform === machine.arch)!.packageCode
}

/** What the update client shows for a code: nothing for a success, otherwise its HRESULT. */
export function updateClientError(code: number): string | undefined {
  return isInstalledCode(code) ? undefined : hresultText(code)
}

/** What the update is called in the catalogue, in events and logs of the client. */
export const updateId = (title: string): string => guidFrom(`update ${title}`)
export const REVISION = 101

export function titleOf(machine: Machine, kb: string): string {
  return catalogueOf(machine).patches.get(rollupOf(kb)?.patchCode ?? '')?.displayName ?? kb
}

/** The client's own events in the System log: 19 for an installed update, 20 for a failed one (formats.md 3). */
function reportUpdate(recorder: Recorder, kb: string, code: number): void {
  const title = titleOf(recorder.machine, kb)
  const error = updateClientError(code)
  const { id: windows } = recorder.machine.windows
  const told = error ? [lower(error), title] : [title]
  reportEvent(recorder, 'System', {
    source: UPDATE_CLIENT_SOURCE[windows],
    id: error ? 20 : 19,
    type: error ? 'error' : 'information',
    category: 1,
    strings: windows === 'windows-server-2003' ? told : [...told, lower(updateId(title)), String(REVISION)],
    user: 'SYSTEM',
  })
  recorder.note({ kind: 'update-client', title, error })
}

/** What the client has done is told by both of its logs, from now on; what they held before, they keep. */
function keepUpdateLogs(recorder: Recorder): void {
  const { systemRoot } = recorder.machine.windows
  keepUpdateLog(recorder, joinPath(systemRoot, 'WindowsUpdate.log'), 'agent')
  const reports = joinPath(systemRoot, 'SoftwareDistribution', 'ReportingEvents.log')
  makeFolder(recorder, parentOf(reports)!)
  keepUpdateLog(recorder, reports, 'reporting')
}

function keepUpdateLog(recorder: Recorder, path: string, log: 'agent' | 'reporting'): void {
  const before = fileAt(recorder.machine, path)?.content
  writeFile(recorder, path, { content: before?.kind === 'update-log' ? before : { kind: 'update-log', log } })
}
