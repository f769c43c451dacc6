import { servicesByName } from '../../../model/machine/machine.ts'
import type { ServiceState } from '../../../model/machine/parts.ts'
import { plainText } from './export.ts'

/**
 * `Get-Service` of PowerShell 1.0, sent to a file: a table with columns of 8, 18 and 38 characters, one blank between them,
 * as its formatting file DotNetTypes.format.ps1xml has them. What is too long ends with three dots. (General knowledge, as
 * formats.md 4 says of this listing.) Does not know which services matter.
 */

const WIDTHS = [8, 18, 38] as const

const STATES: Readonly<Record<ServiceState, string>> = {
  stopped: 'Stopped',
  running: 'Running',
  'start-pending': 'StartPending',
  'stop-pending': 'StopPending',
}

function row(cells: readonly [string, string, string]): string {
  return cells.map((cell, i) => fitted(cell, WIDTHS[i]!).padEnd(WIDTHS[i]!)).join(' ')
}

const fitted = (cell: string, width: number): string => (cell.length <= width ? cell : `${cell.slice(0, width - 3)}...`)

export const getService = plainText('get-service.txt', ({ machine }) => [
  '',
  row(['Status', 'Name', 'DisplayName']),
  row(['------', '----', '-----------']),
  ...servicesByName(machine).map(service => row([STATES[service.state], service.name, service.displayName])),
  '',
  '',
])
