import type { PromptSession } from '../window/session.ts'
import type { Item } from './items.ts'
import type { Parameters, Signature } from './parameters.ts'
import type { Block } from './tree.ts'

/** What a cmdlet is, is given, and gives back. Knows no particular one. */

/** A cmdlet of PowerShell 1.0, or of the Exchange Management Shell. */
export interface Cmdlet extends Signature {
  readonly names: readonly string[]
  readonly help: string
  readonly ms?: number
  /** How many script blocks it takes. */
  readonly blocks?: number
  /** One of the snap-in of Exchange. */
  readonly exchange?: boolean
  readonly run: (call: CmdletCall) => Produced
}

/** Runs a block in which `$_` is the item. */
export type RunBlock = (block: Block, item: Item) => readonly Item[]

export interface CmdletCall {
  readonly session: PromptSession
  /** The cmdlet's own name, which begins its error texts. */
  readonly name: string
  readonly parameters: Parameters
  readonly input: readonly Item[]
  /** First in a pipeline: nothing is handed over. */
  readonly first: boolean
  readonly runBlock: RunBlock
}

export interface Produced {
  readonly items: readonly Item[]
  /** Texts without the name of the cmdlet and the place. */
  readonly errors: readonly string[]
}

export const produced = (items: readonly Item[], errors: readonly string[] = []): Produced => ({ items, errors })

export const isGiven = (call: CmdletCall, name: string): boolean => call.parameters.named.has(name)
