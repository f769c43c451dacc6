import { availableParallelism } from 'node:os'
import { bundleAt, type PlannedBundle } from '../../sim/corpus/plan.ts'
import { libraryOf } from '../../sim/diagnosis/packs/library.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { mutationResult } from '../../sim/workbench/weakened/result.ts'
import { packsOf, weakenedIn } from '../../sim/workbench/weakened/trial.ts'
import { formatMutation } from '../../sim/workbench/weakened/words.ts'
import { unnoticedBy } from '../exam.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { mutantsIn } from '../mutants.ts'
import { note, print, printJson } from '../output.ts'
import { asPlanned, chosenScenarios, combineOf, type Range, remade } from '../plan.ts'
import { lookOf } from '../terminal.ts'
import { mustKnow } from './rulesExplain.ts'

/** `rules mutate`: rules are weakened, and bundles are asked whether they notice. Does not know what is weakened: sim/workbench/weakened. */

interface RulesMutateOptions {
  readonly rules?: string
  readonly only?: readonly string[]
  readonly scenario?: readonly string[]
  readonly combine?: Range
  readonly count?: number
  readonly seed: number
  readonly mutate?: readonly string[]
  readonly jobs?: number
  readonly failUnder?: number
  readonly json?: true
}

export async function rulesMutateCommand(options: RulesMutateOptions): Promise<ExitCode> {
  const { rules, only, jobs, failUnder = 0, json } = options
  if (options.count !== undefined && options.combine === undefined) {
    throw new Stop(EXIT.wrongUsage, told`--count is of combinations: it goes with --combine`)
  }
  const brought = rules === undefined ? [] : (await import('../rules.ts')).packsIn(rules).map(({ pack }) => pack)
  const { packs, others } = packsOf(brought)
  for (const rule of only ?? []) mustKnow(libraryOf(packs), rule)
  const weakened = weakenedIn(packs, others, only && new Set(only)).map(({ weakening }) => weakening)
  const mutants = mutantsIn(options.mutate)
  const bundles = { ...(await bundlesFor(options)), mutants, jobs: jobs ?? availableParallelism() }
  const trial = { weaken: JSON.stringify(brought), ...(only && { only }) }
  const result = mutationResult(
    bundles.bundles.length * (mutants.length + 1),
    weakened,
    await unnoticedBy(bundles, trial, weakened.length),
  )
  if (json) printJson(result)
  else print(formatMutation(result, lookOf(process.stdout, process.env)))
  if ((result.score ?? 1) * 100 >= failUnder) return EXIT.done
  note(told`${result.killed} of ${result.mutants} weakened rules are noticed, which is less than ${failUnder} percent`)
  return EXIT.expectationFailed
}

/** How many, where nobody says. */
const COMBINATIONS = 40

/** Each scenario once, then combinations of their faults. */
async function bundlesFor(
  options: RulesMutateOptions,
): Promise<{ readonly bundles: readonly PlannedBundle[]; readonly again: (number: number) => string }> {
  const { scenario, combine: range, count = COMBINATIONS, seed } = options
  const usable = await chosenScenarios(scenario)
  const scenarios = usable.map(asPlanned)
  const planned = (many: number, combine?: ReturnType<typeof combineOf>): PlannedBundle[] =>
    Array.from({ length: many }, (_, i) => bundleAt({ seed, count: many, scenarios, combine }, i + 1))
  const alone = planned(usable.length)
  const bundles = [...alone, ...(range ? planned(count, combineOf(usable, range)) : [])]
  return {
    bundles,
    again: number => remade(options, usable, bundles[number - 1]!),
  }
}
