/** The roles of an Exchange server. Knows no file and no service. */

/** As a scenario names them. */
export const ROLES = [
  'mailbox',
  'client-access',
  'hub-transport',
  'unified-messaging',
  'edge-transport',
  'management-tools',
] as const

export type Role = (typeof ROLES)[number]

/** Those that make a server of a machine. */
export const serverRoles: readonly Role[] = ROLES.filter(role => role !== 'management-tools')

/** Roles that have something; `all` includes a machine with nothing but the management tools. */
export type Roles = readonly Role[] | 'all'

export function concerns(roles: Roles, installed: readonly Role[]): boolean {
  return roles === 'all' || roles.some(role => installed.includes(role))
}
