import { computerName, type Machine } from '../../../model/machine/machine.ts'
import type { ReportedEvent } from '../../../model/machine/parts.ts'
import { MONTHS, toCivil, two } from '../../../model/machine/time.ts'
import { eventText } from '../../../model/words/events.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { TYPE_NAMES, taskOf, userOfEvent } from '../../forms/exports/events.ts'
import { isOtherLog, logNamed } from '../window/eventLogs.ts'
import { machineOf } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import type { Item, TableColumn } from './items.ts'
import { parameterValues } from './parameters.ts'
import { stopNotSimulated } from './tree.ts'

/**
 * Get-EventLog as 1.0 has it: whole logs, the newest first, to be chosen from behind a pipe. Its table is from memory,
 * modelled.
 */

function getEventLog(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const [name] = parameterValues(call.parameters, 'logname', 0)
  const [newest] = parameterValues(call.parameters, 'newest')
  const asStrings = isGiven(call, 'asstring')
  if (isGiven(call, 'list')) throw stopNotSimulated('-List of Get-EventLog: sizes of logs')
  if (name === undefined) return produced([], [powershellError('missingParameter', 'LogName')])
  const log = logNamed(name)
  if (!log) {
    if (isOtherLog(name)) throw stopNotSimulated(`the log ${name}`)
    return produced([], [`Event log names specified by the pattern '${name}' could not be found.`])
  }
  if (newest !== undefined && !/^\d+$/.test(newest)) {
    return produced([], [powershellError('noNumberFor', 'Newest', newest)])
  }
  const events = [...machine.logs[log]].reverse().slice(0, newest === undefined ? undefined : Number(newest))
  return produced(
    asStrings
      ? events.map((): Item => ({ kind: 'text', text: 'System.Diagnostics.EventLogEntry' }))
      : events.map(event => entry(machine, event)),
  )
}

const COLUMNS: readonly TableColumn[] = [
  { title: 'Index', width: 8, right: true },
  { title: 'Time', width: 13 },
  { title: 'Type', width: 4 },
  { title: 'Source', width: 20 },
  { title: 'EventID', width: 10, right: true },
  { title: 'Message', width: 30 },
]

function entry(machine: Machine, event: ReportedEvent): Item {
  const time = { kind: 'moment', at: event.time } as const
  const { month, day, hour, minute } = toCivil(event.time, machine.zone)
  const text = eventText(event)
  const type = TYPE_NAMES[event.type]
  return {
    kind: 'fields',
    table: true,
    shown: {
      columns: COLUMNS,
      cells: [
        String(event.number),
        `${MONTHS[month - 1]} ${two(day)} ${two(hour)}:${two(minute)}`,
        type.slice(0, 4),
        event.source,
        String(event.id),
        text.split('\r\n', 1)[0]!,
      ],
    },
    rows: [
      ['EventID', event.id],
      ['MachineName', computerName(machine)],
      ['Index', event.number],
      ['Category', taskOf(machine, event)],
      ['CategoryNumber', event.category],
      ['EntryType', type],
      ['Message', text],
      ['Source', event.source],
      ['ReplacementStrings', event.strings],
      ['TimeGenerated', time],
      ['TimeWritten', time],
      ['UserName', userOfEvent(machine, event)],
    ],
  }
}

export const eventCmdlets: readonly Cmdlet[] = [
  {
    names: ['Get-EventLog'],
    help: 'Get-EventLog LOG [-Newest N]   events, the newest first',
    accepts: 1,
    takes: ['logname', 'newest'],
    switches: ['list', 'asstring'],
    ms: 400,
    run: getEventLog,
  },
]
