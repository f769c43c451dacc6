import { dependentsOf, type Machine, serviceNamed, servicesByName } from '../../../model/machine/machine.ts'
import type { Service } from '../../../model/machine/parts.ts'
import { scConfig, scQuery } from '../../forms/exports/services.ts'
import { type Reading, type ReadRow, textRow } from './reading.ts'

/** The services console: all of them, and what there is to know of one. Does not know which of them matter. */

export function servicesReading(machine: Machine): Reading {
  const services = servicesByName(machine)
  const running = services.filter(({ state }) => state === 'running').length
  const disabled = services.filter(({ start }) => start === 'disabled').length
  return {
    title: `Services, ${services.length}: ${running} running, ${disabled} disabled`,
    heads: ['Name', 'State', 'Start', 'Display name'],
    rows: services.map(service => rowOf(machine, service)),
  }
}

function rowOf(machine: Machine, service: Service): ReadRow {
  const { name, state, start, displayName } = service
  return {
    cells: [name, state, start, displayName],
    leads: { at: 'service', name },
    more: () => written(machine, service),
  }
}

export function serviceReading(machine: Machine, name: string): Reading {
  const service = serviceNamed(machine, name)
  const rows = service ? written(machine, service) : [`There is no service ${name} any more.`]
  return { title: `Service ${name}`, heads: [], rows: rows.map(textRow) }
}

function written(machine: Machine, service: Service): string[] {
  const needs = service.dependsOn.map(name => {
    const needed = serviceNamed(machine, name)
    return `needs ${name}: ${needed ? `${needed.state}, ${needed.start}` : 'not installed'}`
  })
  const needed = dependentsOf(machine, service.name).map(one => `needed by ${one.name}: ${one.state}, ${one.start}`)
  return [
    `${service.displayName}: ${service.state}, ${service.start}`,
    ...needs,
    ...needed,
    ...scQuery(machine, service),
    '',
    ...scConfig(machine, service),
  ]
}
