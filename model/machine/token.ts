import { WIN32 } from '../words/systemErrors.ts'
import type { Change } from './change.ts'
import type { AccessToken, Host } from './host.ts'
import { fold, isWithin } from './names.ts'

/**
 * The same machine as a program with this token sees it: what only administrators may change is refused. A whole token
 * changes nothing, so its host is the given one. Rights that are denied to everybody: verdict.ts.
 */
export function actingAs<H extends Host>(host: H, token: AccessToken): H {
  if (!token.filtered) return host
  return {
    ...host,
    token,
    attempt: (change: Change) => (mayChange(host, change) ? host.attempt(change) : WIN32.ACCESS_DENIED),
  }
}

/** May this program start, stop and configure services? */
export function controlsServices(host: Host): boolean {
  return host.token?.filtered !== true
}

/** The security identifier of an account that services run in, the same on every machine. */
export const serviceSid = (account: string): string | undefined => SERVICE_SIDS[fold(account)]

const SERVICE_SIDS: Readonly<Record<string, string>> = {
  system: 'S-1-5-18',
  localsystem: 'S-1-5-18',
  'nt authority\\localservice': 'S-1-5-19',
  'nt authority\\networkservice': 'S-1-5-20',
}

/**
 * What the rights of a user suffice for (modelled: the default access lists of Server 2008, without those of single
 * files): the own profile and the own part of the registry.
 */
function mayChange(host: Host, change: Change): boolean {
  const { adminProfile } = host.machine.windows
  switch (change.kind) {
    case 'file':
      return isWithin(change.path, adminProfile)
    case 'rename':
      return isWithin(change.from, adminProfile) && isWithin(change.to, adminProfile)
    case 'key':
      return !isMachineHive(change.path)
    case 'value':
      return !isMachineHive(change.key)
    default:
      return true
  }
}

const isMachineHive = (key: string): boolean => !fold(key).startsWith('hkcu')
