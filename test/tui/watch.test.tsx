import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanup, render } from 'ink-testing-library'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../sim/bundle/bundleFile.ts'
import { watched } from '../../sim/classroom/watched.ts'
import { type Action, type Header, lineOf } from '../../sim/drill/session.ts'
import { uncoloured } from '../../sim/foreign/terminal.ts'
import type { Looker, Seen } from '../../tui/watch/look.ts'
import { asText } from '../../tui/watch/rows.ts'
import { Watch } from '../../tui/watch/screen.tsx'
import { nextState, START } from '../../tui/watch/state.ts'
import { CLI, scenarioText } from './helpers.ts'

/** What a trainer sees of a class at work. */

const HOSTILE = '\u001b[2JEve\u202e'
const header = (name: string): Header => ({ session: 1, scenario: sha256(scenarioText('superseded')), seed: 1, name })

function seen(name: string, actions: readonly Action[], quiet = 0, score?: number): Seen {
  const session = `in/${name}.jsonl`
  const lab = { id: 'superseded', name: 'superseded', text: scenarioText('superseded') }
  const written = { header: header(name), actions, whole: 0, unended: false, ignored: [] }
  return {
    ...watched(session, name, actions, quiet),
    score,
    trouble: undefined,
    submitted: { session, lab, header: header(name), written },
  }
}

const CLASS = [
  seen('Ada', [{ kind: 'type', line: 'hostname' }, { kind: 'hand-in' }], 0, 65),
  seen(HOSTILE, [{ kind: 'type', line: `echo ${HOSTILE}` }], 400_000),
  ...Array.from({ length: 40 }, (_, i) => seen(`Trainee ${i}`, [], 1000 * i)),
]

describe('rows', () => {
  const text = asText('in', CLASS)

  test('say who is where, and who is stuck', () => {
    expect(text).toMatch(/^in: 42 sessions, 1 handed in, 1 with nothing new for five minutes \(!\)$/m)
    expect(text).toMatch(/^Ada +2 +done +65 +- +:hand-in$/m)
    expect(text).toMatch(/ 6:40 ! /)
  })

  test('steer no terminal', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  })
})

describe('where the trainer looks', () => {
  const at = { count: 3, page: 10, reach: 25 }
  const pressed = (...keys: Parameters<typeof nextState>[1][]) =>
    keys.reduce((state, key) => nextState(state, key, at), START)

  test('stays within the class', () => {
    expect(pressed('up').chosen).toBe(0)
    expect(pressed('down', 'down', 'down').chosen).toBe(2)
    expect(pressed('end').chosen).toBe(2)
    expect(pressed('end', 'home').chosen).toBe(0)
    expect(nextState(START, 'enter', { ...at, count: 0 })).toBe(START)
  })

  test('over a shoulder goes back as far as there is, and leaves to the class first', () => {
    expect(pressed('enter', 'page-up', 'page-up', 'page-up')).toMatchObject({ over: true, back: 25 })
    expect(pressed('enter', 'page-up', 'end').back).toBe(0)
    expect(pressed('enter', 'leave')).toEqual(START)
    expect(pressed('enter', 'leave', 'leave').done).toBe(true)
  })
})

describe('the screen', () => {
  const looker: Looker = { look: () => CLASS, settled: async () => {} }
  const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 60))
  afterEach(cleanup)

  test.each([
    [80, 24],
    [200, 60],
    [40, 12],
  ])('fits %i x %i, chooses, looks over a shoulder, and comes back', async (columns, rows) => {
    const app = render(<Watch folder="in" looker={looker} every={60} look={{ color: false, unicode: true }} />)
    Object.defineProperty(app.stdout, 'columns', { configurable: true, get: () => columns })
    Object.defineProperty(app.stdout, 'rows', { configurable: true, get: () => rows })
    app.stdout.emit('resize')
    await settled()
    const lines = (): string[] => uncoloured(app.lastFrame()!).split('\n')
    expect(lines().length).toBeLessThanOrEqual(rows - 1)
    expect(Math.max(...lines().map(line => line.length))).toBeLessThanOrEqual(columns)
    const before = app.lastFrame()!
    app.stdin.write('\r')
    await settled()
    expect(app.lastFrame()).toContain('EXCH01')
    app.stdin.write('\u001b')
    await settled()
    expect(app.lastFrame()).toBe(before)
  })
})

describe('in lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-watch-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('a row comes whenever somebody has done something, until it is interrupted', async () => {
    const path = join(folder, 'ada.jsonl')
    appendFileSync(path, lineOf(header('Ada')))
    const child = spawn(process.execPath, [CLI, 'drill', 'watch', folder, '--plain', '--every', '1'], { stdio: 'pipe' })
    let printed = ''
    const gone = new Promise<number | null>(resolve => child.once('close', resolve))
    const until = (text: string): Promise<void> =>
      new Promise(resolve => {
        const look = (): void => {
          if (printed.includes(text)) resolve()
        }
        child.stdout.on('data', piece => {
          printed += String(piece)
          look()
        })
        look()
      })
    await until('1 session, 0 handed in')
    // Whoever has looked once knows what is new.
    await new Promise(resolve => setTimeout(resolve, 1500))
    appendFileSync(path, lineOf({ kind: 'type', line: 'net stop MSExchangeIS' }))
    await until('Ada: 1 thing,')
    rmSync(path)
    await until(`${path} is gone\n`)
    rmSync(folder, { recursive: true })
    await until(`${folder} is gone\n`)
    child.kill('SIGINT')
    expect(await gone).toBe(0)
  }, 60_000)
})
