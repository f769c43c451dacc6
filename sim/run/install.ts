import { packageName, patchCode, rollupOf } from '../../model/exchange/builds.ts'
import { catalogue } from '../../model/exchange/package.ts'
import { programs } from '../../model/exchange/scripts/powershell.ts'
import type { InstallRequest, UiLevel } from '../../model/installer/facts.ts'
import { guidFrom } from '../../model/installer/guid.ts'
import { install } from '../../model/installer/msiexec.ts'
import { makeFolder, reportEvent, writeFile } from '../../model/machine/calls.ts'
import { fileAt } from '../../model/machine/machine.ts'
import { joinPath, parentOf } from '../../model/machine/names.ts'
import { stopService } from '../../model/machine/services.ts'
import type { Recorder } from './recorder.ts'

/** The two ways in: an administrator at the machine, and Microsoft Update. */
export const setup = { catalogue, programs }

export interface RollupInstall {
  readonly kb: string
  readonly arch: 'x64' | 'x86'
  readonly by: 'administrator' | 'microsoft-update'
  readonly ui?: UiLevel
  readonly elevated?: boolean
  readonly log?: { readonly path: string; readonly letters: string }
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
  const code = callInstaller(recorder, requestFor(recorder, run, order, path))
  if (order.by === 'microsoft-update') reportUpdate(recorder, order.kb, code)
  return code
}

/** Calls the installer; its service leaves some minutes after the last call. */
export function callInstaller(recorder: Recorder, request: InstallRequest): number {
  const code = install(recorder, setup, request)
  recorder.schedule(recorder.machine.now + SERVICE_IDLE_MS, () => {
    if (recorder.machine.settings.installMutex === 0) stopService(recorder, 'msiserver')
  })
  return code
}

const SERVICE_IDLE_MS = 600_000

/** Downloaded by the update client, or put on the desktop. The package is the same. */
function deliver(recorder: Recorder, order: RollupInstall): string {
  const { windows } = recorder.machine
  const name = packageName({ kb: order.kb }, order.arch)
  const download = guidFrom(`download ${order.kb}`).replace(/[{}-]/g, '').toLowerCase()
  const folder =
    order.by === 'microsoft-update'
      ? joinPath(windows.systemRoot, 'SoftwareDistribution', 'Download', download)
      : windows.adminDesktop
  const path = joinPath(folder, name)
  if (order.package === 'missing' || fileAt(recorder.machine, path)) return path
  makeFolder(recorder, parentOf(path)!)
  const patch = catalogue.patches.get(patchCode(order.kb, order.arch))
  const size = patch?.fileSize ?? 30_000_000
  const content = { kind: 'package', code: patchCode(order.kb, order.arch) } as const
  writeFile(recorder, path, order.package === 'damaged' ? { size: Math.floor(size / 2) } : { size, content })
  return path
}

function requestFor(recorder: Recorder, run: number, order: RollupInstall, path: string): InstallRequest {
  const { windows } = recorder.machine
  const update = order.by === 'microsoft-update'
  const system32 = joinPath(windows.systemRoot, 'system32')
  return {
    run,
    operation: 'patch',
    package: path,
    user: update ? 'SYSTEM' : 'Administrator',
    elevated: update || order.elevated !== false || !windows.userAccountControl,
    ui: update ? 'none' : (order.ui ?? 'full'),
    log: order.log && { path: order.log.path, modes: order.log.letters },
    properties: update ? { REBOOT: 'ReallySuppress' } : {},
    callingProcess: joinPath(system32, update ? 'wuauclt.exe' : 'msiexec.exe'),
    currentDirectory: update ? system32 : windows.adminDesktop,
  }
}

/** What the update client shows for a code: nothing for a success, otherwise its HRESULT. */
export function updateClientError(code: number): string | undefined {
  return code === 0 || code === 3010 ? undefined : `0x${(0x80070000 + code).toString(16).toUpperCase()}`
}

/** The client's own events in the System log: 19 for an installed update, 20 for a failed one (formats.md 3). */
function reportUpdate(recorder: Recorder, kb: string, code: number): void {
  const rollup = rollupOf(kb)
  const title = catalogue.patches.get(rollup?.patchCode ?? '')?.displayName ?? kb
  const error = updateClientError(code)
  const source =
    recorder.machine.windows.id === 'windows-server-2003'
      ? 'Windows Update Agent'
      : 'Microsoft-Windows-WindowsUpdateClient'
  reportEvent(recorder, 'System', {
    source,
    id: error ? 20 : 19,
    type: error ? 'error' : 'information',
    category: 1,
    strings: error ? [error.toLowerCase(), title] : [title],
    user: 'SYSTEM',
  })
  recorder.note({ kind: 'update-client', title, error })
}
