import { type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import { HRESULT_FROM_WIN32, systemErrorText, WIN32 } from '../../../model/words/systemErrors.ts'

/** What `wmic` prints where it gets no answer. The form is modelled, from memory. Does not know what was asked. */

/** Nobody answers: COM starts the service where it is only stopped. */
export const isWmiLost = (machine: Machine): boolean => {
  const service = serviceNamed(machine, 'winmgmt')
  return service?.state !== 'running' && (service?.start ?? 'disabled') === 'disabled'
}

export const nodeRows = ({ name }: Machine, code: number, description: string, facility: string): string[] => [
  `Node - ${name}`,
  'ERROR:',
  `Code = 0x${code.toString(16)}`,
  `Description = ${description}`,
  `Facility = ${facility}`,
]

export const lostRows = (machine: Machine, error: number): string[] =>
  nodeRows(machine, HRESULT_FROM_WIN32 + error, systemErrorText(error) ?? `Win32 error ${error}`, 'Win32')

/** Where its service is disabled. */
export const disabledRows = (machine: Machine): string[] => lostRows(machine, WIN32.SERVICE_DISABLED)
