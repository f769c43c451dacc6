import { inLines, type Shown, type Style, told } from '../foreign/terminal.ts'
import { paint, type TextStyle, wrap } from '../story/text.ts'
import type { Outcome, Repair } from './repair.ts'

/** A repair as text: round by round what was found, typed and answered, and how it ended. */

const ENDS: Readonly<Record<Outcome, { readonly colour: Style; readonly text: string }>> = {
  restored: { colour: 'green', text: 'Restored: every server is as its healthy twin.' },
  'nothing-to-do': {
    colour: 'green',
    text: 'Nothing to do: a healthy server refuses this as well, and nothing is wrong with this one.',
  },
  'by-hand': { colour: 'yellow', text: 'The rest is to be done by hand: no command can do it.' },
  rebuild: { colour: 'red', text: 'The server has to be built anew.' },
  stuck: { colour: 'red', text: 'Not restored: the advice does not get any further.' },
}

export function formatRepair(result: Repair, style: TextStyle): Shown {
  const rows: Shown[] = []
  result.rounds.forEach((round, i) => {
    rows.push(paint(style, 'bold', `Round ${i + 1}: ${round.causes.join(', ') || 'nothing found'}`))
    for (const { line, exitCode, output } of round.commands) {
      rows.push(told`  > ${line}`)
      const last = output.findLast(text => text.trim() !== '')
      if (exitCode !== 0)
        rows.push(paint(style, 'yellow', `    exit code ${exitCode}${last ? `: ${last.trim()}` : ''}`))
    }
    for (const title of round.byHand) {
      rows.push(...wrap(`by hand: ${title}`, style.width - 4).map((row, k) => told`${k === 0 ? '  ' : '    '}${row}`))
    }
    if (round.exitCode !== null) {
      rows.push(paint(style, round.exitCode === 0 ? 'green' : 'red', `  the installer returns ${round.exitCode}`))
    }
    rows.push(told``)
  })
  const { colour, text } = ENDS[result.outcome]
  rows.push(paint(style, colour, text))
  for (const item of [...result.differences, ...result.owed.map(what => `owed: ${what}`)])
    rows.push(...listed(item, style))
  if (result.collateral.length > 0) rows.push(told``, told`Changed besides:`)
  for (const item of result.collateral) rows.push(...listed(item, style))
  return inLines(rows)
}

const listed = (text: string, style: TextStyle): Shown[] =>
  wrap(text, style.width - 4).map((row, i) => (i === 0 ? told`  - ${row}` : told`    ${row}`))
