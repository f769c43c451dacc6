import { serviceSid } from '../machine/token.ts'
import { guidFrom } from './guid.ts'

/** The security identifier of an account; that of the administrator belongs to the machine. */
export function sidOf(user: string, machine: string): string {
  const known = serviceSid(user)
  if (known) return known
  const words = guidFrom(`sid ${machine}`).match(/[0-9A-F]{8}|[0-9A-F]{4}/g) ?? []
  const number = (i: number): number => Number.parseInt(`${words[i] ?? '1'}${words[i + 1] ?? '2'}`, 16) % 0xffff_fff0
  return `S-1-5-21-${number(0)}-${number(2)}-${number(3)}-500`
}
