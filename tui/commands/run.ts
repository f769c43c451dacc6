import { isAbsolute } from 'node:path'
import { isoUtc } from '../../model/machine/time.ts'
import { artifactRow } from '../../sim/bundle/bundle.ts'
import { type BundleFile, MANIFEST } from '../../sim/bundle/bundleFile.ts'
import { withoutTrace } from '../../sim/bundle/truth/untold.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { makeBundleWith } from '../../sim/mutants/bundle.ts'
import { mutantPath } from '../../sim/mutants/mutate.ts'
import type { Attempt, Run } from '../../sim/run/simulate.ts'
import { tellStory } from '../../sim/story/story.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { mutantIn } from '../mutants.ts'
import type { ScenarioOptions } from '../options.ts'
import { note, print, printJson } from '../output.ts'
import { orContradiction, refusals, reproduction, simulateOrStop, usableScenario } from '../scenario.ts'
import { lookOf } from '../terminal.ts'
import { untoldNotes } from '../untold.ts'
import { bundleOptions, writeFiles } from '../writeBundle.ts'

/** `run`: a scenario simulated, its bundle written, its story told. Does not know what is in the bundle. */

export interface RunOptions extends ScenarioOptions {
  readonly rollup?: string
  readonly logLevel?: string
  readonly mutate?: string
  readonly out?: string
}

export async function runCommand(given: string, options: RunOptions): Promise<ExitCode> {
  const mutant = options.mutate === undefined ? undefined : mutantIn(options.mutate)
  const usable = await usableScenario(given, options.rollup)
  const whole = `out/${usable.id}-${options.seed}`
  const folder = options.out ?? (mutant ? mutantPath(whole, mutant.name) : whole)
  const again = reproduction('run', usable.name, options) + (mutant ? ` --mutate ${mutant.name}` : '')
  const result = simulateOrStop(usable, options, 'run')
  const files = orContradiction(again, () => makeBundleWith(mutant, result, bundleOptions(usable)))
  const story = options.json
    ? told``
    : orContradiction(again, () => tellStory(result, lookOf(process.stdout, process.env)))
  writeFiles(files, folder)
  if (options.json) {
    printJson(summary(usable.id, result, folder, files))
  } else {
    print(story)
    for (const refusal of refusals(usable, result)) note(told`${refusal}`)
    for (const untold of untoldNotes(result)) note(untold)
    note(told`${files.length} files written to ${folder}; again: ${again}`)
  }
  return EXIT.done
}

function summary(id: string, run: Run, folder: string, files: readonly BundleFile[]): object {
  const { seed, scenario, attempts } = run
  return {
    scenario: id,
    seed,
    causes: scenario.causes,
    attempts: attempts.map(attemptRow),
    outcome: outcomeOf(attempts.at(-1)),
    bundle: isAbsolute(folder) ? folder : folder.replaceAll('\\', '/'),
    artifacts: files.filter(file => file.path !== MANIFEST).map(summaryRow),
    withoutTrace: withoutTrace(run),
  }
}

function attemptRow(attempt: Attempt): object {
  const { package: kb, mode, exitCode, updateClientError, dialogs, startedAt, endedAt } = attempt
  return {
    package: kb,
    mode,
    exitCode,
    updateClientError: updateClientError ?? null,
    dialogs,
    startedAt: isoUtc(startedAt),
    endedAt: isoUtc(endedAt),
  }
}

function summaryRow(file: BundleFile): object {
  const { path, kind, sha256, bytes, lines } = artifactRow(file)
  return { path, kind, sha256, bytes, lines: lines ?? null }
}

const OUTCOMES: Readonly<Record<number, string>> = { 0: 'installed', 1641: 'restart-needed', 3010: 'restart-needed' }

/** A call that never returned counts as one that failed. */
const FAILED = 1603

/** Of the last attempt; null when nothing was installed at all. */
export function outcomeOf(last: Pick<Attempt, 'exitCode'> | undefined): string | null {
  return last === undefined ? null : (OUTCOMES[last.exitCode ?? FAILED] ?? 'failed')
}
