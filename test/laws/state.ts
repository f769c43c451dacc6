import { readdirSync, readFileSync } from 'node:fs'
import type { Machine } from '../../model/machine/machine.ts'
import { byName, isWithin } from '../../model/machine/names.ts'
import type { FileNode } from '../../model/machine/parts.ts'
import { SERVICES_KEY } from '../../model/machine/serviceKeys.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'

/** Machines as plain values that can be compared, and scenarios of the project by their id. */

export function scenarioIds(): string[] {
  return readdirSync('scenarios')
    .filter(name => name.endsWith('.yaml'))
    .map(name => name.slice(0, -'.yaml'.length))
    .sort()
}

export function scenarioById(id: string): { scenario: Scenario; text: string } {
  const file = `scenarios/${id}.yaml`
  const text = readFileSync(file, 'utf8')
  const loaded = loadScenario(text, file)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return { scenario: loaded.scenario, text }
}

const sorted = <T>(map: ReadonlyMap<string | number, T>): [string, T][] =>
  [...map].map(([k, v]) => [String(k), v] as [string, T]).sort((a, b) => byName(a[0], b[0]))

/** All of a machine but its clock. */
export function dumpMachine(machine: Machine): object {
  return {
    files: sorted(machine.files),
    free: sorted(machine.free),
    denials: sorted(machine.denials),
    registry: sorted(machine.registry).map(([key, entry]) => [key, sorted(entry.values)]),
    services: sorted(machine.services),
    processes: sorted(machine.processes),
    logs: machine.logs,
    journal: machine.journal,
    settings: machine.settings,
  }
}

/** What the real thing leaves on the disk after a failed run; everything else must be as before. */
const LEFT_BEHIND: readonly string[] = ['C:\\ExchangeSetupLogs', 'C:\\WINDOWS\\SoftwareDistribution']

export function isLeftBehind(node: FileNode, machine: Machine): boolean {
  if (LEFT_BEHIND.some(folder => isWithin(node.path, folder))) return true
  if (isWithin(node.path, machine.windows.adminDesktop)) return true
  // The client's own copy of the package: a call that ends takes it away, one that lost power cannot.
  if (isWithin(node.path, machine.windows.adminTemp) && /\.ms[ip]$/.test(node.path)) return true
  if (node.content?.kind === 'installer-log' || node.content?.kind === 'event-log') return true
  if (node.content?.kind === 'update-log') return true
  // The OWA preparation has no rollback partner: the logon files stay where it has moved them (decisions.md 5).
  return /\\ClientAccess\\owa\\\d+\.\d+\.\d+\.\d+(\.old)?(\\|$)/i.test(node.path)
}

export function filesThatMatter(machine: Machine): object {
  return sorted(machine.files)
    .filter(([, node]) => !isLeftBehind(node, machine))
    .map(([, { path, size, version, hash, content, created, modified, attributes }]) => {
      return { path, size, version, hash, content, created, modified, attributes }
    })
}

/**
 * A start type stands in the registry as well, and is told with the services: BeforePatch disables them, and no rollback
 * enables them again.
 */
export const isStartType = (key: string, name: string): boolean => isWithin(key, SERVICES_KEY) && /^start$/i.test(name)

/** Start types and states, without process ids; the installer's own service comes and goes. */
export function servicesThatMatter(machine: Machine): object {
  return sorted(machine.services)
    .filter(([name]) => name !== 'msiserver')
    .map(([, { name, start, state }]) => ({ name, start, state }))
}
