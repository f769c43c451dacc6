import { RETURN_VALUES } from '../words/returnValues.ts'
import { RETURN_CODES } from '../words/systemErrors.ts'

/**
 * How a sequence ends, as logs print it behind `Return value`, and the code that an installation returns for it. Knows no
 * action.
 */

export const SUCCESS = RETURN_VALUES.SUCCESS.value
export const USER_EXIT = RETURN_VALUES.USER_EXIT.value
export const FAILURE = RETURN_VALUES.FAILURE.value

/** The return code of an installation whose sequence did not end with success. */
export const codeOfEnd = (status: number): 1602 | 1603 => (status === USER_EXIT ? 1602 : 1603)

interface Installed {
  readonly restartNeeded: boolean
  readonly properties: ReadonlyMap<string, string>
}

/**
 * The return code of an installation: 0, 1602, 1603, 3010 where files wait for a restart, or 1641 where REBOOT=Force asks for
 * one, whether anything waits or not. Of the value only the first letter counts.
 */
export function codeOf({ restartNeeded, properties }: Installed, end: number): number {
  if (end !== SUCCESS) return codeOfEnd(end)
  if (/^f/i.test(properties.get('REBOOT') ?? '')) return RESTARTS
  return restartNeeded ? 3010 : 0
}

/** The caller of the installer restarts Windows. */
export const RESTARTS = RETURN_CODES.ERROR_SUCCESS_REBOOT_INITIATED.code

/** With 3010 and 1641 too, only that Windows has to be restarted for it. */
export const isInstalledCode = (code: number): boolean => [0, 3010, RESTARTS].includes(code)

/** What the client's ExecuteAction returns, given the code of the service. */
export function statusOfCode(code: number): number {
  if (isInstalledCode(code)) return SUCCESS
  return code === 1602 ? USER_EXIT : FAILURE
}
