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
