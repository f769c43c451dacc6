import { documented, modelled, observed } from './grade.ts'
import { from } from './wording.ts'

/**
 * What Setup of Exchange says in ExchangeSetup.log. Its end and its marks of errors are those of later versions (exchange-2007.md
 * 5.3); no complete log of 2007 is public, so most of the rest is memory. Knows no server.
 */

const reviewed = from(documented('css-exchange'))
const seen = from(observed('exchange-2007.md 5.3'))
const memory = from(modelled('memory'))

export const SETUP_LOG = {
  completed: reviewed('The Exchange Server setup operation completed successfully.'),
  notCompleted: seen("The Exchange Server setup operation didn't complete."),
  error: reviewed('[ERROR] '),
  reference: reviewed('[ERROR-REFERENCE] '),
  stars: memory('**********************************************'),
  starting: memory('Starting Microsoft Exchange 2007 Setup'),
  version: memory('Setup version: %1.'),
  user: memory('Logged on user: %1.'),
  command: memory("ExSetup was started with the following command: '%1'."),
  unpacked: memory('The following roles are unpacked: %1'),
  installed: memory('The following roles are installed: %1'),
  noFiles: memory('The local server does not have any Exchange files installed.'),
  server: memory('Server Name=%1'),
  path: memory("Setup will use the path '%1' for installing Exchange."),
  mode: memory("Setup will run the mode '%1'."),
  source: memory("Setup is using the source directory '%1'."),
  controller: memory("Setup has chosen the domain controller '%1' to use."),
  organization: memory("An Exchange organization with name '%1' was found in this forest."),
  determining: memory('Setup is determining what organization-level operations to perform.'),
  nothingToDo: memory('Setup has determined that no organization-level operations are to be performed.'),
  selection: memory('Applying default role selection state'),
  willInstall: memory("Setup will install the role '%1'."),
  willRun: memory("Setup will run the task '%1'"),
  launched: memory("Setup launched task '%1' "),
  beginning: memory('Beginning processing.'),
  executing: memory("Executing '%1', handleError = False"),
  component: seen("Processing component '%1' (%2)."),
  subTask: memory("Launching sub-task '$error.Clear(); %1'."),
  noUpdates: memory('No updates directory was specified for the msi installation.'),
  installing: memory('Installing a new product. Package: %1. Property values: %2'),
  packageDone: memory('The installation of the package has ended with code 0. Its log is %1.'),
  checking: memory("Checking the prerequisite '%1'."),
  checked: memory('Finished the readiness check: %1 errors, %2 warnings.'),
  registered: memory("Installing the service '%1'."),
  reached: memory("Service '%1' has reached the status '%2' on this server."),
  restored: memory('Service checkpoint has not progressed. Previous checkpoint=%1; current checkpoint=%1.'),
  ended: memory('Ending processing.'),
  end: memory('End of Setup'),
} as const
