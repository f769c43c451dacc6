import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { needing, programs } from '../../needs.ts'
import { CLI, ROOT } from '../helpers.ts'

/** The player in a real terminal, from a shell's prompt and back to it. */
const SOCKET = `lab1603-test-${process.pid}`
const PANE = 'player'
const PROMPT = 'ready>'

function tmux(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('tmux', ['-L', SOCKET, '-f', '/dev/null', ...args], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`)
  return stdout
}

const screen = (): string => tmux('capture-pane', '-p', '-t', PANE)
const lines = (): string[] => screen().split('\n')
const press = (...keys: readonly string[]): string => tmux('send-keys', '-t', PANE, ...keys)
const type = (line: string): string => press(line, 'Enter')

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** Waits for something to appear; what is there instead is in the message. */
async function until(shown: (screen: string) => boolean, what: string): Promise<string> {
  for (let tries = 0; tries < 150; tries++) {
    const now = screen()
    if (shown(now)) return now
    await pause(100)
  }
  throw new Error(`${what} did not appear:\n${screen()}`)
}

const position = (of: string): string | undefined => / (\d+)\/\d+\s*$/m.exec(of.split('\n')[0]!)?.[1]
const atPosition = (wanted: number): Promise<string> =>
  until(now => position(now) === String(wanted), `position ${wanted}`)

describe('in a terminal', needing(programs('tmux')), () => {
  beforeAll(async () => {
    tmux('new-session', '-d', '-s', PANE, '-x', '80', '-y', '24', 'bash --norc --noprofile')
    type(`cd '${ROOT}'; PS1='${PROMPT} '; clear`)
    await until(now => now.trim() === PROMPT, 'the prompt')
  })

  afterAll(() => void tmux('kill-server'))

  it('five steps there and five back show the same screen, and q leaves everything as it was', async () => {
    const start = tmux('display-message', '-p', '-t', PANE, '#{cursor_flag} #{alternate_on}')
    expect(start.trim()).toBe('1 0')
    type(`node '${CLI}' replay file-in-use`)
    await atPosition(0)
    press('PageDown', 'PageDown')
    const before = await atPosition(20)
    expect(before).toContain('Application log')
    expect(lines().at(-2)).toBe('')

    press('Right', 'Right', 'Right', 'Right', 'Right')
    expect(await atPosition(25)).not.toBe(before)
    press('Left', 'Left', 'Left', 'Left', 'Left')
    expect(await atPosition(20)).toBe(before)

    press('q')
    await until(now => now.trimEnd().endsWith(PROMPT), 'the prompt')
    expect(tmux('display-message', '-p', '-t', PANE, '#{cursor_flag} #{alternate_on}').trim()).toBe('1 0')
    expect(screen()).not.toContain('Timeline')
    type('clear; stty -a')
    const settings = await until(now => now.includes('icanon'), 'the settings')
    expect(settings).toMatch(/(^|\s)echo\s/)
    expect(settings).toMatch(/(^|\s)icanon\s/)
    expect(settings).not.toMatch(/-echo\s|-icanon\s/)
  })

  it('follows the terminal when its size changes', async () => {
    type(`clear; node '${CLI}' replay file-in-use`)
    await atPosition(0)
    press('e')
    const before = await until(now => now.includes('error 1306:'), 'the error')
    tmux('resize-window', '-t', PANE, '-x', '60', '-y', '16')
    await until(now => now.split('\n').length === 17 && !now.includes('│'), 'the stacked screen')
    tmux('resize-window', '-t', PANE, '-x', '80', '-y', '24')
    expect(await until(now => now === before, 'the screen of before')).toBe(before)
    press('q')
    await until(now => now.trimEnd().endsWith(PROMPT), 'the prompt')
  })

  it('leaves the terminal clean when it is ended from outside', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-tmux-'))
    const pidFile = join(folder, 'pid')
    type(`clear; bash -c 'echo $$ > ${pidFile}; exec node ${CLI} replay file-in-use'; echo "ended with $?"`)
    await atPosition(0)
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGTERM')
    await until(now => now.includes('ended with 143'), 'the exit code')
    expect(tmux('display-message', '-p', '-t', PANE, '#{cursor_flag} #{alternate_on}').trim()).toBe('1 0')
    rmSync(folder, { recursive: true })
  })
})
