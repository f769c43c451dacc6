import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brokenLaw, FAILURES, observeCase, type StoredFailure } from '../laws/cases.ts'
import { ALWAYS, SOMETIMES } from '../laws/laws.ts'
import { KINDS, type Kind } from '../laws/points.ts'
import { freshCase, type Judged, judge, reportJudged } from './independence.ts'

/**
 * `npm run campaign -- --points`, or `--crash` for loss of power alone: every point at which something can go wrong.
 *
 * `npm run campaign -- --independence [--cases N] [--from CASE] [--jobs J]`: that no entry has a say in what belongs to
 * another one, for cases that begin elsewhere with every commit.
 *
 * `npm run campaign -- --minutes N [--from CASE] [--jobs J]`: draws scenario after scenario, simulates each and checks
 * every law. Cases that break one are stored in test/failures, where the next test run replays them first.
 */
interface Report {
  readonly cases: number
  readonly failures: readonly StoredFailure[]
  readonly reached: readonly string[]
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    from: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    points: { type: 'boolean', default: false },
    crash: { type: 'boolean', default: false },
    independence: { type: 'boolean', default: false },
    cases: { type: 'string', default: '5000' },
    worker: { type: 'string' },
  },
})

const jobs = Number(values.jobs)
const milliseconds = Number(values.minutes) * 60_000
const from = Number(values.from ?? (values.independence ? freshCase() : 1))

if (values.points || values.crash) everyPoint(values.points ? KINDS : KINDS.filter(kind => kind.name === 'power lost'))
else if (values.worker !== undefined) process.send?.((values.independence ? workApart : work)(Number(values.worker)))
else await (values.independence ? leadApart() : lead())

function workApart(job: number): Judged {
  return judge(from + job, from + Number(values.cases), jobs)
}

async function leadApart(): Promise<void> {
  const started = performance.now()
  const reports = await startJobs<Judged>()
  reportJudged(reports, from, (performance.now() - started) / 1000)
}

/** Every job takes each `jobs`-th case, so together they miss none. */
function work(job: number): Report {
  const end = performance.now() + milliseconds
  const reached = new Set<string>()
  const failures: StoredFailure[] = []
  let cases = 0
  for (let number = from + job; performance.now() < end; number += jobs) {
    const observed = observeCase(number)
    cases++
    if (ALWAYS.some(law => law.broken(observed) !== undefined)) failures.push(brokenLaw(number)!)
    for (const mark of SOMETIMES) if (!reached.has(mark.name) && mark.reached(observed)) reached.add(mark.name)
  }
  return { cases, failures, reached: [...reached] }
}

function everyPoint(kinds: readonly Kind[]): void {
  let taken = 0
  let wrong = 0
  for (const { name, spots } of kinds) {
    for (const spot of spots) {
      for (let n = 1; n <= spot.count; n++) {
        taken++
        const detail = spot.broken(n)
        if (detail === undefined) continue
        wrong++
        console.log(`BROKEN ${spot.name}, ${name} at point ${n}: ${detail}`)
      }
      console.log(`${String(spot.count).padStart(6)} points  ${spot.name}: ${name}`)
    }
  }
  console.log(`${taken} points: ${taken - wrong} passed, ${wrong} failed`)
  process.exitCode = wrong > 0 ? 1 : 0
}

async function lead(): Promise<void> {
  const started = performance.now()
  const reports = await startJobs<Report>()
  const seconds = (performance.now() - started) / 1000
  const cases = reports.reduce((sum, r) => sum + r.cases, 0)
  const failures = reports.flatMap(r => r.failures)
  const reached = new Set(reports.flatMap(r => r.reached))
  console.log(
    `${cases} installations in ${seconds.toFixed(0)} s: ${(cases / seconds).toFixed(0)} a second, ${ALWAYS.length} laws each`,
  )
  for (const { name } of SOMETIMES) console.log(`${reached.has(name) ? 'reached    ' : 'NOT REACHED'} ${name}`)
  if (failures.length > 0) mkdirSync(FAILURES, { recursive: true })
  for (const failure of failures) {
    writeFileSync(`${FAILURES}/${failure.case}.json`, `${JSON.stringify(failure, undefined, 2)}\n`)
    console.log(`BROKEN case ${failure.case}: ${failure.law}: ${failure.detail}`)
  }
  console.log(`${cases - failures.length} passed, ${failures.length} failed`)
  process.exitCode = failures.length > 0 || reached.size < SOMETIMES.length ? 1 : 0
}

function startJobs<Result>(): Promise<Result[]> {
  return Promise.all(Array.from({ length: jobs }, (_, job) => startJob<Result>(job)))
}

function startJob<Result>(job: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [
      ...process.argv.slice(2),
      '--from',
      String(from),
      '--worker',
      String(job),
    ])
    child.once('message', report => resolve(report as Result))
    child.once('error', reject)
    child.once('exit', code => {
      if (code !== 0) reject(new Error(`job ${job} ended with code ${code}`))
    })
  })
}
