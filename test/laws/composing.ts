import { anywhere, type Composed, FAULTS, meanwhile } from '../../library/arbitraries/composed.ts'
import { CAUSES } from '../../sim/causes.ts'
import { isCall, type Run, simulate } from '../../sim/run/simulate.ts'
import { ALWAYS, type Law, observe } from './laws.ts'
import { STAGES } from './stages.ts'
import { drawn, type Reach, type Trial } from './trial.ts'

/**
 * Causes compose: whatever is wrong in any scenario of the project is put, up to four things at once, on servers of every
 * kind, and on the server of every other scenario. What cannot be put on a server (a file that its roles do not have) is
 * passed over.
 */

/** What an installation of a rollup can return. */
const CODES = [0, 1601, 1602, 1603, 1610, 1612, 1618, 1625, 1632, 1635, 1636, 1642, 1643, 3010]

/** The first law that a run breaks, of those that speak of runs like it. */
function brokenLaw({ scenario }: Composed, run: Run): string | undefined {
  if (run.attempts.length === 0) return undefined
  const last = scenario.steps.findLast(isCall)!
  const kb = last.kind === 'install' && last.patch.kind === 'rollup' ? last.patch.kb : undefined
  const observed = observe(run, kb)
  const returned = observed.attempt.exitCode !== null
  // A law about a single call speaks of a rollup's installation; where the package is blocked, the step brings a policy along.
  const blocked = last.kind === 'install' && last.package === 'blocked'
  const single = scenario.steps.length === 1 && kb !== undefined && !blocked
  const speaks = ({ of }: Law): boolean => of === 'run' || (returned && (single || of !== 'single-call'))
  for (const law of ALWAYS.filter(speaks)) {
    const wrong = law.broken(observed)
    if (wrong !== undefined) return `${law.name}: ${wrong}`
  }
  return undefined
}

const FOUR = 'four things wrong at once'
const ended = (code: number | null): string => `return code ${code}`
const once = (marks: readonly string[]): Trial['marks'] => Object.fromEntries(marks.map(mark => [mark, 1]))

function broken(composed: Composed, reach: Reach): string | undefined {
  const run = simulate(composed.scenario, { seed: composed.seed })
  const names = [...composed.scenario.causes, ...composed.faults.map(fault => fault.name)]
  for (const name of new Set(names)) reach(name)
  for (const { exitCode } of run.attempts) reach(ended(exitCode))
  for (const stage of STAGES) if (stage.reached(run)) reach(stage.name)
  if (names.length >= 4) reach(FOUR)
  const wrong = brokenLaw(composed, run)
  return wrong && `${names.join(', ')}: ${wrong}`
}

export const severalFaults = drawn({
  name: 'several-faults',
  law: 'causes compose on any server, up to four at once: every law holds',
  sample: 250,
  whole: 2500,
  marks: { ...once([...FAULTS.map(({ name }) => name), ...CODES.map(ended)]), [FOUR]: 250 },
  from: anywhere,
  broken,
})

export const onTopOfScenario = drawn({
  name: 'on-top-of-scenario',
  law: 'causes compose on top of any scenario of the project: every law holds',
  sample: 600,
  whole: 2000,
  marks: { ...once([...CAUSES, ...CODES.map(ended), ...STAGES.map(({ name }) => name)]), [FOUR]: 250 },
  from: meanwhile,
  broken,
})
