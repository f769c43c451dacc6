import { isoLocal } from '../../model/machine/time.ts'
import { beside, forTerminal, inLines, type Shown, styled, told } from '../../sim/foreign/terminal.ts'
import type { Run, ServerRun } from '../../sim/run/simulate.ts'
import type { Look } from '../screen/glyphs.ts'
import { cellText } from '../screen/text.ts'
import { marksFor } from './marks.ts'
import { type Moment, timelineOf } from './timeline.ts'

/** The timeline without a screen. Knows no keys and no panes. */

interface PlainLine {
  readonly at: number
  readonly text: Shown
}

/** The timeline as text: one line per moment, in the order of time; with several servers, each line says which. */
export function timelineText(run: Run, look: Look): Shown {
  const several = run.servers.length > 1
  const width = Math.max(...run.servers.map(server => server.name.length))
  const lines = run.servers
    .flatMap(server => linesOf(server, look, several ? told`${server.name.padEnd(width)}  ` : told``))
    .sort((a, b) => a.at - b.at)
    .map(line => line.text)
  return inLines([...lines, told``])
}

function linesOf({ facts, initial }: ServerRun, look: Look, name: Shown): PlainLine[] {
  const marks = marksFor(look.unicode)
  return timelineOf(facts).map(moment => {
    const time = isoLocal(moment.at, initial.zone).replace('T', ' ')
    const words = `${'  '.repeat(moment.level)}${marks[moment.kind]} ${cellText(moment.text, look.unicode)}`
    return { at: moment.at, text: beside(told`${time}  `, name, painted(moment, words, look.color)) }
  })
}

function painted({ bad }: Moment, text: string, color: boolean): Shown {
  return bad && color ? styled(text, 'red') : forTerminal(text)
}
