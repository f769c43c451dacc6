import { CombinationError } from '../../sim/corpus/combine.ts'
import type { CorpusPlan } from '../../sim/corpus/plan.ts'
import { builtIn } from '../../sim/diagnosis/packs/builtIn.ts'
import type { Library } from '../../sim/diagnosis/packs/library.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { type Answered, answersOf, askRules } from '../../sim/workbench/answers.ts'
import { exercisesOf } from '../../sim/workbench/bundles.ts'
import { score } from '../../sim/workbench/score.ts'
import { shortcomings, type Thresholds } from '../../sim/workbench/thresholds.ts'
import { formatScore } from '../../sim/workbench/words.ts'
import type { Reporter } from '../commandTable.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { note, print, printJson } from '../output.ts'
import { asPlanned, chosenScenarios, combineOf, type Range } from '../plan.ts'
import { progressOn } from '../progress.ts'
import { lookOf } from '../terminal.ts'

/** `rules test`: bundles are made, diagnosed blind, and held against their answers. Does not know what is counted: sim/workbench. */

interface RulesTestOptions extends Thresholds {
  readonly rules?: string
  readonly scenario?: readonly string[]
  readonly combine?: Range
  readonly count?: number
  readonly seed: number
  readonly reporter: Reporter
}

export async function rulesTestCommand(options: RulesTestOptions): Promise<ExitCode> {
  const library = await libraryOf(options)
  const plan = await planOf(options)
  const result = score(
    library.entries.map(({ rule }) => rule),
    answered(plan, library),
  )
  if (options.reporter === 'json') printJson(result)
  else print(formatScore(result, lookOf(process.stdout, process.env)))
  const short = shortcomings(result, options)
  for (const what of short) note(told`${what}`)
  return short.length === 0 ? EXIT.done : EXIT.expectationFailed
}

/** Who brings no rules need not wait for what reads them. */
const libraryOf = async ({ rules }: RulesTestOptions): Promise<Library> =>
  rules === undefined ? builtIn : (await import('../rules.ts')).libraryWith(rules)

async function planOf({ scenario, combine, count, seed }: RulesTestOptions): Promise<CorpusPlan> {
  const usable = await chosenScenarios(scenario)
  return {
    seed,
    count: count ?? usable.length,
    scenarios: usable.map(asPlanned),
    combine: combine && combineOf(usable, combine),
  }
}

function answered(plan: CorpusPlan, library: Library): readonly Answered[] {
  const progress = progressOn(process.stderr, process.env, plan.count)
  const answers: Answered[] = []
  try {
    for (const answer of answersOf(exercisesOf(plan), askRules(library))) {
      progress.step(answer.bundle)
      answers.push(answer)
    }
  } catch (error) {
    throw error instanceof CombinationError ? new Stop(EXIT.unusable, told`${error.message}`) : error
  } finally {
    progress.end()
  }
  return answers
}
