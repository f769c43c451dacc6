import type { Machine } from '../../../model/machine/machine.ts'
import type { ReportedEvent } from '../../../model/machine/parts.ts'
import type { FormatName } from '../../../sim/pipeline/formats/table.ts'
import { FORMATS } from '../../../sim/pipeline/formats/table.ts'
import type { EventEntry, LineRecord, StreamRecord } from '../../../sim/pipeline/records.ts'
import { linesOf, type Source, type StreamPlan, type Wanted } from '../../../sim/pipeline/stream.ts'
import { type Run, simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

/** Runs as streams, for the tests of this folder. */

export function sourceOf(id: string, seed = 1): Source {
  return { id: `${id}-${seed}`, name: id, scenario: scenarioById(id).scenario, choice: { seed } }
}

export const runOf = (id: string, seed = 1): Run => simulate(scenarioById(id).scenario, { seed })

export function planOf(ids: readonly string[], more: Partial<StreamPlan> = {}): StreamPlan {
  return {
    sources: ids.map(id => () => sourceOf(id)),
    simulate: ({ scenario, choice }) => simulate(scenario, choice),
    ...more,
  }
}

export interface Written {
  readonly records: readonly StreamRecord[]
  readonly texts: readonly string[]
}

export function written(
  name: FormatName,
  ids: readonly string[],
  more: Partial<StreamPlan> = {},
  wanted: Wanted = {},
): Written {
  const format = FORMATS[name]
  const lines = [...linesOf(planOf(ids, more), format, wanted, format.holdsLabels)]
  return { records: lines.map(({ record }) => record), texts: lines.map(({ text }) => text) }
}

// --------------------------------------------------------------------------------------------------------- made up

/** What no log of ours has, and somebody's may: each way in which one line could become two, or none. */
export const HOSTILE = [
  '',
  ' ',
  'two\r\nlines\nand\rmore',
  'separators \u2028 \u2029 \u0085 and a form feed \f',
  'NUL \u0000 ESC \u001b[31m DEL \u007f C1 \u009b',
  'half of a pair \ud800 and \udc00, and a whole one \u{1f4be}',
  'Установка завершена; インストール; \u0627\u0644',
  '\ufeffa mark in front',
  `quotes ' " and < > & ] \\ and ]]> and --`,
  'x'.repeat(70_000),
] as const

export function lineWith(text: string, more: Partial<LineRecord> = {}): LineRecord {
  return {
    ...{ kind: 'script-log', path: 'C:\\Logs\\a b.log', line: 7, text, end: '\r\n', encoding: 'utf-8' },
    ...{
      at: 1_188_249_353_125,
      host: 'EXCH01',
      label: { class: 'cause', cause: 'a-cause', change: 'servers[0].change[1]' },
    },
    ...more,
  }
}

export function eventWith(strings: readonly string[], machine: Machine): EventEntry {
  const event: ReportedEvent = {
    ...{ number: 3, time: 1_188_249_353_000, source: 'MsiInstaller', id: 11306, type: 'error', category: 0 },
    ...{ strings, data: 'ab', user: 'SYSTEM' },
  }
  return { kind: 'event', log: 'Application', event, machine, at: event.time, host: 'EXCH01', label: undefined }
}
