import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { csvCell } from '../../forms/encode.ts'
import { errorText } from '../window/errors.ts'
import { mayCreate, writeRows } from '../window/fileAccess.ts'
import { fullPath, machineOf } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import { type Item, plainText, propertiesOf, propertyOf, textItems, textOf } from './items.ts'
import { parameterValues } from './parameters.ts'

/** Where things go at the end of a line: the screen, nowhere, a table for other programs. Knows items by their properties alone. */

const COLOURS: readonly string[] = [
  ...['Black', 'DarkBlue', 'DarkGreen', 'DarkCyan', 'DarkRed', 'DarkMagenta', 'DarkYellow', 'Gray'],
  ...['DarkGray', 'Blue', 'Green', 'Cyan', 'Red', 'Magenta', 'Yellow', 'White'],
]

/** What is wrong with a colour; lines here have none. */
function colourErrors({ parameters }: CmdletCall): string[] {
  return ['ForegroundColor', 'BackgroundColor'].flatMap(name => {
    const typed = parameters.named.get(fold(name))?.[0]
    if (typed === undefined || COLOURS.some(colour => fold(colour) === fold(typed))) return []
    return [powershellError('notOneOf', name, typed, 'System.ConsoleColor', COLOURS.join(', '))]
  })
}

const write = (call: CmdletCall): Produced => {
  const { given } = call.parameters
  if (given.length === 0) return produced(call.input)
  return produced(given.flatMap(value => value.items))
}

/** All on one line. */
function writeHost(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const wrong = colourErrors(call)
  if (wrong.length > 0) return produced([], wrong)
  const { given } = call.parameters
  if (given.length === 0) return produced(textItems(call.input.map(item => textOf(machine, item))))
  return produced(textItems([given.flatMap(value => value.items.map(item => textOf(machine, item))).join(' ')]))
}

/** Rows of what came through the pipe; the first one names the columns, above them the type unless that is not wanted. */
function exportCsv(call: CmdletCall): Produced {
  const { session, input } = call
  const machine = machineOf(session)
  const [typed] = parameterValues(call.parameters, 'path', 0)
  const bare = isGiven(call, 'notypeinformation')
  if (typed === undefined) return produced([], [powershellError('missingParameter', 'Path')])
  const [first] = input
  const names = first ? propertiesOf(machine, first).map(row => row[0]) : []
  const rows = input.map(item =>
    names.map(name => csvCell(plainText(machine, propertyOf(machine, item, name) ?? ''))).join(','),
  )
  const type = first && !bare ? [`#TYPE ${TYPES[first.kind] ?? 'System.Management.Automation.PSCustomObject'}`] : []
  const path = fullPath(session, typed)
  const error = mayCreate(session, path) || writeRows(session, path, [...type, names.join(','), ...rows], false)
  return error ? produced([], [errorText(error)]) : produced([])
}

const TYPES: Readonly<Partial<Record<Item['kind'], string>>> = {
  text: 'System.String',
  service: 'System.ServiceProcess.ServiceController',
  process: 'System.Diagnostics.Process',
  file: 'System.IO.FileInfo',
}

const WRITES = {
  takes: ['foregroundcolor', 'backgroundcolor'],
  absent: ['nonewline', 'separator', 'inputobject', 'object'],
}

export const outputCmdlets: readonly Cmdlet[] = [
  { names: ['Out-Null'], help: '', takes: [], absent: ['inputobject'], accepts: 0, run: () => produced([]) },
  {
    names: ['Out-Host', 'oh'],
    help: '',
    takes: [],
    absent: ['paging', 'inputobject'],
    accepts: 0,
    run: call => produced(call.input),
  },
  { names: ['Write-Host'], help: 'Write-Host TEXT   print', ...WRITES, run: writeHost },
  {
    names: ['Write-Output', 'echo', 'write'],
    help: 'echo TEXT   print',
    takes: [],
    absent: ['inputobject'],
    run: write,
  },
  {
    names: ['Export-Csv', 'epcsv'],
    help: 'Export-Csv FILE [-NoTypeInformation]   what a pipe brings, as a table for other programs',
    takes: ['path'],
    switches: ['notypeinformation'],
    absent: ['force', 'noclobber', 'encoding', 'inputobject', 'append', 'delimiter'],
    accepts: 1,
    run: exportCsv,
  },
  { names: ['Clear-Host', 'cls', 'clear'], help: '', takes: [], accepts: 0, run: () => produced([]) },
]
