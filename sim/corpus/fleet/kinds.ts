import type { Role } from '../../../model/exchange/roles.ts'

/**
 * The kinds of servers that an organisation has, in the order in which a site updates them: Client Access first, from the
 * internet inwards (kb935999, kb953469), the mailboxes last. Shares are modelled, after the numbers of processors that
 * Microsoft plans with: four of mailboxes to one of Client Access, five to one of Hub Transport with a virus scanner
 * (technet-bb738159: numbers from memory). Knows no host.
 */

export interface Kind {
  readonly roles: readonly Role[]
  /** In the names of its servers. */
  readonly short: string
  /** Of the servers of a site that says nothing else. */
  readonly share: number
}

export const KINDS = {
  'client-access': { roles: ['client-access'], short: 'CAS', share: 4 },
  'edge-transport': { roles: ['edge-transport'], short: 'EDG', share: 2 },
  'hub-transport': { roles: ['hub-transport'], short: 'HUB', share: 3 },
  'front-end': { roles: ['client-access', 'hub-transport'], short: 'FNT', share: 3 },
  'unified-messaging': { roles: ['unified-messaging'], short: 'UMS', share: 0 },
  'multi-role': { roles: ['mailbox', 'client-access', 'hub-transport'], short: 'EXC', share: 2 },
  mailbox: { roles: ['mailbox'], short: 'MBX', share: 16 },
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[]

/** A small site has servers that do everything. */
const SMALL = 3

export type Shares<K extends string> = Readonly<Partial<Record<K, number>>>

export const usualShares = (hosts: number): Shares<KindName> =>
  hosts <= SMALL ? { 'multi-role': 1 } : Object.fromEntries(KIND_NAMES.map(name => [name, KINDS[name].share]))

/** How many of each, together so many: by the whole part of its share, then by what is left of it, in their order. */
export function apportioned<K extends string>(shares: Shares<K>, count: number): [name: K, count: number][] {
  const rows = (Object.entries(shares) as [K, number][]).filter(([, share]) => share > 0)
  const total = rows.reduce((sum, [, share]) => sum + share, 0)
  const exact = rows.map(([name, share]) => ({
    name,
    whole: Math.floor((share * count) / total),
    left: (share * count) % total,
  }))
  const missing = count - exact.reduce((sum, { whole }) => sum + whole, 0)
  const next = new Set(
    exact
      .toSorted((a, b) => b.left - a.left)
      .slice(0, missing)
      .map(({ name }) => name),
  )
  return exact.map(({ name, whole }) => [name, whole + (next.has(name) ? 1 : 0)])
}
