import { promptOn } from '../prompt/prompt.ts'
import type { Player, Watch } from './player.ts'
import type { Action, ActionOf } from './session.ts'

/**
 * What stands in the window of the prompt, from the first line on: what was typed behind its prompt, what came of it, and
 * between them what was done beside it. Knows nothing of right and wrong.
 */
export interface Said {
  readonly kind: 'typed' | 'printed' | 'beside'
  readonly text: string
}

export class Transcript implements Watch {
  private readonly rows: Said[] = []
  private printed = 0

  before(deed: number, player: Player): void {
    this.flush(player)
    const { action } = player.deeds[deed]!
    if (action.kind === 'type') this.rows.push({ kind: 'typed', text: `${promptOf(player)}${action.line}` })
    else this.rows.push({ kind: 'beside', text: actionText(action) })
  }

  after(_: number, player: Player): void {
    this.flush(player)
  }

  of(player: Player): readonly Said[] {
    this.flush(player)
    return this.rows
  }

  private flush({ printed }: Player): void {
    for (; this.printed < printed.length; this.printed++) {
      this.rows.push({ kind: 'printed', text: printed[this.printed]! })
    }
  }
}

/** `C:\>`, behind the server's name where there are several. */
export function promptOf({ at, run: { servers } }: Player): string {
  const text = promptOn(at.recorder)
  return servers.length > 1 ? `${at.name} ${text}` : text
}

/** As somebody would have written it. */
export const actionText = (action: Action): string => WRITTEN[action.kind](action as never)

const WRITTEN: { readonly [K in Action['kind']]: (action: ActionOf<K>) => string } = {
  type: ({ line }) => line,
  answer: ({ say }) => `[${say}]`,
  bring: ({ package: name, arch }) => `:bring ${name}${arch === undefined ? '' : ` ${arch}`}`,
  server: ({ name }) => `:server ${name}`,
  cite: ({ place }) => `:cite ${place}`,
  note: ({ text }) => `:note ${text}`,
  claim: ({ cause, sure }) => `:claim ${cause} ${sure}`,
  hint: () => ':hint',
  undo: ({ count }) => `:undo ${count}`,
  'hand-in': () => ':hand-in',
}
