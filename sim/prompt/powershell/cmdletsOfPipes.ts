import { byName, fold } from '../../../model/machine/names.ts'
import { wildcard } from '../window/fileAccess.ts'
import { machineOf, type PromptSession } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, type Produced, produced } from './cmdlet.ts'
import { type Item, propertiesOf, textItems } from './items.ts'
import { parameterValues } from './statement.ts'

/** What stands behind a pipe: choosing, sorting, shaping. Knows items by their properties alone. */

type ItemTest = (session: PromptSession, item: Item) => boolean

/** `$_.Status -eq 'Stopped' -and $_.Name -like 'MSEx*'`; anything more is not simulated. */
function where(call: CmdletCall): Produced {
  const [block = ''] = call.parameters.blocks
  const tests = block.split(/\s-and\s/i).map(test => testOf(test.trim()))
  if (tests.includes(undefined)) return produced([], [`lab1603: the condition {${block}} is not simulated.`])
  return produced(call.input.filter(item => tests.every(test => test?.(call.session, item))))
}

const CONDITION = /^[\s(]*\$_(?:\.(\w+))?\s+-(\w+)\s+(?:'([^']*)'|"([^"]*)"|([^\s'")]+))[\s)]*$/

const OPERATORS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  eq: (value, wanted) => fold(value) === fold(wanted),
  ne: (value, wanted) => fold(value) !== fold(wanted),
  like: (value, wanted) => wildcard(wanted)(value),
  notlike: (value, wanted) => !wildcard(wanted)(value),
  match: (value, wanted) => matches(value, wanted),
  notmatch: (value, wanted) => !matches(value, wanted),
}

/** Only the anchors of a regular expression are understood; the rest is text. */
function matches(value: string, wanted: string): boolean {
  const text = fold(wanted.replace(/^\^|\$$/g, ''))
  const given = fold(value)
  if (wanted.startsWith('^')) return wanted.endsWith('$') ? given === text : given.startsWith(text)
  return wanted.endsWith('$') ? given.endsWith(text) : given.includes(text)
}

function testOf(text: string): ItemTest | undefined {
  const found = CONDITION.exec(text)
  const operator = found && Object.hasOwn(OPERATORS, fold(found[2]!)) ? OPERATORS[fold(found[2]!)] : undefined
  if (!found || !operator) return undefined
  const wanted = found[3] ?? found[4] ?? found[5] ?? ''
  return (session, item) => operator(textUnder(session, item, found[1]), wanted)
}

function textUnder(session: PromptSession, item: Item, property: string | undefined): string {
  if (property === undefined) return textOf(item)
  return propertiesOf(machineOf(session), item).find(row => fold(row[0]) === fold(property))?.[1] ?? ''
}

function textOf(item: Item): string {
  switch (item.kind) {
    case 'text':
      return item.text
    case 'file':
      return item.path
    case 'fields':
      return item.rows[0]?.[1] ?? ''
    default:
      return item.name
  }
}

/** `{ Start-Service $_.Name }`: the block as a line of its own for every item, its values filled in. */
function forEach(call: CmdletCall): Produced {
  const [block = ''] = call.parameters.blocks
  const results = call.input.map(item => {
    const line = block.replace(/\$_(?:\.(\w+))?/g, (_, property?: string) => {
      return `'${textUnder(call.session, item, property).replaceAll("'", "''")}'`
    })
    return call.session.runShell(line)
  })
  return produced(results.flatMap(result => textItems([...result.out, ...result.err])))
}

/** Named properties, or all of them. */
function shaped(call: CmdletCall, table: boolean): Produced {
  const names = parameterValues(call.parameters, 'property', 0).filter(name => name !== '*')
  const whole = names.length === 0
  // A table without names is what comes out anyway.
  if (whole && table) return produced(call.input)
  return produced(call.input.map(item => fieldsOf(call.session, item, names, table)))
}

function fieldsOf(session: PromptSession, item: Item, names: readonly string[], table: boolean): Item {
  if (item.kind === 'text') return item
  const all = propertiesOf(machineOf(session), item)
  const rows = names.map((name): [string, string] => {
    const found = all.find(row => fold(row[0]) === fold(name))
    return [found?.[0] ?? name, found?.[1] ?? '']
  })
  return { kind: 'fields', table, rows: names.length === 0 ? all : rows }
}

function select(call: CmdletCall): Produced {
  const [first] = parameterValues(call.parameters, 'first')
  const [last] = parameterValues(call.parameters, 'last')
  const kept = call.input
    .slice(last === undefined ? 0 : -Math.max(1, Number(last) || 0))
    .slice(0, first === undefined ? undefined : Number(first) || 0)
  const expanded = parameterValues(call.parameters, 'expandproperty')
  if (expanded.length > 0)
    return produced(kept.flatMap(item => textItems([textUnder(call.session, item, expanded[0])])))
  const names = parameterValues(call.parameters, 'property', 0).filter(name => name !== '*')
  return produced(names.length === 0 ? kept : kept.map(item => fieldsOf(call.session, item, names, names.length < 5)))
}

function sort(call: CmdletCall): Produced {
  const [property] = parameterValues(call.parameters, 'property', 0)
  const sorted = [...call.input].sort((a, b) =>
    byName(textUnder(call.session, a, property), textUnder(call.session, b, property)),
  )
  return produced(call.parameters.named.has('descending') ? sorted.reverse() : sorted)
}

const TAKES = ['property', 'first', 'last', 'expandproperty', 'groupby', 'inputobject', 'foregroundcolor'] as const
const FLAGS = ['autosize', 'wrap', 'unique', 'descending', 'force', 'nonewline', 'hidetableheaders'] as const

const write = (call: CmdletCall): Produced => {
  const words = call.parameters.positional.flat()
  return produced(words.length === 0 ? call.input : textItems([words.join(' ')]))
}

function sleep(call: CmdletCall): Produced {
  const seconds = Number(parameterValues(call.parameters, 'seconds', 0)[0] ?? Number.NaN)
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 3600) {
    return produced([], ['Cannot validate argument because its value is not a number of seconds up to 3600.'])
  }
  call.session.recorder.wait(seconds * 1000)
  return produced([])
}

export const pipeCmdlets: readonly Cmdlet[] = [
  {
    names: ['Where-Object', 'where', '?'],
    help: "Where-Object {$_.Status -eq 'Stopped'}   choose",
    takes: [],
    run: where,
  },
  {
    names: ['ForEach-Object', 'foreach', '%'],
    help: 'ForEach-Object {Start-Service $_.Name}   a line for each',
    takes: [],
    run: forEach,
  },
  {
    names: ['Select-Object', 'select'],
    help: 'Select-Object NAMES   properties',
    takes: TAKES,
    switches: FLAGS,
    run: select,
  },
  { names: ['Sort-Object', 'sort'], help: 'Sort-Object NAME   order', takes: TAKES, switches: FLAGS, run: sort },
  {
    names: ['Format-List', 'fl'],
    help: 'Format-List [NAMES]   one property a line',
    takes: TAKES,
    switches: FLAGS,
    run: call => shaped(call, false),
  },
  {
    names: ['Format-Table', 'ft'],
    help: 'Format-Table [NAMES]   a table',
    takes: TAKES,
    switches: FLAGS,
    run: call => shaped(call, true),
  },
  { names: ['Start-Sleep'], help: 'Start-Sleep SECONDS   wait', takes: ['seconds', 'milliseconds'], run: sleep },
  { names: ['Out-Null'], help: '', takes: [], run: () => produced([]) },
  {
    names: ['Out-Host', 'oh', 'Out-String'],
    help: '',
    takes: [],
    switches: ['paging'],
    run: call => produced(call.input),
  },
  {
    names: ['Write-Host', 'Write-Output', 'echo', 'write'],
    help: 'echo TEXT   print',
    takes: TAKES,
    switches: FLAGS,
    run: write,
  },
  { names: ['Clear-Host', 'cls', 'clear'], help: '', takes: [], run: () => produced([]) },
]
