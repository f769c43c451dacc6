import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { once } from '../../library/arbitraries/once.ts'
import { server as anyServer } from '../../library/arbitraries/scenario.ts'
import { rollupOf, rollupsOf } from '../../model/exchange/builds.ts'
import { CAUSES, type Cause } from '../../sim/causes.ts'
import { combination, someDay } from '../../sim/corpus/combine.ts'
import { faultsOf } from '../../sim/corpus/faults.ts'
import { stands } from '../../sim/corpus/standing.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../sim/diagnosis/evidence.ts'
import { OUTCOMES, type Outcome, type Repaired, repair } from '../../sim/remedy/repair.ts'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import type { ChangeSpec, Scenario, ServerSpec } from '../../sim/scenario/spec.ts'
import { download, insertMedium } from '../../sim/server/install.ts'
import { randomFrom } from '../../sim/server/random.ts'
import { type Exercise, exerciseOf } from '../../sim/workbench/bundles.ts'
import { unlike } from './judge.ts'
import { ENDS_WELL, harmOf, type Line, typeAll } from './repairs.ts'
import { BEYOND } from './restored.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Reach, Trial } from './trial.ts'

/**
 * Each cause by itself, on servers of every kind: it is found and nothing else is, its remedy brings back what the healthy
 * twin has, and neither the remedy of something else nor its own, done twice or backwards, does harm that is not told.
 *
 * Not among them: what rules know from real servers alone, for nothing simulates it (`OTHER_CAUSES`).
 */

const CASES = 30

type Judge = (cause: Cause, one: Case, reach: Reach) => string | undefined

const ofEach = (name: string, law: string, sample: number, marks: Trial['marks'], judge: Judge): Trial => ({
  name,
  law,
  sample,
  whole: () => CASES * CAUSES.length,
  endless: true,
  marks,
  broken(n, reach) {
    const cause = causeOf(n)
    const wrong = judge(cause, suffering(cause, n), reach)
    return wrong === undefined ? undefined : `${cause}: ${wrong}`
  },
})

const causeOf = (n: number): Cause => CAUSES[(n - 1) % CAUSES.length]!

export const eachCause = ofEach(
  'each-cause',
  'each cause by itself is found, nothing that is not so is claimed, and it is mended',
  CAUSES.length,
  { visible: 700, restored: 500, 'nothing-to-do': 100, brought: 60 },
  (cause, one, reach) => notFound(cause, one, reach) ?? notMended(cause, one, reach),
)

export const eachCauseMeddled = ofEach(
  'each-cause-meddled',
  'before each cause is mended, the wrong remedy, its own twice or backwards do no harm that is not told',
  6,
  { wrong: 200, twice: 200, backwards: 200 },
  meddled,
)

// ------------------------------------------------------------------------------------------------------------- cases

const SCENARIOS = scenarioIds().map(scenarioById)
const FAULTS = faultsOf(SCENARIOS.map(({ text }) => text))

interface Case {
  readonly n: number
  readonly scenario: Scenario
  /** What was handed over of it. */
  readonly exercise: () => Exercise
}

const asCase = (scenario: Scenario, n: number): Case => ({
  n,
  scenario,
  exercise: once(() => exerciseOf('', simulate(scenario, { seed: n }))),
})

/** What one of its scenarios changes, on a server that is drawn for it; or the scenario itself, in another place. */
function suffering(cause: Cause, n: number): Case {
  const faults = FAULTS.filter(({ causes }) => causes.includes(cause))
  if (faults.length > 0 && roundOf(n) % 2 === 0)
    return asCase(combination({ least: 1, most: 1, faults }, n).scenario, n)
  const own = SCENARIOS.map(({ scenario }) => scenario).filter(({ causes }) => causes.includes(cause))
  return elsewhere(own[Math.floor(roundOf(n) / 2) % own.length]!, n)
}

/** How often each cause was a case before. */
const roundOf = (n: number): number => Math.floor((n - 1) / CAUSES.length)

const TRIES = 8

/** Another Windows, other roles, another zone and service pack, as far as what happens there is the same; or where it was. */
function elsewhere(scenario: Scenario, n: number): Case {
  const servers = fc.sample(anyServer, { seed: n, numRuns: TRIES }).map(({ spec }) => spec)
  for (const [i, spec] of servers.entries()) {
    const one = asCase(moved(scenario, spec, `${n} ${i}`), n)
    if (stands(one.scenario, n) && strikes(one)) return one
  }
  return asCase(scenario, n)
}

function moved(scenario: Scenario, to: ServerSpec, drawnBy: string): Scenario {
  const { os, installer, zone, roles } = to
  const { steps, servers } = renamed(scenario, to)
  const named = JSON.stringify({ steps, servers }).match(KB) ?? []
  const days = named.flatMap(kb => rollupOf(kb)?.date ?? []).sort()
  return {
    ...scenario,
    start: someDay(days.at(-1) ?? scenario.start, randomFrom(`elsewhere ${drawnBy}`)),
    steps,
    servers: servers.map(one => ({
      ...one,
      os,
      installer,
      zone,
      // Whoever sends users on to another is a Client Access server, as that one is; and a node is one of a mailbox server.
      ...(servers.length === 1 && !one.cluster && { roles }),
    })),
  }
}

const KB = /KB\d{6,7}/g

const pathOf = (change: ChangeSpec): string[] => (change.kind === 'write' ? [change.path] : [])

/** The rollups of the other service pack, each for the one in its place; what was of the other is of the one. */
function renamed({ steps, servers }: Scenario, { baseline: to }: ServerSpec): Pick<Scenario, 'steps' | 'servers'> {
  const from = servers[0]!.baseline
  // Folders that bear a version are of that service pack.
  const versioned = /\\\d+(?:\.\d+){3}\\/.test(servers.flatMap(({ change }) => change.flatMap(pathOf)).join(' '))
  if (from === 'none' || to === 'none' || versioned) return { steps, servers }
  const [here, there] = [rollupsOf(from), rollupsOf(to)].map(series => series.map(({ kb }) => kb))
  const other = (kb: string): string => there![here!.indexOf(kb)] ?? here![there!.indexOf(kb)] ?? kb
  const text = JSON.stringify({ steps, servers }).replace(KB, other)
  const told = JSON.parse(text) as Pick<Scenario, 'steps' | 'servers'>
  return { ...told, servers: told.servers.map(one => ({ ...one, baseline: to })) }
}

/** The installer returns what it returned where the scenario was written. */
function strikes({ scenario, n }: Case): boolean {
  const codes = simulate(scenario, { seed: n }).attempts.map(({ exitCode }) => exitCode)
  return isDeepStrictEqual(codes, scenario.expect.exitCodes)
}

const shows = ({ answer }: Exercise, cause: Cause): boolean => answer.visible.includes(cause)

// ------------------------------------------------------------------------------------------------------------- found

function notFound(cause: Cause, { scenario, exercise }: Case, reach: Reach): string | undefined {
  if (!shows(exercise(), cause)) return undefined
  reach('visible')
  const { findings } = diagnose(evidenceFrom(exercise().evidence))
  const causes: readonly string[] = scenario.causes
  const others = findings.filter(({ role, cause }) => role === 'fault' && !causes.includes(cause))
  const told = findings.map(finding => finding.cause).join(', ') || 'nothing'
  if (others.length > 0) return `what is not so is claimed: ${told}`
  return findings.some(finding => finding.cause === cause) ? undefined : `not found, but ${told}`
}

// ------------------------------------------------------------------------------------------------------------ mended

function notMended(cause: Cause, { scenario, n }: Case, reach: Reach): string | undefined {
  const beyond = Object.hasOwn(BEYOND, cause)
  const wrong = notEnded(repair(scenario, { seed: n }), beyond ? BY_PEOPLE : WELL, reach)
  if (wrong !== undefined || !BROUGHT.has(cause)) return wrong
  reach('brought')
  const brought = repair(scenario, { seed: n, beforehand: run => bringAll(run, scenario) })
  const still = notEnded(brought, WELL, reach)
  return still && `with all that can be brought: ${still}`
}

const WELL: ReadonlySet<Outcome> = ENDS_WELL
/** What no command brings back may be there by chance. */
const BY_PEOPLE: ReadonlySet<Outcome> = new Set([...ENDS_WELL, 'by-hand', 'rebuild'])

function notEnded({ result, run, twin }: Repaired, may: ReadonlySet<Outcome>, reach: Reach): string | undefined {
  const { outcome, differences } = result
  reach(outcome)
  const rows = unlike(run, twin)
  if (ENDS_WELL.has(outcome) !== (rows.length === 0))
    return `${outcome}, but the exports say: ${rows.slice(0, 5).join('; ') || 'as the healthy twin'}`
  return may.has(outcome) ? undefined : `${outcome}: ${differences.join('; ')}`
}

/** What a command brings back once somebody has brought a package. */
const BROUGHT: ReadonlySet<Cause> = new Set(['cached-package-missing', 'cached-patch-missing', 'cas-proxy-order'])

/** The medium of the product, copied, and each rollup that anything speaks of. */
function bringAll({ servers }: Run, scenario: Scenario): void {
  const named = new Set(JSON.stringify([scenario.servers, scenario.steps]).match(KB))
  for (const { recorder, type, machine } of servers) {
    insertMedium(recorder)
    type('copy D:\\EXCHANGESERVER.msi C:\\')
    for (const kb of named) if (rollupOf(kb)) download(recorder, kb, machine.arch)
  }
}

// ----------------------------------------------------------------------------------------------------------- meddled

const WAYS = ['wrong', 'twice', 'backwards'] as const

/** What repair types, on the servers by their number. */
function linesOf({ result, run }: Repaired): Line[] {
  return result.rounds.flatMap(({ commands }) =>
    commands.map(({ server, line }) => ({ line, server: run.servers.findIndex(({ name }) => name === server) })),
  )
}

/** Before anybody mends what is wrong, somebody does something else; and what repair says in the end is true. */
function meddled(_cause: Cause, { scenario, n }: Case, reach: Reach): string | undefined {
  const way = WAYS[(n + roundOf(n)) % WAYS.length]!
  const mended = repair(scenario, { seed: n })
  const own = linesOf(mended)
  const lines = {
    wrong: () => linesOf(repair(suffering(causeOf(n + 1), n).scenario, { seed: n })),
    twice: () => [...own, ...own],
    backwards: () => own.toReversed(),
  }[way]()
  if (lines.length === 0) return undefined
  reach(way)
  const harm = harmOf(scenario, n, lines, mended.twin)
  if (harm !== undefined) return `${way}, ${harm}`
  const after = repair(scenario, { seed: n, beforehand: run => typeAll(run, lines) })
  const wrong = notEnded(after, ANYHOW, () => {})
  return wrong && `${way}, then ${wrong}`
}

const ANYHOW: ReadonlySet<Outcome> = new Set(OUTCOMES)
