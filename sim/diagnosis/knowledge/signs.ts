import type { Pattern } from '../algebra/condition.ts'
import { matching } from '../algebra/match.ts'
import type { Table } from '../observations/table.ts'

/** By what evidence shows that it is of a server with Exchange Server 2007. Knows nothing of what is wrong with it. */

const SIGNS: readonly Pattern[] = [
  { is: ['attempt', 'event'], ours: true },
  { is: ['service', 'start-change', 'saved-mode', 'system.event'], exchange: true },
  { is: ['script.run', 'script.line', 'owa-script'] },
  { is: 'log.failure', action: '/^CA_(?:SAVEDATA_STOP|START_REMOVEDATA)_SERVICES$/' },
  { is: 'folder', name: 'ExchangeSetupLogs' },
  { is: 'registry', key: '/\\\\Exchange\\\\v8\\.0/i' },
]

/** The server has Exchange Server 2007, by anything that was handed over. */
export const hasExchange = (table: Table): boolean => SIGNS.some(sign => matching(sign, table).length > 0)
