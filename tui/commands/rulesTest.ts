import { availableParallelism } from 'node:os'
import { bundleAt, type CorpusPlan } from '../../sim/corpus/plan.ts'
import { BUILT_IN } from '../../sim/diagnosis/packs/builtIn.ts'
import { libraryOf } from '../../sim/diagnosis/packs/library.ts'
import { told } from '../../sim/foreign/terminal.ts'
import type { Answered } from '../../sim/workbench/answers.ts'
import { type Check, checksOf } from '../../sim/workbench/checks.ts'
import { exampleCheck, type Tried } from '../../sim/workbench/examples.ts'
import { type HandedOver, handedOver, handedOverCheck } from '../../sim/workbench/handedOver.ts'
import { githubOf, type Where } from '../../sim/workbench/reports/github.ts'
import { junitOf } from '../../sim/workbench/reports/junit.ts'
import { type Score, type Scored, score } from '../../sim/workbench/score.ts'
import { shortcomings, type Thresholds } from '../../sim/workbench/thresholds.ts'
import { rulesBehind } from '../../sim/workbench/told.ts'
import { formatScore } from '../../sim/workbench/words.ts'
import type { Program } from '../askProgram.ts'
import type { Reporter } from '../commandTable.ts'
import { lockedCorpus } from '../corpus.ts'
import { answersTo, type Exam } from '../exam.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { mutantsIn } from '../mutants.ts'
import { note, print, printJson } from '../output.ts'
import { asPlanned, chosenScenarios, combineOf, type Range, remade } from '../plan.ts'
import type { BroughtPack } from '../rules.ts'
import { quoted } from '../scenario.ts'
import { lookOf } from '../terminal.ts'

/** `rules test`: bundles are answered, by rules or by a program, and held against the truth. Does not know what is counted: sim/workbench. */

interface RulesTestOptions extends Thresholds {
  readonly rules?: string
  readonly exec?: string
  readonly timeout: number
  readonly scenario?: readonly string[]
  readonly combine?: Range
  readonly count?: number
  readonly seed: number
  readonly corpus?: string
  readonly mutate?: readonly string[]
  readonly jobs?: number
  readonly queue?: string
  readonly reporter: Reporter
}

export async function rulesTestCommand(options: RulesTestOptions): Promise<ExitCode> {
  refuseBoth(options)
  const typed = mutantsIn(options.mutate)
  const packs = await packsOf(options)
  const { stored, ...bundles } = await bundlesOf(options)
  const exam: TestExam = {
    ...bundles,
    mutants: typed,
    by: programOf(options) ?? packs.map(({ pack }) => pack),
    jobs: options.jobs ?? availableParallelism(),
  }
  // Whose evidence is not to be had is told before anybody waits.
  const examples = await examplesOf(packs)
  const answers = options.queue === undefined ? await answersTo(exam) : await answersFrom(options.queue, exam, packs)
  const rules: readonly Scored[] = options.exec === undefined ? rulesWith(packs) : rulesBehind(answers)
  const result = score(rules, answers)
  const mutants = stored ?? typed
  const handed = handedOver(answers, mutants)
  const handedChecks = handed.map(handedOverCheck)
  const checks = [...examples.map(exampleCheck), ...checksOf(rules, answers), ...handedChecks]
  const shown = { ...result, examples, ...(mutants.length > 0 && { mutants: handed }) }
  REPORTS[options.reporter](shown, checks, whereIn(packs))
  const short = [
    ...shortcomings(result, options),
    ...examples.filter(failed).map(inWords),
    ...handedChecks.flatMap(({ failures }) => failures),
  ]
  for (const what of short) note(told`${what}`)
  return short.length === 0 ? EXIT.done : EXIT.expectationFailed
}

/** The same, of workers elsewhere. */
async function answersFrom(
  url: string,
  { plan, mutants, again }: TestExam,
  packs: readonly BroughtPack[],
): Promise<readonly Answered[]> {
  const { answersAfar } = await import('../afar.ts')
  return answersAfar(url, { plan: plan!, mutants, packs: JSON.stringify(packs.map(({ pack }) => pack)), again })
}

const failed = ({ why }: Tried): boolean => why !== undefined

const inWords = (example: Tried): string => exampleCheck(example).failures[0]!

/** What is printed of a test. */
interface Result extends Score {
  readonly examples: readonly Tried[]
  /** Of each mutant that was asked for. */
  readonly mutants?: readonly HandedOver[]
}

type Report = (result: Result, checks: readonly Check[], where: Where) => void

const REPORTS: Readonly<Record<Reporter, Report>> = {
  pretty: result => print(formatScore(result, lookOf(process.stdout, process.env), result.examples, result.mutants)),
  json: result => printJson(result),
  junit: (_result, checks) => print(junitOf('lab1603 rules test', checks)),
  github: (_result, checks, where) => print(githubOf(checks, where)),
}

// ------------------------------------------------------------------------------------------------------ who is asked

/** Who brings no rules need not wait for what reads them. */
const packsOf = async ({ rules }: RulesTestOptions): Promise<readonly BroughtPack[]> =>
  rules === undefined ? [] : (await import('../rules.ts')).packsIn(rules)

/** Of those that are brought: what the rules of the program are to say is tried by its own tests. */
async function examplesOf(packs: readonly BroughtPack[]): Promise<readonly Tried[]> {
  if (packs.length === 0) return []
  const { triedExamples } = await import('../examples.ts')
  const library = libraryOf([...BUILT_IN, ...packs.map(({ pack }) => pack)])
  return triedExamples(
    packs.flatMap(({ examples }) => examples),
    library,
  )
}

const rulesWith = (packs: readonly BroughtPack[]): readonly Scored[] =>
  [...BUILT_IN, ...packs.map(({ pack }) => pack)].flatMap(({ rules }) => rules)

const programOf = ({ exec: command, timeout: seconds }: RulesTestOptions): Program | undefined =>
  command === undefined ? undefined : { command, seconds }

/** The line of the rule's id in its file. */
function whereIn(packs: readonly BroughtPack[]): Where {
  const places = packs.flatMap(({ file, pack, locate }) =>
    pack.rules.map(({ id }, i) => [id, { file, line: locate(['rules', i, 'id']).line }] as const),
  )
  const byId = new Map(places)
  return rule => byId.get(rule)
}

// --------------------------------------------------------------------------------------------------- about which bundles

interface TestExam extends Exam {
  readonly mutants: readonly string[]
  /** Which bundles are to be made; undefined where they are there. */
  readonly plan?: CorpusPlan
}

/** A corpus may hold mutants already. */
interface Chosen extends Pick<TestExam, 'bundles' | 'again' | 'plan'> {
  readonly stored?: readonly string[]
}

async function bundlesOf(options: RulesTestOptions): Promise<Chosen> {
  const { corpus, count, seed } = options
  if (corpus !== undefined) {
    const { bundles, mutants } = lockedCorpus(corpus)
    const again = () => `lab1603 verify ${quoted(corpus)} --again`
    if (mutants.length === 0) return { bundles, again }
    if (options.mutate === undefined) return { bundles, again, stored: mutants }
    throw new Stop(EXIT.wrongUsage, told`${corpus} holds mutants already; leave out --mutate`)
  }
  const usable = await chosenScenarios(options.scenario)
  const combine = options.combine && combineOf(usable, options.combine)
  const plan: CorpusPlan = { seed, count: count ?? usable.length, scenarios: usable.map(asPlanned), combine }
  const bundles = Array.from({ length: plan.count }, (_, i) => bundleAt(plan, i + 1))
  return { plan, bundles, again: number => remade(options, usable, bundles[number - 1]!) }
}

/** What does not go together, by option. */
const APART: Readonly<Record<'corpus' | 'exec' | 'queue', readonly (keyof RulesTestOptions)[]>> = {
  corpus: ['scenario', 'combine', 'count'],
  exec: ['rules'],
  queue: ['corpus', 'exec', 'jobs'],
}

function refuseBoth(options: RulesTestOptions): void {
  for (const [name, others] of Object.entries(APART)) {
    const other =
      options[name as keyof typeof APART] === undefined ? undefined : others.find(one => options[one] !== undefined)
    if (other) throw new Stop(EXIT.wrongUsage, told`--${name} and --${other} do not go together`)
  }
}
