import type { Host } from './host.ts'
import { serviceNamed, servicesByName, subkeysOf } from './machine.ts'
import { byName, fold } from './names.ts'
import type { Service } from './parts.ts'
import { isReadAlike, SERVICES_KEY, serviceInRegistry } from './serviceKeys.ts'
import { end, needsItself, noteFailure, spokenBy, start } from './services.ts'
import { ended, speaking } from './voices.ts'

/**
 * What Windows does with all services as it goes down and comes up. Does not know who has it do so.
 */

/** Each that runs is told, and says its last; the manager notes nothing of it. */
export function tellShutdown(host: Host): void {
  for (const service of servicesByName(host.machine)) {
    const { state, voice } = service
    if (state === 'running' && voice?.stops.length) speaking(host, spokenBy(service), voice.stops, SHUTDOWN_MS)
  }
}

/** A service that has something to close takes so long at a shutdown (modelled). */
const SHUTDOWN_MS = 1_500

/** Everything that runs ends without a word: as `asLeft` says, in order or not. */
export function endEverything(host: Host, asLeft = ended): void {
  for (const service of servicesByName(host.machine)) {
    if (service.state === 'stopped') continue
    const { pid: _gone, ...rest } = service
    host.record({ kind: 'service', name: service.name, before: service, after: asLeft({ ...rest, state: 'stopped' }) })
  }
  for (const process of [...host.machine.processes.values()].sort((a, b) => a.pid - b.pid)) {
    host.record({ kind: 'process', pid: process.pid, before: process, after: undefined })
  }
}

/** What the manager reads of the registry as Windows comes up. Nothing runs yet. */
export function readServices(host: Host): void {
  const known = servicesByName(host.machine).map(({ name }) => name)
  const names = new Map([...known, ...subkeysOf(host.machine, SERVICES_KEY)].map(name => [fold(name), name]))
  for (const name of [...names.values()].sort(byName)) readService(host, name)
}

/** The same of one service. */
export function readService(host: Host, name: string): void {
  const before = serviceNamed(host.machine, name)
  const after = serviceInRegistry(host.machine, before?.name ?? name, before)
  if (!isReadAlike(before, after)) host.record({ kind: 'service', name: before?.name ?? name, before, after })
}

/**
 * Windows comes up: the automatic services start, each after those that it needs. Circles are noted once, and nothing of
 * them starts.
 */
export function startAutomatic(host: Host): void {
  const byGroup = servicesByName(host.machine).sort((a, b) => Number(isEventLog(b)) - Number(isEventLog(a)))
  const automatic = byGroup.filter(service => service.start === 'automatic')
  const circular = automatic.filter(({ name }) => needsItself(host.machine, name))
  if (circular[0]) noteFailure(host, 7018, [], { kind: 'service', name: circular[0].name })
  for (const service of automatic) if (!circular.includes(service)) start(host, service.name, undefined)
}

/** Its group stands near the head of the order in which Windows starts groups; other groups are not modelled. */
const isEventLog = ({ name }: Service): boolean => fold(name) === 'eventlog'

/** Ends without a word what could not have started when Windows came up: services that need each other in a circle. */
export function endCircles(host: Host): void {
  const circular = servicesByName(host.machine).filter(s => s.state !== 'stopped' && needsItself(host.machine, s.name))
  for (const service of circular) end(host, service)
  if (circular[0]) noteFailure(host, 7018, [], { kind: 'service', name: circular[0].name })
}
