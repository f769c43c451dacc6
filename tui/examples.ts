import { dirname, join } from 'node:path'
import { evidenceFiles } from '../sim/bundle/bundle.ts'
import { type Evidence, evidenceFrom, type RawFile } from '../sim/diagnosis/evidence.ts'
import type { Library } from '../sim/diagnosis/packs/library.ts'
import { beside, told } from '../sim/foreign/terminal.ts'
import { groupedBy } from '../sim/grouped.ts'
import { filesOf, type Posed, posedOf, type Tried, triedIn } from '../sim/workbench/examples.ts'
import { OWN_EXAMPLES } from '../sim/workbench/ownExamples.ts'
import { evidenceAt } from './evidence.ts'
import { EXIT, Stop } from './exit.ts'
import { scenarioIds } from './input.ts'
import { DEFAULT_SEED } from './options.ts'
import type { BroughtExample } from './rules.ts'
import { simulateOrStop, usableScenario } from './scenario.ts'

/**
 * The examples of packs: their evidence is had, once for all rules that speak of it, and each case is posed. Does not know
 * whether one holds: sim/workbench.
 */

/** Those of the rules of the program; what stands in them has been checked. */
export const OWN: readonly BroughtExample[] = Object.entries(OWN_EXAMPLES).flatMap(([pack, examples]) =>
  Object.entries(examples).flatMap(([rule, own]) =>
    own.map(
      (example): BroughtExample => ({ rule, example, file: `${pack}.examples.yaml`, at: { line: 1, column: 1 } }),
    ),
  ),
)

/** In the order in which they are given. @throws Stop as `posedExamples` does */
export async function triedExamples(examples: readonly BroughtExample[], library: Library): Promise<readonly Tried[]> {
  const tried = new Map<BroughtExample, Tried[]>()
  for await (const { of, ...posed } of posedExamples(examples, library)) {
    const own = tried.get(of) ?? []
    tried.set(of, [...own, triedIn(posed, library)])
  }
  return examples.flatMap(one => tried.get(one) ?? [])
}

/**
 * Every case of those that are still asked when it is their turn: what is made up alone first, then those of the same evidence
 * together, so that one evidence at a time is in memory.
 * @throws Stop with the place of an example whose evidence is not to be had
 */
export async function* posedExamples(
  examples: readonly BroughtExample[],
  library: Library,
  isAsked: (example: BroughtExample) => boolean = () => true,
): AsyncGenerator<Posed & { readonly of: BroughtExample }> {
  const evidenceOf = remembering()
  const places = groupedBy(examples, placeOf)
  const madeUp = places.get(undefined) ?? []
  places.delete(undefined)
  for (const together of [madeUp, ...places.values()]) {
    for (const one of together.filter(isAsked)) {
      const evidence = await atExample(one, () => evidenceOf(one))
      for (const posed of posedOf(one.rule, one.example, evidence, library)) yield { ...posed, of: one }
    }
  }
}

/** Paths are written as seen from the pack; undefined where the example brings all that there is. */
function placeOf({ example: { scenario, evidence }, file }: BroughtExample): string | undefined {
  const given = scenario ?? evidence
  if (given === undefined) return undefined
  return scenario !== undefined && scenarioIds().includes(scenario) ? scenario : join(dirname(file), given)
}

/** What was asked for last is at hand: the files of a scenario, and what was read of them. */
function remembering(): (asked: BroughtExample) => Promise<Evidence> {
  let files: { readonly place: string; readonly raw: readonly RawFile[] } | undefined
  let read: { readonly key: string; readonly evidence: Evidence } | undefined
  const filesAt = async (place: string): Promise<readonly RawFile[]> => {
    if (files?.place !== place) files = { place, raw: await simulatedFrom(place) }
    return files.raw
  }
  const had = async (asked: BroughtExample): Promise<Evidence> => {
    const place = placeOf(asked)
    if (place === undefined) return evidenceFrom([])
    if (asked.example.scenario === undefined) return evidenceAt([place])
    return evidenceFrom(handedOver(asked, await filesAt(place)))
  }
  return async asked => {
    const { files: handed, without } = asked.example
    const key = JSON.stringify([placeOf(asked), handed, without?.filter(one => typeof one === 'string')])
    if (read?.key !== key) read = { key, evidence: await had(asked) }
    return read.evidence
  }
}

async function simulatedFrom(place: string): Promise<readonly RawFile[]> {
  return evidenceFiles(simulateOrStop(await usableScenario(place), { seed: DEFAULT_SEED }, 'run'))
}

/** A name that no file has is a slip of the pen. */
function handedOver({ example }: BroughtExample, files: readonly RawFile[]): readonly RawFile[] {
  const { left, strange } = filesOf(example, files)
  if (strange !== undefined) throw new Stop(EXIT.unusable, told`no file there is called ${strange}`)
  return left
}

async function atExample<T>(asked: BroughtExample, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Stop) || error.code !== EXIT.unusable) throw error
    const {
      file,
      at: { line, column },
    } = asked
    throw new Stop(error.code, beside(told`${file}:${line}:${column} this example cannot be had: `, error.message))
  }
}
