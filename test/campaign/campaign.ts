import { fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { EXIT } from '../../tui/exit.ts'
import { count, jobs, seed } from '../../tui/options.ts'
import { type Trial, unreached } from '../laws/trial.ts'
import { FAILURES, type StoredFailure, TRIALS } from '../laws/trials.ts'
import { listed, optionsOf, someOf } from '../options.ts'
import { type Broken, type Order, type Report, work } from './work.ts'

/**
 * `npm run campaign`: every law in all of its cases, of which `npm test` takes a sample. Cases that break one are stored,
 * and the next test run takes them first.
 */
interface Options {
  readonly only: readonly string[]
  readonly seed?: number
  readonly cases?: number
  readonly seconds?: number
  readonly jobs: number
}

/** Fast-check takes seeds of 32 bits. */
const MOST_SEED = 2 ** 30
const NAMES = TRIALS.map(({ name }) => name)
const WORKER = '--as-job'

if (process.argv[2] === WORKER) process.once('message', message => takePart(message as Part))
else await lead(optionsOf<Options>(commandLine()))

function commandLine(): Command {
  return new Command('npm run campaign --')
    .description('Takes laws in all of their cases: npm test takes a sample of each.')
    .addOption(someOf('--only <laws>', NAMES))
    .option('--seed <n>', 'the first case of each, from which the others follow (default: a fresh one)', seed)
    .option('--cases <n>', 'how many cases of each law (default: all)', count)
    .option('--seconds <n>', 'how long each law takes: fewer cases than all, or of drawn ones more', count)
    .option('--jobs <n>', 'how many processes (default: one for each processor)', jobs, availableParallelism())
    .addHelpText('after', `\nLaws:\n${listed(TRIALS.map(({ name, law }) => [name, law]))}`)
}

// ------------------------------------------------------------------------------------------------------------- jobs

interface Part extends Order {
  readonly only: readonly string[]
  readonly job: number
  readonly jobs: number
}

function takePart({ only, job, jobs, ...order }: Part): void {
  for (const name of only) work(trialNamed(name), order, job, jobs, report => process.send!(report))
  process.disconnect()
}

const trialNamed = (name: string): Trial => TRIALS.find(trial => trial.name === name)!

function startJob(part: Part, onReport: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [WORKER])
    child.on('message', report => onReport(report as Report))
    child.once('error', reject)
    child.once('exit', code => (code === 0 ? resolve() : reject(new Error(`job ${part.job} ended with code ${code}`))))
    child.send(part)
  })
}

// ------------------------------------------------------------------------------------------------------------- lead

/** All that came of the cases of a law. */
interface Tally {
  cases: number
  broken: number
  readonly reached: Map<string, number>
  /** How long each job took that is through with it, in milliseconds. */
  readonly ended: number[]
  cut: boolean
}

async function lead({ only, jobs, seed = randomInt(1, MOST_SEED), cases, seconds }: Options): Promise<void> {
  const tallies = new Map(only.map(name => [name, newTally()]))
  let wrong = 0
  const onReport = (report: Report): void => {
    const tally = tallies.get(report.law)!
    add(tally, report)
    for (const broken of report.broken) tell(broken)
    if (tally.ended.length === jobs) wrong += conclude(trialNamed(report.law), seed, tally)
    else showProgress(`${report.law}: ${grouped(tally.cases)} cases`)
  }
  await Promise.all(
    Array.from({ length: jobs }, (_, job) => startJob({ seed, cases, seconds, only, job, jobs }, onReport)),
  )
  process.exitCode = wrong > 0 ? EXIT.expectationFailed : EXIT.done
}

const newTally = (): Tally => ({ cases: 0, broken: 0, reached: new Map(), ended: [], cut: false })

function add(tally: Tally, { cases, broken, reached, done }: Report): void {
  tally.cases += cases
  tally.broken += broken.length
  for (const [mark, times] of reached) tally.reached.set(mark, (tally.reached.get(mark) ?? 0) + times)
  if (done === undefined) return
  tally.ended.push(done.ms)
  tally.cut ||= done.cut
}

/** A broken case is told at once, and stored for the tests. */
function tell({ law, case: number, detail, again, smallest }: Broken): void {
  const stored: StoredFailure = { law, case: number, detail }
  mkdirSync(FAILURES, { recursive: true })
  writeFileSync(`${FAILURES}/${law}-${number}.json`, `${JSON.stringify(stored, undefined, 2)}\n`)
  console.log(`BROKEN ${law}, case ${number}: ${detail}\n  again: ${again}`)
  if (smallest !== undefined) console.log(`  smallest: ${smallest}`)
}

/** Prints what came of a law that is through; how many things are wrong with it. */
function conclude(trial: Trial, seed: number, { cases, broken, reached, ended, cut }: Tally): number {
  const seconds = (Math.max(...ended) / 1000).toFixed(0)
  const counts = `${grouped(cases - broken)} hold, ${broken} broken`
  showProgress('')
  console.log(`${trial.name.padEnd(WIDTH)}  ${grouped(cases)} cases from seed ${seed}: ${counts}; ${seconds} s`)
  const missed = unreached(trial, reached)
  // A part need not reach what the whole must.
  if (missed.length === 0 || cut || cases < trial.whole()) return broken
  for (const mark of missed) console.log(`NOT REACHED ${trial.name}: ${mark}`)
  return broken + missed.length
}

/** The last line of a terminal; elsewhere nothing. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}

const WIDTH = Math.max(...NAMES.map(name => name.length))

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
