import { SETUP_LOG } from '../../../model/words/setupLog.ts'
import { withoutMiddle } from '../../limits.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { eachLine } from './text.ts'

/**
 * ExchangeSetup.log: the first error of the last run, which is the one that counts (exchange-2007.md 5.3). Form: `[03/11/2021
 * 16:01:24.0362] [1] text`, and lines without a head that go on with it. Does not know what the error is about.
 */
export interface SetupError {
  readonly line: number
  /** The line that begins it. */
  readonly text: string
  /** All that it says, without heads and marks. */
  readonly body: string
}

export const SETUP_LINE = /^\[\d{1,2}[/.-]\d{1,2}[/.-]\d{4} \d{1,2}:\d\d:\d\d(?:\.\d{1,7}| [AP]M)?\] \[\d{1,3}\] /

/** A stack of calls may stand below it. */
const MOST_LINES = 40
const MOST_CHARACTERS = 4000

interface Run {
  readonly error?: { readonly line: number; readonly text: string; readonly said: string[] }
  /** Nothing more belongs to the error. */
  readonly told?: boolean
  readonly ended?: boolean
}

export function parseSetupLog(lines: Iterable<string>, file: FileBudget = ownBudget()): SetupError | undefined {
  let run: Run = {}
  eachLine(lines, file, (text, index) => {
    run = after(run, text, index + 1)
  })
  const { error } = run
  if (!error) return undefined
  return { line: error.line, text: error.text, body: withoutMiddle(error.said.join(' '), MOST_CHARACTERS) }
}

/** What is known of the last run behind one more line. */
function after(before: Run, text: string, line: number): Run {
  const head = SETUP_LINE.exec(text)?.[0]
  const said = text.slice(head?.length ?? 0).trim()
  const run = head !== undefined && before.ended ? {} : before
  if (said.startsWith(SETUP_LOG.completed.text)) return { ended: true }
  if (said.startsWith(SETUP_LOG.notCompleted.text)) return { ...run, told: true, ended: true }
  if (run.told) return run
  const mark = SETUP_LOG.error.text
  if (`${said} `.startsWith(SETUP_LOG.reference.text)) return run.error ? { ...run, told: true } : run
  if (!run.error)
    return head !== undefined && said.startsWith(mark)
      ? { error: { line, text, said: [said.slice(mark.length)] } }
      : run
  if (head !== undefined && !said.startsWith(mark)) return { ...run, told: true }
  if (said !== '' && run.error.said.length < MOST_LINES) run.error.said.push(said.replace(mark, ''))
  return run
}
