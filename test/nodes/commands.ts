import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'

/** Every command once, twelve bundles among them, and what must not differ between two Nodes. */

export interface Command {
  readonly args: readonly string[]
  readonly code: number
  readonly input?: string
  readonly stdout?: string
}

/** Letters that have a case in one version of Unicode and none in another, or more than one capital. */
const LETTERS = `
title: Names beyond ASCII
servers:
  - name: EXCH01
    os: windows-server-2003
    roles: [mailbox]
    baseline: rtm
    change:
      - write: {path: 'C:\\Stra\u00dfe \u0130\u0131 \u017f\u212a \ua7cb\u0264 \ua7dc\u019b\\\u03a3\u03c3\u03c2.log', text: one}
      - write: {path: 'C:\\STRA\u00dfE \u0130\u0131 \u017f\u212a \ua7cb\u0264 \ua7dc\u019b\\\u03a3\u03a3\u03a3.LOG', text: two}
steps:
  - command: 'dir /s C:\\Stra\u00dfe*'
  - install: {rollup: KB935490, by: microsoft-update}
`

/** At the prompt of a lab. */
const TYPED = 'ver\nhostname\n:claim a newer rollup is there already\n:score\n:hint\n:undo\n:hand-in\n'

const EVERY: readonly Command[] = [
  { args: ['--version'], code: 0 },
  { args: ['--help'], code: 0 },
  { args: ['generate', '--count', '8', '--seed', '1', '--jobs', '2', '--out', 'plain'], code: 0 },
  {
    args: ['generate', '--combine', '0-4', '--count', '4', '--seed', '5', '--jobs', '2', '--out', 'combined'],
    code: 0,
  },
  { args: ['verify', 'plain'], code: 0 },
  { args: ['verify', 'combined', '--json'], code: 0 },
  { args: ['list'], code: 0 },
  { args: ['list', '--json'], code: 0 },
  { args: ['run', 'saved-state-lost', '--out', 'bundle'], code: 0 },
  { args: ['run', 'not-elevated', '--json'], code: 0 },
  { args: ['run', '-', '--json', '--out', 'letters'], code: 0, input: LETTERS },
  { args: ['run', '-'], code: 2, input: 'title: no servers\n' },
  { args: ['verify', 'bundle', '--again'], code: 0 },
  { args: ['diagnose', 'bundle'], code: 0 },
  { args: ['diagnose', 'bundle', '--json'], code: 0 },
  { args: ['repair', 'saved-state-lost'], code: 0 },
  { args: ['repair', 'services-disabled', '--json'], code: 0 },
  { args: ['replay', 'bundle', '--plain'], code: 0 },
  { args: ['drill', 'superseded', '--json', '--session', 'typed.jsonl'], code: 0, input: TYPED },
  { args: ['replay', 'typed.jsonl', '--plain'], code: 0 },
  { args: ['explain', '1603'], code: 0 },
  { args: ['explain', '1306', '--json'], code: 0 },
  { args: ['schema', 'scenario'], code: 0 },
  { args: ['schema', 'bundle'], code: 0 },
  { args: ['nonsense'], code: 3 },
  { args: ['list'], code: 2, stdout: '/dev/full' },
]

/** Not every system has a full device. */
export const COMMANDS = EVERY.filter(({ stdout }) => stdout === undefined || existsSync(stdout))

export interface Ended {
  readonly code: number | null
  readonly stdout: string | null
  readonly stderr: string
}

/** Runs a command in a folder, off a terminal. */
export function ended(node: string, cli: string, cwd: string, { args, input = '', stdout }: Command): Ended {
  const out = stdout === undefined ? 'pipe' : openSync(stdout, 'w')
  const { NO_COLOR: _n, FORCE_COLOR: _f, NODE_OPTIONS: _o, ...env } = process.env
  try {
    const child = spawnSync(node, [cli, ...args], {
      cwd,
      input,
      env: { ...env, LC_ALL: 'C.UTF-8', TERM: 'dumb' },
      stdio: ['pipe', out, 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return { code: child.status, stdout: child.stdout, stderr: child.stderr }
  } finally {
    if (typeof out === 'number') closeSync(out)
  }
}
