import type { RawFile } from '../../diagnosis/evidence.ts'
import type { Selector } from '../../forms/about.ts'
import type { Random } from '../../server/random.ts'

/** What becomes of evidence on its way to whoever looks at it. Does not know what anybody makes of it. */
export type Mutant = Keeper | Taker

interface Named {
  readonly name: string
  /** What somebody did to the files. */
  readonly does: string
}

/** All is still there to be read: nothing that is said of it may change. */
export interface Keeper extends Named {
  readonly change: (files: readonly RawFile[], random: Random) => readonly RawFile[]
  /** What a command of the advice becomes. Where files have other names or lie elsewhere, it may become any other. */
  readonly command?: (line: string) => string
}

/** Something is gone: of what was said, no more than what rested on that may be missing, and nothing new is true. */
export interface Taker extends Named {
  readonly take: (files: readonly RawFile[], random: Random) => Taken
}

export interface Taken {
  readonly files: readonly RawFile[]
  /** Whether that is still there. */
  readonly left: (path: string, place: Selector) => boolean
}
