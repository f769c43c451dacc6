import { documented, observed } from './grade.ts'
import { from } from './wording.ts'

/** How Setup of Exchange ends its log, and marks what went wrong; of later versions (exchange-2007.md 5.3). */

const reviewed = from(documented('css-exchange'))
const seen = from(observed('exchange-2007.md 5.3'))

export const SETUP_LOG = {
  completed: reviewed('The Exchange Server setup operation completed successfully.'),
  notCompleted: seen("The Exchange Server setup operation didn't complete."),
  error: reviewed('[ERROR] '),
  reference: reviewed('[ERROR-REFERENCE] '),
} as const
