import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutOf } from '../../../tui/replay/layout.ts'
import { storyRows, titleRow } from '../../../tui/replay/rows.ts'
import { PANES } from '../../../tui/replay/state.ts'
import { glyphsFor } from '../../../tui/screen/glyphs.ts'
import { flow, GAP, headRow } from '../../../tui/screen/rows.ts'
import { cellText, cut, cutStart, foldText } from '../../../tui/screen/text.ts'

const [ASCII, UNICODE] = [glyphsFor(false), glyphsFor(true)]

const size = fc.record({ columns: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 100 }) })
const focus = fc.constantFrom(...PANES)

describe('the layout', () => {
  it('fills the screen but for its last row, and overlaps nowhere', () => {
    fc.assert(
      fc.property(size, focus, fc.integer({ min: 1, max: 8 }), ({ columns, rows }, pane, footer) => {
        const layout = layoutOf({ columns, rows }, pane, footer, PANES)
        expect(layout.height).toBeLessThanOrEqual(Math.max(1, rows - 1))
        const used = layout.title + layout.story + layout.footer
        for (const column of [layout.left, layout.right].filter(regions => regions.length > 0)) {
          expect(used + column.reduce((sum, { height }) => sum + height, 0)).toBe(layout.height)
          for (const region of column) expect(region.height).toBeGreaterThan(0)
        }
        const right = layout.right[0]
        expect(layout.left[0]!.width + (right ? GAP + right.width : 0)).toBe(columns)
      }),
    )
  })

  it('always shows the pane that has the focus', () => {
    fc.assert(
      fc.property(size, focus, (of, pane) => {
        const { left, right } = layoutOf(of, pane, 1, PANES)
        expect([...left, ...right].map(region => region.pane)).toContain(pane)
      }),
    )
  })

  it.each([
    [80, 24, PANES.slice(0, 4), false, ['timeline', 'log', 'events', 'services']],
    [80, 24, PANES, false, ['timeline', 'log', 'events', 'services', 'typed']],
    [120, 40, PANES, false, ['timeline', 'log', 'events', 'services', 'typed']],
    [80, 10, PANES, false, ['timeline', 'log', 'typed']],
    [50, 24, PANES, true, ['timeline', 'log']],
    [50, 7, PANES, true, ['timeline']],
  ])('%i x %i', (columns, rows, shown, stacked, panes) => {
    const layout = layoutOf({ columns, rows }, 'timeline', 1, shown)
    expect(layout.stacked).toBe(stacked)
    expect([...layout.left, ...layout.right].map(({ pane }) => pane)).toEqual(panes)
  })
})

describe('rows of text', () => {
  const text = fc.string({ maxLength: 300 })
  const width = fc.integer({ min: 1, max: 120 })
  const STYLE = { glyphs: UNICODE, unicode: true }

  it('are never wider than they may be', () => {
    fc.assert(
      fc.property(text, width, (given, most) => {
        for (const row of [cut(given, most, UNICODE), cutStart(given, most, ASCII), ...foldText(given, most)]) {
          expect(row.length).toBeLessThanOrEqual(most)
        }
        const title = { scenario: given, server: 'EXCH01', now: 0, zone: 0, position: 3, count: 400 }
        const rows = [
          headRow(given, given, most, true, ASCII),
          titleRow(title, most, STYLE),
          ...storyRows({ facts: 1, at: 0, kind: 'error', text: given, level: 0, bad: true }, most, 2, STYLE),
        ]
        for (const row of rows) expect(row.map(span => span.text).join('').length).toBeLessThanOrEqual(most)
        for (const row of flow([given, given, 'q quit'], most, ASCII)) expect(row.length).toBeLessThanOrEqual(most)
      }),
    )
  })

  it('cannot move the cursor', () => {
    const bidi = '\u202etxt.exe'
    expect(cellText(`a\tb\r\nc\u001b[2J${bidi}`, true)).toBe('a b c?[2J?txt.exe')
    expect(cellText('Windows Server® 2008 – standard', false)).toBe('Windows Server? 2008 ? standard')
  })

  it('lose the start of a path and the end of anything else', () => {
    expect(cutStart('C:\\WINDOWS\\Temp\\MSI1.LOG', 10, UNICODE)).toBe('…\\MSI1.LOG')
    expect(cut('Application log', 6, UNICODE)).toBe('Appli…')
  })
})
