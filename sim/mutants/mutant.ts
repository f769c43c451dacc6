import type { RawFile } from '../diagnosis/evidence.ts'
import type { Random } from '../server/random.ts'

/** What becomes of evidence on its way to whoever looks at it. Does not know what anybody makes of it. */
export interface Mutant {
  readonly name: string
  /** What somebody did to the files. */
  readonly does: string
  readonly change: (files: readonly RawFile[], random: Random) => readonly Handed[]
}

/** All is still there to be read: nothing that is said of it may change. */
export interface Keeper extends Mutant {
  /**
   * What a path becomes in whatever names it: the advice, the registry. Without it paths stay, or files have other names or lie
   * elsewhere, and advice may name any.
   */
  readonly pathsIn?: (text: string) => string
}

/** Something is gone: of what was said, no more than what rested on that may be missing, and nothing new is true. */
export type Taker = Mutant

/** A file as it arrives, and the way back. */
export interface Handed extends RawFile {
  /** The file that it was; without it none, it lay elsewhere. */
  readonly of?: string
  /** Its lines; without it they are line for line those of the file that it was. */
  readonly lines?: readonly Origin[]
}

/** Where a line is from: the line of the file before in which it begins, counted from 1, or somebody has put it there. */
export type Origin = number | Added

/** Put there by a mutant: nothing, or what looks like a fault and is none. */
export type Added = 'noise' | 'herring'

/** A line of what arrives. */
export interface Line {
  readonly text: string
  readonly from: Origin
}
