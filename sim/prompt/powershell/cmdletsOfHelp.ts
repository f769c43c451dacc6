import { scriptRoles, serviceLists } from '../../../model/exchange/serviceLists.ts'
import { registryKey, serviceNamed } from '../../../model/machine/machine.ts'
import { byName, fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { leftOutNames } from '../cmd/leftOut.ts'
import { errorText } from '../window/errors.ts'
import { nodesNamed, readLines, wildcard } from '../window/fileAccess.ts'
import { netPattern } from '../window/netPattern.ts'
import { machineOf } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import { type Item, textItems, textOf } from './items.ts'
import { parameterValues } from './parameters.ts'
import { stopNotSimulated } from './tree.ts'

/** Looking things up: commands, their help (in the simulator's own words), lines of files, and the health of Exchange. */

function getCommand(call: CmdletCall): Produced {
  const [pattern = '*'] = parameterValues(call.parameters, 'name', 0)
  const test = wildcard(pattern)
  const simulated = call.session.cmdlets.flatMap(({ names }) => names.filter(name => name.includes('-')))
  const names = [...new Set([...simulated, ...leftOutNames])].filter(test).sort(byName)
  if (names.length === 0 && !/[*?]/.test(pattern)) {
    return produced([], [powershellError('notRecognized', pattern)])
  }
  return produced(
    names.map(
      (name): Item => ({
        kind: 'fields',
        table: true,
        rows: [
          ['CommandType', 'Cmdlet'],
          ['Name', name],
        ],
      }),
    ),
  )
}

function getHelp(call: CmdletCall): Produced {
  const [name] = parameterValues(call.parameters, 'name', 0)
  if (name === undefined) throw stopNotSimulated('Get-Help without a name')
  const found = call.session.cmdlets.find(({ names }) => names.some(each => fold(each) === fold(name)))
  if (!found) {
    if (leftOutNames.some(each => fold(each) === fold(name))) throw stopNotSimulated(`the help of ${name}`)
    return produced([], [`Cannot find Help for topic "${name}".`])
  }
  const text = found.help === '' ? found.names[0]! : found.help
  return produced(textItems(['NAME', `    ${found.names[0]}`, '', 'SYNOPSIS', `    ${text}`, '']))
}

// ---------------------------------------------------------------------------------------------------- Select-String

/** Lines that fit, of files or of what comes through the pipe. Case does not count unless it is said. */
function selectString(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const patterns = parameterValues(call.parameters, 'pattern', 0)
  const paths = parameterValues(call.parameters, 'path', 1)
  const [simple, minds] = [isGiven(call, 'simplematch'), isGiven(call, 'casesensitive')]
  const [quiet, first] = [isGiven(call, 'quiet'), isGiven(call, 'list')]
  if (patterns.length === 0) return produced([], [powershellError('missingParameter', 'Pattern')])
  if (paths.length === 0 && call.first) return produced([], [powershellError('missingParameter', 'Path')])
  const tests = patterns.map(pattern => {
    const source = simple ? pattern.replace(/[\\.*+?^$|()[\]{}]/g, '\\$&') : pattern
    const test = netPattern(source, !minds)
    if (typeof test !== 'function') throw stopNotSimulated(test.notSimulated)
    return test
  })
  const errors: string[] = []
  const fits = (row: string): boolean => tests.some(test => test(row))
  const piped = call.first ? [] : call.input.filter(item => item.kind !== 'file')
  const files = [...paths, ...call.input.flatMap(item => (item.kind === 'file' ? [item.path] : []))].flatMap(path => {
    const nodes = nodesNamed(call.session, path).filter(node => !node.folder)
    if (nodes.length === 0) errors.push(powershellError('noPath', path))
    return nodes
  })
  const found: Item[] = []
  for (const { path } of files) {
    const rows = readLines(call.session, path)
    if (rows === undefined) throw stopNotSimulated(`the contents of ${path}`)
    if (typeof rows === 'number') errors.push(errorText(rows))
    else found.push(...matches(rows, fits, path, first))
  }
  found.push(
    ...matches(
      piped.map(item => textOf(machine, item)),
      fits,
      undefined,
      first,
    ),
  )
  return produced(quiet ? [{ kind: 'truth', value: found.length > 0 }] : found, errors)
}

function matches(
  rows: readonly string[],
  fits: (row: string) => boolean,
  path: string | undefined,
  first: boolean,
): Item[] {
  const found = rows.flatMap((row, i): Item[] => {
    if (!fits(row)) return []
    const text = path === undefined ? row : `${path}:${i + 1}:${row}`
    return [
      {
        kind: 'fields',
        table: false,
        text,
        rows: [
          ['LineNumber', i + 1],
          ['Line', row],
          ['Path', path ?? 'InputStream'],
        ],
      },
    ]
  })
  return first ? found.slice(0, 1) : found
}

// ----------------------------------------------------------------------------------------------- Test-ServiceHealth

/** Roles of Exchange, and as its services those of the script's lists that start by themselves. */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  Mailbox: 'Mailbox Server Role',
  ClientAccess: 'Client Access Server Role',
  Bridgehead: 'Hub Transport Server Role',
  UnifiedMessaging: 'Unified Messaging Server Role',
  Gateway: 'Edge Transport Server Role',
}

/** Started by hand, or not needed: from memory of the cmdlet's answer. */
const NOT_REQUIRED: ReadonlySet<string> = new Set(
  [
    'MSExchangeMonitoring',
    'MSExchangeIMAP4',
    'MSExchangePOP3',
    'MSExchangeAntispamUpdate',
    'HTTPFilter',
    'wsbexchange',
  ].map(fold),
)

function serviceHealth(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const items = scriptRoles.flatMap(({ script, registryKey: key }): Item[] => {
    const role = ROLE_NAMES[script]
    if (role === undefined || !registryKey(machine, `HKLM\\SOFTWARE\\Microsoft\\Exchange\\v8.0\\${key}`)) return []
    const names = serviceLists[script].flatMap(({ service }) => {
      const found = NOT_REQUIRED.has(fold(service)) ? undefined : serviceNamed(machine, service)
      return found ? [found] : []
    })
    const named = (runs: boolean): string[] =>
      names
        .filter(({ state }) => (state === 'running') === runs)
        .map(({ name }) => name)
        .sort(byName)
    return [
      {
        kind: 'fields',
        table: false,
        rows: [
          ['Role', role],
          ['RequiredServicesRunning', named(false).length === 0],
          ['ServicesRunning', named(true)],
          ['ServicesNotRunning', named(false)],
        ],
      },
    ]
  })
  return produced(items)
}

export const helpCmdlets: readonly Cmdlet[] = [
  {
    names: ['Get-Command', 'gcm'],
    help: 'Get-Command *PART*   cmdlets by name',
    accepts: 1,
    takes: ['name'],
    absent: ['verb', 'noun', 'commandtype', 'pssnapin', 'totalcount', 'syntax', 'argumentlist'],
    run: getCommand,
  },
  {
    names: ['Get-Help', 'man'],
    help: 'Get-Help NAME   what a cmdlet does',
    accepts: 1,
    takes: ['name'],
    absent: ['full', 'detailed', 'examples', 'parameter', 'category', 'component', 'functionality', 'role'],
    run: getHelp,
  },
  {
    names: ['Select-String'],
    help: 'Select-String PATTERN [FILES]   lines that fit a pattern',
    accepts: 2,
    takes: ['pattern', 'path'],
    switches: ['simplematch', 'casesensitive', 'quiet', 'list'],
    absent: ['include', 'exclude', 'inputobject'],
    run: selectString,
  },
  {
    names: ['Test-ServiceHealth'],
    help: 'Test-ServiceHealth   do the services of each role of Exchange run',
    accepts: 0,
    takes: [],
    absent: ['server', 'activedirectorytimeout', 'domaincontroller', 'monitoringcontext'],
    ms: 1500,
    exchange: true,
    run: serviceHealth,
  },
]
