import { spawnSync } from 'node:child_process'
import { ROOT } from './helpers.ts'

/** A real terminal: a shell in a pane of tmux, started for one file of tests. */
export interface Pane {
  readonly tmux: (...args: readonly string[]) => string
  /** What stands on the screen, row by row, in letters alone. */
  readonly screen: () => string
  /** Names of keys as tmux has them, or letters. */
  readonly press: (...keys: readonly string[]) => void
  /** Letters as they are, whatever keys have such names. */
  readonly write: (text: string) => void
  /** A line for the shell. */
  readonly run: (line: string) => void
  readonly resize: (columns: number, rows: number) => void
  /** Waits for something to appear; what is there instead is in the message. */
  readonly until: (shown: (screen: string) => boolean, what: string) => Promise<string>
  readonly untilPrompt: () => Promise<string>
  /** Whether the cursor is seen and the shell's own screen shown: `1 0`. */
  readonly flags: () => string
  readonly end: () => void
}

const PANE = 'pane'
const PROMPT = 'ready>'
const TRIES = 300
const TRY_MS = 100

export async function openPane(name: string): Promise<Pane> {
  const socket = `lab1603-${name}-${process.pid}`
  const tmux = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`)
    return stdout
  }
  const screen = (): string => tmux('capture-pane', '-p', '-t', PANE)
  const until: Pane['until'] = async (shown, what) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const now = screen()
      if (shown(now)) return now
      await new Promise(resolve => setTimeout(resolve, TRY_MS))
    }
    throw new Error(`${what} did not appear:\n${screen()}`)
  }
  const press: Pane['press'] = (...keys) => void tmux('send-keys', '-t', PANE, ...keys)
  const run = (line: string): void => press(line, 'Enter')
  const untilPrompt = (): Promise<string> => until(now => now.trimEnd().endsWith(PROMPT), 'the prompt')
  tmux('new-session', '-d', '-s', PANE, '-x', '80', '-y', '24', 'bash --norc --noprofile')
  // A key that is pressed alone is no beginning of another.
  tmux('set-option', '-s', 'escape-time', '0')
  run(`cd '${ROOT}'; PS1='${PROMPT} '; clear`)
  await until(now => now.trim() === PROMPT, 'the prompt')
  return {
    tmux,
    screen,
    press,
    write: text => void tmux('send-keys', '-l', '-t', PANE, text),
    run,
    resize: (columns, rows) => void tmux('resize-window', '-t', PANE, '-x', String(columns), '-y', String(rows)),
    until,
    untilPrompt,
    flags: () => tmux('display-message', '-p', '-t', PANE, '#{cursor_flag} #{alternate_on}').trim(),
    end: () => void tmux('kill-server'),
  }
}
