import { RETURN_VALUES } from '../words/returnValues.ts'

/**
 * How a sequence ends, as logs print it behind `Return value`, and the code that an installation returns for it. Knows no
 * action.
 */

export const SUCCESS = RETURN_VALUES.SUCCESS.value
export const USER_EXIT = RETURN_VALUES.USER_EXIT.value
export const FAILURE = RETURN_VALUES.FAILURE.value

/** The return code of an installation whose sequence did not end with success. */
export const codeOfEnd = (status: number): 1602 | 1603 => (status === USER_EXIT ? 1602 : 1603)

/** The return code of an installation: 0, 1602, 1603, or 3010 where files wait for a restart. */
export function codeOf({ restartNeeded }: { readonly restartNeeded: boolean }, end: number): number {
  if (end !== SUCCESS) return codeOfEnd(end)
  return restartNeeded ? 3010 : 0
}

/** With 3010 too, only that Windows has to be restarted for it. */
export const isInstalledCode = (code: number): boolean => code === 0 || code === 3010

/** What the client's ExecuteAction returns, given the code of the service. */
export function statusOfCode(code: number): number {
  if (isInstalledCode(code)) return SUCCESS
  return code === 1602 ? USER_EXIT : FAILURE
}
