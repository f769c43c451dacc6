import { captionOf } from '../../../model/words/buttons.ts'
import type { Lab } from '../../../sim/drill/lab.ts'
import { wrap } from '../../../sim/story/text.ts'
import { type PaneStyle, plain, type ScreenRow, type Span } from '../../screen/rows.ts'
import { consoleText } from '../../screen/text.ts'
import type { Body } from './layout.ts'

/** A window that stands on the screen, in the middle of it. Does not know what it is about. */
export function windowRows(
  { screen, countdown, buttons }: Lab,
  chosen: number,
  { width, height }: Body,
  style: PaneStyle,
): ScreenRow[] {
  const shown = screen ?? countdown
  if (!shown) return [[], plain('  No window stands on the screen.', 'dim')]
  const { glyphs, unicode } = style
  const inner = Math.max(8, Math.min(64, width - 6))
  const texts = shown.filter(row => row.startsWith('| ')).flatMap(row => wrap(row.slice(2), inner))
  const [topLeft, topRight, bottomLeft, bottomRight] = glyphs.corners
  const edge = glyphs.rule.repeat(inner + 2)
  const row = (spans: readonly Span[], length: number): ScreenRow => [
    { text: `${glyphs.bar} `, tone: 'plain' },
    ...spans,
    { text: `${' '.repeat(Math.max(0, inner - length))} ${glyphs.bar}`, tone: 'plain' },
  ]
  const line = (text: string): ScreenRow => row([{ text, tone: 'plain' }], text.length)
  const window: ScreenRow[] = [
    plain(`${topLeft}${edge}${topRight}`),
    line(''),
    ...texts.map(text => line(consoleText(text, unicode))),
    line(''),
    row(...buttonSpans(buttons, chosen, inner)),
    plain(`${bottomLeft}${edge}${bottomRight}`),
  ]
  const inset = ' '.repeat(Math.max(0, Math.floor((width - inner - 4) / 2)))
  const above = Math.max(0, Math.floor((height - window.length) / 2))
  return [
    ...Array.from({ length: above }, () => []),
    ...window.map(one => [{ text: inset, tone: 'plain' } as const, ...one]),
  ]
}

function buttonSpans(buttons: readonly string[], chosen: number, width: number): [spans: Span[], length: number] {
  const texts = buttons.map(button => `[ ${captionOf(button)} ]`)
  const length = texts.join('  ').length
  const inset = Math.max(0, Math.floor((width - length) / 2))
  const spans = texts.flatMap((text, i): Span[] => [
    { text: i === 0 ? ' '.repeat(inset) : '  ', tone: 'plain' },
    { text, tone: i === chosen ? 'selected' : 'strong' },
  ])
  return [spans, inset + length]
}
