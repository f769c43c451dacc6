import { executionPolicy, GROUP_POLICY_KEY, LOCAL_POLICY_KEY } from '../../../model/exchange/scripts/powershell.ts'
import { setValue } from '../../../model/machine/calls.ts'
import { registryText } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { machineOf } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, type Produced, produced } from './cmdlet.ts'
import { textItems } from './items.ts'
import { parameterValues } from './parameters.ts'

/**
 * The execution policy: PowerShell 1.0 knows one of the machine, and one that group policy puts above it. Whether a
 * script may run is decided elsewhere: model/exchange/scripts.
 */

const POLICIES: readonly string[] = ['Unrestricted', 'RemoteSigned', 'AllSigned', 'Restricted', 'Default']

function getPolicy({ session }: CmdletCall): Produced {
  return produced(textItems([executionPolicy(machineOf(session))]))
}

function setPolicy({ session, parameters }: CmdletCall): Produced {
  const [typed = ''] = parameterValues(parameters, 'executionpolicy', 0)
  if (typed === '') return produced([], [powershellError('missingParameter', 'ExecutionPolicy')])
  const policy = POLICIES.find(name => fold(name) === fold(typed))
  if (!policy) return produced([], [unknownPolicy(typed)])
  const value = policy === 'Default' ? 'Restricted' : policy
  const error = setValue(session.recorder, LOCAL_POLICY_KEY, 'ExecutionPolicy', 'sz', value)
  if (error) return produced([], [powershellError('registryDenied')])
  const group = registryText(machineOf(session), GROUP_POLICY_KEY, 'ExecutionPolicy')
  return group === undefined ? produced([]) : produced([], [overridden(executionPolicy(machineOf(session)))])
}

function unknownPolicy(typed: string): string {
  const names = POLICIES.join(', ')
  return powershellError('notOneOf', 'ExecutionPolicy', typed, 'Microsoft.PowerShell.ExecutionPolicy', names)
}

/** Observed beginning; the rest from memory. */
function overridden(effective: string): string {
  return `Windows PowerShell updated your local preference successfully, but the setting is overridden by the group policy applied to your system. Due to the override, your shell will retain its current effective execution policy of "${effective}". Please contact your group policy administrator for more information.`
}

export const policyCmdlets: readonly Cmdlet[] = [
  {
    names: ['Get-ExecutionPolicy'],
    accepts: 0,
    help: 'Get-ExecutionPolicy   which scripts may run',
    takes: [],
    run: getPolicy,
  },
  {
    names: ['Set-ExecutionPolicy'],
    accepts: 1,
    help: 'Set-ExecutionPolicy RemoteSigned   which scripts may run',
    takes: ['executionpolicy'],
    run: setPolicy,
  },
]
