import type { Machine } from '../machine/machine.ts'
import type { Texture } from '../machine/texture.ts'
import { serviceSid } from '../machine/token.ts'
import { upper } from '../words/letters.ts'

/** Whoever administers a server: with an account of the machine, or of the domain that it has joined. */

/** The security identifier of an account; that of the administrator is 500, of the machine or of its domain. */
export function sidOf(
  user: string,
  { authority, domainAuthority }: Pick<Texture, 'authority' | 'domainAuthority'>,
): string {
  return serviceSid(user) ?? `S-1-5-21-${(domainAuthority ?? authority).join('-')}-500`
}

/** `EXCH01`, or `CONTOSO`: what stands before the name of an administrator. */
export const accountDomain = ({ name, texture }: Pick<Machine, 'name' | 'texture'>): string =>
  texture.domainAuthority === undefined ? name : shortDomain(texture.domain)

/** As NetBIOS has a domain, where nobody has chosen another name: its first label (modelled: memory). */
const shortDomain = (domain: string): string => upper(domain.split('.')[0]!.slice(0, MOST_OF_A_NAME))

const MOST_OF_A_NAME = 15
