import type { RawFile } from '../../diagnosis/evidence.ts'
import type { Random } from '../../server/random.ts'
import type { Taken, Taker } from './mutant.ts'
import { inTexts, isInstallerLog, isText, linesOf } from './texts.ts'

/** What somebody leaves out who hands evidence over. */

const EVENTS = /(?:^|\/)(?:Application|System|AppEvent|SysEvent)\.\w+$/i

const isEvents = ({ path }: RawFile): boolean => EVENTS.test(path)

function only(files: readonly RawFile[], wanted: (file: RawFile) => boolean): Taken {
  const left = files.filter(wanted)
  const paths = new Set(left.map(({ path }) => path))
  return { files: left, left: path => paths.has(path) }
}

function oneLost(files: readonly RawFile[], random: Random): Taken {
  const filled = files.filter(({ bytes }) => bytes.length > 0)
  const lost = filled[random.below(filled.length)]
  return only(files, file => file !== lost)
}

/** Of each text so many lines are left, from one to the other; what cannot be cut is not handed over. */
function cut(files: readonly RawFile[], rangeOf: (count: number) => readonly [from: number, to: number]): Taken {
  const texts = files.filter(isText)
  const ranges = new Map(texts.map(file => [file.path, rangeOf(linesOf(file).length)]))
  return {
    files: inTexts(texts, (lines, { path }) => lines.slice(...ranges.get(path)!)),
    left: (path, place) => {
      const [from, to] = ranges.get(path) ?? [0, 0]
      return place.type === 'text' && place.line > from && place.endLine <= to
    },
  }
}

export const TAKERS: readonly Taker[] = [
  { name: 'head', does: 'of each text only the first half is left', take: files => cut(files, n => [0, n >> 1]) },
  { name: 'tail', does: 'of each text only the second half is left', take: files => cut(files, n => [n >> 1, n]) },
  { name: 'only-events', does: 'only the event logs are handed over', take: files => only(files, isEvents) },
  { name: 'only-logs', does: 'only the verbose logs are handed over', take: files => only(files, isInstallerLog) },
  {
    name: 'only-state',
    does: 'neither event logs nor verbose logs are handed over',
    take: files => only(files, file => !isEvents(file) && !isInstallerLog(file)),
  },
  { name: 'one-lost', does: 'one file is not handed over', take: oneLost },
]
