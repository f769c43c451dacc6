import type { Machine } from '../../../model/machine/machine.ts'

/** A machine as plain data that does not depend on the order in which its parts were written. */
export function snapshot(machine: Machine): unknown {
  const { files, free, denials, registry, services, processes, journal, logs, settings, now } = machine
  return {
    now,
    settings: { ...settings },
    journal: [...journal],
    logs: { Application: [...logs.Application], System: [...logs.System] },
    files: sorted(files),
    free: sorted(free),
    denials: sorted(denials),
    services: sorted(services),
    processes: sorted(processes),
    registry: sorted(registry).map(([key, { path, values }]) => [key, path, sorted(values)]),
  }
}

function sorted<K extends string | number, V>(map: ReadonlyMap<K, V>): (readonly [K, V])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}
