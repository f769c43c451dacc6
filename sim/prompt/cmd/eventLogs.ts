import { computerName } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import type { LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { isoLocal, longTime, shortDate } from '../../../model/machine/time.ts'
import { eventText } from '../../../model/words/events.ts'
import { lower } from '../../../model/words/letters.ts'
import { keywordNamesOf } from '../../../model/words/providers.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { recordOf } from '../../forms/eventlog/records.ts'
import { eventXmls, providerOf, TYPE_NAMES, taskOf, userOfEvent } from '../../forms/exports/events.ts'
import { errorText } from '../window/errors.ts'
import { isOtherLog, logNamed } from '../window/eventLogs.ts'
import { done, failed, machineOf, notSimulated, type Output, type Typed } from '../window/session.ts'
import {
  type CommandCall,
  invalidArgument,
  leftOut,
  notAgain,
  type PromptCommand,
  startCommand,
} from '../window/syntax.ts'
import { wordsOf } from './line.ts'

/**
 * The event logs at the prompt: `wevtutil qe` of Server 2008, `eventquery.vbs` of Server 2003. XML: formats.md 4; the two
 * text forms from memory, modelled. Does not know which events matter.
 */

// --------------------------------------------------------------------------------------------------------- wevtutil

const LEVELS: Readonly<Record<ReportedEvent['type'], number>> = { error: 2, warning: 3, information: 4 }

type EventTest = (event: ReportedEvent) => boolean

const CONDITIONS: readonly (readonly [pattern: RegExp, test: (value: string) => EventTest])[] = [
  [/^EventID\s*=\s*(\d+)$/, value => event => event.id === Number(value)],
  [/^Level\s*=\s*(\d+)$/, value => event => LEVELS[event.type] === Number(value)],
  [/^Provider\[@Name\s*=\s*['"]([^'"]+)['"]\]$/, value => event => event.source === value],
]

/** `*[System[(EventID=1024) and Level=2]]`; undefined: more than that. */
function testOf(query: string): EventTest | undefined {
  const inner = /^\*(?:\[System\[(.*)\]\])?$/.exec(query.trim())
  if (!inner) return undefined
  const tests = (inner[1] === undefined ? [] : inner[1].split(/\sand\s/)).map(part => {
    const bare = part
      .trim()
      .replace(/^\((.*)\)$/, '$1')
      .trim()
    for (const [pattern, test] of CONDITIONS) {
      const found = pattern.exec(bare)
      if (found) return test(found[1]!)
    }
    return undefined
  })
  return tests.includes(undefined) ? undefined : event => tests.every(test => test!(event))
}

function wevtutil(call: CommandCall): Output {
  const { session, given } = call
  const [verb = '', name = '', ...more] = given.operands()
  const [count, query, form, newest] = ['/c', '/q', '/f', '/rd'].map(option => given.value(option))
  if (/^(?:el|enum-logs)$/i.test(verb) && name === '') return notSimulated('wevtutil el')
  if (!/^(?:qe|query-events)$/i.test(verb)) return notSimulated(`wevtutil ${verb}`)
  if (more[0] !== undefined)
    return failed(87, [`Too many arguments are specified. ${errorText(WIN32.INVALID_PARAMETER)}`])
  const log = logNamed(name)
  if (!log) {
    if (isOtherLog(name)) return notSimulated(`the log ${name}`)
    return failed(15007, [
      'Failed to read events. The specified channel could not be found. Check channel configuration.',
    ])
  }
  const test = testOf(query ?? '*')
  if (!test) return notSimulated(`the query ${query}`)
  if (count !== undefined && !/^\d+$/.test(count)) return failed(87, [`Invalid value for option c.`])
  if (newest !== undefined && !/^(?:true|false)$/i.test(newest)) return failed(87, [`Invalid value for option rd.`])
  const machine = machineOf(session)
  const events = machine.logs[log].filter(test)
  const ordered = fold(newest ?? '') === 'true' ? events.reverse() : events
  const chosen = ordered.slice(0, count === undefined ? undefined : Number(count))
  const shape = fold(form ?? 'xml')
  if (shape === 'text') return done(chosen.flatMap((event, i) => textRows(call, log, event, i)))
  return shape === 'xml' || shape === 'renderedxml'
    ? done(eventXmls(machine, log, chosen, shape === 'renderedxml'))
    : failed(87, [`Invalid value for option f.`])
}

/** What stands where an event has nothing. */
const NONE = 'N/A'

function textRows({ session }: Typed, log: LogName, event: ReportedEvent, i: number): string[] {
  const machine = machineOf(session)
  const provider = providerOf(machine, event)
  return [
    `Event[${i}]:`,
    `  Log Name: ${log}`,
    `  Source: ${event.source}`,
    `  Date: ${isoLocal(event.time, machine.zone)}.${String(event.time % 1000).padStart(3, '0')}`,
    `  Event ID: ${event.id}`,
    `  Task: ${event.category === 0 ? NONE : taskOf(machine, event)}`,
    `  Level: ${TYPE_NAMES[event.type]}`,
    `  Opcode: ${provider.opcodeName ?? NONE}`,
    `  Keyword: ${keywordNamesOf(provider, event.type).join(',') || NONE}`,
    `  User: ${recordOf(machine, log, event).userSid ?? NONE}`,
    `  User Name: ${userOfEvent(machine, event)}`,
    `  Computer: ${computerName(machine)}`,
    '  Description: ',
    ...eventText(event).split('\r\n'),
    '',
  ]
}

// ------------------------------------------------------------------------------------------------------- eventquery

const FIELDS: Readonly<Record<string, (event: ReportedEvent) => string>> = {
  id: event => String(event.id),
  type: event => event.type,
  source: event => event.source,
}

/** `id eq 1024`; undefined: not simulated. */
function filterOf(text: string): EventTest | undefined {
  const [field = '', operator = '', ...rest] = text.trim().split(/\s+/).map(fold)
  const of = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined
  const wanted = rest.join(' ')
  if (!of || !['eq', 'ne'].includes(operator) || wanted === '') return undefined
  return event => (fold(of(event)) === wanted) === (operator === 'eq')
}

function eventquery(call: CommandCall): Output {
  const { session, given } = call
  const machine = machineOf(session)
  const name = given.value('/l') ?? ''
  const log = logNamed(name)
  const filters = given.values('/fi').map(text => ({ text, test: filterOf(text) }))
  const newest = given.value('/r')
  const strange = filters.find(({ test }) => !test)
  if (!log) return notSimulated(name === '' ? 'eventquery without /l' : `the log ${name}`)
  if (strange) return notSimulated(`the filter ${strange.text} of eventquery`)
  if (newest !== undefined && !/^\d+$/.test(newest)) return notSimulated(`/r ${newest} of eventquery`)
  const events = machine.logs[log].filter(event => filters.every(({ test }) => test!(event))).reverse()
  const chosen = events.slice(0, newest === undefined ? undefined : Number(newest))
  if (chosen.length === 0) return done(['INFO: No records available for the specified criteria.'])
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.slice(0, WIDTHS[i]).padEnd(WIDTHS[i]!))
      .join(' ')
      .trimEnd()
  const ruler = '-'.repeat(78)
  const rows = chosen.map(event => {
    const when = `${shortDate(event.time, machine.zone)} ${longTime(event.time, machine.zone)}`
    return line([TYPE_NAMES[event.type], String(event.id), when, event.source, machine.name])
  })
  const title = `Listing the events in '${lower(log)}' log of host '${machine.name}'`
  const head = line(['Type', 'Event', 'Date Time', 'Source', 'ComputerName'])
  return done(['', ruler, title, ruler, head, WIDTHS.map(width => '-'.repeat(width)).join(' '), ...rows])
}

const WIDTHS: readonly number[] = [13, 6, 23, 17, 15]

/** Only eventquery has a model among the scripts of Windows. */
function cscript(call: Typed): Output {
  const words = wordsOf(call.tail)
  const at = words.findIndex(word => !word.startsWith('//'))
  const script = words[at] ?? ''
  if (!/(?:^|\\)eventquery(?:\.vbs)?$/i.test(script)) return notSimulated(`cscript${call.tail}`)
  const option = words.slice(0, at).find(word => fold(word) !== '//nologo')
  return option === undefined ? startCommand(query, { ...call, args: words.slice(at + 1) }) : leftOut(option, call)
}

const query: PromptCommand = {
  names: ['eventquery.vbs', 'eventquery'],
  help: 'eventquery.vbs /l LOG [/fi "id eq N"] [/r N]   events, the newest first (Server 2003)',
  on: 'windows-server-2003',
  ms: 900,
  syntax: {
    values: ['/l', '/fi', '/r'],
    repeats: ['/fi'],
    twice: notAgain,
    absent: ['/v', '/fo', '/nh', '/s', '/u', '/p'],
    operands: 0,
    refuse: invalidArgument,
  },
  run: eventquery,
}

export const eventLogCommands: readonly PromptCommand[] = [
  query,
  { names: ['cscript'], help: '', ms: 200, run: cscript },
  {
    names: ['wevtutil'],
    help: 'wevtutil qe LOG [/c:N] [/rd:true] [/f:text] [/q:"*[System[(EventID=N)]]"]   events (Server 2008)',
    on: 'windows-server-2008',
    ms: 300,
    syntax: {
      joined: ['/c', '/q', '/f', '/rd'],
      absent: ['/sq*', '/lf*', '/bm*', '/sbm*', '/l*', '/e*', '/r:*', '/u*', '/p*', '/a*', '/uni*'],
      refuse: word =>
        failed(87, [
          `Invalid option ${word.split(':', 1)[0]!.slice(1)}. Option is not supported. ${errorText(WIN32.INVALID_PARAMETER)}`,
        ]),
    },
    run: wevtutil,
  },
]
