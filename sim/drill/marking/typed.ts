import type { Deed } from '../player.ts'

/** The command behind a deed, as a sentence names it. */
export function commandOf({ action }: Deed): string {
  return action.kind === 'type' ? action.line : action.kind === 'answer' ? `:answer ${action.say}` : `:${action.kind}`
}

export const quoted = (deed: Deed): string => `"${commandOf(deed)}"`
