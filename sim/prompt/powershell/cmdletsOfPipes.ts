import { clockTime, type Machine } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { machineOf, pauseFor } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import { type Item, plainItems, propertiesOf, propertyOf, textOf } from './items.ts'
import { order } from './operators.ts'
import { parameterValues } from './parameters.ts'
import { stopNotSimulated } from './tree.ts'
import { isTrue, wholeOf } from './values.ts'

/** What stands behind a pipe: choosing, sorting, shaping, counting. Knows items by their properties alone. */

const blockOf = ({ parameters }: CmdletCall, name: string) => {
  const [block] = parameters.blocks
  // The block may be called by its name.
  parameters.named.has(name)
  return block
}

function where(call: CmdletCall): Produced {
  const block = blockOf(call, 'filterscript')
  if (!block) return produced([], [powershellError('missingParameter', 'FilterScript')])
  return produced(call.input.filter(item => isTrue(wholeOf(call.runBlock(block, item)))))
}

function forEach(call: CmdletCall): Produced {
  const block = blockOf(call, 'process')
  if (!block) return produced([], [powershellError('missingParameter', 'Process')])
  return produced(call.input.flatMap(item => call.runBlock(block, item)))
}

/** A property as an item; of one that has none of that name, nothing. */
function itemUnder(machine: Machine, item: Item, property: string | undefined): Item | undefined {
  if (property === undefined) return item
  const found = propertyOf(machine, item, property)
  return found === undefined ? undefined : plainItems(found)[0]
}

/** Names of properties, or patterns for them; all of them for none. */
function namesOf(call: CmdletCall): readonly string[] {
  const names = parameterValues(call.parameters, 'property', 0).filter(name => name !== '*')
  const pattern = names.find(name => /[*?]/.test(name))
  if (pattern !== undefined) throw stopNotSimulated(`the pattern ${pattern} for properties`)
  return names
}

function shaped(call: CmdletCall, table: boolean): Produced {
  const names = namesOf(call)
  if (table) for (const name of ['autosize', 'wrap']) if (names.length > 0) isGiven(call, name)
  // A table without names is what comes out anyway.
  if (names.length === 0 && table) return produced(call.input)
  return produced(call.input.map(item => fieldsOf(machineOf(call.session), item, names, table)))
}

function fieldsOf(machine: Machine, item: Item, names: readonly string[], table: boolean): Item {
  if (item.kind === 'text' && names.length === 0) return item
  const all = propertiesOf(machine, item)
  const rows = names.map((name): (typeof all)[number] => {
    const value = propertyOf(machine, item, name)
    const found = all.find(row => fold(row[0]) === fold(name))
    return [found?.[0] ?? name, value ?? '']
  })
  return { kind: 'fields', table, rows: names.length === 0 ? all : rows }
}

function select(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const [first] = parameterValues(call.parameters, 'first')
  const [last] = parameterValues(call.parameters, 'last')
  const bad = [first, last].find(count => count !== undefined && !/^\d+$/.test(count))
  if (bad !== undefined) return produced([], [powershellError('noNumber', bad)])
  if (first !== undefined && last !== undefined) throw stopNotSimulated('-First with -Last of Select-Object')
  const kept =
    last === undefined
      ? call.input.slice(0, first === undefined ? undefined : Number(first))
      : call.input.slice(Math.max(0, call.input.length - Number(last)))
  const [expanded] = parameterValues(call.parameters, 'expandproperty')
  const names = namesOf(call)
  if (expanded !== undefined) {
    if (names.length > 0) throw stopNotSimulated('-Property with -ExpandProperty of Select-Object')
    return produced(kept.flatMap(item => plainItems(propertyOf(machine, item, expanded) ?? [])))
  }
  const chosen = names.length === 0 ? kept : kept.map(item => fieldsOf(machine, item, names, names.length < 5))
  return produced(isGiven(call, 'unique') ? unique(machine, chosen) : chosen)
}

/** The first of those that are alike in the properties of these names, or, without a name, in their text. */
function unique(
  machine: Machine,
  items: readonly Item[],
  names: readonly (string | undefined)[] = [undefined],
): Item[] {
  const seen = new Set<string>()
  return items.filter(item => {
    const key = JSON.stringify(names.map(name => keyText(machine, item, name)))
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function keyText(machine: Machine, item: Item, name: string | undefined): string | undefined {
  const found = itemUnder(machine, item, name)
  // As text these are the name of their type, alike for all.
  if (found?.kind === 'service' || found?.kind === 'process') {
    throw stopNotSimulated('-Unique of objects without the name of a property')
  }
  return found && textOf(machine, found)
}

function sort(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const names = namesOf(call)
  const keys = names.length === 0 ? [undefined] : names
  const sorted = [...call.input].sort((a, b) =>
    keys.reduce((sign, name) => sign || order(machine, itemUnder(machine, a, name), itemUnder(machine, b, name)), 0),
  )
  const chosen = isGiven(call, 'unique') ? unique(machine, sorted, keys) : sorted
  return produced(isGiven(call, 'descending') ? chosen.reverse() : chosen)
}

const LONGEST_SLEEP = 3600

function sleep(call: CmdletCall): Produced {
  const [typed] = parameterValues(call.parameters, 'seconds', 0)
  const [milli] = parameterValues(call.parameters, 'milliseconds')
  if (typed !== undefined && milli !== undefined) return produced([], [powershellError('noParameterSet')])
  const seconds = milli === undefined ? Number(typed ?? Number.NaN) : Number(milli) / 1000
  if (!Number.isFinite(seconds) || seconds < 0) return produced([], [powershellError('noNumber', typed ?? milli ?? '')])
  if (seconds > LONGEST_SLEEP) throw stopNotSimulated(`a wait of more than ${LONGEST_SLEEP} seconds`)
  pauseFor(call.session, Math.round(seconds * 1000))
  return produced([])
}

/** Count, and of a property the sum and what it lies between. */
function measure(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const [name] = namesOf(call)
  const numbers = call.input.flatMap(item => {
    const found = itemUnder(machine, item, name)
    return found?.kind === 'number' ? [found.value] : []
  })
  const sum = numbers.reduce((total, n) => total + n, 0)
  const shown = (flag: string, value: number): number | string =>
    isGiven(call, flag) && numbers.length > 0 ? value : ''
  return produced([
    {
      kind: 'fields',
      table: false,
      rows: [
        ['Count', name === undefined ? call.input.length : numbers.length],
        ['Average', shown('average', sum / numbers.length)],
        ['Sum', shown('sum', sum)],
        ['Maximum', shown('maximum', Math.max(...numbers))],
        ['Minimum', shown('minimum', Math.min(...numbers))],
        ['Property', name ?? ''],
      ],
    },
  ])
}

function getDate(call: CmdletCall): Produced {
  return produced([{ kind: 'moment', at: clockTime(machineOf(call.session)) }])
}

const SHAPES = {
  takes: ['property'],
  switches: ['autosize', 'wrap'],
  absent: ['groupby', 'inputobject', 'view', 'hidetableheaders', 'force', 'expand', 'displayerror', 'showerror'],
}

export const pipeCmdlets: readonly Cmdlet[] = [
  {
    names: ['Where-Object', 'where', '?'],
    help: "Where-Object {$_.Status -eq 'Stopped'}   choose",
    takes: ['filterscript'],
    absent: ['inputobject'],
    accepts: 0,
    blocks: 1,
    run: where,
  },
  {
    names: ['ForEach-Object', 'foreach', '%'],
    help: 'ForEach-Object {Start-Service $_.Name}   a line for each',
    takes: ['process'],
    absent: ['begin', 'end', 'inputobject'],
    accepts: 0,
    blocks: 1,
    run: forEach,
  },
  {
    names: ['Select-Object', 'select'],
    help: 'Select-Object NAMES [-First N | -Last N] [-ExpandProperty NAME]   properties',
    takes: ['property', 'first', 'last', 'expandproperty'],
    switches: ['unique'],
    absent: ['excludeproperty', 'inputobject'],
    accepts: 1,
    run: select,
  },
  {
    names: ['Sort-Object', 'sort'],
    help: 'Sort-Object NAMES [-Descending]   order',
    takes: ['property'],
    switches: ['unique', 'descending'],
    absent: ['culture', 'casesensitive', 'inputobject'],
    accepts: 1,
    run: sort,
  },
  {
    names: ['Format-List', 'fl'],
    help: 'Format-List [NAMES]   one property a line',
    ...SHAPES,
    accepts: 1,
    run: call => shaped(call, false),
  },
  {
    names: ['Format-Table', 'ft'],
    help: 'Format-Table [NAMES]   a table',
    ...SHAPES,
    accepts: 1,
    run: call => shaped(call, true),
  },
  {
    names: ['Start-Sleep', 'sleep'],
    help: 'Start-Sleep SECONDS   wait',
    takes: ['seconds', 'milliseconds'],
    accepts: 1,
    run: sleep,
  },
  {
    names: ['Measure-Object'],
    help: 'Measure-Object [NAME] [-Sum]   count',
    takes: ['property'],
    switches: ['average', 'sum', 'maximum', 'minimum'],
    absent: ['inputobject', 'line', 'word', 'character', 'ignorewhitespace'],
    accepts: 1,
    run: measure,
  },
  {
    names: ['Get-Date'],
    help: 'Get-Date   now',
    takes: [],
    absent: ['date', 'year', 'month', 'day', 'hour', 'minute', 'second', 'displayhint', 'format', 'uformat'],
    accepts: 0,
    run: getDate,
  },
]
