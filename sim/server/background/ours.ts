import {
  DATABASES,
  type Database,
  databaseFile,
  logFolder,
  QUEUES,
  queueFolder,
} from '../../../model/exchange/databases.ts'
import { type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import { toCivil } from '../../../model/machine/time.ts'
import { upper } from '../../../model/words/letters.ts'
import { MONTHS } from '../../../model/words/months.ts'
import type { Occasion } from './habit.ts'

/** Numbers and names that the habits of a mail server speak of (modelled). */

export const fileOf = ({ texture }: Machine, known: Database): string => databaseFile(texture.installPath, known)

/** The database of messages on their way. */
export const QUEUE = QUEUES[0].instance

export const queueFile = ({ texture }: Machine): string =>
  `${queueFolder(texture.installPath, QUEUES[0])}\\${QUEUES[0].file}`

/** The number of the process of a service, as its events name it. */
export const engineOf = (machine: Machine, name: string): string => String(serviceNamed(machine, name)?.pid ?? 0)

export const someNumber = ({ draw }: Occasion, most: number): string => String(draw(most))

/** The first and the last log file that a database has filled in the hours before. */
export function logsSince({ at, machine }: Occasion, known: Database, hours: number): readonly [string, string] {
  const filled = (until: number): number => Math.floor((until - machine.texture.setUpAt) / fillingMs(machine, known))
  return [logFile(machine, known, filled(at - hours * HOUR) + 1), logFile(machine, known, filled(at))]
}

/** A database with mail fills a log of a megabyte in some minutes, the other one in up to an hour. */
const fillingMs = ({ texture: { volumes } }: Machine, { prefix }: Database): number =>
  prefix === DATABASES[0].prefix ? MINUTE + (volumes % (4 * MINUTE)) : 10 * MINUTE + (volumes % (30 * MINUTE))

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function logFile({ texture }: Machine, known: Database, generation: number): string {
  const number = upper(generation.toString(16)).padStart(8, '0')
  return `${logFolder(texture.installPath, known)}\\${known.prefix}${number}.log`
}

/** `Windows Malicious Software Removal Tool - August 2007 (KB890830)` */
export function titleOfTool({ machine: { arch, zone }, at }: Occasion): string {
  const { year, month } = toCivil(at, zone)
  const which = arch === 'x64' ? 'Tool x64' : 'Tool'
  return `Windows Malicious Software Removal ${which} - ${MONTHS[month - 1]} ${year} (KB890830)`
}
