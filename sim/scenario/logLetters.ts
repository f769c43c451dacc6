import { lower } from '../../model/words/letters.ts'

/**
 * Letters of msiexec's /l, as a scenario and an option may write them. Which lines a letter brings:
 * sim/forms/installerLog.ts.
 */

/** What may stand after msiexec's /l, with or without the l itself. Without flags, because the JSON Schema has it as well. */
export const LOG_LETTERS = /^[lL]?[iweaIWEAruRUcmoCMOpvxPVX+!*]+$/

/** `lxv*` -> `xv*`. */
export const readLogLetters = (written: string): string => lower(written).replace(/^l/, '')
