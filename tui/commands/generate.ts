import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from '../../sim/bundle/bundleFile.ts'
import { BundleError, generateCorpus, type Order } from '../../sim/corpus/generate.ts'
import type { Made, Task } from '../../sim/corpus/make.ts'
import { type CorpusPlan, rangeOf, type Shard } from '../../sim/corpus/plan.ts'
import { poolOf } from '../../sim/corpus/pool.ts'
import { isStore } from '../../sim/corpus/queue/s3.ts'
import { beside, told } from '../../sim/foreign/terminal.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { mutantsIn } from '../mutants.ts'
import { note } from '../output.ts'
import { asPlanned, chosenScenarios, combineOf, type Range, remade } from '../plan.ts'
import { progressOn } from '../progress.ts'
import { asStop, bundles, wordsOf } from '../unmade.ts'
import { VERSION } from '../version.ts'

/** `generate`: a corpus, its progress, and what went wrong with it. Does not know how a bundle is made. */

export interface GenerateOptions {
  readonly scenario?: readonly string[]
  readonly count: number
  readonly seed: number
  readonly out: string
  readonly jobs?: number
  readonly shard?: Shard
  readonly combine?: Range
  readonly logLevel?: string
  readonly queue?: string
  readonly mutate?: readonly string[]
}

/** Many bundles. What was asked for is there in the end, or the exit code says that it is not. */
export async function generateCommand(options: GenerateOptions): Promise<ExitCode> {
  const { count, seed, out: folder, logLevel, shard } = options
  if (options.queue !== undefined && shard)
    throw new Stop(EXIT.wrongUsage, told`--queue and --shard do not go together`)
  const mutants = mutantsIn(options.mutate)
  const usable = await chosenScenarios(options.scenario)
  const combine = options.combine && combineOf(usable, options.combine)
  const plan: CorpusPlan = { seed, count, scenarios: usable.map(asPlanned), combine, logLevel, mutants, shard }
  if (options.queue !== undefined)
    return (await import('../afar.ts')).generateAfar(options.queue, plan, options, usable)
  if (isStore(folder)) throw new Stop(EXIT.wrongUsage, told`--out ${folder} needs --queue: workers write to a store`)
  const { from, to } = rangeOf(plan, shard)
  const total = to - from
  const progress = progressOn(process.stderr, process.env, total)
  const {
    run: make,
    lanes,
    end,
  } = poolOf<Task, Made>(Math.max(1, Math.min(options.jobs ?? availableParallelism(), total)), WORKER)
  try {
    const order: Order = {
      plan,
      folder,
      toolVersion: VERSION,
      make,
      lanes,
      onBundle: ({ path }) => progress.step(path),
    }
    const { made, kept, lock, aside } = await generateCorpus(order)
    progress.end()
    for (const place of aside) note(told`what was changed of a bundle is in ${place}; the bundle is as it should be`)
    note(told`${bundles(total)} in ${folder}: ${made} made, ${kept} there already`)
    note(told`${basename(lock)}: SHA-256 ${sha256(readFileSync(lock))}`)
    return EXIT.done
  } catch (error) {
    progress.end()
    if (!(error instanceof BundleError)) throw asStop(error, folder)
    throw bundleStop(error, remade(options, usable, error.bundle), folder, total)
  } finally {
    await end()
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
