import { execFileSync } from 'node:child_process'
import { INDEPENDENCE, met } from '../laws/independence.ts'

/** The laws of test/laws/independence.ts for many cases that no test takes. */

/** Another commit takes other cases: its first digits say where they begin. Without a history, at 1. */
export function freshCase(): number {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return Number.parseInt(commit.slice(0, 7), 16)
  } catch {
    return 1
  }
}

export const reproduction = (number: number): string => `npm run campaign -- --independence --from ${number} --cases 1`

export interface Judged {
  readonly cases: number
  readonly broken: number
  readonly met: readonly (readonly [what: string, times: number])[]
}

/** Every `jobs`-th case from the given one on, against every law; what breaks one is said at once. */
export function judge(from: number, to: number, jobs: number): Judged {
  let cases = 0
  let broken = 0
  for (let number = from; number < to; number += jobs) {
    cases++
    for (const { name, brokenBy } of INDEPENDENCE) {
      const detail = brokenBy(number)
      if (detail === undefined) continue
      broken++
      console.log(`BROKEN case ${number}: ${name}: ${detail}\n  ${reproduction(number)}`)
    }
  }
  return { cases, broken, met: [...met] }
}

export function reportJudged(reports: readonly Judged[], from: number, seconds: number): void {
  const sum = (of: (report: Judged) => number): number => reports.reduce((total, report) => total + of(report), 0)
  const times = new Map<string, number>()
  for (const [what, count] of reports.flatMap(report => report.met)) times.set(what, (times.get(what) ?? 0) + count)
  const cases = sum(report => report.cases)
  const broken = sum(report => report.broken)
  console.log(`${cases} cases from ${from} on in ${seconds.toFixed(0)} s, ${INDEPENDENCE.length} laws each`)
  for (const [what, count] of times) console.log(`${String(count).padStart(8)} ${what}`)
  console.log(`${cases * INDEPENDENCE.length - broken} passed, ${broken} failed`)
  process.exitCode = broken > 0 ? 1 : 0
}
