/** The roles of an Exchange server. Knows no file and no service. */

/** Roles as a scenario names them. */
export type Role =
  | 'mailbox'
  | 'client-access'
  | 'hub-transport'
  | 'unified-messaging'
  | 'edge-transport'
  | 'management-tools'

export const serverRoles: readonly Role[] = [
  'mailbox',
  'client-access',
  'hub-transport',
  'unified-messaging',
  'edge-transport',
]

/** Roles that have something; `all` includes a machine with nothing but the management tools. */
export type Roles = readonly Role[] | 'all'

export function concerns(roles: Roles, installed: readonly Role[]): boolean {
  return roles === 'all' || roles.some(role => installed.includes(role))
}
