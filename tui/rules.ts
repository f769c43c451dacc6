import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BUILT_IN } from '../sim/diagnosis/packs/builtIn.ts'
import { type Library, libraryOf } from '../sim/diagnosis/packs/library.ts'
import { loadPack } from '../sim/diagnosis/packs/load.ts'
import type { Pack } from '../sim/diagnosis/packs/schema.ts'
import { GIFTS } from '../sim/diagnosis/prescriptions.ts'
import { told } from '../sim/foreign/terminal.ts'
import { formatProblems } from '../sim/written/problems.ts'
import type { Locate } from '../sim/written/source.ts'
import { EXIT, Stop } from './exit.ts'
import { isFolder, readWritten } from './input.ts'
import { atPlace } from './place.ts'

/** Rule packs that somebody brings, beside those of the program. Does not know what a rule says. */

const PACK = /\.ya?ml$/i

/** A pack that somebody brings, and where in its file a path such as `['rules', 0, 'id']` stands. */
export interface BroughtPack {
  readonly file: string
  readonly pack: Pack
  readonly locate: Locate
}

/** Those of the program, as if somebody had brought them: what stands in them has been checked. */
export const OWN_PACKS: readonly BroughtPack[] = BUILT_IN.map(pack => ({
  file: `${pack.pack}.yaml`,
  pack,
  locate: () => ({ line: 1, column: 1 }),
}))

/** The rules of the program, and those that are brought. @throws Stop as `packsIn` does */
export const libraryWith = (folder: string): Library =>
  libraryOf([...BUILT_IN, ...packsIn(folder).map(({ pack }) => pack)])

/**
 * The packs of a folder, or of one file, in the order of their names; each may name rules of the program and of those before it.
 * @throws Stop with everything that is wrong with the first pack that cannot be used
 */
export function packsIn(folder: string): readonly BroughtPack[] {
  const files = atPlace(told`cannot read ${folder}`, () =>
    isFolder(folder)
      ? readdirSync(folder)
          .filter(name => PACK.test(name))
          .sort()
          .map(name => join(folder, name))
      : [folder],
  )
  if (files.length === 0) throw new Stop(EXIT.unusable, told`${folder} holds no rule pack: a file that ends in .yaml`)
  const brought: BroughtPack[] = []
  for (const file of files) brought.push(packOf(file, [...BUILT_IN, ...brought.map(({ pack }) => pack)]))
  return brought
}

function packOf(file: string, others: readonly Pack[]): BroughtPack {
  const text = readWritten(file)
  const loaded = loadPack(text, file, others, GIFTS)
  if (!loaded.ok) throw new Stop(EXIT.unusable, formatProblems(loaded.problems, text))
  return { file: file.replaceAll('\\', '/'), pack: loaded.pack, locate: loaded.locate }
}
