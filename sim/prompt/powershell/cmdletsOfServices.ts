import { type Machine, serviceNamed, servicesByName } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import type { Service, StartType } from '../../../model/machine/parts.ts'
import { configureService, startService } from '../../../model/machine/services.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { hresultText } from '../../../model/words/systemErrors.ts'
import { WMI_LISTED, wmiService } from '../../forms/exports/wmiService.ts'
import { runningDependents, serviceCalled, stopWithDependents } from '../cmd/services.ts'
import { errorText } from '../window/errors.ts'
import { wildcard } from '../window/fileAccess.ts'
import { machineOf, type PromptSession } from '../window/session.ts'
import { unreachableWmi } from '../window/wmi.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import { type Fields, type Item, plainText } from './items.ts'
import { parameterValues } from './parameters.ts'
import { stopNotSimulated } from './tree.ts'

/**
 * Get-Service and its family, and Win32_Service of WMI, which alone tells the start type in PowerShell 1.0. Knows no
 * service by name.
 */

interface FoundServices {
  readonly services: readonly Service[]
  readonly errors: readonly string[]
}

/** By name, display name or pattern; what comes through the pipe; everything. */
function find(call: CmdletCall): FoundServices {
  const machine = machineOf(call.session)
  const display = parameterValues(call.parameters, 'displayname')
  const short = parameterValues(call.parameters, 'name', 0)
  if (display.length > 0 && short.length > 0) return { services: [], errors: [powershellError('noParameterSet')] }
  const names = display.length > 0 ? display : short
  if (!call.first && names.length === 0) {
    return { services: call.input.flatMap(item => handedOver(machine, item) ?? []), errors: [] }
  }
  const services: Service[] = []
  const errors: string[] = []
  for (const name of names) {
    const found = named(machine, name, display.length > 0)
    if (found.length === 0 && !/[*?]/.test(name)) errors.push(notFound(name, display.length > 0))
    services.push(...found)
  }
  return { services, errors }
}

/** A service, or a text or property that names one. */
function handedOver(machine: Machine, item: Item): Service | undefined {
  if (item.kind === 'service') return serviceNamed(machine, item.name)
  if (item.kind === 'text') return serviceNamed(machine, item.text.trim())
  const name = item.kind === 'fields' ? item.rows.find(row => fold(row[0]) === 'name')?.[1] : undefined
  return typeof name === 'string' ? serviceNamed(machine, name) : undefined
}

function named(machine: Machine, name: string, display: boolean): Service[] {
  if (!/[*?]/.test(name)) {
    const service = display ? serviceCalled(machine, name) : serviceNamed(machine, name)
    return service ? [service] : []
  }
  const test = wildcard(name)
  return servicesByName(machine).filter(s => test(display ? s.displayName : s.name))
}

const notFound = (name: string, display: boolean): string =>
  `Cannot find any service with ${display ? 'display' : 'service'} name '${name}'.`

const items = (services: readonly Service[]): Item[] => services.map(s => ({ kind: 'service', name: s.name }))

function getService(call: CmdletCall): Produced {
  const asked = call.parameters.given.length + call.parameters.named.size > 0
  if (call.first && !asked) return produced(items(servicesByName(machineOf(call.session))))
  const { services, errors } = find(call)
  return produced(items(services), errors)
}

/** Does something with each; an error text where it did not work. */
function each(call: CmdletCall, act: (session: PromptSession, service: Service) => string | undefined): Produced {
  const { services, errors } = find(call)
  if (services.length + errors.length === 0 && call.first) {
    return produced([], [powershellError('missingParameter', 'Name')])
  }
  const passes = isGiven(call, 'passthru')
  const failures = services.flatMap(service => act(call.session, service) ?? [])
  return produced(passes ? items(services) : [], [...errors, ...failures])
}

const label = (service: Service): string => `'${service.displayName} (${service.name})'`

function startOne(session: PromptSession, service: Service): string | undefined {
  const error = startService(session.recorder, service.name, 'Administrator')
  if (error === 0 || error === 1056) return undefined
  return `Service ${label(service)} cannot be started due to the following error: ${powershellError('cannotStartService', service.name)}`
}

function stopOne(session: PromptSession, service: Service, force: boolean): string | undefined {
  const state = serviceNamed(machineOf(session), service.name)?.state
  if (state === 'stopped') return undefined
  if (!force && runningDependents(machineOf(session), service.name).length > 0) {
    return `Cannot stop service ${label(service)} because it has dependent services. It can only be stopped if the Force flag is set.`
  }
  const error = stopWithDependents(session, service.name)
  if (error === 0) return undefined
  return `Service ${label(service)} cannot be stopped due to the following error: Cannot stop ${service.name} service on computer '.'.`
}

const SETTABLE: Readonly<Record<string, StartType>> = {
  automatic: 'automatic',
  manual: 'manual',
  disabled: 'disabled',
}

function setService(call: CmdletCall): Produced {
  const [typed] = parameterValues(call.parameters, 'startuptype')
  const start = typed === undefined ? undefined : SETTABLE[fold(typed)]
  if (typed !== undefined && (!start || !Object.hasOwn(SETTABLE, fold(typed)))) {
    return produced(
      [],
      [
        powershellError(
          'notOneOf',
          'StartupType',
          typed,
          'System.ServiceProcess.ServiceStartMode',
          'Automatic, Manual, Disabled',
        ),
      ],
    )
  }
  return each(call, (session, service) => {
    if (start) configureService(session.recorder, service.name, start, 'Administrator')
    return undefined
  })
}

function restart(session: PromptSession, service: Service, force: boolean): string | undefined {
  const dependents = runningDependents(machineOf(session), service.name)
  const error = stopOne(session, service, force) ?? startOne(session, service)
  if (error) return error
  return dependents
    .reverse()
    .reduce<string | undefined>((failure, each_) => failure ?? startOne(session, each_), undefined)
}

/** `Get-WmiObject Win32_Service -Filter "Name='MSExchangeIS'"` */
function wmi(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const [className = ''] = parameterValues(call.parameters, 'class', 0)
  const [filter] = parameterValues(call.parameters, 'filter')
  const lost = unreachableWmi(call.session)
  if (lost !== undefined) return produced([], [`${errorText(lost)} (Exception from HRESULT: ${hresultText(lost)})`])
  if (fold(className) !== 'win32_service') throw stopNotSimulated(`the WMI class '${className}'`)
  const wanted = filter === undefined ? undefined : /^\s*(\w+)\s*(?:=|like)\s*['"](.*?)['"]\s*$/i.exec(filter)
  if (wanted === null) {
    if (/ (?:and|or|not) /i.test(filter!)) throw stopNotSimulated(`the filter ${filter}`)
    return produced([], ['Invalid query'])
  }
  const rows = servicesByName(machine).map(service => wmiFields(machine, service))
  const test = wildcard((wanted?.[2] ?? '*').replaceAll('%', '*'))
  const property = fold(wanted?.[1] ?? 'name')
  if (!rows[0]!.rows.some(row => fold(row[0]) === property)) throw stopNotSimulated(`a filter by ${property}`)
  return produced(
    rows.filter(item => test(plainText(machine, item.rows.find(row => fold(row[0]) === property)?.[1] ?? ''))),
  )
}

const wmiFields = (machine: Machine, service: Service): Fields => ({
  kind: 'fields',
  table: false,
  rows: wmiService(machine, service),
  listed: WMI_LISTED,
})

const NAMES = ['name', 'displayname']
const LEFT_OUT = ['include', 'exclude', 'inputobject']

export const serviceCmdlets: readonly Cmdlet[] = [
  {
    names: ['Get-Service', 'gsv'],
    accepts: 1,
    help: 'Get-Service [NAME]   services',
    takes: NAMES,
    absent: LEFT_OUT,
    ms: 120,
    run: getService,
  },
  {
    names: ['Set-Service'],
    accepts: 1,
    help: 'Set-Service NAME -StartupType Automatic|Manual|Disabled   start type',
    takes: ['name', 'startuptype'],
    switches: ['passthru'],
    absent: ['displayname', 'description'],
    run: setService,
  },
  {
    names: ['Start-Service', 'sasv'],
    accepts: 1,
    help: 'Start-Service NAME   start a service',
    takes: NAMES,
    switches: ['passthru'],
    absent: LEFT_OUT,
    run: call => each(call, startOne),
  },
  {
    names: ['Stop-Service', 'spsv'],
    accepts: 1,
    help: 'Stop-Service NAME [-Force]   stop a service',
    takes: NAMES,
    switches: ['force', 'passthru'],
    absent: LEFT_OUT,
    run(call) {
      const isForced = isGiven(call, 'force')
      return each(call, (session, service) => stopOne(session, service, isForced))
    },
  },
  {
    names: ['Restart-Service'],
    accepts: 1,
    help: 'Restart-Service NAME [-Force]   stop and start a service',
    takes: NAMES,
    switches: ['force', 'passthru'],
    absent: LEFT_OUT,
    run(call) {
      const isForced = isGiven(call, 'force')
      return each(call, (session, service) => restart(session, service, isForced))
    },
  },
  {
    names: ['Get-WmiObject', 'gwmi'],
    accepts: 1,
    help: `Get-WmiObject Win32_Service [-Filter "Name='X'"]   services with their start types`,
    takes: ['class', 'filter'],
    absent: ['namespace', 'computername', 'query', 'property', 'list', 'authority', 'credential', 'impersonation'],
    ms: 400,
    run: wmi,
  },
]
