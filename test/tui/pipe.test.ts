import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { FULL, needing } from '../needs.ts'
import { CLI, type Ended, inFolder, lab1603, ROOT, scenarioText } from './helpers.ts'

/** Where the text of a command ends up: all of it, or an exit code that says no. */

/** Every command that prints, in all its forms. `bundle` is made before. */
const COMMANDS = (bundle: string, out: string): readonly (readonly string[])[] => [
  ['--version'],
  ['--help'],
  ['run', '--help'],
  ['list'],
  ['list', '--json'],
  ['run', 'clean-install', '--out', out],
  ['run', 'clean-install', '--out', out, '--json'],
  ['diagnose', bundle],
  ['diagnose', bundle, '--json'],
  ['repair', 'services-disabled'],
  ['repair', 'services-disabled', '--json'],
  ['verify', bundle],
  ['verify', bundle, '--json'],
  ['replay', 'clean-install'],
  ['replay', bundle, '--plain'],
  ['explain', '1603'],
  ['explain', '1603', '--json'],
  ['schema', 'scenario'],
  ['schema', 'bundle'],
]

/** Linux keeps so many bytes of a pipe that nobody reads. */
const MOST_IN_A_PIPE = 65_536
const MANY = 30

async function inFolderOfBundle(use: (bundle: string, folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-pipe-'))
  try {
    const bundle = join(folder, 'bundle')
    expect(lab1603(['run', 'file-in-use', '--out', bundle]).code).toBe(0)
    await use(bundle, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Starts to read some time after the start, in milliseconds, or goes at once. */
async function readLate(args: readonly string[], after: number | 'never'): Promise<Ended> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' }
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: ROOT, env })
  const closed = once(child, 'close')
  const stderr = text(child.stderr)
  if (after === 'never') child.stdout.destroy()
  else await setTimeout(after)
  const stdout = after === 'never' ? '' : await text(child.stdout)
  const [code] = await closed
  return { code, stdout, stderr: await stderr }
}

/** Runs the command line with a file as its stdout. */
function into(path: string, flags: string, args: readonly string[]): { code: number | null; stderr: string } {
  const file = openSync(path, flags)
  try {
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd: ROOT,
      stdio: ['ignore', file, 'pipe'],
      encoding: 'utf8',
    })
    return { code: status, stderr }
  } finally {
    closeSync(file)
  }
}

describe('a stdout that does not take the text', () => {
  it('where it is full: one line and exit code 2, from every command', needing(FULL), () => {
    return inFolderOfBundle((bundle, folder) => {
      for (const args of COMMANDS(bundle, join(folder, 'out'))) {
        expect([args, into('/dev/full', 'w', args)]).toEqual([
          args,
          { code: 2, stderr: 'cannot write to stdout: no space left on the device\n' },
        ])
      }
    })
  })

  it('where it is not open for writing: the same', () => {
    const closed = { code: 2, stderr: 'cannot write to stdout: it is closed, or not open for this\n' }
    expect(into('/dev/null', 'r', ['list'])).toEqual(closed)
    expect(into(CLI, 'r', ['schema', 'bundle', '--help'])).toEqual(closed)
  })

  it('where a file has room for a part: the part, one line and exit code 2', () => {
    inFolder(folder => {
      const file = join(folder, 'schema.json')
      const script = 'ulimit -f 8; exec "$0" "$@" > "$FILE"'
      const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, CLI, 'schema', 'scenario'], {
        env: { ...process.env, FILE: file },
        encoding: 'utf8',
      })
      expect({ status, stderr }).toEqual({ status: 2, stderr: 'cannot write to stdout: the file would be too large\n' })
      const whole = lab1603(['schema', 'scenario']).stdout
      const part = readFileSync(file, 'utf8')
      expect(part.length).toBeGreaterThan(0)
      expect(whole.startsWith(part)).toBe(true)
      expect(part.length).toBeLessThan(whole.length)
    })
  })
})

it('a full stderr changes neither what is done nor the exit code', needing(FULL), () => {
  inFolder(folder => {
    const out = join(folder, 'bundle')
    const script = 'exec "$0" "$@" 2> /dev/full'
    const told = (...args: readonly string[]) =>
      spawnSync('sh', ['-c', script, process.execPath, CLI, ...args], { encoding: 'utf8', cwd: ROOT })
    expect(told('run', 'clean-install', '--out', out).status).toBe(0)
    expect(lab1603(['verify', out]).code).toBe(0)
    expect(told('run', 'no-such-scenario').status).toBe(2)
    expect(told('nonsense').status).toBe(3)
  })
})

describe('a reader', () => {
  it.each([[['schema', 'scenario']], [['replay', 'file-in-use']], [['list', '--json']]])(
    'that has gone is no trouble: %j',
    async args => {
      expect(await readLate(args, 'never')).toEqual({ code: 0, stdout: '', stderr: '' })
    },
  )

  it('that has gone leaves the exit code as it is', async () => {
    await inFolderOfBundle(async bundle => {
      rmSync(join(bundle, 'evidence'), { recursive: true })
      expect(await readLate(['verify', bundle, '--json'], 'never')).toEqual({ code: 1, stdout: '', stderr: '' })
    })
  })

  it('that is slow gets everything, through a socket and through a pipe', async () => {
    await inFolderOfBundle(async (_bundle, folder) => {
      const scenario = join(folder, 'long.yaml')
      const step = '  - install: {rollup: KB935490, by: microsoft-update}\n'
      writeFileSync(scenario, scenarioText('file-in-use').replace(step, step.repeat(MANY)))
      const args = ['replay', scenario, '--plain']
      const { stdout } = lab1603(args)
      expect(stdout.length).toBeGreaterThan(2 * MOST_IN_A_PIPE)
      expect(await readLate(args, 300)).toEqual({ code: 0, stdout, stderr: '' })
      const piped = spawnSync('sh', ['-c', '"$0" "$@" | { sleep 0.3; cat; }', process.execPath, CLI, ...args], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' },
      })
      expect(piped.stdout).toBe(stdout)
    })
  })
})
