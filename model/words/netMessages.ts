import { modelled } from './grade.ts'
import { from, type Wording } from './wording.ts'

/** Messages of the program net by number, as `net helpmsg` has them; `%1` is the name of the service. */

const message = from(modelled('memory: public transcripts'))

export const NET_MESSAGES = {
  2182: message('The requested service has already been started.'),
  2185: message('The service name is invalid.'),
  3521: message('The %1 service is not started.'),
} as const satisfies Readonly<Record<number, Wording>>
