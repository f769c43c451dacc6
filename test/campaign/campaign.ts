import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { brokenLaw, FAILURES, observeCase, type StoredFailure } from '../laws/cases.ts'
import { ALWAYS, SOMETIMES } from '../laws/laws.ts'
import { KINDS, type Kind } from '../laws/points.ts'

/**
 * `npm run campaign -- --points`, or `--crash` for loss of power alone: every point at which something can go wrong.
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
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    points: { type: 'boolean', default: false },
    crash: { type: 'boolean', default: false },
    worker: { type: 'string' },
  },
})

const jobs = Number(values.jobs)
const milliseconds = Number(values.minutes) * 60_000

if (values.points || values.crash) everyPoint(values.points ? KINDS : KINDS.filter(kind => kind.name === 'power lost'))
else if (values.worker === undefined) await lead()
else process.send?.(work(Number(values.worker)))

/** Every job takes each `jobs`-th case, so together they miss none. */
function work(job: number): Report {
  const end = performance.now() + milliseconds
  const reached = new Set<string>()
  const failures: StoredFailure[] = []
  let cases = 0
  for (let number = Number(values.from) + job; performance.now() < end; number += jobs) {
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
  const reports = await Promise.all(Array.from({ length: jobs }, (_, job) => startJob(job)))
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

function startJob(job: number): Promise<Report> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--worker', String(job)])
    child.once('message', report => resolve(report as Report))
    child.once('error', reject)
    child.once('exit', code => {
      if (code !== 0) reject(new Error(`job ${job} ended with code ${code}`))
    })
  })
}
