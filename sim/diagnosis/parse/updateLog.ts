import { LIMITS } from '../../limits.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { parseLocalTime } from './events.ts'
import { eachLine } from './text.ts'

/**
 * The two logs of the update client, WindowsUpdate.log and ReportingEvents.log: what each says of an installation. Forms:
 * formats.md 4. Does not know what became of the update.
 */

/** A line of the update client about an installation. */
export interface UpdateLine {
  readonly line: number
  /** As it stands there. */
  readonly text: string
  /** Milliseconds of local time. */
  readonly time: number | undefined
}

/** Fields stand between tabs, or between blanks where somebody has pasted them. */
const AGENT = /^(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d:\d\d):\d{3}\s/
/** Who speaks is the fifth field of the agent's log. */
const SPEAKERS: readonly (string | undefined)[] = ['Handler', 'Report']
const speakerOf = (text: string): string | undefined => text.slice(0, 200).split(/\s+/)[4]

const REPORT = /^\{[0-9A-F-]{36}\}[ \t]+(\d{4}-\d\d-\d\d)[ \t](\d\d:\d\d:\d\d):\d{3}[+-]\d{4}[ \t]/i

export function parseUpdateLog(lines: Iterable<string>, file: FileBudget = ownBudget()): UpdateLine[] {
  const found = file.newest<UpdateLine>('lines of the update client', LIMITS.rows, (a, b) => a.line - b.line)
  eachLine(lines, file, (text, index) => {
    const agent = SPEAKERS.includes(speakerOf(text)) ? AGENT.exec(text) : null
    const [whole, date, time] = agent ?? REPORT.exec(text) ?? []
    if (whole !== undefined) found.push({ line: index + 1, text, time: parseLocalTime(`${date} ${time}`) })
  })
  return found.rows()
}
