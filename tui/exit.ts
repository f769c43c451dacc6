import { ShownError } from '../sim/foreign/shownError.ts'
import type { Shown } from '../sim/foreign/terminal.ts'

/**
 * Exit codes, the same for all commands. A simulated 1603 is none of them: it is what the tool is for. Does not know
 * which command ends how.
 */
export const EXIT = {
  done: 0,
  expectationFailed: 1,
  unusable: 2,
  wrongUsage: 3,
  contradiction: 4,
} as const

export type Ending = keyof typeof EXIT
export type ExitCode = (typeof EXIT)[Ending]

/** In general; what it means for one command stands in commandTable.ts. */
export const EXIT_MEANINGS: Readonly<Record<Ending, string>> = {
  done: 'done; a simulated failure such as 1603 is no failure of the tool',
  expectationFailed: 'an expectation failed: a repair got stuck, a corpus has changed, rules fell short',
  unusable: 'the input or the place is unusable: scenario, log, bundle; unwritable or full',
  wrongUsage: 'wrong usage',
  contradiction: 'the simulator contradicted itself',
}

/** An end that a person can do something about: the message goes to stderr without a stack. */
export class Stop extends ShownError {
  readonly code: ExitCode

  constructor(code: ExitCode, message: Shown) {
    super(message)
    this.code = code
  }
}
