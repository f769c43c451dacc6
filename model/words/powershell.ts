import { modelled, observed } from './grade.ts'
import { fillIn, from, type Wording } from './wording.ts'

/**
 * Errors of PowerShell 1.0 that more than one cmdlet or script meets; `%1` is what it is about. What one cmdlet alone says
 * stands with it.
 */

const remembered = from(modelled('memory'))

export const POWERSHELL_ERRORS = {
  notRecognized: remembered(
    "The term '%1' is not recognized as a cmdlet, function, operable program, or script file. Verify the term and try again.",
  ),
  /** From PowerShell 2.0 on. */
  notRecognizedLater: from(observed('qa1098733'))(
    "The term '%1' is not recognized as the name of a cmdlet, function, script file, or operable program.",
  ),
  exceptionCalling: from(observed('css-exchange'))('Exception calling "%1" with "%2" argument(s): "%3'),
  scriptsDisabled: remembered(
    'File %1 cannot be loaded because the execution of scripts is disabled on this system. Please see "get-help about_signing" for more details.',
  ),
  cannotStartService: from(observed('css-exchange'))("Cannot start service %1 on computer '.'."),
  noPartOfPath: remembered("Could not find a part of the path '%1'."),
  noPath: remembered("Cannot find path '%1' because it does not exist."),
  itemExists: remembered('Item with specified name %1 already exists.'),
  twice: remembered("Cannot bind parameter because parameter '%1' is specified more than once."),
  noParameterSet: remembered('Parameter set cannot be resolved using the specified named parameters.'),
  missingParameter: remembered('Cannot process command because of one or more missing mandatory parameters: %1.'),
  noNumber: remembered('Cannot convert value "%1" to type "System.Int32".'),
  noNumberFor: remembered('Cannot bind parameter \'%1\'. Cannot convert value "%2" to type "System.Int32".'),
  notOneOf: remembered(
    'Cannot bind parameter \'%1\'. Cannot convert value "%2" to type "%3" due to invalid enumeration values. Specify one of the following enumeration values and try again. The possible enumeration values are "%4".',
  ),
  snapInAbsent: remembered("The Windows PowerShell snap-in '%1' is not installed on this machine."),
  snapInAdded: remembered(
    'Cannot add Windows PowerShell snap-in %1 because it is already added. Verify the name of the snap-in and try again.',
  ),
  registryDenied: remembered('Requested registry access is not allowed.'),
  callDepth: remembered(
    'The script failed due to call depth overflow. The call depth reached 101 and the maximum is 100.',
  ),
  missingOperand: remembered("Missing expression after unary operator '%1'."),
  unexpectedToken: remembered("Unexpected token '%1' in expression or statement."),
} as const satisfies Readonly<Record<string, Wording>>

/** @param subjects what it is about, %1 first */
export function powershellError(key: keyof typeof POWERSHELL_ERRORS, ...subjects: readonly string[]): string {
  return fillIn(POWERSHELL_ERRORS[key].text, subjects)
}
