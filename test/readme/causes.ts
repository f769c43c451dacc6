import type { Grade } from '../../model/words/grade.ts'
import type { Cause } from '../../sim/scenario/causes.ts'

/**
 * Every cause in one line, for the README. It stands here because the simulator may not know the names of causes.
 * Source is the document that tells of the failure; exchange-2007.md 4 has symptoms and remedy of each.
 */
interface CauseNote {
  readonly is: string
  readonly source: string
  readonly grade: Grade
}

const documented = (source: string, is: string): CauseNote => ({ is, source, grade: 'documented' })
const derived = (source: string, is: string): CauseNote => ({ is, source, grade: 'derived' })
const modelled = (source: string, is: string): CauseNote => ({ is, source, grade: 'modelled' })

export const CAUSE_NOTES: Readonly<Record<Cause, CauseNote>> = {
  'file-in-use': documented('kb935490', 'a program holds a file that the rollup replaces'),
  'services-disabled': documented('kb935490', 'a failed rollup left the services disabled'),
  'saved-state-lost': derived('exchange-2007.md F08', 'a second failure overwrote the saved state of the services'),
  'setup-logs-missing': documented('kb935490', 'the folder ExchangeSetupLogs is gone'),
  'setup-logs-unwritable': documented('exchange-2007.md F10', 'the folder ExchangeSetupLogs cannot be written'),
  'execution-policy-local': documented('bulletin', 'the local execution policy does not let the scripts run'),
  'execution-policy-gpo': documented('kb981474', 'group policy sets the execution policy, and WMI is stopped'),
  'not-elevated': documented('bulletin', 'the .msp was opened with a filtered token'),
  'cached-patch-missing': documented('bulletin', 'the cached .msp of an earlier rollup is gone'),
  'cached-package-missing': documented('bulletin', 'the cached .msi of the product is gone'),
  'interim-update-installed': documented('bulletin', 'an interim update stands in the way of a rollup'),
  'interim-update-blocks-removal': documented('bulletin', 'an interim update stands on a rollup that is to be removed'),
  'interim-update-incompatible': documented('bulletin', 'an interim update is for another rollup'),
  superseded: documented('bulletin', 'a later rollup is installed already'),
  'wrong-architecture': documented('bulletin', 'x86 package on an x64 server, or the other way round'),
  'wrong-baseline': documented('kb953469', 'the rollup is for another service pack'),
  'product-absent': documented('windows-installer.md 2.2', 'Exchange is not installed'),
  'revocation-unreachable': documented('bulletin', 'no Internet: each process waits for revocation lists'),
  'services-timeout-revocation': documented('kb944752', 'services wait for revocation lists and miss their time-out'),
  'owa-not-updated': derived('exchange-2007.md F19', 'UpdateOwa.ps1 could not do its work and said nothing'),
  'owa-customisation-lost': documented('kb935490', 'changed files of Outlook Web Access are replaced'),
  'cas-proxy-order': documented('kb953469', 'Client Access servers were patched in the wrong order'),
  'cluster-not-offered': documented('kb935490', 'Microsoft Update does not offer rollups to cluster nodes'),
  'install-in-progress': modelled('exchange-2007.md F25', 'another installation holds the mutex'),
  'installer-service-disabled': modelled('exchange-2007.md F24', 'the Windows Installer service is disabled'),
  'disk-full': modelled('exchange-2007.md F26', 'too little room, seen early or late'),
  'restart-pending': documented('kb935490', 'a restart is owed'),
  'service-will-not-stop': derived('exchange-2007.md F31', 'a service does not stop in time'),
  'package-damaged': documented('exchange-2007.md F36', 'the .msp is cut off, blocked or badly signed'),
  'patching-forbidden': modelled('exchange-2007.md F37', 'a policy forbids installations or patches'),
  'temp-unusable': documented('exchange-2007.md F38', 'the TEMP folder is absent, full or closed'),
  'registration-corrupt': documented('bulletin', 'the registration of the product is damaged beyond repair'),
  'verbose-logging-left-on': documented('bulletin', 'the logging policy was never taken back'),
}
