import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { once } from '../../library/arbitraries/once.ts'
import { drawn, type Reach } from './trial.ts'

/** The command line as it is built, killed with -9 while it writes. Every call of the writer by itself: test/sim/place. */

interface Kill {
  readonly what: keyof typeof ORDERS
  /** So long after the start, in milliseconds, or before so many calls that change something on the disk. */
  readonly at: { readonly ms: number } | { readonly call: number }
}

const RUN = ['run', 'clean-install', '--seed']
const GENERATE = ['generate', '--scenario', 'clean-install', '--seed', '3', '--jobs', '2', '--out', 'p', '--count']

interface Order {
  /** What is done before, by somebody who is not killed. */
  readonly before: readonly string[] | undefined
  readonly args: readonly string[]
  readonly cwd: string
}

const ORDERS = {
  'a bundle where nothing is': { before: undefined, args: [...RUN, '2', '--out', 'p'], cwd: '.' },
  'a bundle over another': { before: [...RUN, '1', '--out', 'p'], args: [...RUN, '2', '--out', 'p'], cwd: '.' },
  'a bundle where the shell stands': {
    before: [...RUN, '1', '--out', 'p'],
    args: [...RUN, '2', '--out', '.'],
    cwd: 'p',
  },
  'a corpus where nothing is': { before: undefined, args: [...GENERATE, '4'], cwd: '.' },
  'a corpus that grows': { before: [...GENERATE, '2'], args: [...GENERATE, '4'], cwd: '.' },
  'a corpus that is mended': { before: [...GENERATE, '4'], args: [...GENERATE, '4'], cwd: '.' },
} as const satisfies Readonly<Record<string, Order>>

const MENDED: Kill['what'] = 'a corpus that is mended'

const evenly = (min: number, max: number): fc.Arbitrary<number> => fc.noBias(fc.integer({ min, max }))

const kills: fc.Arbitrary<Kill> = fc.record({
  // Twice as often where nothing is: only there nothing, or all of a bundle, is left by a kill at any call.
  what: fc.constantFrom('a bundle where nothing is', ...(Object.keys(ORDERS) as Kill['what'][])),
  at: fc.oneof(
    { weight: 1, arbitrary: fc.record({ ms: evenly(50, 4000) }) },
    { weight: 2, arbitrary: fc.record({ call: evenly(1, 420) }) },
  ),
})

export const killed = drawn({
  name: 'killed',
  law: 'killed at any moment, a folder holds the old bundle or the new one, whole, and nothing of it afterwards',
  sample: 9,
  whole: 200,
  marks: { 'left nothing': 10, 'left the old': 40, 'left the new': 15, 'left it half exchanged': 25 },
  from: kills,
  broken: (kill, reach) => inFolder(root => wrongAfter(kill, root, reach)),
})

// ------------------------------------------------------------------------------------------------------------ a kill

const NOTE = 'somebody has put this beside it'

function wrongAfter({ what, at }: Kill, root: string, reach: Reach): string | undefined {
  const { before, args, cwd } = ORDERS[what]
  const place = join(root, 'p')
  writeFileSync(join(root, 'note.txt'), NOTE)
  if (before) cpSync(made(before), place, { recursive: true, preserveTimestamps: true })
  if (what === MENDED) for (const bundle of bundlesIn(place)) rmSync(join(bundle, 'truth'), { recursive: true })
  const inode = before && lstatSync(place).ino
  killedWhile(args, join(root, cwd), at)

  const states = what.startsWith('a bundle') ? [stateOf(place)] : bundlesIn(place).map(stateOf)
  if (states.length === 0) reach('left nothing')
  for (const state of states) reach(`left ${MARKS[state] ?? 'the new'}`)
  const odd = states.find(state => !isFair(state, what))
  if (odd !== undefined) return `it left ${odd}`
  if (what.startsWith('a bundle') && states[0] !== 'nothing') {
    const looked = lab1603(['verify', 'p'], root)
    if (looked.status !== 0 || !isWhole(stateOf(place))) return `verify leaves ${stateOf(place)}: ${looked.stderr}`
  }
  const again = lab1603(args, join(root, cwd))
  if (again.status !== 0) return `the next run says ${again.stderr}`
  if (inode !== undefined && lstatSync(place).ino !== inode) return 'it is another folder'
  if (readFileSync(join(root, 'note.txt'), 'utf8') !== NOTE) return 'the note is another one'
  return difference(made(args.map(word => (word === '.' ? 'p' : word))), place) ?? difference([`note.txt`, 'p'], root)
}

/** As it was started by hand, or with a sentry before every call that changes something. */
function killedWhile(args: readonly string[], cwd: string, at: Kill['at']): void {
  const how = 'ms' in at ? [] : ['--import', `data:text/javascript,${encodeURIComponent(sentry(at.call))}`]
  const timeout = 'ms' in at ? at.ms : 60_000
  spawnSync(process.execPath, [...how, CLI, ...args], { cwd, stdio: 'ignore', timeout, killSignal: 'SIGKILL' })
}

const sentry = (call: number): string => `
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  let left = ${call}
  for (const name of ['mkdirSync', 'renameSync', 'writeFileSync', 'writeSync', 'utimesSync', 'unlinkSync', 'rmdirSync']) {
    const call = fs[name]
    fs[name] = (...given) => {
      if (--left === 0) process.kill(process.pid, 'SIGKILL')
      return call(...given)
    }
  }
  syncBuiltinESMExports()
`

const CLI = resolve('dist/cli.js')

function lab1603(args: readonly string[], cwd: string) {
  return spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: 'utf8' })
}

/** What an order makes when nobody disturbs, made once for all cases. */
function made(args: readonly string[]): string {
  const place = join(KEPT(), hash('md5', args.join()))
  if (!existsSync(place)) {
    const root = mkdtempSync(join(KEPT(), 'made-'))
    const { status, stderr } = lab1603(args, root)
    if (status !== 0) throw new Error(stderr)
    cpSync(join(root, 'p'), place, { recursive: true, preserveTimestamps: true })
  }
  return place
}

const KEPT = once(() => {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-made-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
})

// --------------------------------------------------------------------------------------------------------- what is left

const MARKS: Readonly<Record<string, string>> = {
  nothing: 'nothing',
  'seed 1': 'the old',
  'half exchanged': 'it half exchanged',
  'without files': 'the old',
}

/** By the files themselves, without a program that could mend them. */
function stateOf(folder: string): string {
  if (!existsSync(folder)) return 'nothing'
  if (!existsSync(join(folder, 'bundle.json')))
    return existsSync(join(folder, '.lab1603')) ? 'half exchanged' : 'no list'
  const { seed, artifacts } = JSON.parse(readFileSync(join(folder, 'bundle.json'), 'utf8'))
  for (const { path, sha256 } of artifacts) {
    if (!existsSync(join(folder, path))) return 'without files'
    if (hash('sha256', readFileSync(join(folder, path))) !== sha256) return `a mixture: ${path}`
  }
  return `seed ${seed}`
}

const isWhole = (state: string): boolean => /^seed \d+$/.test(state)

/** A bundle that had lost files before may lack them still. */
function isFair(state: string, what: Kill['what']): boolean {
  return (
    isWhole(state) ||
    state === 'nothing' ||
    state === 'half exchanged' ||
    (what === MENDED && state === 'without files')
  )
}

function bundlesIn(corpus: string): string[] {
  if (!existsSync(corpus)) return []
  const names = readdirSync(corpus).filter(name => /^\d{6}-[\w-]+-\d+$/.test(name))
  return names.map(name => join(corpus, name))
}

/** The first path that one has and the other has not, or that holds other bytes. */
function difference(expected: string | readonly string[], folder: string): string | undefined {
  if (typeof expected !== 'string') {
    const there = readdirSync(folder).sort().join()
    return there === expected.join() ? undefined : `there is ${there}`
  }
  const all = (root: string): string[] => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()
  if (all(folder).join() !== all(expected).join()) {
    return `there are other files: ${all(folder).filter(path => !all(expected).includes(path))}`
  }
  const files = all(expected).filter(path => lstatSync(join(expected, path)).isFile())
  return files.find(path => !readFileSync(join(expected, path)).equals(readFileSync(join(folder, path))))
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-killed-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
