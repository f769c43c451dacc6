/**
 * What may be wrong with a server: the ids that answer keys, rules and findings share. The simulation never reads them, and
 * nothing here knows what they do to a server.
 */
export const CAUSES = [
  'file-in-use',
  'services-disabled',
  'saved-state-lost',
  'setup-logs-missing',
  'setup-logs-unwritable',
  'execution-policy-local',
  'execution-policy-gpo',
  'not-elevated',
  'cached-patch-missing',
  'cached-package-missing',
  'interim-update-installed',
  'interim-update-blocks-removal',
  'interim-update-incompatible',
  'superseded',
  'wrong-architecture',
  'wrong-baseline',
  'product-absent',
  'revocation-unreachable',
  'services-timeout-revocation',
  'owa-not-updated',
  'owa-customisation-lost',
  'cas-proxy-order',
  'cluster-not-offered',
  'install-in-progress',
  'installer-service-disabled',
  'disk-full',
  'restart-pending',
  'service-will-not-stop',
  'package-damaged',
  'patching-forbidden',
  'temp-unusable',
  'registration-corrupt',
  'verbose-logging-left-on',
] as const

export type Cause = (typeof CAUSES)[number]
