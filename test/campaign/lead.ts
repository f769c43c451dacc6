import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { EXIT, type ExitCode } from '../../tui/exit.ts'
import { type Trial, unreached } from '../laws/trial.ts'
import { FAILING, FAILURES, type StoredFailure, TRIALS } from '../laws/trials.ts'
import { type Broken, type Order, type Report, work } from './work.ts'

/** A campaign: jobs that take their share of each law, and what all of them found. */
export interface Campaign {
  readonly only: readonly string[]
  readonly seed?: number
  readonly cases?: number
  readonly seconds?: number
  readonly jobs: number
}

/** A fresh seed; fast-check takes those of 32 bits. */
const MOST_SEED = 2 ** 30

// ------------------------------------------------------------------------------------------------------------- jobs

/** What a job is told. */
export interface Part extends Order {
  readonly only: readonly string[]
  readonly job: number
  readonly jobs: number
}

export function takePart({ only, job, jobs, ...order }: Part): void {
  for (const name of only) work(trialNamed(name), order, job, jobs, report => process.send!(report))
}

const trialNamed = (name: string): Trial => TRIALS.find(trial => trial.name === name)!

/** No case takes so long, and hardly any shrinking of one. */
const HANGS_MS = 180_000

/** Whether a job came to its end; one that hangs in a case is stopped. */
function startJob(start: () => ChildProcess, part: Part, onReport: (report: Report) => void): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = start()
    let last: Report | undefined
    const hang = (): void => {
      child.kill('SIGKILL')
      console.log(
        `HANGS ${last ? `${last.law}, at case ${last.next} or soon after it` : `at the first case of ${part.only[0]}`}`,
      )
      resolve(false)
    }
    let watch = setTimeout(hang, HANGS_MS)
    child.on('message', report => {
      clearTimeout(watch)
      watch = setTimeout(hang, HANGS_MS)
      last = report as Report
      onReport(last)
    })
    child.once('error', reject)
    child.once('exit', code => {
      clearTimeout(watch)
      if (code === 0) resolve(true)
      else reject(new Error(`job ${part.job} ended with code ${code}`))
    })
    child.send(part)
  })
}

// ------------------------------------------------------------------------------------------------------------- lead

/** All that came of the cases of a law. */
interface Tally {
  cases: number
  broken: number
  readonly reached: Map<string, number>
  readonly kept: unknown[]
  /** How long each job took that is through with it, in milliseconds. */
  readonly ended: number[]
  cut: boolean
}

/** Starts `program` with `flag` for each job, and tells what comes of it. */
export async function lead(campaign: Campaign, program: string, flag: string): Promise<ExitCode> {
  const { only, jobs, seed = randomInt(1, MOST_SEED), cases, seconds } = campaign
  const tallies = new Map(only.map(name => [name, newTally()]))
  let wrong = 0
  const onReport = (report: Report): void => {
    const tally = tallies.get(report.law)!
    add(tally, report)
    for (const broken of report.broken) tell(broken)
    if (tally.ended.length === jobs) wrong += conclude(trialNamed(report.law), seed, tally)
    else showProgress(`${report.law}: ${grouped(tally.cases)} cases`)
  }
  const start = (): ChildProcess => fork(program, [flag])
  const parts = Array.from({ length: jobs }, (_, job): Part => ({ seed, cases, seconds, only, job, jobs }))
  const ended = await Promise.all(parts.map(part => startJob(start, part, onReport)))
  return wrong > 0 || ended.includes(false) ? EXIT.expectationFailed : EXIT.done
}

const newTally = (): Tally => ({ cases: 0, broken: 0, reached: new Map(), kept: [], ended: [], cut: false })

function add(tally: Tally, { cases, broken, reached, kept, done }: Report): void {
  tally.cases += cases
  tally.broken += broken.length
  tally.kept.push(...kept)
  for (const [mark, times] of reached) tally.reached.set(mark, (tally.reached.get(mark) ?? 0) + times)
  if (done === undefined) return
  tally.ended.push(done.ms)
  tally.cut ||= done.cut
}

/** A broken case is told at once, and stored for the tests. */
function tell(broken: Broken): void {
  const { law, case: number, detail, again, smallest } = broken
  store(broken, detail.split('\n', 1)[0]!)
  console.log(`BROKEN ${law}, case ${number}: ${detail}\n  again: ${again}`)
  if (smallest !== undefined) console.log(`  smallest: ${smallest}`)
}

/** The number of a case, or the case itself where it is a file, with what is wrong below its first line. */
function store({ law, case: number, text }: Broken, detail: string): void {
  const folder = text === undefined ? FAILURES : FAILING
  const stored: StoredFailure = { law, case: number, detail }
  const json = `${JSON.stringify(stored, undefined, 2)}\n`
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    `${folder}/${law}-${number}.${text === undefined ? 'json' : 'yaml'}`,
    text?.replace('\n', () => `\n# ${JSON.stringify(detail)}\n`) ?? json,
  )
}

/** Prints what came of a law that is through; how many things are wrong with it. */
function conclude(trial: Trial, seed: number, { cases, broken, reached, kept, ended, cut }: Tally): number {
  const seconds = (Math.max(...ended) / 1000).toFixed(0)
  const counts = `${grouped(cases - broken)} hold, ${broken} broken`
  showProgress('')
  console.log(
    `${trial.name.padEnd(WIDTH)}  ${grouped(cases)} ${cases === 1 ? 'case' : 'cases'} from seed ${seed}: ${counts}; ${seconds} s`,
  )
  if (reached.size > 0)
    console.log(`  reached: ${[...reached].map(([mark, times]) => `${mark} ${grouped(times)}`).join(', ')}`)
  // A part need not reach what the whole must.
  if (cut || cases < trial.whole()) return broken
  const missed = unreached(trial, reached)
  for (const mark of missed) console.log(`NOT REACHED ${trial.name}: ${mark}`)
  const short = trial.together?.(kept) ?? []
  for (const what of short) console.log(`NOT SO ${trial.name}: ${what}`)
  return broken + missed.length + short.length
}

/** The last line of a terminal; elsewhere nothing. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}

const WIDTH = Math.max(...TRIALS.map(({ name }) => name.length))

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
