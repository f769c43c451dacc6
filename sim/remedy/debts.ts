import { KEYS, POLICY_KEY } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { fileAt, type Machine, registryKey, registryList, registryValue } from '../../model/machine/machine.ts'

/** What is still to be done on a server that works again. Does not know how it got there. */
interface Debt {
  readonly owed: (machine: Machine) => boolean
  readonly text: string
}

export const STATE_FILES = ['ServiceState.xml', 'ServiceStartupMode.xml'].map(name => `C:\\ExchangeSetupLogs\\${name}`)

export const DELETE_SAVED_STATE = 'delete the saved service state in C:\\ExchangeSetupLogs'

const DEBTS: readonly Debt[] = [
  {
    owed: machine => registryValue(machine, POLICY_KEY, 'Logging') !== undefined,
    text: 'turn verbose logging off: delete Logging and Debug under HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
  },
  {
    owed: machine => STATE_FILES.some(path => fileAt(machine, path) !== undefined),
    text: DELETE_SAVED_STATE,
  },
  {
    owed: machine => registryList(machine, SESSION_MANAGER, PENDING_RENAMES).length > 0,
    text: 'restart the server: files in use wait for it',
  },
  {
    owed: machine => registryKey(machine, KEYS.inProgress) !== undefined,
    text: 'let the installer undo what was interrupted: any installation does that first',
  },
]

/** Those that the twin has as well are nobody's debt of this incident. */
export function debts(machine: Machine, twin: Machine): string[] {
  return DEBTS.filter(debt => debt.owed(machine) && !debt.owed(twin)).map(debt => debt.text)
}
