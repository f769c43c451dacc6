import type { Evidence } from '../evidence.ts'
import { fromCompared } from './from/compared.ts'
import { fromEvents } from './from/events.ts'
import { fromFiles } from './from/files.ts'
import { fromLists } from './from/lists.ts'
import { fromLogs } from './from/logs.ts'
import { fromPrinted } from './from/printed.ts'
import { fromScripts } from './from/scripts.ts'
import { fromTexts } from './from/texts.ts'
import { fromUpdates } from './from/updates.ts'
import type { Observed } from './kinds.ts'
import { withSystemDrive } from './systemDrive.ts'
import { type Table, tableOf } from './table.ts'

/** Everything that was handed over about one server as one table. Knows no kind of row. */

const SOURCES: readonly ((evidence: Evidence) => Iterable<Observed>)[] = [
  fromLogs,
  fromEvents,
  fromTexts,
  fromUpdates,
  fromScripts,
  fromLists,
  fromPrinted,
  fromCompared,
  fromFiles,
]

export function observe(evidence: Evidence, server = ''): Table {
  return tableOf(withSystemDrive([...rowsOf(evidence)]), server)
}

function* rowsOf(evidence: Evidence): Generator<Observed> {
  for (const from of SOURCES) yield* from(evidence)
}
