import type { Lab } from '../../../sim/drill/lab.ts'
import type { Said } from '../../../sim/drill/transcript.ts'
import { clamp, type PaneStyle, plain, type ScreenRow, type Tone } from '../../screen/rows.ts'
import { consoleText, hardRows } from '../../screen/text.ts'
import type { Body } from './layout.ts'
import type { State } from './state.ts'

/** The window of the prompt: what stands in it, and the line that is being typed. Knows no keys. */

const TONES: Readonly<Record<Said['kind'], Tone>> = { typed: 'strong', printed: 'plain', beside: 'dim' }

/** Its end, or what is scrolled to, with the line that is being typed at the very end. */
export function promptRows(lab: Lab, state: State, { width, height }: Body, style: PaneStyle): ScreenRow[] {
  const input = inputRows(lab, state, width, style)
  const wanted = height + state.back
  const rows: ScreenRow[] = [...input]
  const { transcript } = lab
  for (let i = transcript.length - 1; i >= 0 && rows.length < wanted; i--) {
    const { kind, text } = transcript[i]!
    const parts = hardRows(consoleText(text, style.unicode), width)
    rows.unshift(...parts.map(part => plain(part, TONES[kind])))
  }
  const back = clamp(state.back, 0, Math.max(0, rows.length - height))
  const end = rows.length - back
  return rows.slice(Math.max(0, end - height), end)
}

export function reachOf(lab: Lab, state: State, { width, height }: Body): number {
  const style: Pick<PaneStyle, 'unicode'> = { unicode: true }
  const count = lab.transcript.reduce(
    (all, { text }) => all + Math.max(1, Math.ceil(consoleText(text, style.unicode).length / width)),
    0,
  )
  const typing = Math.ceil((lab.prompt.length + state.input.text.length + 1) / width)
  return Math.max(0, count + typing - height)
}

function inputRows(lab: Lab, { input }: State, width: number, { unicode }: PaneStyle): ScreenRow[] {
  const before = consoleText(lab.prompt, unicode)
  const text = `${before}${consoleText(input.text, unicode)} `
  const at = before.length + input.cursor
  return hardRows(text, width).map((row, i) => {
    const from = i * width
    const here = at - from
    if (here < 0 || here >= row.length) return plain(row, 'strong')
    return [
      { text: row.slice(0, here), tone: 'strong' },
      { text: row.slice(here, here + 1), tone: 'selected' },
      { text: row.slice(here + 1), tone: 'strong' },
    ]
  })
}
