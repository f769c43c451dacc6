import {
  dependentsOf,
  isServer2003,
  type Machine,
  serviceNamed,
  servicesByName,
} from '../../../model/machine/machine.ts'
import { byName, fold } from '../../../model/machine/names.ts'
import type { Service, StartType } from '../../../model/machine/parts.ts'
import { configureService, startService, stopService } from '../../../model/machine/services.ts'
import { START_TYPES } from '../../../model/words/startTypes.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { scConfig, scQuery } from '../../forms/exports/services.ts'
import { errorText } from '../window/errors.ts'
import { done, failed, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import type { CommandCall, PromptCommand } from '../window/syntax.ts'

/**
 * `sc`. Blocks: windows-installer.md 9.3; error texts from public transcripts. `sc` hands a
 * control to the service control manager and returns; here the service has arrived by then. Knows no service by name.
 */

const NO_SUCH_SERVICE = WIN32.SERVICE_DOES_NOT_EXIST
const INVALID_COMMAND_LINE = 1639

/** Running services that need this one, directly or not, those first that must stop first. */
export function runningDependents(machine: Machine, name: string): Service[] {
  const found: Service[] = []
  const visit = (service: Service): void => {
    if (service.state === 'stopped' || found.includes(service)) return
    for (const dependent of sortedDependents(machine, service.name)) visit(dependent)
    if (!found.includes(service)) found.push(service)
  }
  for (const dependent of sortedDependents(machine, name)) visit(dependent)
  return found
}

/** Stops a service after all that need it; one that has stopped meanwhile is no error. Returns a Win32 error. */
export function stopWithDependents(session: PromptSession, name: string): number {
  const names = [...runningDependents(machineOf(session), name).map(s => s.name), name]
  for (const each of names) {
    const error = stopService(session.recorder, each, 'Administrator')
    if (error && error !== WIN32.SERVICE_NOT_ACTIVE) return error
  }
  return WIN32.SUCCESS
}

function sortedDependents(machine: Machine, name: string): Service[] {
  return dependentsOf(machine, name).sort((a, b) => byName(a.name, b.name))
}

/** By the short name or the display name. */
export function serviceCalled(machine: Machine, name: string): Service | undefined {
  return serviceNamed(machine, name) ?? servicesByName(machine).find(s => fold(s.displayName) === fold(name))
}

// ------------------------------------------------------------------------------------------------------------ verbs

type Sub = (call: CommandCall, name: string, rest: readonly string[]) => Output

const SC: Readonly<Record<string, Sub>> = {
  query: (call, name, rest) => query(call, [name, ...rest], machine => service => scQuery(machine, service)),
  queryex: (call, name, rest) => query(call, [name, ...rest], machine => service => extended(machine, service)),
  qc: (call, name, rest) =>
    onlyNamed(rest) ?? onService(call, name, 'OpenService', s => done([...scConfig(machineOf(call.session), s), ''])),
  config: configure,
  start: (call, name, rest) =>
    rest.length > 0
      ? notSimulated(`an argument of a service (${rest[0]})`)
      : onService(call, name, 'StartService: OpenService', s => startOne(call, s)),
  stop: (call, name, rest) => onlyNamed(rest) ?? onService(call, name, 'OpenService', s => stopOne(call, s)),
  enumdepend: (call, name, rest) =>
    onlyNamed(rest) ?? onService(call, name, 'OpenService', s => dependentsListed(machineOf(call.session), s)),
  getdisplayname: (call, name, rest) =>
    onlyNamed(rest) ??
    onService(call, name, 'GetServiceDisplayName', s =>
      done(['[SC] GetServiceDisplayName SUCCESS', `Name = ${s.displayName}`]),
    ),
  getkeyname(call, name, rest) {
    const extra = onlyNamed(rest)
    if (extra) return extra
    const found = serviceCalled(machineOf(call.session), name)
    return found
      ? done(['[SC] GetServiceKeyName SUCCESS', `Name = ${found.name}`])
      : scFailed('GetServiceKeyName', NO_SUCH_SERVICE)
  },
}

/** Verbs that the manager has and the model does not. */
const OTHER_VERBS: ReadonlySet<string> = new Set([
  ...['boot', 'continue', 'control', 'create', 'delete', 'description', 'failure', 'failureflag'],
  ...['interrogate', 'lock', 'pause', 'privs', 'qdescription', 'qfailure', 'qfailureflag', 'qprivs', 'qsidtype'],
  ...['querylock', 'sdset', 'sdshow', 'showsid', 'sidtype'],
])

/** Nothing may stand behind the name. */
const onlyNamed = (rest: readonly string[]): Output | undefined =>
  rest.length > 0 ? failed(INVALID_COMMAND_LINE, [], SC_USAGE) : undefined

function sc(call: CommandCall): Output {
  // `sc \\SERVER query`: one server is at hand, and it may be named.
  const server = call.args[0]?.startsWith('\\\\') ? call.args[0].slice(2) : undefined
  if (server !== undefined && !isThisServer(machineOf(call.session), server)) return scFailed('OpenSCManager', 1722)
  const args = server === undefined ? call.args : call.args.slice(1)
  const [verb = '', name = '', ...rest] = args
  if (OTHER_VERBS.has(fold(verb))) return notSimulated(`sc ${fold(verb)}`)
  const sub = Object.hasOwn(SC, fold(verb)) ? SC[fold(verb)] : undefined
  if (!sub)
    return failed(INVALID_COMMAND_LINE, [], [...(verb === '' ? [] : ['', '*** Unrecognized Command ***']), ...SC_USAGE])
  if (name === '' && !fold(verb).startsWith('query')) return failed(INVALID_COMMAND_LINE, [], SC_USAGE)
  return sub(call, name, rest)
}

const SC_USAGE: readonly string[] = [
  'DESCRIPTION:',
  '        SC is a command line program used for communicating with the',
  '        Service Control Manager and services.',
  'USAGE:',
  '        sc <server> [command] [service name] <option1> <option2>...',
]

/** `[SC] StartService FAILED 1058:`, a blank line, the text of the error, a blank line. */
function scFailed(step: string, code: number): Output {
  return failed(code, [], [`[SC] ${step} FAILED ${code}:`, '', errorText(code), ''])
}

function onService(call: CommandCall, name: string, step: string, run: (service: Service) => Output): Output {
  const service = serviceNamed(machineOf(call.session), name)
  return service ? run(service) : scFailed(step, NO_SUCH_SERVICE)
}

/** With a name, that service; without, those that run, or with `state= all` every one. */
function query(
  call: CommandCall,
  args: readonly string[],
  block: (machine: Machine) => (service: Service) => readonly string[],
): Output {
  const machine = machineOf(call.session)
  const [name = ''] = args
  if (name !== '' && !name.includes('=')) {
    if (args.length > 1) return failed(INVALID_COMMAND_LINE, [], SC_USAGE)
    const step = isServer2003(machine) ? 'OpenService' : 'EnumQueryServicesStatus:OpenService'
    return onService(call, name, step, service => done([...block(machine)(service), '']))
  }
  const wanted = queryOf(args)
  if (typeof wanted !== 'string') return wanted
  const shown = servicesByName(machine).filter(
    s => wanted === 'all' || (s.state === 'stopped') === (wanted === 'inactive'),
  )
  return done([...shown.flatMap(block(machine)), ''])
}

const STATES: readonly string[] = ['', 'active', 'inactive', 'all']

/** `type= service state= all`: which states are asked for. Drivers are no part of the model. */
function queryOf(args: readonly string[]): string | Output {
  let state = ''
  for (let i = 0; i < args.length && args[i] !== ''; i += 2) {
    const [option, value] = [fold(args[i]!), fold(args[i + 1] ?? '')]
    if (option === 'state=' && value !== '' && STATES.includes(value)) state = value
    else if (option === 'type=' && value === 'service') continue
    else if (/^(?:type|bufsize|ri|group)=$/.test(option) && value !== '')
      return notSimulated(`sc query ${option} ${value}`)
    else return failed(INVALID_COMMAND_LINE, [], SC_USAGE)
  }
  return state
}

/** A server is called by its name, with or without its domain. */
export const isThisServer = (machine: Machine, name: string): boolean =>
  ['.', 'localhost', '127.0.0.1', fold(machine.name)].includes(fold(name).split('.', 1)[0] || '.')

function extended(machine: Machine, service: Service): string[] {
  return [
    ...scQuery(machine, service),
    `        PID                : ${service.pid ?? 0}`,
    '        FLAGS              : ',
  ]
}

/** Whatever needs it, running or not. */
function dependentsListed(machine: Machine, { name }: Service): Output {
  const found = sortedDependents(machine, name)
  return done([
    `[SC] EnumDependentServices: entriesread = ${found.length}`,
    ...found.flatMap(service => scQuery(machine, service)),
    '',
  ])
}

function startOne(call: CommandCall, service: Service): Output {
  const { session } = call
  const error = startService(session.recorder, service.name, 'Administrator')
  if (error) return scFailed('StartService', error)
  const pid = serviceNamed(machineOf(session), service.name)?.pid
  const pending: Service = { ...service, state: 'start-pending', ...(pid !== undefined && { pid }) }
  return done([
    ...extended(machineOf(session), pending).map(row => row.replace('HINT          : 0x0', 'HINT          : 0x7d0')),
    '',
  ])
}

function stopOne(call: CommandCall, service: Service): Output {
  const machine = machineOf(call.session)
  if (service.state === 'stopped') return scFailed('ControlService', 1062)
  if (runningDependents(machine, service.name).length > 0) return scFailed('ControlService', 1051)
  // Whether the service obeys is not for sc to say: it does not wait.
  if (service.stopMs !== 'never') stopService(call.session.recorder, service.name, 'Administrator')
  return done([...scQuery(machine, { ...service, state: 'stop-pending' }), ''])
}

const SERVICE_TYPES: readonly StartType[] = ['automatic', 'manual', 'disabled']
/** Start types of drivers: the manager refuses them for a service. */
const DRIVER_TYPES: readonly StartType[] = ['boot', 'system']

const typeCalled = (types: readonly StartType[], word: string): StartType | undefined =>
  types.find(type => START_TYPES[type].config === fold(word))

const OTHER_OPTIONS: ReadonlySet<string> = new Set([
  'type=',
  'error=',
  'binpath=',
  'group=',
  'tag=',
  'depend=',
  'obj=',
  'displayname=',
  'password=',
])

/** `start= auto`: option and value are two words, or sc shows how it wants to be called. */
function configure(call: CommandCall, name: string, rest: readonly string[]): Output {
  const usage = failed(INVALID_COMMAND_LINE, [], configUsage(machineOf(call.session)))
  const [option = '', value = ''] = rest
  const other = rest.find(word => OTHER_OPTIONS.has(fold(word)))
  if (other !== undefined) return notSimulated(`sc config ${other}`)
  if (fold(option) !== 'start=' || rest.length !== 2) return usage
  return onService(call, name, 'OpenService', service => {
    if (fold(value) === 'delayed-auto') return notSimulated('sc config start= delayed-auto')
    if (typeCalled(DRIVER_TYPES, value)) return scFailed('ChangeServiceConfig', 87)
    const start = typeCalled(SERVICE_TYPES, value)
    if (!start) return usage
    configureService(call.session.recorder, service.name, start, 'Administrator')
    return done(['[SC] ChangeServiceConfig SUCCESS'])
  })
}

function configUsage(machine: Machine): string[] {
  const newer = !isServer2003(machine)
  return [
    ...(newer
      ? ['DESCRIPTION:', '        Modifies a service entry in the registry and Service Database.']
      : [CONFIG_2003]),
    'USAGE:',
    '        sc <server> config [service name] <option1> <option2>...',
    '',
    'OPTIONS:',
    'NOTE: The option name includes the equal sign.',
    ...(newer ? ['      A space is required between the equal sign and the value.'] : []),
    ' type= <own|share|interact|kernel|filesys|rec|adapt>',
    ` start= <boot|system|auto|demand|disabled${newer ? '|delayed-auto' : ''}>`,
    ' error= <normal|severe|critical|ignore>',
    ' binPath= <BinaryPathName>',
    ' group= <LoadOrderGroup>',
    ' tag= <yes|no>',
    ' depend= <Dependencies(separated by / (forward slash))>',
    ' obj= <AccountName|ObjectName>',
    ' DisplayName= <display name>',
    ' password= <password>',
  ]
}

const CONFIG_2003 = 'Modifies a service entry in the registry and Service Database.'

export const serviceCommands: readonly PromptCommand[] = [
  {
    names: ['sc'],
    help: 'sc query|queryex|qc|enumdepend|config|start|stop NAME   services, as the manager has them',
    ms: 40,
    run: sc,
  },
]
