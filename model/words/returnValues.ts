import { documented } from './grade.ts'
import type { Wording } from './wording.ts'

/**
 * What an action of a sequence returns: the number at the end of `Action ended 13:15:44: InstallFinalize. Return value 3.`
 * The texts are those of the reference page; no log prints them. Knows no action.
 */

interface ValueRow<Value extends number> extends Wording {
  readonly value: Value
}

const value = <const Value extends number>(number: Value, text: string): ValueRow<Value> => ({
  value: number,
  text,
  ...documented('win32 Msi/logging-of-action-return-values'),
})

export const RETURN_VALUES = {
  NOT_RUN: value(0, 'The action was not executed.'),
  SUCCESS: value(1, 'The action succeeded.'),
  USER_EXIT: value(2, 'The user ended the installation.'),
  FAILURE: value(3, 'The action failed.'),
  SUSPEND: value(4, 'The installation is suspended.'),
  NO_MORE_ITEMS: value(5, 'The action ended the sequence without an error.'),
  INVALID_HANDLE_STATE: value(6, 'A handle was in a wrong state.'),
  INVALID_DATA: value(7, 'Data was invalid.'),
  INSTALL_ALREADY_RUNNING: value(8, 'Another installation was running.'),
} as const
