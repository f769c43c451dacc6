import { type Action, standing } from '../drill/session.ts'

/** A class at work, session by session: where each is, and since when nothing has come. Does not know what any of it is worth. */

export interface Watched {
  readonly session: string
  readonly name: string
  /** Things done that stand: lines, answers, claims, citations. */
  readonly things: number
  readonly hints: number
  readonly undos: number
  /** What was claimed last: `file-in-use likely`. */
  readonly claim: string | undefined
  /** What was done last, as it would be typed. */
  readonly last: string | undefined
  readonly handedIn: boolean
  /** Milliseconds since the last thing was done. */
  readonly quiet: number
}

export function watched(session: string, name: string, actions: readonly Action[], quiet: number): Watched {
  const { done, hints, undos, handedIn } = standing(actions)
  const claim = done.findLast(action => action.kind === 'claim')
  const last = actions.at(-1)
  return {
    session,
    name,
    things: done.length,
    hints,
    undos,
    claim: claim && `${claim.cause} ${claim.sure}`,
    last: last && typedAs(last),
    handedIn,
    quiet,
  }
}

/** So long nobody thinks about one line. */
const STUCK_MS = 5 * 60_000

export const isStuck = ({ handedIn, quiet }: Watched): boolean => !handedIn && quiet >= STUCK_MS

/** As somebody would type it. */
export function typedAs(action: Action): string {
  const { kind, ...rest } = action
  return kind === 'type' ? action.line : [`:${kind}`, ...Object.values(rest)].join(' ')
}

/** `0:12`, `1:07:40`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number): string => String(n).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
