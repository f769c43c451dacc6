import { modelled } from './grade.ts'
import { from } from './wording.ts'

/**
 * What the command prompt says to a line, or to the arguments of a command of its own, that it cannot read. What other
 * programs say stands with them.
 */

export const SYNTAX_INCORRECT = from(modelled('memory: public transcripts'))('The syntax of the command is incorrect.')
