import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from '../../sim/bundle/bundleFile.ts'
import { corpusArchive } from '../../sim/corpus/archive.ts'
import type { SplitKind } from '../../sim/corpus/fleet/limits.ts'
import { BundleError, type Done, generateCorpus, type Order } from '../../sim/corpus/generate.ts'
import type { Made, Packed, Task, Unplaced } from '../../sim/corpus/make.ts'
import { type CorpusPlan, type PlannedBundle, rangeOf, type Shard } from '../../sim/corpus/plan.ts'
import { type Pool, poolOf } from '../../sim/corpus/pool.ts'
import { isStore } from '../../sim/corpus/queue/s3.ts'
import { beside, type Shown, told } from '../../sim/foreign/terminal.ts'
import { isArchive, isOtherArchive, writeArchive } from '../archive.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { fleetNotes, fleetPlan, isFleet, remadeHost, wrongFleet } from '../fleet.ts'
import { mutantsIn } from '../mutants.ts'
import { note, printRow } from '../output.ts'
import { asPlanned, chosenScenarios, combineOf, type Range, remade } from '../plan.ts'
import { type Progress, progressOn } from '../progress.ts'
import type { UsableScenario } from '../scenario.ts'
import { asStop, bundles, wordsOf } from '../unmade.ts'
import { VERSION } from '../version.ts'

/** `generate`: a corpus, its progress, and what went wrong with it. Does not know how a bundle is made. */

export interface GenerateOptions {
  readonly scenario?: readonly string[]
  readonly count?: number
  readonly fleet?: string
  readonly hosts?: number
  readonly domain?: string
  readonly days?: number
  readonly split?: readonly SplitKind[]
  readonly seed: number
  readonly out: string
  readonly jobs?: number
  readonly shard?: Shard
  readonly combine?: Range
  readonly logLevel?: string
  readonly queue?: string
  readonly mutate?: readonly string[]
  readonly json?: true
}

/** Many bundles. What was asked for is there in the end, or the exit code says that it is not. */
export async function generateCommand(options: GenerateOptions): Promise<ExitCode> {
  refuseTogether(options)
  const { out, shard } = options
  const usable = await chosenScenarios(options.scenario)
  const plan = planOf(options, usable)
  const again = (bundle: PlannedBundle): string =>
    isFleet(options) ? remadeHost(options, plan, bundle) : remade(options, usable, bundle)
  if (options.queue !== undefined) return (await import('../afar.ts')).generateAfar(options.queue, plan, out, again)
  const { from, to } = rangeOf(plan, shard)
  const total = to - from
  const progress = progressOn(process.stderr, process.env, total)
  try {
    await (isArchive(out) ? intoArchive : intoFolder)(options, plan, progress)
    return EXIT.done
  } catch (error) {
    progress.end()
    if (!(error instanceof BundleError)) throw asStop(error, out)
    throw bundleStop(error, again(error.bundle), out, total)
  }
}

function planOf(options: GenerateOptions, usable: readonly UsableScenario[]): CorpusPlan {
  const { seed, count, logLevel, shard } = options
  const mutants = mutantsIn(options.mutate)
  if (isFleet(options)) return fleetPlan(options, usable, mutants)
  const combine = options.combine && combineOf(usable, options.combine)
  return { seed, count: count!, scenarios: usable.map(asPlanned), combine, logLevel, mutants, shard }
}

/** What does not go together, and why. */
function refuseTogether(options: GenerateOptions): void {
  const { queue, shard, out, json } = options
  const wrong = (why: Shown): Stop => new Stop(EXIT.wrongUsage, why)
  const fleet = wrongFleet(options)
  if (fleet) throw wrong(fleet)
  if (queue !== undefined && shard) throw wrong(told`--queue and --shard do not go together`)
  if (queue !== undefined && json)
    throw wrong(told`--queue and --json do not go together: its workers make the bundles`)
  if (queue !== undefined && isArchive(out))
    throw wrong(told`--queue and --out ${out} do not go together: workers write to a folder or a store`)
  if (queue === undefined && isStore(out)) throw wrong(told`--out ${out} needs --queue: workers write to a store`)
  if (isOtherArchive(out))
    throw wrong(told`--out ${out}: an archive is .tar or .tar.zst; for another, \`--out - | gzip > ${out}\``)
  if (out === '-' && json) throw wrong(told`--out - and --json do not go together: both write to stdout`)
}

type Into = (options: GenerateOptions, plan: CorpusPlan, progress: Progress) => Promise<void>

const intoFolder: Into = async (options, plan, progress) => {
  const { out: folder } = options
  const row = rowsOf(options, plan)
  const { run: make, lanes, end } = poolFor<Task, Made>(options, plan)
  try {
    const order: Order = {
      plan,
      folder,
      toolVersion: VERSION,
      make,
      lanes,
      onBundle(bundle, made, index) {
        progress.step(bundle.path)
        row(bundle, made, index)
      },
    }
    const { made, kept, lock, aside } = await generateCorpus(order)
    progress.end()
    for (const place of aside) note(told`what was changed of a bundle is in ${place}; the bundle is as it should be`)
    for (const words of fleetNotes(plan)) note(words)
    note(told`${bundles(made + kept)} in ${folder}: ${made} made, ${kept} there already`)
    note(told`${basename(lock)}: SHA-256 ${sha256(readFileSync(lock))}`)
  } finally {
    await end()
  }
}

const intoArchive: Into = async (options, plan, progress) => {
  const row = rowsOf(options, plan)
  const { run: make, lanes, end } = poolFor<Unplaced, Packed>(options, plan)
  let index = rangeOf(plan, plan.shard).from
  try {
    const archive = corpusArchive({
      plan,
      toolVersion: VERSION,
      make,
      lanes,
      onBundle(bundle, digest) {
        progress.step(bundle.path)
        row(bundle, { kind: 'made', sha256: digest }, index++)
      },
    })
    await writeArchive(options.out, archive)
    progress.end()
    note(
      told`${bundles(index - rangeOf(plan, plan.shard).from)} and their lock in ${options.out === '-' ? 'the archive' : options.out}`,
    )
  } finally {
    await end()
  }
}

function poolFor<Asked, Given>(
  { jobs = availableParallelism() }: GenerateOptions,
  plan: CorpusPlan,
): Pool<Asked, Given> {
  const { from, to } = rangeOf(plan, plan.shard)
  return poolOf(Math.max(1, Math.min(jobs, to - from)), WORKER)
}

/** Says of each bundle, in the order of the plan, that it is there: the same list for every number of jobs. */
function rowsOf(
  { json }: GenerateOptions,
  plan: CorpusPlan,
): (bundle: PlannedBundle, made: Done, index: number) => void {
  if (!json) return () => {}
  const waiting = new Map<number, object>()
  let next = rangeOf(plan, plan.shard).from
  return ({ path, id, seed, mutant }, { kind, sha256 }, index) => {
    waiting.set(index, {
      path,
      scenario: id,
      seed,
      ...(mutant !== undefined && { mutant }),
      sha256,
      made: kind === 'made',
    })
    for (let row = waiting.get(next); row; row = waiting.get(next)) {
      printRow(row)
      waiting.delete(next++)
    }
  }
}

/** Beside the built command line. */
const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url))

// ----------------------------------------------------------------------------------------------------------- trouble

function bundleStop({ failure, finished, alsoTaken }: BundleError, again: string, folder: string, total: number): Stop {
  const { code, words } = wordsOf(failure, folder)
  const others = alsoTaken.slice(0, NAMED - 1).map(other => told`\n${other}`)
  const more = alsoTaken.length < NAMED ? told`` : told`\nand others`
  const end = told`; ${finished} of ${bundles(total)} finished, no lock written`
  const rest = code === EXIT.contradiction ? told`\n  lab1603 ${VERSION}; to see it again: ${again}` : told``
  return new Stop(code, beside(words, ...others, more, end, rest))
}

/** So many bundles with something in the way are enough to find the rest by. */
const NAMED = 10
