import { patchCode, product, rollupOf } from '../../model/exchange/builds.ts'
import { GROUP_POLICY_KEY, LOCAL_POLICY_KEY } from '../../model/exchange/scripts/powershell.ts'
import { KEYS, PATCH_STATE, POLICY_KEY } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import {
  fileAt,
  type Machine,
  registryList,
  registryNumber,
  registryText,
  registryValue,
} from '../../model/machine/machine.ts'
import { changedServices } from '../story/services.ts'

/**
 * When a server is right again: the rollup is on it, its services are as they were, and nothing is owed. Does not know
 * how it gets there.
 */
export interface RepairTarget {
  readonly kb: string | undefined
  readonly arch: 'x64' | 'x86'
  readonly initial: Machine
}

const STATE_FILES = ['ServiceState.xml', 'ServiceStartupMode.xml'].map(name => `C:\\ExchangeSetupLogs\\${name}`)

/** What stands between the machine and its target, in words; empty when nothing does. */
export function differences(machine: Machine, target: RepairTarget): string[] {
  const services = changedServices(target.initial, machine).map(
    ({ name, from, to }) => `${name} is ${to} and was ${from}`,
  )
  return [...missingRollup(machine, target), ...services]
}

function missingRollup(machine: Machine, { kb, arch }: RepairTarget): string[] {
  if (kb === undefined || !rollupOf(kb)) return []
  const state = registryNumber(machine, KEYS.userPatch(product.code, patchCode(kb, arch)), 'State')
  return state === PATCH_STATE.applied ? [] : [`${kb} is not installed`]
}

interface Debt {
  readonly owed: (machine: Machine) => boolean
  readonly text: string
}

const DEBTS: readonly Debt[] = [
  {
    owed: machine => registryValue(machine, POLICY_KEY, 'Logging') !== undefined,
    text: 'turn verbose logging off: delete Logging and Debug under HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
  },
  {
    owed: machine => STATE_FILES.some(path => fileAt(machine, path) !== undefined),
    text: 'delete the saved service state in C:\\ExchangeSetupLogs',
  },
  {
    owed: machine =>
      registryText(machine, GROUP_POLICY_KEY, 'ExecutionPolicy') === undefined &&
      registryText(machine, LOCAL_POLICY_KEY, 'ExecutionPolicy') !== 'RemoteSigned',
    text: 'set the execution policy back to RemoteSigned',
  },
  {
    owed: machine => registryList(machine, SESSION_MANAGER, PENDING_RENAMES).length > 0,
    text: 'restart the server: files in use wait for it',
  },
]

export function debts(machine: Machine): string[] {
  return DEBTS.filter(debt => debt.owed(machine)).map(debt => debt.text)
}
