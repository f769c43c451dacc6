import { documented, modelled } from './grade.ts'
import { from, type Row } from './wording.ts'

/** What Windows says of a restart that is to come: the answers of the program shutdown, which have a number, and the box. */

const numbered = from(documented('system-error-codes'))
const memory = from(modelled('memory: public transcripts'))

export const SHUTDOWN_ERRORS = {
  1115: numbered('A system shutdown is in progress.'),
  1116: numbered('Unable to abort the system shutdown because no shutdown was in progress.'),
  1190: numbered('A system shutdown has already been scheduled.'),
} as const satisfies Readonly<Record<number, Row>>

/** `Unable to abort ... was in progress.(1116)` */
export const shutdownError = (code: keyof typeof SHUTDOWN_ERRORS): string => `${SHUTDOWN_ERRORS[code].text}(${code})`

/** What stands on the screen meanwhile; `%1` is the time that is left, `%2` who asked for it. On Server 2003 it counts down. */
export const SHUTDOWN_BOX = {
  title: { ...memory('You are about to be logged off'), on2003: memory('System Shutdown') },
  time: { ...memory('Windows will shut down in %1.'), on2003: memory('Time before shutdown: %1') },
  user: { ...memory(''), on2003: memory('This shutdown was initiated by %2') },
} as const satisfies Readonly<Record<string, Row>>
