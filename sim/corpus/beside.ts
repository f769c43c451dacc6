import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonText, sha256 } from '../bundle/bundleFile.ts'
import type { BundleProblem } from '../bundle/check.ts'
import { thisProcess } from '../place/owner.ts'

/**
 * Files that lie beside the bundles of a corpus and are true of all of them. They follow from the plan, so that every
 * shard writes the same ones, and the lock promises their bytes. Does not know what is in them.
 */

/** As a lock names it. */
export interface Promised {
  readonly path: BesideName
  readonly sha256: string
}

export interface Beside extends Promised {
  readonly text: string
}

/** No lock can name another file, wherever it would lead. */
export const BESIDE_NAMES = ['fleet.json', 'split.json'] as const
export type BesideName = (typeof BESIDE_NAMES)[number]

export function besideFile(path: BesideName, content: object): Beside {
  const text = jsonText(content)
  return { path, text, sha256: sha256(text) }
}

/** While one is written its name says who writes it, so that shards that begin at once do not meet half a file. */
const UNFINISHED = /\.new-(\d+-\d+)$/

/** Whether a file in the folder of a corpus is one of these, with the bytes that it should have, or one under way. */
export function isBeside(files: readonly Beside[], folder: string, name: string): boolean {
  const file = files.find(({ path }) => path === name.replace(UNFINISHED, ''))
  return file !== undefined && (UNFINISHED.test(name) || problemWith(folder, file) === undefined)
}

/** Those that are not there; what is there has been looked at. */
export function writeBeside(files: readonly Beside[], folder: string): void {
  removeLeft(files, folder)
  for (const file of files) if (problemWith(folder, file) === 'missing') writeOne(file, folder)
}

function writeOne({ path, text }: Pick<Beside, 'path' | 'text'>, folder: string): void {
  const fresh = join(folder, `${path}.new-${thisProcess.tag}`)
  try {
    writeFileSync(fresh, text, { flag: 'wx' })
    renameSync(fresh, join(folder, path))
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}

/** One as a lock promises it, from whichever folder has it. */
export function readBeside(file: Promised, folders: readonly string[]): Beside | undefined {
  const from = folders.find(folder => problemWith(folder, file) === undefined)
  return from === undefined ? undefined : { ...file, text: readFileSync(join(from, file.path), 'utf8') }
}

/** Whoever began to write these will not go on. */
function removeLeft(files: readonly Beside[], folder: string): void {
  for (const name of readdirSync(folder)) {
    const tag = UNFINISHED.exec(name)?.[1]
    if (tag !== undefined && thisProcess.isGone(tag) && isBeside(files, folder, name)) rmSync(join(folder, name))
  }
}

/** What is not as a lock promises. */
export function besideProblems(files: readonly Promised[], folder: string): BundleProblem[] {
  return files.flatMap(file => {
    const problem = problemWith(folder, file)
    return problem === undefined ? [] : [{ path: file.path, problem }]
  })
}

export function problemWith(folder: string, file: Promised): 'missing' | 'changed' | undefined {
  const path = join(folder, file.path)
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (!there) return 'missing'
  return there.isFile() && sha256(readFileSync(path)) === file.sha256 ? undefined : 'changed'
}
