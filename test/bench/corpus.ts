import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { medians } from './timing.ts'

/** `generate` as it is shipped, a process of its own for each measurement; nothing is asserted but that bytes are equal. */
export interface CorpusReport {
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

export interface MemoryUse {
  readonly bundles: number
  readonly mostMb: number
}

const BUNDLES = 500
const ROUNDS = 3
const FEW = 100
const MANY = 1000

/**
 * Folders are removed at the very end: a file system that has just lost thousands of files is slow to make new ones.
 */
export function measureCorpus(cli: string): CorpusReport {
  const root = mkdtempSync(join(tmpdir(), 'lab1603-bench-'))
  let made = 0
  const order = (bundles: number, ...more: readonly string[]): Order => {
    const out = join(root, String(++made))
    return { out, args: [cli, 'generate', '--count', String(bundles), '--out', out, ...more] }
  }
  const one = (bundles: number): Order => order(bundles, '--jobs', '1')
  try {
    const few = mostMb(one(FEW))
    const many = mostMb(one(MANY))
    const locks = new Set<string>()
    const locked = (given: Order): void => {
      run([given])
      locks.add(readFileSync(join(given.out, 'corpus.lock'), 'utf8'))
    }
    const times = medians(
      ROUNDS,
      {
        one: () => locked(one(BUNDLES)),
        two: () => locked(order(BUNDLES, '--jobs', '2')),
        halves: () => run([1, 2].map(part => order(BUNDLES, '--jobs', '1', '--shard', `${part}/2`))),
      },
      0,
    )
    if (locks.size > 1) throw new Error('two jobs have made other bytes than one')
    return {
      bundles: BUNDLES,
      rounds: ROUNDS,
      oneJobMs: Math.round(times.one),
      twoJobsMs: Math.round(times.two),
      speedUp: ratio(times.one, times.two),
      speedUpOfProcesses: ratio(times.one, times.halves),
      few: { bundles: FEW, mostMb: few },
      many: { bundles: MANY, mostMb: many },
      growth: ratio(many, few),
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

function ratio(a: number, b: number): number {
  return Math.round((a / b) * 100) / 100
}
