import { installRoot } from '../../../model/exchange/files.ts'
import { type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import { toCivil } from '../../../model/machine/time.ts'
import { upper } from '../../../model/words/letters.ts'
import { MONTHS } from '../../../model/words/months.ts'
import type { Occasion } from './habits.ts'

/** Names and numbers that the habits of a mail server speak of: its databases, its directory, its tools (modelled). */

const MAILBOX_FOLDER = `${installRoot}Mailbox`

interface Database {
  readonly source: string
  readonly group: string
  readonly database: string
  readonly file: string
}

const databaseIn = (source: string, group: string, database: string): Database => ({
  source,
  group,
  database,
  file: `${MAILBOX_FOLDER}\\${group}\\${database}.edb`,
})

/** As setup makes them: a mailbox database, and one for public folders. */
export const DATABASES: readonly Database[] = [
  databaseIn('MSExchangeIS Mailbox Store', 'First Storage Group', 'Mailbox Database'),
  databaseIn('MSExchangeIS Public Store', 'Second Storage Group', 'Public Folder Database'),
]

export const QUEUE = {
  instance: 'Transport Mail Database',
  file: `${installRoot}TransportRoles\\data\\Queue\\mail.que`,
}

/** The number of the process of a service, as its events name it. */
export const engineOf = (machine: Machine, name: string): string => String(serviceNamed(machine, name)?.pid ?? 0)

export const domainControllers = ({ domain }: Machine): string =>
  ['dc01', 'dc02'].map(name => `${name}.${domain}\tCDG 1 7 7 1 0 1 1 7 1`).join('\r\n')

export const someNumber = ({ draw }: Occasion, most: number): string => String(draw(most))

const LOG_FOLDER = `${MAILBOX_FOLDER}\\First Storage Group`

/** The first and the last log file of a day. */
export function someGeneration({ draw }: Occasion): readonly [string, string] {
  const first = 0x1000 + draw(0x40_0000)
  return [fileOf(first), fileOf(first + 20 + draw(400))]
}

const fileOf = (generation: number): string =>
  `${LOG_FOLDER}\\E00${upper(generation.toString(16)).padStart(8, '0')}.log`

/** `Windows Malicious Software Removal Tool - August 2007 (KB890830)` */
export function titleOfTool({ machine: { arch, zone }, at }: Occasion): string {
  const { year, month } = toCivil(at, zone)
  const which = arch === 'x64' ? 'Tool x64' : 'Tool'
  return `Windows Malicious Software Removal ${which} - ${MONTHS[month - 1]} ${year} (KB890830)`
}
