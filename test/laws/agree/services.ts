import { lower } from '../../../model/words/letters.ts'
import { type ExportedValue, foldKey, parseRegistry } from '../../../sim/diagnosis/parse/registry.ts'
import { parseServices } from '../../../sim/diagnosis/parse/services.ts'
import { differs, linesOf, type ServerFiles, type ToldState } from './files.ts'

/** What two listings and the truth say of services. Knows no service. */

const STATES: Readonly<Record<string, string>> = {
  STOPPED: 'Stopped',
  RUNNING: 'Running',
  START_PENDING: 'StartPending',
  STOP_PENDING: 'StopPending',
}
const STARTS: Readonly<Record<string, string>> = {
  BOOT_START: 'boot',
  SYSTEM_START: 'system',
  AUTO_START: 'automatic',
  DEMAND_START: 'manual',
  DISABLED: 'disabled',
}

/** `Get-Service` cuts names that are too long for their column, also through a pair of surrogates, which UTF-8 has not. */
const shortened = (name: string): string =>
  name.length <= 18 ? name : `${Buffer.from(name.slice(0, 15)).toString()}...`

function listedServices(server: ServerFiles): string[] {
  const listing = [...parseServices(linesOf(server, 'services.txt')).values()]
  return listing.map(({ name, state }) => `${STATES[state?.value ?? '']} ${shortened(name)}`)
}

function servicesOfPowerShell(server: ServerFiles): string[] {
  const rows = linesOf(server, 'get-service.txt').slice(3)
  return rows
    .filter(row => row.trim() !== '')
    .map(
      row =>
        `${row.slice(0, 9).trim().replace('StartPen...', 'StartPending').replace('StopPend...', 'StopPending')} ${row.slice(9, 27).trimEnd()}`,
    )
}

function servicesToldOf(server: ServerFiles): string[] {
  const listing = [...parseServices(linesOf(server, 'services.txt')).values()]
  return listing
    .map(
      ({ name, state, start }) =>
        `${name}: ${STARTS[start?.value ?? '']}, ${(state?.value ?? '').toLowerCase().replace('_', '-')}`,
    )
    .sort()
}

const servicesInTruth = ({ after }: ToldState): string[] =>
  Object.entries(after.services)
    .map(([name, state]) => `${name}: ${state}`)
    .sort()

/** Names and states of two listings that programs print. */
export const listingsContradict = (server: ServerFiles): string | undefined =>
  differs('service', listedServices(server), servicesOfPowerShell(server))

export const listingContradictsTruth = (server: ServerFiles & { readonly told: ToldState }): string | undefined =>
  differs('service', servicesToldOf(server), servicesInTruth(server.told))

const NUMBERS: Readonly<Record<string, number>> = {
  BOOT_START: 0,
  SYSTEM_START: 1,
  AUTO_START: 2,
  DEMAND_START: 3,
  DISABLED: 4,
}
const SERVICES = 'hklm\\system\\currentcontrolset\\services\\'

const READABLE: readonly unknown[] = Object.values(NUMBERS)

/** Every service has its key, with what the manager says of it; but for what is read when Windows starts. What cannot be read there stays as it was. */
export function listingContradictsRegistry(server: ServerFiles): string | undefined {
  const values = new Map<string, ExportedValue['data']>()
  for (const { key, name, data } of parseRegistry(linesOf(server, 'registry.reg')).values) {
    const folded = foldKey(key)
    if (folded.startsWith(SERVICES)) values.set(`${folded.slice(SERVICES.length)}\\${name.toLowerCase()}`, data)
  }
  if (values.size === 0) return undefined
  for (const { name, start, displayName } of parseServices(linesOf(server, 'services.txt')).values()) {
    const of = (value: string): ExportedValue['data'] | undefined => values.get(`${lower(name)}\\${value}`)
    const number = of('start')
    if (READABLE.includes(number) && number !== NUMBERS[start?.value ?? ''])
      return `${name} is ${start?.value}, and Start ${number}`
    if (of('displayname') !== displayName) return `${name} is shown as ${displayName} and as ${of('displayname')}`
  }
  return undefined
}
