import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { needing, programs } from '../../needs.ts'
import { CLI } from '../helpers.ts'
import { openPane, type Pane } from '../pane.ts'

/** The player in a real terminal, from a shell's prompt and back to it. */

let pane: Pane

const position = (of: string): string | undefined => / (\d+)\/\d+\s*$/m.exec(of.split('\n')[0]!)?.[1]
const atPosition = (wanted: number): Promise<string> =>
  pane.until(now => position(now) === String(wanted), `position ${wanted}`)

/** What the shell in the pane has started. */
const childOf = (shell: string): number =>
  Number(execFileSync('ps', ['-o', 'pid=', '--ppid', shell], { encoding: 'utf8' }).trim())

describe('in a terminal', needing(programs('tmux')), () => {
  beforeAll(async () => {
    pane = await openPane('player')
  })

  afterAll(() => pane.end())

  it('five steps there and five back show the same screen, and q leaves everything as it was', async () => {
    expect(pane.flags()).toBe('1 0')
    pane.run(`node '${CLI}' replay file-in-use`)
    await atPosition(0)
    pane.press('PageDown', 'PageDown')
    const before = await atPosition(20)
    expect(before).toContain('Application log')
    expect(pane.screen().split('\n').at(-2)).toBe('')

    pane.press('Right', 'Right', 'Right', 'Right', 'Right')
    expect(await atPosition(25)).not.toBe(before)
    pane.press('Left', 'Left', 'Left', 'Left', 'Left')
    expect(await atPosition(20)).toBe(before)

    pane.press('q')
    await pane.untilPrompt()
    expect(pane.flags()).toBe('1 0')
    expect(pane.screen()).not.toContain('Timeline')
    pane.run('clear; stty -a')
    const settings = await pane.until(now => now.includes('icanon'), 'the settings')
    expect(settings).toMatch(/(^|\s)echo\s/)
    expect(settings).toMatch(/(^|\s)icanon\s/)
    expect(settings).not.toMatch(/-echo\s|-icanon\s/)
  })

  it('follows the terminal when its size changes', async () => {
    pane.run(`clear; node '${CLI}' replay file-in-use`)
    await atPosition(0)
    pane.press('e')
    const before = await pane.until(now => now.includes('error 1306:'), 'the error')
    pane.resize(60, 16)
    await pane.until(now => now.split('\n').length === 17 && !now.includes('│'), 'the stacked screen')
    pane.resize(80, 24)
    expect(await pane.until(now => now === before, 'the screen of before')).toBe(before)
    pane.press('q')
    await pane.untilPrompt()
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGQUIT', 131],
  ] as const)('leaves the terminal clean when it is ended by %s', async (signal, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-tmux-'))
    const pidFile = join(folder, 'pid')
    pane.run(`clear; bash -c 'echo $$ > ${pidFile}; exec node ${CLI} replay file-in-use'; echo "ended with $?"`)
    await atPosition(0)
    process.kill(Number(readFileSync(pidFile, 'utf8')), signal)
    await pane.until(now => now.includes(`ended with ${code}`), 'the exit code')
    expect(pane.flags()).toBe('1 0')
    rmSync(folder, { recursive: true })
  })

  it('gives the terminal to the shell when it is stopped from outside, and comes back', async () => {
    pane.run(`clear; node '${CLI}' replay file-in-use`)
    await atPosition(0)
    pane.press('Right')
    const before = await atPosition(1)
    process.kill(childOf(pane.tmux('list-panes', '-F', '#{pane_pid}').trim()), 'SIGTSTP')
    await pane.until(now => now.includes('Stopped'), 'the shell')
    expect(pane.flags()).toBe('1 0')
    pane.run('fg')
    expect(await pane.until(now => now === before, 'the screen of before')).toBe(before)
    expect(pane.flags()).toBe('0 1')
    pane.press('Right')
    await atPosition(2)
    pane.press('q')
    await pane.untilPrompt()
  })
})
