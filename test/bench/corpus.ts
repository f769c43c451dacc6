import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { grouped, here, partOf, rounded, type Tell } from './part.ts'
import { medians } from './timing.ts'

/** `generate` as it is shipped, a process of its own for each measurement; nothing is asserted but that bytes are equal. */
interface CorpusReport {
  readonly bundles: number
  readonly rounds: number
  readonly oneJobMs: number
  readonly twoJobsMs: number
  /** How many times faster two jobs are; the aim is 1.7. */
  readonly speedUp: number
  /** The same of two processes that each make half: what this machine has to give to anyone. */
  readonly speedUpOfProcesses: number
  readonly few: MemoryUse
  readonly many: MemoryUse
  /** Memory for many over memory for few; the aim is 1.2 at most. */
  readonly growth: number
}

interface MemoryUse {
  readonly bundles: number
  readonly mostMb: number
}

const BUNDLES = 250
const ROUNDS = 3
const FEW = 100
const MANY = 600

export const corpus = partOf(
  'a corpus, written: one job, two, two processes, and memory for few and for many bundles',
  measure,
  ({ bundles, rounds, oneJobMs, twoJobsMs, speedUp, speedUpOfProcesses, few, many, growth }) => [
    [`${grouped(bundles)} bundles written, one job`, `${grouped(oneJobMs)} ms, median of ${rounds}`],
    ['the same, two jobs', `${grouped(twoJobsMs)} ms, ${speedUp} times as fast`],
    ['floor: the same, two processes', `${speedUpOfProcesses} times as fast`],
    [
      `memory for ${few.bundles} and ${grouped(many.bundles)} bundles`,
      `${few.mostMb} and ${many.mostMb} MB at most, ratio ${growth}`,
    ],
  ],
)

/**
 * Folders are removed at the very end: a file system that has just lost thousands of files is slow to make new ones.
 */
function measure(tell: Tell): CorpusReport {
  const root = mkdtempSync(join(tmpdir(), 'lab1603-bench-'))
  let made = 0
  const order = (bundles: number, ...more: readonly string[]): Order => {
    const out = join(root, String(++made))
    return { out, args: [here('../dist/cli.js'), 'generate', '--count', String(bundles), '--out', out, ...more] }
  }
  const memoryFor = (bundles: number): number => {
    tell(`memory for ${bundles} bundles`)
    return mostMb(order(bundles, '--jobs', '1'))
  }
  try {
    const few = memoryFor(FEW)
    const many = memoryFor(MANY)
    const locks = new Set<string>()
    const locked = (given: Order): void => {
      run([given])
      locks.add(readFileSync(join(given.out, 'corpus.lock'), 'utf8'))
    }
    const times = medians(
      ROUNDS,
      {
        'one job': () => locked(order(BUNDLES, '--jobs', '1')),
        'two jobs': () => locked(order(BUNDLES, '--jobs', '2')),
        'two processes': () => run([1, 2].map(part => order(BUNDLES, '--jobs', '1', '--shard', `${part}/2`))),
      },
      0,
      (round, name) => tell(`${BUNDLES} bundles, ${name}, round ${round} of ${ROUNDS}`),
    )
    if (locks.size > 1) throw new Error('two jobs have made other bytes than one')
    tell('removing what was written')
    return {
      bundles: BUNDLES,
      rounds: ROUNDS,
      oneJobMs: Math.round(times['one job']),
      twoJobsMs: Math.round(times['two jobs']),
      speedUp: rounded(times['one job'] / times['two jobs']),
      speedUpOfProcesses: rounded(times['one job'] / times['two processes']),
      few: { bundles: FEW, mostMb: few },
      many: { bundles: MANY, mostMb: many },
      growth: rounded(many / few),
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

interface Order {
  readonly out: string
  readonly args: readonly string[]
}

/** Loaded before the program: says at the end how much memory the whole process had at most. */
const WATCH = `data:text/javascript,${encodeURIComponent(
  "import { isMainThread } from 'node:worker_threads'\n" +
    "if (isMainThread) process.on('exit', () => console.log(process.resourceUsage().maxRSS))",
)}`

function mostMb({ args }: Order): number {
  return Math.round(Number(started(['--import', WATCH, ...args])) / 1024)
}

/** Side by side, started by one more process, which waits for all. */
function run(orders: readonly Order[]): void {
  const program = `for (const args of ${JSON.stringify(orders.map(({ args }) => args))}) {
    const child = require('node:child_process').spawn(process.execPath, args, { stdio: 'ignore' })
    child.on('exit', code => { process.exitCode ||= code })
  }`
  started(['-e', program])
}

function started(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')}\n${stderr}`)
  return stdout
}
