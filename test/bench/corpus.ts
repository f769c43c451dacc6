import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `generate` as it is shipped, one process for each measurement; nothing is asserted. */
export interface CorpusReport {
  readonly bundles: number
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

const SCENARIOS = ['--scenario', 'file-in-use', 'clean-install', '--seed', '1']
const FEW = 100
const MANY = 1000

/**
 * Folders are removed at the very end: a file system that has just lost thousands of files is slow to make new ones.
 */
export function measureCorpus(cli: string): CorpusReport {
  const root = mkdtempSync(join(tmpdir(), 'lab1603-bench-'))
  let made = 0
  const generate = (bundles: number, jobs: number): Use => used(order(cli, bundles, jobs, join(root, String(++made))))
  try {
    const few = generate(FEW, 1)
    const one = generate(MANY, 1)
    const two = generate(MANY, 2)
    const halves = sideBySide([1, 2].map(() => order(cli, MANY / 2, 1, join(root, String(++made)))))
    return {
      bundles: MANY,
      oneJobMs: Math.round(one.ms),
      twoJobsMs: Math.round(two.ms),
      speedUp: ratio(one.ms, two.ms),
      speedUpOfProcesses: ratio(one.ms, halves),
      few: { bundles: FEW, mostMb: few.mostMb },
      many: { bundles: MANY, mostMb: one.mostMb },
      growth: ratio(one.mostMb, few.mostMb),
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function order(cli: string, bundles: number, jobs: number, out: string): string[] {
  return [cli, 'generate', ...SCENARIOS, '--count', String(bundles), '--jobs', String(jobs), '--out', out]
}

interface Use {
  readonly ms: number
  readonly mostMb: number
}

/** Loaded before the program: says at the end how much memory the whole process had at most. */
const WATCH = `data:text/javascript,${encodeURIComponent(
  "import { isMainThread } from 'node:worker_threads'\n" +
    "if (isMainThread) process.on('exit', () => console.log(process.resourceUsage().maxRSS))",
)}`

function used(args: readonly string[]): Use {
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', WATCH, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${args.join(' ')}\n${stderr}`)
  return { ms: performance.now() - start, mostMb: Math.round(Number(stdout) / 1024) }
}

/** Started by one more process, which waits for both. */
function sideBySide(orders: readonly (readonly string[])[]): number {
  const start = performance.now()
  const program = `for (const args of ${JSON.stringify(orders)})
    require('node:child_process').spawn(process.execPath, args, { stdio: 'ignore' })`
  spawnSync(process.execPath, ['-e', program])
  return performance.now() - start
}

function ratio(a: number, b: number): number {
  return Math.round((a / b) * 100) / 100
}
