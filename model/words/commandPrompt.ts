import { modelled } from './grade.ts'
import { from } from './wording.ts'

/**
 * What the command prompt says to a line, or to the arguments of a command of its own, that it cannot read. What other
 * programs say stands with them.
 */

const remembered = from(modelled('memory: public transcripts'))

export const SYNTAX_INCORRECT = remembered('The syntax of the command is incorrect.')
/** More than a line may have: 8191 characters, typed or with its variables filled in. */
export const LINE_TOO_LONG = remembered('The input line is too long.')
/** A prompt in a prompt in a prompt: at some depth Windows starts no other. */
export const CANNOT_EXECUTE = remembered('The system cannot execute the specified program.')
/** iisreset, on a server without IIS. */
export const IIS_ABSENT = remembered('IIS is not installed on this machine.')
/** What `start` says of a program that is not there; `%1` is its name. A box says it too, which is left out here. */
export const START_FINDS_NOTHING = remembered('The system cannot find the file %1.')
