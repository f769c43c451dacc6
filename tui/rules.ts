import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BUILT_IN } from '../sim/diagnosis/packs/builtIn.ts'
import type { Example } from '../sim/diagnosis/packs/examples.ts'
import { type Library, libraryOf } from '../sim/diagnosis/packs/library.ts'
import { loadExamples, loadPack } from '../sim/diagnosis/packs/load.ts'
import type { Pack } from '../sim/diagnosis/packs/schema.ts'
import { GIFTS } from '../sim/diagnosis/prescriptions.ts'
import { told } from '../sim/foreign/terminal.ts'
import { formatProblems } from '../sim/written/problems.ts'
import type { Locate, Position } from '../sim/written/source.ts'
import { EXIT, Stop } from './exit.ts'
import { isFolder, readWritten } from './input.ts'
import { atPlace } from './place.ts'

/** Rule packs that somebody brings, beside those of the program. Does not know what a rule says. */

const PACK = /\.ya?ml$/i

/** What lies beside a pack `mine.yaml` as `mine.examples.yaml`. */
const EXAMPLES = /\.examples\.ya?ml$/i

/** A pack that somebody brings, and where in its file a path such as `['rules', 0, 'id']` stands. */
export interface BroughtPack {
  readonly file: string
  readonly pack: Pack
  readonly locate: Locate
  /** Those in it, then those beside it. */
  readonly examples: readonly BroughtExample[]
}

/** An example, and the place at which it stands. */
export interface BroughtExample {
  readonly rule: string
  readonly example: Example
  readonly file: string
  readonly at: Position
}

/** The rules of the program, and those that are brought. @throws Stop as `packsIn` does */
export const libraryWith = (folder: string): Library =>
  libraryOf([...BUILT_IN, ...packsIn(folder).map(({ pack }) => pack)])

/**
 * The packs of a folder, or of one file, in the order of their names; each may name rules of the program and of those before it.
 * @throws Stop with everything that is wrong with the first pack that cannot be used
 */
export function packsIn(folder: string): readonly BroughtPack[] {
  const files = atPlace(told`cannot read ${folder}`, () => (isFolder(folder) ? packFilesIn(folder) : [folder]))
  if (files.length === 0) throw new Stop(EXIT.unusable, told`${folder} holds no rule pack: a file that ends in .yaml`)
  const brought: BroughtPack[] = []
  for (const file of files) brought.push(packOf(file, [...BUILT_IN, ...brought.map(({ pack }) => pack)]))
  return brought
}

/** Examples that belong to no pack would be forgotten. */
function packFilesIn(folder: string): string[] {
  const names = readdirSync(folder)
    .filter(name => PACK.test(name))
    .sort()
  const packs = names.filter(name => !EXAMPLES.test(name))
  const besides = packs.map(examplesBeside)
  const alone = names.find(name => EXAMPLES.test(name) && !besides.includes(name))
  if (alone !== undefined) throw new Stop(EXIT.unusable, told`${join(folder, alone)} has no rule pack beside it`)
  return packs.map(name => join(folder, name))
}

const examplesBeside = (file: string): string => file.replace(PACK, ending => `.examples${ending}`)

function packOf(file: string, others: readonly Pack[]): BroughtPack {
  const text = readWritten(file)
  const loaded = loadPack(text, file, others, GIFTS)
  if (!loaded.ok) throw new Stop(EXIT.unusable, formatProblems(loaded.problems, text))
  const { pack, locate } = loaded
  const own = pack.rules.flatMap(({ id, examples = [] }, i) =>
    placed(id, examples, file, k => locate(['rules', i, 'examples', k])),
  )
  return { file: slashed(file), pack, locate, examples: [...own, ...examplesOf(examplesBeside(file), pack)] }
}

function examplesOf(file: string, pack: Pack): readonly BroughtExample[] {
  if (!existsSync(file)) return []
  const text = readWritten(file)
  const loaded = loadExamples(text, file, pack)
  if (!loaded.ok) throw new Stop(EXIT.unusable, formatProblems(loaded.problems, text))
  return Object.entries(loaded.examples).flatMap(([id, examples]) =>
    placed(id, examples, file, k => loaded.locate(['examples', id, k])),
  )
}

const placed = (
  rule: string,
  examples: readonly Example[],
  file: string,
  place: (number: number) => Position,
): BroughtExample[] => examples.map((example, k) => ({ rule, example, file: slashed(file), at: place(k) }))

const slashed = (file: string): string => file.replaceAll('\\', '/')
