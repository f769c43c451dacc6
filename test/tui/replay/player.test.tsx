import { cleanup, render } from 'ink-testing-library'
import { afterEach, describe, expect, it } from 'vitest'
import { type Film, filmOf } from '../../../tui/replay/frame.ts'
import { Player } from '../../../tui/replay/player.tsx'
import type { Look } from '../../../tui/screen/glyphs.ts'
import { simulated } from '../helpers.ts'

const films = simulated('file-in-use').servers.map(server => filmOf(server))

afterEach(cleanup)

const RIGHT = '\u001b[C'
const LEFT = '\u001b[D'
const END = '\u001b[F'
const PAGE_DOWN = '\u001b[6~'
const TITLES = { told: 'A backup agent holds a file', neutral: 'Ticket 4712' }
const PLAIN: Look = { color: false, unicode: true }

interface Screen {
  press(...keys: readonly string[]): Promise<void>
  resize(columns: number, rows: number): Promise<void>
  lines(): string[]
  readonly text: string
}

/** The player in a terminal of a size that the testing library's own stdout cannot have. */
async function open(columns: number, rows: number, look = PLAIN, of: readonly Film[] = films): Promise<Screen> {
  const app = render(<Player titles={TITLES} films={of} look={look} />)
  const screen: Screen = {
    async press(...keys) {
      for (const key of keys) app.stdin.write(key)
      await settled()
    },
    async resize(wide, high) {
      Object.defineProperty(app.stdout, 'columns', { configurable: true, get: () => wide })
      Object.defineProperty(app.stdout, 'rows', { configurable: true, get: () => high })
      app.stdout.emit('resize')
      await settled()
    },
    lines: () => screen.text.split('\n'),
    get text() {
      return app.lastFrame()!.replace(STYLES, '')
    },
  }
  await settled()
  await screen.resize(columns, rows)
  return screen
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal takes as style
const STYLES = /\u001b\[[\d;]*m/g

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 60))

function expectToFit(screen: Screen, columns: number, rows: number): void {
  expect(screen.lines().length).toBeLessThanOrEqual(rows - 1)
  for (const line of screen.lines()) expect(line.length).toBeLessThanOrEqual(columns)
}

/** In the Application log of file-in-use when the server is found. */
const EVENTS = 158

describe.each([
  [80, 24],
  [120, 40],
])('the player at %i x %i', (columns, rows) => {
  it('shows title, timeline and the three panes', async () => {
    const screen = await open(columns, rows)
    expectToFit(screen, columns, rows)
    expect(screen.lines()).toHaveLength(rows - 1)
    expect(screen.lines()[0]).toMatch(/^A backup agent holds a file {2}EXCH01 {2}Mon 27 Aug 2007 13:12:00 +0\/\d+$/)
    expect(screen.text).toMatch(/─ Timeline ─+ │ ─ Log ─+/)
    expect(screen.text).toContain(`─ Application log ${EVENTS} events`)
    expect(screen.text).toContain('─ Services ')
    expect(screen.text).toContain('as the server was found')
    expect(screen.lines().at(-1)).toContain('q quit')
  })

  it('comes back to the same screen', async () => {
    const screen = await open(columns, rows)
    await screen.press(PAGE_DOWN)
    const before = screen.text
    await screen.press(RIGHT, RIGHT, RIGHT, RIGHT, RIGHT)
    expect(screen.text).not.toBe(before)
    await screen.press(LEFT, LEFT, LEFT, LEFT, LEFT)
    expect(screen.text).toBe(before)
  })

  it('fits at every moment', async () => {
    const screen = await open(columns, rows)
    for (let p = 0; p < films[0]!.moments.length; p += 10) {
      await screen.press(PAGE_DOWN)
      expectToFit(screen, columns, rows)
    }
  })
})

describe('keys', () => {
  it('e goes to the error and shows its lines', async () => {
    const screen = await open(120, 40)
    await screen.press('e')
    expect(screen.lines()[1]).toMatch(/^error 1306: Another application has exclusive access/)
    expect(screen.text).toMatch(/▸.*✗ error 1306/)
    expect(screen.text).toMatch(/│ Error 1306\. Another application/)
  })

  it('s goes to the next service change', async () => {
    const screen = await open(120, 40)
    await screen.press('s', 's')
    expect(screen.lines()[1]).toMatch(/^winmgmt running -> stopped/)
    expect(screen.text).toContain('stopped, automatic  winmgmt  (was running, automatic)')
  })

  it('Tab makes a pane larger and writes its lines out', async () => {
    const screen = await open(80, 24)
    await screen.press(END, '\t')
    expect(screen.text).toMatch(/│ MSI \(s\) \([0-9A-F]{2}:[0-9A-F]{2}\) \[13:16:5\d:/)
    expectToFit(screen, 80, 24)
  })

  it('? says what there is to press', async () => {
    const screen = await open(80, 24)
    await screen.press('?')
    for (const word of ['PgUp PgDn', 'Home End', 'previous service change', 'q quit']) {
      expect(screen.text).toContain(word)
    }
    expectToFit(screen, 80, 24)
    await screen.press('?')
    expect(screen.text).not.toContain('PgUp')
  })

  it('says when there is nothing further', async () => {
    const screen = await open(80, 24)
    await screen.press(END, 's')
    expect(screen.lines().at(-1)).toBe('no later service change')
  })
})

describe('a terminal', () => {
  it.each([
    [63, 24],
    [40, 12],
    [20, 5],
    [5, 3],
    [1, 2],
    [300, 90],
  ])('of %i x %i is not exceeded', async (columns, rows) => {
    const screen = await open(columns, rows)
    await screen.press(END)
    expectToFit(screen, columns, rows)
  })

  it('may change its size', async () => {
    const screen = await open(120, 40)
    await screen.press('e')
    const before = screen.text
    await screen.resize(60, 15)
    expectToFit(screen, 60, 15)
    await screen.resize(120, 40)
    expect(screen.text).toBe(before)
  })

  it('without Unicode gets ASCII', async () => {
    const screen = await open(80, 24, { color: false, unicode: false })
    await screen.press('e', '?')
    expect(screen.text).toMatch(/^[\n\x20-\x7e]*$/)
  })
})
