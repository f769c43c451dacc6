import { fileAt, type Machine, registryNumber } from './machine.ts'
import type { Service } from './parts.ts'
import { serviceSid } from './token.ts'
import { type BuildRange, compareVersions } from './version.ts'

/**
 * Publisher evidence: when the .NET runtime loads a signed program it asks whether the certificate has been revoked, and
 * fetches the list of the revoked ones from the Internet. Where that cannot be reached, every process waits.
 * Times: exchange-2007.md F16 (15 s for a retrieval, 20 s for all of them together), bb676686. Does not know who starts
 * the program, nor who waits for it.
 */

const RETRIEVAL_MS = 15_000
const CUMULATIVE_MS = 20_000

/** WTPF_IGNOREREVOKATION: the difference between 0x23c00 (checks) and 0x23e00 (does not), bulletin. */
const IGNORE_REVOCATION = 0x200
const CHECKS = 0x2_3c00

const PUBLISHING = 'Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing'

/** The setting belongs to an account: the administrator's own says nothing about a service. */
function checksRevocation(machine: Machine, account: string): boolean {
  const sid = serviceSid(account)
  const hive = sid === undefined ? 'HKCU' : `HKU\\${sid}`
  const state = registryNumber(machine, `${hive}\\${PUBLISHING}`, 'State') ?? CHECKS
  return (state & IGNORE_REVOCATION) === 0
}

/**
 * How long a managed program waits before its first statement.
 *
 * @param retrievals  lists that its certificates name; each has its time-out until the total is used up
 */
export function evidenceMs(machine: Machine, account: string, retrievals = 2): number {
  if (machine.settings.internet || !checksRevocation(machine, account)) return 0
  return Math.min(retrievals * RETRIEVAL_MS, CUMULATIVE_MS)
}

const covers = ({ from, below }: BuildRange, version: string): boolean =>
  compareVersions(version, from) >= 0 && (below === undefined || compareVersions(version, below) < 0)

/** `<generatePublisherEvidence enabled="false"/>` in the configuration beside a program. */
const EVIDENCE_OFF = /<generatePublisherEvidence\s+enabled\s*=\s*["']false["']/i

/**
 * How long a service waits for its own evidence: only if its image is of a build that is checked, and nothing beside it
 * turns that off. The program and the library with the service in it are checked one after the other (modelled: one wait
 * would stay within the limit of the service control manager, and KB944752 says that it is passed; 60 s suffice).
 */
export function serviceEvidenceMs(machine: Machine, service: Service, path: string): number {
  const version = fileAt(machine, path)?.version
  if (!service.checkedBuilds || version === undefined) return 0
  if (!service.checkedBuilds.some(range => covers(range, version))) return 0
  const configuration = fileAt(machine, `${path}.config`)?.content
  if (configuration?.kind === 'text' && EVIDENCE_OFF.test(configuration.text)) return 0
  return CHECKED_ASSEMBLIES * evidenceMs(machine, service.account)
}

const CHECKED_ASSEMBLIES = 2
