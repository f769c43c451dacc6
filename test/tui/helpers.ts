import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import { loadScenario } from '../../sim/scenario/load.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const CLI = join(ROOT, 'dist', 'cli.js')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Given {
  readonly cwd?: string
  readonly input?: string | Uint8Array
  /** In place of the variables that decide about colour and marks. */
  readonly env?: Readonly<Record<string, string>>
}

const { NO_COLOR: _n, FORCE_COLOR: _f, TERM: _t, CI: _c, ...BARE } = process.env
const ENV = { ...BARE, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' }

/** Runs the built command line off a terminal. */
export function lab1603(args: readonly string[], { cwd, input, env }: Given = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: cwd ?? ROOT,
    input: input ?? '',
    env: { ...ENV, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  })
  return { code: status, stdout, stderr }
}

/** A folder of its own for `use`, gone afterwards. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-tui-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function scenarioText(id: string): string {
  return readFileSync(join(ROOT, 'scenarios', `${id}.yaml`), 'utf8')
}

export function simulated(id: string, seed = 1): Run {
  const loaded = loadScenario(scenarioText(id), id)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return simulate(loaded.scenario, { seed })
}
