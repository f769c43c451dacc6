import { makeBundle } from '../../sim/bundle/bundle.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { type Repair, repair } from '../../sim/remedy/repair.ts'
import { formatRepair } from '../../sim/remedy/words.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import type { ScenarioOptions } from '../options.ts'
import { note, print, printJson } from '../output.ts'
import { orContradiction, reproduction, usableScenario } from '../scenario.ts'
import { lookOf } from '../terminal.ts'
import { bundleOptions, writeFiles } from '../writeBundle.ts'

/** `repair`: from a scenario to servers that are right, or to where the advice ends. Knows no remedy. */

export interface RepairOptions extends ScenarioOptions {
  readonly out?: string
}

export async function repairCommand(given: string, options: RepairOptions): Promise<ExitCode> {
  const usable = await usableScenario(given)
  const { seed, out } = options
  const again = reproduction('repair', usable.name, options)
  const { result, run } = orContradiction(again, () => repair(usable.scenario, { seed, name: usable.id }))
  if (out !== undefined) {
    const files = orContradiction(again, () => makeBundle(run, bundleOptions(usable)))
    writeFiles(files, out)
    note(told`${files.length} files written to ${out}: the servers as they are now`)
  }
  if (options.json) printJson(summary(result))
  else print(orContradiction(again, () => formatRepair(result, lookOf(process.stdout, process.env))))
  return ENDS_WELL.has(result.outcome) ? EXIT.done : EXIT.expectationFailed
}

const ENDS_WELL: ReadonlySet<Repair['outcome']> = new Set(['restored', 'nothing-to-do'])

function summary({ schemaVersion, scenario, seed, outcome, rounds, ...result }: Repair): object {
  return {
    schemaVersion,
    scenario,
    seed,
    outcome,
    rounds: rounds.map(({ causes, remedies, commands, exitCode }) => ({
      causes,
      remedies,
      commands: commands.map(({ server, line, exitCode }) => ({ server, line, exitCode })),
      exitCode,
    })),
    ...result,
  }
}
