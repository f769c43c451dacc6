import { availableParallelism } from 'node:os'
import { bundleAt, type PlannedBundle } from '../../sim/corpus/plan.ts'
import { casesOf } from '../../sim/diagnosis/packs/examples.ts'
import { type Library, libraryOf } from '../../sim/diagnosis/packs/library.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { mutationResult } from '../../sim/workbench/weakened/result.ts'
import { noticedInCase, packsOf, type Weakened, weakenedIn } from '../../sim/workbench/weakened/trial.ts'
import { formatMutation } from '../../sim/workbench/weakened/words.ts'
import { unnoticedBy } from '../exam.ts'
import { OWN, posedExamples } from '../examples.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { mustKnow } from '../knownRule.ts'
import { mutantsIn } from '../mutants.ts'
import { note, print, printJson } from '../output.ts'
import { asPlanned, chosenScenarios, combineOf, type Range, remade } from '../plan.ts'
import { type BroughtExample, packsIn } from '../rules.ts'
import { lookOf } from '../terminal.ts'

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
  const { rules: folder, only, jobs, failUnder = 0, json } = options
  if (options.count !== undefined && options.combine === undefined) {
    throw new Stop(EXIT.wrongUsage, told`--count is of combinations: it goes with --combine`)
  }
  const own = folder === undefined ? [] : packsIn(folder)
  const examples = folder === undefined ? OWN : own.flatMap(pack => pack.examples)
  const brought = own.map(({ pack }) => pack)
  const { packs, others } = packsOf(brought)
  for (const rule of only ?? []) mustKnow(libraryOf(packs), rule)
  const weakened = weakenedIn(packs, others, only && new Set(only))
  const mutants = mutantsIn(options.mutate)
  const bundles = { ...(await bundlesFor(options)), mutants, jobs: jobs ?? availableParallelism() }
  const trial = { weaken: JSON.stringify(brought), ...(only && { only }) }
  const passed = await passedBy(examples, libraryOf([...others, ...packs]), weakened)
  const unnoticed = await unnoticedBy(bundles, trial, passed.left)
  const result = mutationResult(
    { bundles: bundles.bundles.length * (mutants.length + 1), examples: passed.cases },
    weakened.map(({ weakening }) => weakening),
    unnoticed,
  )
  if (json) printJson(result)
  else print(formatMutation(result, lookOf(process.stdout, process.env)))
  if ((result.score ?? 1) * 100 >= failUnder) return EXIT.done
  note(told`${result.killed} of ${result.mutants} weakened rules are noticed, which is less than ${failUnder} percent`)
  return EXIT.expectationFailed
}

/** Numbers of weakened rules by which every example still holds, and how many cases that was asked of. */
async function passedBy(
  examples: readonly BroughtExample[],
  library: Library,
  weakened: readonly Weakened[],
): Promise<{ readonly left: readonly number[]; readonly cases: number }> {
  let left: readonly number[] = weakened.map((_, i) => i)
  const isAsked = ({ rule }: BroughtExample): boolean => left.some(number => weakened[number]!.affected.has(rule))
  const asked = examples.filter(isAsked)
  for await (const posed of posedExamples(asked, library, isAsked)) {
    const noticed = new Set(noticedInCase(posed, library, weakened, left))
    left = left.filter(number => !noticed.has(number))
  }
  return { left, cases: asked.flatMap(({ example }) => casesOf(example)).length }
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
