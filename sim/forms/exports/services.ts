import { isServer2003, type Machine, servicesByName } from '../../../model/machine/machine.ts'
import type { Service, ServiceState, StartType } from '../../../model/machine/parts.ts'
import { START_TYPES } from '../../../model/words/startTypes.ts'
import { CRLF } from '../encode.ts'
import { listing } from './export.ts'

/**
 * `sc query` and `sc qc` as the two systems print them: windows-installer.md 9.3. Does not know which services matter.
 */

const STATES: Readonly<Record<ServiceState, string>> = {
  stopped: '1  STOPPED ',
  'start-pending': '2  START_PENDING ',
  'stop-pending': '3  STOP_PENDING ',
  running: '4  RUNNING ',
}

const startType = (start: StartType): string => `${START_TYPES[start].number}   ${START_TYPES[start].sc}`

const typeOf = (service: Service): string => (service.shared ? '20  WIN32_SHARE_PROCESS ' : '10  WIN32_OWN_PROCESS ')

export function scQuery(machine: Machine, service: Service): string[] {
  const separator = isServer2003(machine) ? ',' : ', '
  const flags =
    service.state === 'running'
      ? ['STOPPABLE', 'NOT_PAUSABLE', 'ACCEPTS_SHUTDOWN']
      : ['NOT_STOPPABLE', 'NOT_PAUSABLE', 'IGNORES_SHUTDOWN']
  const neverStarted = service.state === 'stopped' && service.start === 'manual'
  return [
    '',
    `SERVICE_NAME: ${service.name} `,
    `        TYPE               : ${typeOf(service)} `,
    `        STATE              : ${STATES[service.state]}`,
    `                                (${flags.join(separator)})`,
    `        WIN32_EXIT_CODE    : ${neverStarted ? '1077  (0x435)' : '0  (0x0)'}`,
    '        SERVICE_EXIT_CODE  : 0  (0x0)',
    '        CHECKPOINT         : 0x0',
    '        WAIT_HINT          : 0x0',
  ]
}

export function scConfig(machine: Machine, service: Service): string[] {
  const call = isServer2003(machine) ? 'GetServiceConfig' : 'QueryServiceConfig'
  const [first = '', ...others] = service.dependsOn
  return [
    `[SC] ${call} SUCCESS`,
    '',
    `SERVICE_NAME: ${service.name}`,
    `        TYPE               : ${typeOf(service)}`,
    `        START_TYPE         : ${startType(service.start)}`,
    '        ERROR_CONTROL      : 1   NORMAL',
    `        BINARY_PATH_NAME   : ${service.image}`,
    '        LOAD_ORDER_GROUP   : ',
    '        TAG                : 0',
    `        DISPLAY_NAME       : ${service.displayName}`,
    `        DEPENDENCIES       : ${first}`,
    ...others.map(name => `                           : ${name}`),
    `        SERVICE_START_NAME : ${service.account}`,
  ]
}

/** Every service: what it does, then how it is configured. */
export const servicesListing = listing('services.txt', ({ machine }) =>
  servicesByName(machine).flatMap(service => {
    const [blank = '', ...status] = scQuery(machine, service)
    const text = [...status, '', ...scConfig(machine, service)].join(CRLF)
    return [blank, { text, about: { kind: 'service', name: service.name } }]
  }),
)
