import type { RawFile } from '../diagnosis/evidence.ts'
import type { Random } from '../server/random.ts'
import type { Handed, Taker } from './mutant.ts'
import { asItWas, inTexts, isInstallerLog, isText } from './texts.ts'

/** What somebody leaves out who hands evidence over. */

const EVENTS = /(?:^|\/)(?:Application|System|AppEvent|SysEvent)\.\w+$/i

const isEvents = ({ path }: RawFile): boolean => EVENTS.test(path)

const only = (files: readonly RawFile[], wanted: (file: RawFile) => boolean): Handed[] =>
  files.filter(wanted).map(file => asItWas(file))

function oneLost(files: readonly RawFile[], random: Random): Handed[] {
  const filled = files.filter(({ bytes }) => bytes.length > 0)
  const lost = filled[random.below(filled.length)]
  return only(files, file => file !== lost)
}

/** Of each text so many lines are left, from one to the other; what cannot be cut is not handed over. */
const cut = (files: readonly RawFile[], rangeOf: (count: number) => readonly [from: number, to: number]): Handed[] =>
  inTexts(files.filter(isText), lines => lines.slice(...rangeOf(lines.length)))

export const TAKERS: readonly Taker[] = [
  { name: 'head', does: 'of each text only the first half is left', change: files => cut(files, n => [0, n >> 1]) },
  { name: 'tail', does: 'of each text only the second half is left', change: files => cut(files, n => [n >> 1, n]) },
  { name: 'only-events', does: 'only the event logs are handed over', change: files => only(files, isEvents) },
  { name: 'only-logs', does: 'only the verbose logs are handed over', change: files => only(files, isInstallerLog) },
  {
    name: 'only-state',
    does: 'neither event logs nor verbose logs are handed over',
    change: files => only(files, file => !isEvents(file) && !isInstallerLog(file)),
  },
  { name: 'one-lost', does: 'one file is not handed over', change: oneLost },
]
