import type { Machine } from '../../../model/machine/machine.ts'
import type { Service } from '../../../model/machine/parts.ts'
import { START_TYPES } from '../../../model/words/startTypes.ts'

/** What is modelled of Win32_Service, for wmic and for PowerShell. Names: the class of WMI. Knows no way of printing. */

type Row = readonly [name: string, value: string | number | boolean]

/** A service that could not be started since Windows came up has this as its exit code. */
const NEVER_STARTED = 1077

/** So many, the first, are listed where nobody asks for any. */
export const WMI_LISTED = 6

export function wmiService({ name: system }: Machine, service: Service): readonly Row[] {
  const { name, displayName, image, account, state, start, pid } = service
  return [
    ['ExitCode', state === 'stopped' && start === 'disabled' ? NEVER_STARTED : 0],
    ['Name', name],
    ['ProcessId', pid ?? 0],
    ['StartMode', START_TYPES[start].wmi],
    ['State', state === 'running' ? 'Running' : 'Stopped'],
    ['Status', 'OK'],
    ['Caption', displayName],
    ['DisplayName', displayName],
    ['PathName', image],
    ['Started', state !== 'stopped'],
    ['StartName', account],
    ['SystemName', system],
  ]
}
