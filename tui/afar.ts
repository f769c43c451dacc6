import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { sha256 } from '../sim/bundle/bundleFile.ts'
import { bundleAt, type CorpusPlan, folderAt, type PlannedBundle, rangeOf } from '../sim/corpus/plan.ts'
import { type GivenUp, gather, partsOf } from '../sim/corpus/queue/gather.ts'
import { bundleOf, gatherCorpus, LostError, UnmadeError } from '../sim/corpus/queue/lead.ts'
import { planOrder } from '../sim/corpus/queue/order.ts'
import type { CorpusOrder, PartAnswer } from '../sim/corpus/queue/part.ts'
import { placeAt } from '../sim/corpus/queue/place.ts'
import { isStore } from '../sim/corpus/queue/s3.ts'
import { told } from '../sim/foreign/terminal.ts'
import type { Answered } from '../sim/workbench/answers.ts'
import { type RulesOrder, type SheetsAnswer, sheetAt, sheetsOf } from '../sim/workbench/sheets.ts'
import { EXIT, type ExitCode, Stop } from './exit.ts'
import { note } from './output.ts'
import { progressOn } from './progress.ts'
import { ordered, orStop } from './queue.ts'
import { contradiction } from './scenario.ts'
import { asStop, bundles, wordsOf } from './unmade.ts'
import { VERSION } from './version.ts'

/** What workers at a queue do for a command, and what is told of it. Does not know how parts reach them: sim/corpus/queue. */

/** `generate --queue`: the same lock as without. */
export async function generateAfar(
  url: string,
  plan: CorpusPlan,
  given: string,
  again: (bundle: PlannedBundle) => string,
): Promise<ExitCode> {
  const out = isStore(given) ? given : resolve(given)
  const order: CorpusOrder = { kind: 'corpus', plan: planOrder(plan), parts: partsOf(plan.count), out }
  const progress = progressOn(process.stderr, process.env, rangeOf(plan).to)
  try {
    const place = await orStop(() => placeAt(out, VERSION))
    await orStop(() => place.prepare(plan))
    const { digests, made, kept, aside } = await ordered<PartAnswer, Awaited<ReturnType<typeof gatherCorpus>>>(
      url,
      order,
      exchange => gatherCorpus(plan, exchange, (finished, more) => progress.step(`bundles, ${finished} so far`, more)),
    )
    const lock = await orStop(() => place.lock(plan, `lab1603 ${VERSION}`, digests))
    place.end()
    progress.end()
    for (const one of aside) note(told`what was changed of a bundle is in ${one}; the bundle is as it should be`)
    note(told`${bundles(rangeOf(plan).to)} in ${given}: ${made} made, ${kept} there already`)
    note(isStore(out) ? told`${lock}` : told`${basename(lock)}: SHA-256 ${sha256(readFileSync(lock))}`)
    return EXIT.done
  } catch (error) {
    progress.end()
    if (error instanceof UnmadeError) throw unmade(error, again(bundleOf(plan, error)), given, plan)
    if (error instanceof LostError) throw lost(error, plan)
    throw asStop(error, given)
  }
}

function unmade({ index, failure, finished }: UnmadeError, again: string, out: string, plan: CorpusPlan): Stop {
  const { code, words } = wordsOf(failure, out)
  return new Stop(
    code,
    told`${folderAt(plan, index).path}: ${words}; ${finished} of ${bundles(rangeOf(plan).to)} finished, no lock written\n  lab1603 ${VERSION}; to see it again: ${again}`,
  )
}

function lost({ part, of, finished, message }: LostError, plan: CorpusPlan): Stop {
  const { from, to } = rangeOf(plan, { part, of })
  return new Stop(
    EXIT.unusable,
    told`${folderAt(plan, from).path} to ${folderAt(plan, to - 1).path}: no worker came back from them (${message}); ${finished} of ${bundles(rangeOf(plan).to)} finished, no lock written\n  to see it again: the same \`generate\` with --shard ${part}/${of} in place of --queue`,
  )
}

// ------------------------------------------------------------------------------------------------------------- rules

export interface TestAfar {
  readonly plan: CorpusPlan
  readonly mutants: readonly string[]
  /** As JSON. */
  readonly packs: string
  /** The command that shows again what went wrong with a bundle, counted from 1. */
  readonly again: (number: number) => string
}

/** `rules test --queue`: the answers in the order in which they would have come here. */
export async function answersAfar(
  url: string,
  { plan, mutants, packs, again }: TestAfar,
): Promise<readonly Answered[]> {
  const sheets = sheetsOf(plan.count, mutants)
  const of = partsOf(plan.count)
  const order: RulesOrder = { kind: 'rules', plan: planOrder(plan), parts: of, mutants, packs }
  const progress = progressOn(process.stderr, process.env, sheets)
  const answers: Answered[] = []
  try {
    const givenUp = await ordered<SheetsAnswer, GivenUp | undefined>(url, order, exchange =>
      gather(of, exchange, (part, answer) => {
        const { from, to } = rangeOf({ count: plan.count, mutants }, { part, of })
        if (answer.kind === 'failed') throw failed(answer, again)
        for (const [i, one] of answer.answers.entries()) answers[from + i] = one
        progress.step(`sheets, up to ${to}`, to - from)
      }),
    )
    if (givenUp) throw givenUpOf(givenUp, of, plan, mutants, again)
    return answers
  } finally {
    progress.end()
  }
}

function failed(
  { number, unusable, message }: Extract<SheetsAnswer, { kind: 'failed' }>,
  again: TestAfar['again'],
): Stop {
  return unusable ? new Stop(EXIT.unusable, told`${message}`) : contradiction(message, again(number))
}

function givenUpOf(
  { part, why }: GivenUp,
  of: number,
  plan: CorpusPlan,
  mutants: readonly string[],
  again: TestAfar['again'],
): Stop {
  const { from, to } = rangeOf({ count: plan.count, mutants }, { part, of })
  const [first, last] = [from + 1, to].map(sheet => sheetAt(sheet, mutants).bundle) as [number, number]
  const { path } = bundleAt(plan, first)
  return new Stop(
    EXIT.unusable,
    told`bundles ${first} to ${last}, of which the first is ${path}: nobody could answer them (${why})\n  to see the first: ${again(first)}`,
  )
}
