import { isoLocal } from '../../model/machine/time.ts'
import type { Track } from '../../sim/drill/marking/track.ts'
import { beside, forTerminal, inLines, type Shown, styled, told } from '../../sim/foreign/terminal.ts'
import type { Run, ServerRun } from '../../sim/run/simulate.ts'
import type { Look } from '../screen/glyphs.ts'
import { cellText, consoleText } from '../screen/text.ts'
import { marksFor } from './marks.ts'
import { type Moment, timelineOf } from './timeline.ts'
import { typedOn } from './typed.ts'

/** The timeline without a screen. Knows no keys and no panes. */

export interface PlainLine {
  readonly at: number
  readonly text: Shown
}

/** The timeline as text. */
export const timelineText = (run: Run, look: Look, track?: Track): Shown =>
  inLines([...timelineLines(run, look, track).map(({ text }) => text), told``])

/** One line per moment, in the order of time; with several servers, each line says which. */
export function timelineLines(run: Run, look: Look, track?: Track): PlainLine[] {
  const several = run.servers.length > 1
  const width = Math.max(...run.servers.map(server => server.name.length))
  return run.servers
    .flatMap(server => linesOf(server, look, several ? told`${server.name.padEnd(width)}  ` : told``, track))
    .sort((a, b) => a.at - b.at)
}

function linesOf(server: ServerRun, look: Look, name: Shown, track: Track | undefined): PlainLine[] {
  const { facts, initial } = server
  const marks = marksFor(look.unicode)
  const line = (at: number, text: Shown): PlainLine => {
    const time = isoLocal(at, initial.zone).replace('T', ' ')
    return { at, text: beside(told`${time}  `, name, text) }
  }
  const moments = timelineOf(facts)
    // What was typed stands there with its output.
    .filter(({ kind }) => kind !== 'command')
    .map(moment => {
      const words = `${'  '.repeat(moment.level)}${marks[moment.kind]} ${cellText(moment.text, look.unicode)}`
      return { facts: moment.facts, lines: [line(moment.at, painted(moment, words, look.color))] }
    })
  const typed = typedOn(server, track).map(({ facts: done, head, rows }) => {
    const at = facts[done - 1]?.at ?? initial.now
    const texts = [`${marks.command} ${head}`, ...rows.map(row => `    ${row}`)]
    return { facts: done, lines: texts.map(text => line(at, forTerminal(consoleText(text, look.unicode)))) }
  })
  return [...moments, ...typed].sort((a, b) => a.facts - b.facts).flatMap(({ lines }) => lines)
}

function painted({ bad }: Moment, text: string, color: boolean): Shown {
  return bad && color ? styled(text, 'red') : forTerminal(text)
}
