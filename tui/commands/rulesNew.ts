import { writeFileSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import { upper } from '../../model/words/letters.ts'
import { evidenceFiles } from '../../sim/bundle/bundle.ts'
import { SCENARIO_FILE } from '../../sim/bundle/bundleFile.ts'
import { CAUSE_NOTES, type Cause } from '../../sim/causes.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { type Evidence, evidenceFrom } from '../../sim/diagnosis/evidence.ts'
import { BUILT_IN } from '../../sim/diagnosis/packs/builtIn.ts'
import { libraryOf } from '../../sim/diagnosis/packs/library.ts'
import { loadPack } from '../../sim/diagnosis/packs/load.ts'
import { GIFTS } from '../../sim/diagnosis/prescriptions.ts'
import { type Shown, told } from '../../sim/foreign/terminal.ts'
import { isFile, pathIn, realDisk } from '../../sim/readableFs.ts'
import { twinOf } from '../../sim/remedy/twin.ts'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import { best, type Clues, cluesIn, inAll, type Other, ranked, without } from '../../sim/workbench/clues.ts'
import { ruleText } from '../../sim/workbench/newRule.ts'
import { type UsableBundle, usableBundle } from '../bundle.ts'
import { evidenceAt } from '../evidence.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { streamOf } from '../input.ts'
import { DEFAULT_SEED } from '../options.ts'
import { note, print } from '../output.ts'
import { atPlace } from '../place.ts'
import { chosenScenarios } from '../plan.ts'
import { progressOn } from '../progress.ts'
import { simulateOrStop, type UsableScenario } from '../scenario.ts'

/** `rules new`: a bundle or a log is held against its healthy twin and other scenarios. Does not know what tells them apart: sim/workbench. */

interface RulesNewOptions {
  readonly cause: string
  readonly out?: string
  readonly scenario?: readonly string[]
}

export async function rulesNewCommand(path: string, { cause, out, scenario }: RulesNewOptions): Promise<ExitCode> {
  if (streamOf(path))
    throw new Stop(EXIT.wrongUsage, told`a rule has its evidence as an example, and ${path} is gone when it was read`)
  const evidence = await evidenceAt([path])
  const bundle = isFile(realDisk, pathIn(path, SCENARIO_FILE)) ? usableBundle(path) : undefined
  const scenarios = await chosenScenarios(scenario)
  const own = ownClues(evidence, bundle)
  const clues = best(ranked(own, othersIn(scenarios, cause, own)))
  if (clues.length === 0) {
    throw new Stop(EXIT.unusable, told`nothing that stands in ${path} tells it from a healthy server`)
  }
  const id = freeId(cause)
  const alike = scenarios.filter(one => has(one, cause)).length
  const text = ruleText({
    id,
    cause,
    title: titleOf(cause),
    sources: sourcesOf(path, bundle),
    evidence: relative(out === undefined ? '' : dirname(out), path).replaceAll('\\', '/'),
    clues,
    alike,
    unlike: scenarios.length - alike,
    twin: bundle !== undefined,
  })
  prove(text, id, evidence)
  if (out === undefined) print(text)
  else write(text, out)
  return EXIT.done
}

// ----------------------------------------------------------------------------------------------------- what is compared

/** How often a bundle is simulated again, with another seed each time, so that chance shows as such. */
const AGAIN = [1, 2]

/** Of a bundle, what its twin has not, and every seed has. */
function ownClues(evidence: Evidence, bundle: UsableBundle | undefined): Clues {
  const clues = cluesIn(evidence)
  if (!bundle) return clues
  const { scenario, choice } = bundle
  const healthy = cluesIn(evidenceOf(twinOf(scenario.scenario, choice).run), clues)
  const again = AGAIN.map(more => simulate(scenario.scenario, { ...choice, seed: choice.seed + more }))
  return inAll(
    without(clues, healthy),
    again.map(run => cluesIn(evidenceOf(run), clues)),
  )
}

function* othersIn(scenarios: readonly UsableScenario[], cause: string, wanted: Clues): Generator<Other> {
  const progress = progressOn(process.stderr, process.env, scenarios.length)
  for (const one of scenarios) {
    progress.step(one.id)
    const evidence = evidenceOf(simulateOrStop(one, { seed: DEFAULT_SEED }, 'run'))
    yield { alike: has(one, cause), clues: cluesIn(evidence, wanted) }
  }
  progress.end()
}

const evidenceOf = (run: Run): Evidence => evidenceFrom(evidenceFiles(run))

const has = ({ scenario }: UsableScenario, cause: string): boolean =>
  (scenario.causes as readonly string[]).includes(cause)

// -------------------------------------------------------------------------------------------------------- what is written

/** No rule of the program has it. */
function freeId(cause: string): string {
  const taken = new Set(BUILT_IN.flatMap(({ rules }) => rules.map(({ id }) => id)))
  let id = `my-${cause}`
  while (taken.has(id)) id = `my-${id}`
  return id
}

function titleOf(cause: string): string {
  if (!Object.hasOwn(CAUSE_NOTES, cause)) return cause
  const { is } = CAUSE_NOTES[cause as Cause]
  return upper(is.slice(0, 1)) + is.slice(1)
}

/** A log is its own source. */
function sourcesOf(path: string, bundle: UsableBundle | undefined): readonly string[] {
  const sources = bundle?.scenario.scenario.sources ?? []
  return sources.length > 0 ? sources : [basename(path)]
}

/** What is handed out loads, and finds its cause. */
function prove(text: Shown, id: string, evidence: Evidence): void {
  const loaded = loadPack(text, 'rule.yaml', BUILT_IN, GIFTS)
  if (!loaded.ok) throw new Error(`the rule cannot be read: ${loaded.problems[0]!.message}`)
  const { findings } = diagnose(evidence, libraryOf([...BUILT_IN, loaded.pack]))
  if (!findings.some(({ rule }) => rule === id)) throw new Error('the rule does not find its cause')
}

/** Nothing of anybody's is written over. */
function write(text: Shown, out: string): void {
  atPlace(told`cannot write ${out}`, () => writeFileSync(out, text, { flag: 'wx' }))
  note(told`${out}: try it with \`lab1603 rules test --rules ${out}\``)
}
