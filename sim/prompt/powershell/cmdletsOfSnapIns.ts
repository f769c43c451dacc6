import { levelFile } from '../../../model/exchange/files.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { machineOf } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, type Produced, produced } from './cmdlet.ts'
import { hasExchangeCmdlets, loadExchangeCmdlets } from './memory.ts'
import { parameterValues } from './parameters.ts'
import { stopNotSimulated } from './tree.ts'

/**
 * Snap-ins of PowerShell 1.0: only that of Exchange for administrators is known here. The Exchange Management Shell has it
 * from the start; a PowerShell that was opened by itself knows the cmdlets of Exchange when it has been added.
 */

const ADMIN = 'Microsoft.Exchange.Management.PowerShell.Admin'

function addSnapIn({ session, parameters }: CmdletCall): Produced {
  const [name = ''] = parameterValues(parameters, 'name', 0)
  if (name === '') return produced([], [powershellError('missingParameter', 'Name')])
  if (fold(name) !== fold(ADMIN)) throw stopNotSimulated(`the snap-in ${name}`)
  if (!fileAt(machineOf(session), levelFile(machineOf(session)))) {
    return produced([], [powershellError('snapInAbsent', name)])
  }
  if (hasExchangeCmdlets(session)) return produced([], [powershellError('snapInAdded', name)])
  loadExchangeCmdlets(session)
  return produced([])
}

export const snapInCmdlets: readonly Cmdlet[] = [
  {
    names: ['Add-PSSnapin', 'asnp'],
    help: `Add-PSSnapin ${ADMIN}   the cmdlets of Exchange, in a PowerShell that has not got them`,
    accepts: 1,
    takes: ['name'],
    absent: ['passthru'],
    ms: 900,
    run: addSnapIn,
  },
]
