import type { Texture } from '../machine/texture.ts'
import { serviceSid } from '../machine/token.ts'

/** The security identifier of an account; that of the administrator, 500, belongs to the machine. */
export function sidOf(user: string, { authority }: Pick<Texture, 'authority'>): string {
  return serviceSid(user) ?? `S-1-5-21-${authority.join('-')}-500`
}
