import { inProduct } from '../../../model/exchange/files.ts'
import { type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import { toCivil } from '../../../model/machine/time.ts'
import { upper } from '../../../model/words/letters.ts'
import { MONTHS } from '../../../model/words/months.ts'
import type { Occasion } from './habits.ts'

/** Names and numbers that the habits of a mail server speak of: its databases, its directory, its tools (modelled). */

export interface Database {
  readonly source: string
  readonly group: string
  readonly database: string
}

/** As setup makes them: a mailbox database, and one for public folders. */
export const DATABASES: readonly Database[] = [
  { source: 'MSExchangeIS Mailbox Store', group: 'First Storage Group', database: 'Mailbox Database' },
  { source: 'MSExchangeIS Public Store', group: 'Second Storage Group', database: 'Public Folder Database' },
]

export const databaseFile = (machine: Machine, { group, database }: Database): string =>
  inProduct(machine, `Mailbox\\${group}\\${database}.edb`)

export const QUEUE = 'Transport Mail Database'

export const queueFile = (machine: Machine): string => inProduct(machine, 'TransportRoles\\data\\Queue\\mail.que')

/** The number of the process of a service, as its events name it. */
export const engineOf = (machine: Machine, name: string): string => String(serviceNamed(machine, name)?.pid ?? 0)

export const domainControllers = ({ domain }: Machine): string =>
  ['dc01', 'dc02'].map(name => `${name}.${domain}\tCDG 1 7 7 1 0 1 1 7 1`).join('\r\n')

export const someNumber = ({ draw }: Occasion, most: number): string => String(draw(most))

/** The first and the last log file of a day. */
export function someGeneration({ draw, machine }: Occasion): readonly [string, string] {
  const first = 0x1000 + draw(0x40_0000)
  return [logFile(machine, first), logFile(machine, first + 20 + draw(400))]
}

const logFile = (machine: Machine, generation: number): string =>
  inProduct(machine, `Mailbox\\First Storage Group\\E00${upper(generation.toString(16)).padStart(8, '0')}.log`)

/** `Windows Malicious Software Removal Tool - August 2007 (KB890830)` */
export function titleOfTool({ machine: { arch, zone }, at }: Occasion): string {
  const { year, month } = toCivil(at, zone)
  const which = arch === 'x64' ? 'Tool x64' : 'Tool'
  return `Windows Malicious Software Removal ${which} - ${MONTHS[month - 1]} ${year} (KB890830)`
}
