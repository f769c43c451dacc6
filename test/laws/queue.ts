import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { once } from '../../library/arbitraries/once.ts'
import {
  type Called,
  calling,
  freePort,
  networkTo,
  type Running,
  redisIn,
  sleep,
  storeEnvironment,
  storeIn,
  until,
} from './queueServers.ts'
import { drawn, type Reach } from './trial.ts'

/** A corpus by workers of a queue, of which most are killed, with a Redis that is restarted or a network that is cut. The leader alone, with a thousand workers: test/sim/corpus/queue. */

export interface Case {
  /** After so many bundles each of these workers is killed with -9; one more is left. */
  readonly kills: readonly [number, number]
  readonly trouble: { readonly what: 'restart' | 'cut' | 'none'; readonly after: number }
  readonly into: 'folder' | 'store'
}

const COUNT = 30
const GENERATE = ['generate', '--scenario', 'clean-install', 'product-absent', '--seed', '3', '--count', String(COUNT)]

const soon = fc.integer({ min: 1, max: 20 })

export const cases: fc.Arbitrary<Case> = fc.record({
  kills: fc.tuple(soon, soon),
  trouble: fc.record({
    what: fc.constantFrom('restart', 'restart', 'cut', 'none'),
    after: soon,
  }),
  into: fc.constantFrom('folder', 'folder', 'store'),
})

export const queue = drawn({
  name: 'queue',
  law: 'however workers are killed, Redis restarted and the network cut: the lock of one machine, and each bundle whole',
  sample: 1,
  whole: 20,
  marks: { 'killed at work': 10 },
  from: cases,
  broken: (one, reach) => inFolder(root => wrongIn(one, root, reach)),
})

function wrongIn(one: Case, root: string, reach: Reach): string | undefined {
  const running: Running[] = []
  const keep = <R extends Running>(server: R): R => {
    running.push(server)
    return server
  }
  try {
    return wrongWith(one, root, reach, keep)
  } finally {
    for (const server of running) server.kill()
    // Their last files are written.
    sleep(200)
  }
}

function wrongWith(
  { kills, trouble, into }: Case,
  root: string,
  reach: Reach,
  keep: <R extends Running>(server: R) => R,
): string | undefined {
  const data = join(root, 'redis')
  const [port, way, storePort] = [freePort(), freePort(), freePort()]
  let redis = keep(redisIn(data, port))
  const network = keep(networkTo(port, way))
  if (into === 'store') keep(storeIn(join(root, 'store'), storePort))
  const env = into === 'store' ? storeEnvironment(storePort) : {}
  const queueAt = ['--queue', `redis://127.0.0.1:${way}`]
  const worker = (): Called => keep(calling(['work', ...queueAt, '--jobs', '1', '--patience', '2'], root, env))

  const out = into === 'store' ? 's3://lab/corpus' : 'corpus'
  const leader = keep(calling([...GENERATE, ...queueAt, '--out', out], root, env))
  const workers = [worker(), worker(), worker()]
  const made = (): number => bundlesBelow(join(root, into === 'store' ? 'store/lab/corpus' : 'corpus'))
  const happens: { readonly after: number; readonly act: () => void }[] = kills.map((after, i) => ({
    after,
    act() {
      if (workers[i]!.code() === undefined && leader.code() === undefined) reach('killed at work')
      workers[i]!.kill()
    },
  }))
  const restart = (): void => {
    redis.kill()
    sleep(300)
    redis = keep(redisIn(data, port))
  }
  const acts = { restart, cut: network.cut, none() {} }
  happens.push({ after: trouble.after, act: acts[trouble.what] })
  for (const { after, act } of happens.toSorted((a, b) => a.after - b.after)) {
    until(`${after} bundles are made`, () => made() >= after || leader.code() !== undefined, 120)
    act()
  }
  reach(trouble.what)
  reach(into)
  until('the leader ends', () => leader.code() !== undefined, 180)
  if (leader.code() !== 0) return `the leader ends with ${leader.code()}: ${leader.stderr()}`
  return wrongLeft(into, root, leader)
}

/** The summary counts each bundle once, and what is there is what one machine makes. */
function wrongLeft(into: Case['into'], root: string, leader: Called): string | undefined {
  const [, made, kept] = /: (\d+) made, (\d+) there already/.exec(leader.stderr()) ?? []
  if (Number(made) + Number(kept) !== COUNT) return `it counts otherwise: ${leader.stderr()}`
  const corpus = join(root, 'corpus')
  if (into === 'store') unpack(join(root, 'store/lab/corpus'), corpus)
  if (!readFileSync(join(corpus, 'corpus.lock')).equals(readFileSync(join(ALONE(), 'corpus.lock'))))
    return 'the lock is another one'
  const looked = spawnSync(process.execPath, [CLI, 'verify', corpus], { encoding: 'utf8' })
  return looked.status === 0 ? undefined : `verify says ${looked.stdout}${looked.stderr}`
}

const CLI = resolve('dist/cli.js')

const ARCHIVE = /^\d{6}-[\w-]+-\d+(?:\.zip)?(?=\._S3rver_object$|$)/

function bundlesBelow(folder: string): number {
  if (!existsSync(folder)) return 0
  const all = readdirSync(folder, { withFileTypes: true })
  return all.reduce((sum, { name }) => {
    if (ARCHIVE.test(name)) return sum + 1
    return /^\d{4}$/.test(name) ? sum + bundlesBelow(join(folder, name)) : sum
  }, 0)
}

/** Each object as the program that everybody has for it would. */
function unpack(objects: string, corpus: string): void {
  for (const name of readdirSync(objects, { recursive: true, encoding: 'utf8' })) {
    const [, key] = /^(.*)\._S3rver_object$/.exec(name) ?? []
    if (key === undefined) continue
    const file = join(objects, name)
    if (key.endsWith('.lock')) cpSync(file, join(corpus, key))
    else spawnSync('python3', ['-m', 'zipfile', '-e', file, corpus])
  }
}

/** What one machine makes of it, once for all cases. */
const ALONE = once(() => {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-alone-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...GENERATE, '--out', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return folder
})

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-queue-'))
  try {
    return use(folder)
  } finally {
    // A shell may still write how its program ended.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}
