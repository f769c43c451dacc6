import type { Shown } from './terminal.ts'

/** An error that is a sentence for a person, printed as it stands. Does not know who says it. */
export class ShownError extends Error {
  declare readonly message: Shown

  constructor(message: Shown) {
    super(message)
  }
}
