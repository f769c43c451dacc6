import exchange2007 from '../../../rules/exchange-2007.yaml'
import { type Library, libraryOf } from './library.ts'
import type { Pack } from './schema.ts'

/**
 * The packs that the program brings. They are data when it is built; a test holds them against the contract, so that nobody
 * waits for that.
 */
export const BUILT_IN: readonly Pack[] = [exchange2007 as Pack]

export const builtIn: Library = libraryOf(BUILT_IN)
