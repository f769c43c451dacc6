import fc from 'fast-check'
import { cleanup, render } from 'ink-testing-library'
import type { ReactElement } from 'react'
import { afterEach, expect, test } from 'vitest'
import { LabScreen } from '../../tui/drill/screens/screen.tsx'
import { filmOf } from '../../tui/replay/frame.ts'
import { Player } from '../../tui/replay/player.tsx'
import type { Look } from '../../tui/screen/glyphs.ts'
import { keysIn } from '../../tui/screen/keys.ts'
import { Watch } from '../../tui/watch/screen.tsx'
import { sitAt } from './drill/sat.ts'
import { simulated } from './helpers.ts'

/** Whatever comes from a terminal at any of the screens, the screen stands, and takes the next key. */

const LOOK: Look = { color: false, unicode: true }
const films = simulated('superseded').servers.map(server => filmOf(server))
const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 30))

/** Each with a key that changes what stands there, and what does then. */
const SCREENS: Readonly<Record<string, readonly [screen: () => ReactElement, keys: string, shows: string]>> = {
  lab: [() => <LabScreen sitting={sitAt('superseded').sitting} look={LOOK} />, '3', 'Services, '],
  player: [() => <Player titles={{ told: 'told', neutral: 'neutral' }} films={films} look={LOOK} />, '?', 'PgUp PgDn'],
  watch: [
    () => <Watch folder="in" looker={{ look: () => [], settled: async () => {} }} every={60} look={LOOK} />,
    '\u001b[B',
    'in: 0 sessions',
  ],
}

afterEach(cleanup)

const NO_KEYS = ['[1;5P', '[1;5S', '[1;5I', '[25;5~', '[29;5~', '[6n'].map(sequence => `\u001b${sequence}`)

test.each(Object.entries(SCREENS))('%s: a key that is none here does nothing', async (_, [screen, keys, shows]) => {
  const app = render(screen())
  await settled()
  const before = app.lastFrame()
  for (const key of NO_KEYS) app.stdin.write(key)
  await settled()
  expect(app.lastFrame()).toBe(before)
  app.stdin.write(keys)
  await settled()
  expect(app.lastFrame()).toContain(shows)
})

const bytes = fc.oneof(
  fc.constantFrom(...NO_KEYS, '\u001b', '\u001b[', '\u001bO', 'echo \u001b[31mred', '\r', '\t', '/'),
  fc.string({ unit: 'binary' }),
)

test.each(Object.entries(SCREENS))('%s: nothing that comes throws', (_, [screen]) => {
  fc.assert(
    fc.property(fc.array(bytes), pieces => {
      const app = render(screen())
      for (const piece of pieces) app.stdin.write(piece)
      app.unmount()
    }),
    { numRuns: 10 },
  )
})

test('nothing that comes is a contradiction in the lab', () => {
  const sat = sitAt('superseded')
  fc.assert(
    fc.property(fc.array(bytes), pieces => {
      for (const { pressed } of pieces.map(keysIn)) sat.sitting.press(pressed, { columns: 80, rows: 24 })
      expect(sat.rows()).toHaveLength(23)
    }),
    { numRuns: 30 },
  )
})
