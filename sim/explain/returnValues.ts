import { type Meaning, meaningsOf } from './meaning.ts'

/** The number at the end of `Action ended 13:15:44: InstallFinalize. Return value 3.` */
export const RETURN_VALUES: readonly Meaning[] = meaningsOf(
  'return-value',
  { grade: 'documented', source: 'win32 Msi/logging-of-action-return-values' },
  [
    {
      code: 0,
      text: 'The action was not executed.',
      occurs: 'The client had done it already, or there was nothing to do. Every healthy log has it.',
      next: 'Nothing to look for.',
    },
    {
      code: 1,
      text: 'The action succeeded.',
      occurs: 'Nearly every action of a good run. A script that fails without telling the installer has it too.',
      next: "For actions that run scripts, look in the script's own log as well.",
    },
    {
      code: 2,
      text: 'The user ended the installation.',
      occurs: 'Cancel in the wizard, or at the question of message 1306. The run returns 1602 and rolls back.',
      next: 'Read which question stands above it, then look at the services.',
    },
    {
      code: 3,
      text: 'The action failed.',
      occurs:
        'The first one in a log is the action that failed; those behind it belong to the sequences around it. A failed script of the installer shows as InstallFinalize.',
      next: 'Read the lines above the first one: the error stands there, before the rollback.',
    },
    {
      code: 4,
      text: 'The installation is suspended.',
      occurs: 'A restart was forced in the middle. A rollup does not do this by itself.',
      next: 'Restart, then start the same installation again.',
    },
    {
      code: 5,
      text: 'The action ended the sequence without an error.',
      occurs: 'A custom action said that the rest of the sequence is to be skipped.',
      next: 'Nothing is wrong with the action itself.',
    },
    {
      code: 6,
      text: 'A handle was in a wrong state.',
      occurs: 'A custom action used a handle that was closed. As a return code this is 1609.',
      next: 'Look at the lines of the action. This is a mistake in a package.',
    },
    {
      code: 7,
      text: 'Data was invalid.',
      occurs: 'An action got data that it cannot read. As an error this is 13.',
      next: 'Read the CustomActionData above it.',
    },
    {
      code: 8,
      text: 'Another installation was running.',
      occurs: 'An action wanted to install something while this installation ran. As a return code this is 1618.',
      next: 'Find the other msiexec.exe.',
    },
  ],
)
