import { type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import { SYSTEM_ERRORS, WIN32 } from '../../../model/words/systemErrors.ts'

/**
 * Whether WMI answers. Whatever asks it over DCOM gets the same error when its service does not run; how it is printed is
 * known to each program.
 */
export const wmiError = (machine: Machine): number =>
  serviceNamed(machine, 'winmgmt')?.state === 'running' ? WIN32.SUCCESS : SYSTEM_ERRORS.RPC_S_SERVER_UNAVAILABLE.code
