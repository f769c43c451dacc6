import { openLab } from '../../sim/drill/lab.ts'
import type { Action, Header } from '../../sim/drill/session.ts'
import { actionText } from '../../sim/drill/transcript.ts'
import { beside, forTerminal, type Shown, told } from '../../sim/foreign/terminal.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import type { PlainLine } from './plain.ts'

/**
 * A recording for players of terminals, asciicast version 2: what somebody did in a drill, typed again letter by letter, or the
 * timeline of a run, row by row. The same run gives the same bytes: its pauses are made for reading and not measured. Does not
 * know what anything is worth, nor where it is written.
 */

export const RECORDED = { width: 100, height: 30 }

/** All in ms. A letter; from the last one to Enter; and time to read what was printed, so much for each row and no more than that. */
const PACE = { key: 45, enter: 400, glance: 900, row: 120, longest: 4000 }
/** Between two rows of a timeline there is what was between them, up to this. */
const LONGEST_STEP = 600

const END_OF_ROW = told`\n`

/** What comes when: output, and marks at which a player can stop. */
class Tape {
  private readonly rows: string[]
  private at = 0

  /** @param began when that was by the simulated clock, in ms since 1970 */
  constructor(title: string, began: number) {
    this.rows = [JSON.stringify({ version: 2, ...RECORDED, timestamp: Math.floor(began / 1000), title })]
  }

  wait(ms: number): void {
    this.at += ms
  }

  print(text: Shown): void {
    this.add('o', text)
  }

  lines(rows: readonly Shown[]): void {
    for (const row of rows) this.print(beside(row, END_OF_ROW))
  }

  mark(label: Shown): void {
    this.add('m', label)
  }

  get text(): string {
    return this.rows.map(row => `${row}\n`).join('')
  }

  private add(kind: 'o' | 'm', text: Shown): void {
    // Nothing stands between these rows and the terminal that would return to the first column.
    this.rows.push(JSON.stringify([this.at / 1000, kind, text.replaceAll('\n', '\r\n')]))
  }
}

/** @param verdict  what there is to say of it in the end */
export function sessionRecording(
  scenario: Scenario,
  header: Header,
  actions: readonly Action[],
  verdict: Shown,
): string {
  const lab = openLab(scenario, header)
  const tape = new Tape(lab.ticket[0]!, lab.began)
  const reading = (rows: readonly string[]): void => {
    tape.lines(rows.map(forTerminal))
    tape.wait(Math.min(PACE.longest, PACE.glance + PACE.row * rows.length))
  }
  reading([...lab.ticket, ''])
  for (const action of actions) {
    const typed = action.kind === 'answer' ? `:answer ${action.say}` : actionText(action)
    tape.mark(told`${lab.clock} ${typed}`)
    tape.print(forTerminal(lab.prompt))
    for (const letter of typed) {
      tape.wait(PACE.key)
      tape.print(forTerminal(letter))
    }
    tape.wait(PACE.enter)
    tape.print(END_OF_ROW)
    reading([...lab.do(action), ...(lab.screen ?? [])])
  }
  tape.lines([verdict])
  tape.wait(PACE.longest)
  tape.print(told``)
  return tape.text
}

export function runRecording(title: string, lines: readonly PlainLine[]): string {
  const tape = new Tape(title, lines[0]?.at ?? 0)
  lines.forEach(({ at, text }, i) => {
    tape.wait(Math.min(LONGEST_STEP, at - (lines[i - 1]?.at ?? at)))
    tape.lines([text])
  })
  return tape.text
}
