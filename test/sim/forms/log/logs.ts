import { readdirSync } from 'node:fs'
import type { Machine } from '../../../../model/machine/machine.ts'
import { clockOf, renderInstallerLog } from '../../../../sim/forms/installerLog.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import type { Scenario } from '../../../../sim/scenario/spec.ts'
import { scenarioById } from '../../../laws/state.ts'

/** The verbose logs that scenarios leave, as lines. */
export interface VerboseLog {
  readonly name: string
  readonly machine: Machine
  readonly exitCode: number | null
  readonly lines: readonly string[]
}

export const scenarioIds: readonly string[] = readdirSync('scenarios')
  .filter(file => file.endsWith('.yaml'))
  .map(file => file.replace('.yaml', ''))
  .sort()

export function logsOfScenario(id: string, seed: number): VerboseLog[] {
  return logsOf(scenarioById(id).scenario, seed, id)
}

export function logsOf(scenario: Scenario, seed: number, name = 'made'): VerboseLog[] {
  const { servers, attempts } = simulate(scenario, { seed })
  return attempts.flatMap(({ server: serverName, run, exitCode }): VerboseLog[] => {
    const server = servers.find(s => s.machine.name === serverName)!
    const { text } = renderInstallerLog(server.facts, [run], clockOf(server.machine))
    const lines = text.split('\r\n').slice(0, -1)
    if (!lines[0]?.startsWith('=== Verbose')) return []
    return [{ name: `${name} ${seed}, run ${run}`, machine: server.machine, exitCode, lines }]
  })
}

/** The script was run to its end: the log of an installation, a removal or a repair that did what it is for. */
export function isWhole({ exitCode, lines }: VerboseLog): boolean {
  return (exitCode === 0 || exitCode === 3010) && lines.some(line => line.includes('Executing op: End('))
}
