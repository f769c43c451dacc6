import { modelled } from './grade.ts'
import { from, type Wording } from './wording.ts'

/** What Windows says of services to whoever starts and stops them; `%1` is the name of the service. */

const message = from(modelled('memory: public transcripts'))

/** Of the program net by number, as `net helpmsg` has them. */
export const NET_MESSAGES = {
  2182: message('The requested service has already been started.'),
  2185: message('The service name is invalid.'),
  3521: message('The %1 service is not started.'),
} as const satisfies Readonly<Record<number, Wording>>

/** In a window of the Services console; Windows Server 2008 begins it with `Windows`. */
export const NOT_STARTED = message('could not start the %1 on Local Computer')
