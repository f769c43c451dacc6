import { deleteFile, writeFile } from '../machine/calls.ts'
import { refusedBy } from '../machine/host.ts'
import { type Machine, registryKey, registryList } from '../machine/machine.ts'
import { fold, joinPath } from '../machine/names.ts'
import type { RegistryData } from '../machine/parts.ts'
import { temporaryName } from './customActionServer.ts'
import type { Speaker, Subject } from './facts.ts'
import { KEYS, POLICY_KEY, registeredPatches } from './registration.ts'
import { type InstallerRun, logAs, policyDefault, policyValue } from './session.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from './transaction.ts'

/**
 * What an engine looks at before it opens anything: policies, its temp folder, and what the registration says of
 * itself. Does not look into a package.
 */

/** Why nothing is opened: the code that the installer returns, and what it is about. */
export interface Barrier {
  readonly code: number
  readonly subject: Subject
}

/** Policies that end a run, with the value from which they do: windows-installer.md 6.1. */
const FORBIDDING: readonly {
  readonly policy: string
  readonly from: number
  readonly code: number
  readonly patchesOnly: boolean
}[] = [
  // 1 bars what is not managed; an administrator's per-machine run counts as managed (windows-installer.md 8.1).
  { policy: 'DisableMSI', from: 2, code: 1625, patchesOnly: false },
  { policy: 'DisablePatch', from: 1, code: 1643, patchesOnly: true },
]

/** Whether a value below the key of these policies makes nothing otherwise than its absence: `DisablePatch` 0. */
export function isIdlePolicy(name: string, data: RegistryData): boolean {
  if (typeof data !== 'number') return false
  const row = FORBIDDING.find(({ policy }) => fold(policy) === fold(name))
  return row ? data < row.from : data === policyDefault(name)
}

/** A policy of the machine that forbids this run. */
export function forbidden(run: InstallerRun, speaker: Speaker): Barrier | undefined {
  const row = FORBIDDING.find(
    ({ policy, from, patchesOnly }) =>
      policyValue(run, policy) >= from && (!patchesOnly || run.request.operation === 'patch'),
  )
  if (!row) return undefined
  logAs(run, speaker, 'machinePolicy', row.policy, policyValue(run, row.policy))
  return { code: row.code, subject: { kind: 'setting', name: `${POLICY_KEY}\\${row.policy}` } }
}

/**
 * The engine in the service keeps what it works with in temporary storages (`~DF5C3A.tmp`): without a temp folder it
 * cannot begin.
 */
export function withoutTemp(run: InstallerRun): Barrier | undefined {
  const { host } = run
  const path = joinPath(host.machine.windows.systemTemp, temporaryName(run, '~DF'))
  const error = writeFile(host, path, { size: STORAGE_SIZE })
  if (error) return { code: 1632, subject: refusedBy(path, error) }
  deleteFile(host, path)
  return undefined
}

const STORAGE_SIZE = 512

/**
 * A registered patch has its own key and one below the product; a list that names one without them is corrupt
 * (exchange-2007.md F39: 1605, 1607 or 1610; 1610 is the one about configuration data).
 */
export function corrupt(machine: Machine, productCode: string): Barrier | undefined {
  const code = registeredPatches(machine, productCode).find(
    patch => !registryKey(machine, KEYS.patch(patch)) || !registryKey(machine, KEYS.userPatch(productCode, patch)),
  )
  const whole = code === undefined && registryKey(machine, KEYS.installProperties(productCode))
  return whole ? undefined : { code: 1610, subject: { kind: 'package', name: code ?? productCode } }
}

/** Does Windows wait for a restart to move files? */
export function isRestartPending(machine: Machine): boolean {
  return registryList(machine, SESSION_MANAGER, PENDING_RENAMES).length > 0
}
