import { formatRepair, repair } from '../../sim/remedy/repair.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import type { ScenarioOptions } from '../options.ts'
import { print, printJson } from '../output.ts'
import { orContradiction, reproduction, usableScenario } from '../scenario.ts'
import { lookOf } from '../terminal.ts'

/** `repair`: from a scenario to a server that is right, or to where the advice ends. Knows no remedy. */

/** Runs, diagnoses, applies the remedies and runs again, until the server is right or nothing helps. */
export async function repairCommand(given: string, options: ScenarioOptions): Promise<ExitCode> {
  const usable = await usableScenario(given)
  const { seed } = options
  const again = reproduction('repair', usable.name, options)
  const result = orContradiction(again, () => repair(usable.scenario, { seed, name: usable.id }))
  const { restored, differences, owed } = result
  const rounds = result.rounds.map(({ causes, remedies, exitCode }) => ({ causes, remedies, exitCode }))
  if (options.json) printJson({ scenario: usable.id, seed, rounds, restored, differences, owed })
  else print(orContradiction(again, () => formatRepair(result, lookOf(process.stdout, process.env))))
  return restored ? EXIT.done : EXIT.expectationFailed
}
