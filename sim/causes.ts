import type { Role } from '../model/exchange/roles.ts'
import { derived, documented, modelled, observed, type Sourced } from '../model/words/grade.ts'

/**
 * What can be wrong: the ids that scenarios, labels, rules and reports share, each in one line. They are words of an answer.
 * Does not know what they do to a server: that follows without these names, and nothing that simulates has them.
 */
export interface CauseNote extends Sourced {
  /** What is wrong. */
  readonly is: string
  /** The role of Exchange without which nothing of the kind can be wrong. */
  readonly role?: Role
}

const cause = (is: string, sourced: Sourced): CauseNote => ({ is, ...sourced })
const causeOf = (role: Role, is: string, sourced: Sourced): CauseNote => ({ role, ...cause(is, sourced) })

/** The source is the document that tells of the failure; exchange-2007.md 4 has symptoms and remedy of each. */
export const CAUSE_NOTES = {
  'file-in-use': cause('a program holds a file that the rollup replaces', documented('kb935490')),
  'services-disabled': cause('a failed rollup left the services disabled', documented('kb935490')),
  'saved-state-lost': cause(
    'a second failure overwrote the saved state of the services',
    derived('exchange-2007.md F08'),
  ),
  'setup-logs-missing': cause('the folder ExchangeSetupLogs is gone', documented('kb935490')),
  'setup-logs-unwritable': cause('the folder ExchangeSetupLogs cannot be written', documented('exchange-2007.md F10')),
  'execution-policy-local': cause('the local execution policy does not let the scripts run', documented('bulletin')),
  'execution-policy-gpo': cause('group policy sets the execution policy, and WMI is stopped', documented('kb981474')),
  'not-elevated': cause('the .msp was opened with a filtered token', documented('bulletin')),
  'cached-patch-missing': cause('the cached .msp of an earlier rollup is gone', documented('bulletin')),
  'cached-package-missing': cause('the cached .msi of the product is gone', documented('bulletin')),
  'interim-update-installed': cause('an interim update stands in the way of a rollup', documented('bulletin')),
  'interim-update-blocks-removal': cause(
    'an interim update stands on a rollup that is to be removed',
    documented('bulletin'),
  ),
  'interim-update-incompatible': cause('an interim update is for another rollup', documented('bulletin')),
  superseded: cause('a later rollup is installed already', documented('bulletin')),
  'wrong-architecture': cause('x86 package on an x64 server, or the other way round', documented('bulletin')),
  'wrong-baseline': cause('the rollup is for another service pack', documented('kb953469')),
  'product-absent': cause('Exchange is not installed', documented('windows-installer.md 2.2')),
  'revocation-unreachable': cause('no Internet: each process waits for revocation lists', documented('bulletin')),
  'services-timeout-revocation': cause(
    'services wait for revocation lists and miss their time-out',
    documented('kb944752'),
  ),
  'owa-not-updated': causeOf(
    'client-access',
    'UpdateOwa.ps1 could not do its work and said nothing',
    derived('exchange-2007.md F19'),
  ),
  'owa-customisation-lost': causeOf(
    'client-access',
    'changed files of Outlook Web Access are replaced',
    documented('kb935490'),
  ),
  'cas-proxy-order': causeOf(
    'client-access',
    'Client Access servers were patched in the wrong order',
    documented('kb953469'),
  ),
  'cluster-not-offered': cause('Microsoft Update does not offer rollups to cluster nodes', documented('kb935490')),
  'install-in-progress': cause('another installation holds the mutex', modelled('exchange-2007.md F25')),
  'installer-service-disabled': cause('the Windows Installer service is disabled', modelled('exchange-2007.md F24')),
  'disk-full': cause('too little room, seen early or late', modelled('exchange-2007.md F26')),
  'restart-pending': cause('a restart is owed', documented('kb935490')),
  'service-will-not-stop': cause('a service does not stop in time', derived('exchange-2007.md F31')),
  'package-damaged': cause('the .msp is cut off, blocked or badly signed', documented('exchange-2007.md F36')),
  'patching-forbidden': cause('a policy forbids installations or patches', modelled('exchange-2007.md F37')),
  'temp-unusable': cause('the TEMP folder is absent, full or closed', documented('exchange-2007.md F38')),
  'registration-corrupt': cause('the registration of the product is damaged beyond repair', documented('bulletin')),
  'verbose-logging-left-on': cause('the logging policy was never taken back', documented('bulletin')),
} satisfies Readonly<Record<string, CauseNote>>

/** Failures that rules know from real servers and nothing simulates. */
const OTHER_CAUSE_NOTES: Readonly<Record<string, CauseNote>> = {
  'script-helper-missing': cause(
    'the snap-in that the scripts take their commands from does not load',
    observed('qa1098733'),
  ),
  'script-nothing-to-stop': cause('no service runs that the script could stop', documented('css-exchange')),
}

export const OTHER_CAUSES: readonly string[] = Object.keys(OTHER_CAUSE_NOTES)

export type Cause = keyof typeof CAUSE_NOTES

export const CAUSES = Object.keys(CAUSE_NOTES) as readonly Cause[]

/** What is wrong; of a cause that somebody has given a name of his own, the name. */
export const whatIs = (cause: string): string =>
  Object.hasOwn(CAUSE_NOTES, cause) ? CAUSE_NOTES[cause as Cause].is : cause

/** The same as people say it who do not know the ids. */
export const SAID_AS: Readonly<Record<Cause, readonly string[]>> = {
  'file-in-use': [
    'somebody had the file open',
    'a file was locked',
    'sharing violation',
    'a backup program held a file',
  ],
  'services-disabled': [
    'the services were disabled',
    'a service was left disabled',
    'services do not start because they are disabled',
  ],
  'saved-state-lost': ['the second attempt overwrote the service states', 'the saved start types are lost'],
  'setup-logs-missing': ['the setup logs folder is missing', 'somebody deleted or renamed ExchangeSetupLogs'],
  'setup-logs-unwritable': ['no rights on the setup logs folder', 'access denied on ExchangeSetupLogs'],
  'execution-policy-local': ['scripts are restricted', 'the execution policy is restricted'],
  'execution-policy-gpo': ['group policy sets the execution policy', 'a group policy for scripts'],
  'not-elevated': ['run without elevation', 'not run as administrator', 'user account control filtered the token'],
  'cached-patch-missing': [
    'the cached patch of the last rollup is missing',
    'somebody deleted a msp from the Installer folder',
  ],
  'cached-package-missing': ['the cached msi is missing', 'the installation source of the product is gone'],
  'interim-update-installed': ['an interim update is installed', 'an interim update blocks the rollup'],
  'interim-update-blocks-removal': ['an interim update blocks the removal'],
  'interim-update-incompatible': ['the interim update is for another rollup'],
  superseded: ['a newer rollup is installed', 'the rollup is older than what is installed'],
  'wrong-architecture': ['32-bit package on a 64-bit server', 'the package is for another platform'],
  'wrong-baseline': ['the rollup is for another service pack', 'wrong service pack'],
  'product-absent': ['there is no Exchange on this server'],
  'revocation-unreachable': [
    'no internet access for certificate revocation lists',
    'crl.microsoft.com cannot be reached',
  ],
  'services-timeout-revocation': [
    'services time out checking certificates',
    'services start too slowly without internet',
  ],
  'owa-not-updated': ['Outlook Web Access was not updated', 'updateowa failed'],
  'owa-customisation-lost': ['the customised logo is gone', 'Outlook Web Access lost its customisation'],
  'cas-proxy-order': [
    'the client access servers were updated in the wrong order',
    'the internet facing server was not updated first',
  ],
  'cluster-not-offered': ['it is a cluster node', 'clusters are not offered rollups'],
  'install-in-progress': ['another installation is running', 'another setup holds Windows Installer'],
  'installer-service-disabled': ['Windows Installer is disabled', 'the installer service is disabled'],
  'disk-full': ['the disk is full', 'no space left on the drive'],
  'restart-pending': ['a restart is pending', 'the server needs a reboot'],
  'service-will-not-stop': ['a service did not stop', 'a service hangs while stopping'],
  'package-damaged': ['the package is corrupt', 'the download is incomplete', 'the package is blocked'],
  'patching-forbidden': ['a policy forbids patches', 'installations are forbidden by policy'],
  'temp-unusable': ['the temp folder is missing', 'the temp folder cannot be written'],
  'registration-corrupt': ['the registration of the product is corrupt', 'the installer registry is damaged'],
  'verbose-logging-left-on': ['verbose logging was left on', 'installer logging is still on'],
}
