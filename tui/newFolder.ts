import { readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { told } from '../sim/foreign/terminal.ts'
import { makeParents, writableDisk } from '../sim/place/disk.ts'
import { EXIT, Stop } from './exit.ts'
import { atPlace } from './place.ts'

/** A folder for what a command makes as a whole. Does not know what that is. */

/** One that is there already has to be empty: nobody's files come between ours. @throws Stop */
export function makeNewFolder(folder: string): void {
  atPlace(told`cannot write to ${folder}`, () => {
    const stat = statSync(folder, { throwIfNoEntry: false })
    if (stat && (!stat.isDirectory() || readdirSync(folder).length > 0)) {
      throw new Stop(EXIT.unusable, told`${folder} is there already, and not an empty folder; nothing was written`)
    }
    makeParents(writableDisk, resolve(folder))
  })
}
