import { durationText, isStuck } from '../../sim/classroom/watched.ts'
import { inLines, masked, type Shown, told } from '../../sim/foreign/terminal.ts'
import { counted } from '../counted.ts'
import type { Seen } from './look.ts'

/** A class at work as lines of text. Does not know where they are shown. */

const COLUMNS = ['trainee', 'things', 'quiet', 'score', 'claimed', 'last'] as const
/** Of names and claims; the last column has what is left. */
const MOST: readonly number[] = [24, 6, 8, 5, 32, Number.POSITIVE_INFINITY]
const NUMBERS: ReadonlySet<string> = new Set(['things', 'quiet', 'score'])

/** Rows of a table, its head first; those that have handed in, or are stuck, say so. */
export function tableOf(seen: readonly Seen[]): Shown[] {
  const rows = [COLUMNS as readonly string[], ...seen.map(cellsOf)]
  const widths = COLUMNS.map((_, i) => Math.min(MOST[i]!, Math.max(...rows.map(row => row[i]!.length))))
  return rows.map(row =>
    masked(
      row
        .map((cell, i) => inColumn(cell, i, widths[i]!))
        .join('  ')
        .trimEnd(),
    ),
  )
}

function inColumn(cell: string, i: number, width: number): string {
  const cut = cell.length > width ? `${cell.slice(0, width - 1)}~` : cell
  if (i === COLUMNS.length - 1) return cut
  return NUMBERS.has(COLUMNS[i]!) ? cut.padStart(width) : cut.padEnd(width)
}

function cellsOf(one: Seen): readonly string[] {
  const { things, score, claim = '-', last = '-', trouble } = one
  if (trouble !== undefined) return [calledBy(one), '-', '-', '-', '-', trouble]
  return [calledBy(one), String(things), stateOf(one), score === undefined ? '-' : String(score), claim, last]
}

function stateOf(one: Seen): string {
  if (one.handedIn) return 'done'
  return `${durationText(one.quiet)}${isStuck(one) ? ' !' : ''}`
}

export const calledBy = ({ name, session }: Seen): string => name || session.replace(/^.*[\\/]/, '')

export const headOf = (folder: string, seen: readonly Seen[]): Shown => {
  const done = seen.filter(({ handedIn }) => handedIn).length
  const stuck = seen.filter(one => one.submitted !== undefined && isStuck(one)).length
  const sessions = seen.filter(({ submitted }) => submitted !== undefined).length
  const others = seen.length - sessions
  const rest = others === 0 ? '' : `, ${others} that cannot be graded`
  return told`${folder}: ${counted(sessions, 'session')}, ${done} handed in, ${stuck} with nothing new for five minutes (!)${rest}`
}

export const asText = (folder: string, seen: readonly Seen[]): Shown =>
  inLines([headOf(folder, seen), told``, ...tableOf(seen)])
