import { RETURN_VALUES } from '../../model/words/returnValues.ts'
import { type Advice, type Meaning, meaningOf } from './meaning.ts'

/** What an action returns, as somebody who reads a log should take it. What it says: model/words. */

type Name = keyof typeof RETURN_VALUES

/** The number at the end of `Action ended 13:15:44: InstallFinalize. Return value 3.` */
const ADVICE: Readonly<Record<Name, Advice>> = {
  NOT_RUN: {
    occurs: 'The client had done it already, or there was nothing to do. Every healthy log has it.',
    next: 'Nothing to look for.',
  },
  SUCCESS: {
    occurs: 'Nearly every action of a good run. A script that fails without telling the installer has it too.',
    next: "For actions that run scripts, look in the script's own log as well.",
  },
  USER_EXIT: {
    occurs: 'Cancel in the wizard, or at the question of message 1306. The run returns 1602 and rolls back.',
    next: 'Read which question stands above it, then look at the services.',
  },
  FAILURE: {
    occurs:
      'The first one in a log is the action that failed; those behind it belong to the sequences around it. A failed script of the installer shows as InstallFinalize.',
    next: 'Read the lines above the first one: the error stands there, before the rollback.',
  },
  SUSPEND: {
    occurs: 'A restart was forced in the middle. A rollup does not do this by itself.',
    next: 'Restart, then start the same installation again.',
  },
  NO_MORE_ITEMS: {
    occurs: 'A custom action said that the rest of the sequence is to be skipped.',
    next: 'Nothing is wrong with the action itself.',
  },
  INVALID_HANDLE_STATE: {
    occurs: 'A custom action used a handle that was closed. As a return code this is 1609.',
    next: 'Look at the lines of the action. This is a mistake in a package.',
  },
  INVALID_DATA: {
    occurs: 'An action got data that it cannot read. As an error this is 13.',
    next: 'Read the CustomActionData above it.',
  },
  INSTALL_ALREADY_RUNNING: {
    occurs: 'An action wanted to install something while this installation ran. As a return code this is 1618.',
    next: 'Find the other msiexec.exe.',
  },
}

export const returnValueMeanings: readonly Meaning[] = (Object.keys(RETURN_VALUES) as Name[]).map(name =>
  meaningOf({ kind: 'return-value', code: RETURN_VALUES[name].value }, RETURN_VALUES[name], ADVICE[name]),
)
