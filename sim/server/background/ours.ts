import { type Database, databaseFile, logFolder, QUEUES, queueFolder } from '../../../model/exchange/databases.ts'
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

/** The first and the last log file of a day. */
export function someGeneration({ draw, machine }: Occasion, known: Database): readonly [string, string] {
  const first = 0x1000 + draw(0x40_0000)
  return [logFile(machine, known, first), logFile(machine, known, first + 20 + draw(400))]
}

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
