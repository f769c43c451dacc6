import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { beside, type Shown, told } from '../sim/foreign/terminal.ts'
import { makeParents, writableDisk } from '../sim/place/disk.ts'
import { EXIT, Stop } from './exit.ts'
import { atPlace } from './place.ts'

/** Files that are written where none is, all of them or none. Does not know what they are. */

export interface NewFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** Who may read it, where not everybody may. */
  readonly mode?: number
}

/** Those that are not there. @throws Stop where another one is in the way */
export const missing = (files: readonly NewFile[], otherwise?: Shown): readonly NewFile[] =>
  files.filter(file => !isThere(file, otherwise))

/**
 * What is there already with the same bytes stays.
 *
 * @param otherwise what to do about a file that is in the way
 * @throws Stop where another one is in the way, and nothing is written
 */
export function writeNew(files: readonly NewFile[], otherwise?: Shown): void {
  const written: string[] = []
  try {
    for (const { path, bytes, mode } of missing(files, otherwise)) {
      atPlace(told`cannot write ${path}`, () => {
        makeParents(writableDisk, resolve(dirname(path)))
        const file = openSync(path, 'wx', mode)
        written.push(path)
        writeFileSync(file, bytes)
        closeSync(file)
      })
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true })
    throw error
  }
}

function isThere({ path, bytes }: NewFile, otherwise: Shown | undefined): boolean {
  return atPlace(told`cannot write ${path}`, () => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return false
    if (stat.isFile() && stat.size === bytes.length && readFileSync(path).equals(bytes)) return true
    const why = told`${path} is there already, and is another one; nothing was written`
    throw new Stop(EXIT.unusable, otherwise ? beside(why, told`: `, otherwise) : why)
  })
}
