import { fileAt } from '../../../model/machine/machine.ts'
import { fold, leafOf } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import type { ServerState } from '../../server/facts.ts'
import { lastWrite } from '../contents.ts'
import { utf8 } from '../encode.ts'
import { clockOf, installerLogs, type RenderLog } from '../installerLog.ts'

/**
 * Every verbose log once more as UTF-8 without a mark, line by line the same, for tools that cannot read UTF-16. A tool
 * that takes the date from the file finds it there: the copy has the time of the log. Renders nothing itself.
 */

export interface Copy {
  readonly name: string
  readonly bytes: Uint8Array
  readonly mtime: number
}

export function utf8Logs(server: ServerState, renderLog: RenderLog): Copy[] {
  const { facts, machine } = server
  const taken = new Set<string>()
  return installerLogs(machine).map(({ path, runs }) => {
    const { text } = renderLog(facts, runs, clockOf(machine))
    const mtime = lastWrite(server, fileAt(machine, path)!, renderLog)
    return { name: freeName(path, taken), bytes: utf8(text), mtime }
  })
}

/** `KB935490.utf8.log`, and a number where two folders have a log of that name. */
function freeName(path: FileNode['path'], taken: Set<string>): string {
  const stem = leafOf(path).replace(/\.\w*$/, '')
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.utf8.log`
    if (taken.has(fold(name))) continue
    taken.add(fold(name))
    return name
  }
}
