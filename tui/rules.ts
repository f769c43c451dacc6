import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { BUILT_IN } from '../sim/diagnosis/packs/builtIn.ts'
import { type Library, libraryOf } from '../sim/diagnosis/packs/library.ts'
import { loadPack } from '../sim/diagnosis/packs/load.ts'
import type { Pack } from '../sim/diagnosis/packs/schema.ts'
import { GIFTS } from '../sim/diagnosis/prescriptions.ts'
import { told } from '../sim/foreign/terminal.ts'
import { formatProblems } from '../sim/written/problems.ts'
import { EXIT, Stop } from './exit.ts'
import { isFolder, readWritten } from './input.ts'
import { atPlace } from './place.ts'

/** Rule packs that somebody brings, beside those of the program. Does not know what a rule says. */

const PACK = /\.ya?ml$/i

/**
 * The rules of the program and those of a folder, or of one file; packs in the order of their names, each may name rules of
 * those before it.
 * @throws Stop with everything that is wrong with the first pack that cannot be used
 */
export function libraryWith(folder: string): Library {
  const files = atPlace(told`cannot read ${folder}`, () =>
    isFolder(folder)
      ? readdirSync(folder)
          .filter(name => PACK.test(name))
          .sort()
          .map(name => join(folder, name))
      : [folder],
  )
  if (files.length === 0) throw new Stop(EXIT.unusable, told`${folder} holds no rule pack: a file that ends in .yaml`)
  const packs = [...BUILT_IN]
  for (const file of files) packs.push(packOf(file, packs))
  return libraryOf(packs)
}

function packOf(file: string, others: readonly Pack[]): Pack {
  const text = readWritten(file)
  const loaded = loadPack(text, file, others, GIFTS)
  if (!loaded.ok) throw new Stop(EXIT.unusable, formatProblems(loaded.problems, text))
  return loaded.pack
}
