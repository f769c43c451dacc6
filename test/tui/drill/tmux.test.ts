import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { needing, programs } from '../../needs.ts'
import { CLI, scenarioText } from '../helpers.ts'
import { openPane, type Pane } from '../pane.ts'

/** The screens of the lab in a real terminal. What each key does is tested without one: screens.test.ts. */

let pane: Pane
const folder = mkdtempSync(join(tmpdir(), 'lab1603-drill-'))
const session = join(folder, 'session.jsonl')

const kept = (): unknown[] =>
  readFileSync(session, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => JSON.parse(line))

const shows = (text: string): Promise<string> => pane.until(now => now.includes(text), text)

describe('in a terminal', needing(programs('tmux')), () => {
  beforeAll(async () => {
    pane = await openPane('drill')
  })

  afterAll(() => {
    pane.end()
    rmSync(folder, { recursive: true })
  })

  it('is sat at in every size, left with Ctrl+C, and gone on with', async () => {
    pane.run(`node '${CLI}' drill file-in-use --session '${session}'`)
    await shows('─ Ticket ─')
    pane.press('Escape')
    await shows('Administrator>')
    pane.write('hostname')
    await shows('Administrator>hostname')
    pane.press('Enter')
    await pane.until(now => /^EXCH01$/m.test(now), 'the answer')
    const small = pane.screen()
    for (const [columns, rows] of [
      [100, 30],
      [200, 60],
    ] as const) {
      pane.resize(columns, rows)
      // What was there in another size is gone, and nothing scrolls.
      const drawn = (now: string): boolean => now.split('\n')[0]!.length > columns - 3 && now.includes('^D hand in')
      const wide = await pane.until(drawn, 'the whole screen')
      expect(wide.split('\n')[rows - 1]).toBe('')
      expect(wide.match(/\^D hand in/g)).toHaveLength(1)
    }
    pane.resize(80, 24)
    expect(await pane.until(now => now === small, 'the screen of before')).toBe(small)

    pane.press('Escape', '3')
    await shows('─ Services, 45')
    pane.press('C-c', 'C-c')
    await pane.untilPrompt()
    expect(pane.flags()).toBe('1 0')
    expect(pane.screen()).toContain('it goes on with --session')
    expect(kept()).toEqual([{ kind: 'type', line: 'hostname' }])

    pane.run(`clear; node '${CLI}' drill file-in-use --session '${session}'`)
    await pane.until(now => /Administrator>hostname\nEXCH01\n/.test(now), 'what was typed before')
    pane.press('C-d', 'y')
    await shows('─ Debrief ─')
    await shows(' of 100')
    pane.press('p')
    await shows('─ Typed')
    pane.press('q')
    await shows('─ Debrief ─')
    pane.press('q')
    await pane.untilPrompt()
    expect(pane.screen()).toMatch(/score \d+ of 100/)
    expect(kept().at(-1)).toEqual({ kind: 'hand-in' })
  })

  it('comes to an end where the session cannot be written, and leaves the terminal clean', async () => {
    const full = join(folder, 'full.jsonl')
    pane.run(`clear; (ulimit -f 1; exec node '${CLI}' drill superseded --session '${full}'); echo "ended with $?"`)
    await shows('─ Ticket ─')
    pane.press('p')
    await shows('Administrator>')
    for (let i = 0; i < 6; i++) {
      pane.write(`echo ${'x'.repeat(200)}`)
      pane.press('Enter')
    }
    const end = await shows('ended with')
    expect(end.replaceAll('\n', ' ')).toMatch(/cannot write .* too large; the last line was not done: .*ended with 2 /)
    expect(pane.flags()).toBe('1 0')
    pane.run('clear; stty -a')
    expect(await shows('icanon')).toMatch(/(^|\s)icanon\s/)
  })

  it('does nothing that evidence tells a terminal to do', async () => {
    const scenario = join(folder, 'evil.yaml')
    const evil = String.raw`"\e]0;owned\a\e[2J\e[31mred\n\u009b2J\u202ernd\n${'\u6f22'.repeat(200)}"`
    writeFileSync(
      scenario,
      scenarioText('superseded').replace(
        /^steps:$/m,
        `    change:\n      - write: {path: 'C:\\evil.log', text: ${evil}}\nsteps:`,
      ),
    )
    pane.run(`clear; node '${CLI}' drill '${scenario}'`)
    await shows('─ Ticket ─')
    pane.press('4', 'Enter')
    pane.write('/evil')
    pane.press('Enter', 'Enter')
    const shown = await shows('red')
    expect(shown).toMatch(/\?\]0;owned\?\?\[2J\?\[31mred/)
    // Letters of two columns end at the edge.
    expect(shown.match(/\u6f22+/g)).toEqual([expect.stringMatching(/^.{35,40}$/)])
    expect(shown.match(/\? keys/g)).toHaveLength(1)
    expect(pane.tmux('display-message', '-p', '#{pane_title}')).not.toContain('owned')
    pane.press('C-c', 'C-c')
    await pane.untilPrompt()
    expect(pane.flags()).toBe('1 0')
  })
})
