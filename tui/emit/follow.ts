import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { told } from '../../sim/foreign/terminal.ts'
import type { GrownFile, Growth } from '../../sim/pipeline/growth.ts'
import type { Pace } from '../../sim/pipeline/pace.ts'
import type { StreamRecord } from '../../sim/pipeline/records.ts'
import { EXIT, Stop } from '../exit.ts'
import { makeNewFolder } from '../newFolder.ts'
import { atPlace } from '../place.ts'
import type { Clock } from './clock.ts'

/**
 * Logs as files that grow: lines are appended, whole ones only; an event log is written beside and takes its name when it
 * is complete, so that whoever opens it at any moment has a whole one. Does not know what is in them.
 */
export interface Following {
  readonly growth: Growth
  readonly folder: string
  readonly pace: Pace
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onRecord: (record: StreamRecord, number: number) => void
}

/** How many at once where there is no time between them. */
const MOST_AT_ONCE = 500

/** The number of records that are in the files. @throws Stop where something stands there, or it cannot be written */
export async function follow({ growth, folder, pace, clock, signal, onRecord }: Following): Promise<number> {
  const { begin, records, grow } = growth
  makeNewFolder(folder)
  writeAll(folder, begin)
  const began = clock.now()
  const dueIn = (i: number): number => began + pace(records[i]!.at, i) - clock.now()
  let done = 0
  while (done < records.length) {
    const wait = dueIn(done)
    // Even where there is nothing to wait for there is a moment for signals.
    await clock.sleep(Math.max(0, wait), signal)
    if (signal.aborted) return done
    let end = done + 1
    while (end < records.length && end - done < MOST_AT_ONCE && dueIn(end) <= 0) end++
    const due = records.slice(done, end)
    writeAll(folder, grow(due))
    for (const record of due) onRecord(record, ++done)
  }
  return done
}

function writeAll(folder: string, files: readonly GrownFile[]): void {
  atPlace(told`cannot write to ${folder}`, () => {
    for (const { path, bytes, appended } of files) {
      const place = placeIn(folder, path)
      if (appended) appendFileSync(place, bytes)
      else writeWhole(folder, place, bytes)
    }
  })
}

/** What is written is not seen before it is complete. */
const UNFINISHED = '.unfinished'

function writeWhole(folder: string, place: string, bytes: Uint8Array): void {
  const beside = join(folder, UNFINISHED)
  mkdirSync(dirname(place), { recursive: true })
  writeFileSync(beside, bytes)
  renameSync(beside, place)
}

/** A path of a simulated server leads nowhere else. */
function placeIn(folder: string, path: string): string {
  if (path.split('/').some(part => part === '..' || part === '')) {
    throw new Stop(EXIT.unusable, told`${path} leads out of ${folder}`)
  }
  return join(folder, ...path.split('/'))
}
