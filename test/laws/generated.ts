import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyScenario, type Written } from '../../library/arbitraries/anything.ts'
import { apply, clone } from '../../model/machine/apply.ts'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { writeBundle } from '../../sim/bundle/write.ts'
import { verify } from '../../sim/corpus/verify.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { type Evidence, readEvidence } from '../../sim/diagnosis/evidence.ts'
import { formatDiagnosis } from '../../sim/diagnosis/report.ts'
import { realDisk } from '../../sim/readableFs.ts'
import { repair } from '../../sim/remedy/repair.ts'
import { formatRepair } from '../../sim/remedy/words.ts'
import { type Run, type ServerRun, simulate } from '../../sim/run/simulate.ts'
import { tellStory } from '../../sim/story/story.ts'
import { EXIT, Stop } from '../../tui/exit.ts'
import { timelineText } from '../../tui/replay/plain.ts'
import { newReel } from '../../tui/replay/reel.ts'
import { checked, type UsableScenario } from '../../tui/scenario.ts'
import { contradiction } from './agree/agreements.ts'
import { ALWAYS, differentMachine, type Law } from './laws.ts'
import { drawn, type Reach } from './trial.ts'

/**
 * The law of everything that the schema accepts: it simulates, writes, replays, diagnoses and repairs without contradicting
 * itself, within a bound of facts, twice the same, and what it exports agrees with itself. Knows no kind of scenario.
 */

export const generated = drawn({
  name: 'generated',
  law: 'what the schema accepts simulates, writes, replays, diagnoses and repairs without contradiction, twice the same',
  sample: 30,
  whole: 3000,
  // What is rarer is counted as well; a sample of every test run need not have it.
  marks: { '0': 300, 'several servers': 300, 'found a cause': 300 },
  from: anyScenario,
  text: kept,
  broken: brokenIn,
})

// ------------------------------------------------------------------------------------------------------- a kept case

/** A case as a file: its seed in front, and the scenario as it was written. */
export function kept({ text, seed }: Written): string {
  return `# seed ${seed}\n${text}`
}

/** @throws for a file without its seed */
export function readKept(file: string): Written {
  const seed = /^# seed (\d+)\n/.exec(file)
  if (!seed) throw new TypeError('a kept case begins with # seed and the number')
  return { seed: Number(seed[1]), text: file.slice(seed[0].length) }
}

// ----------------------------------------------------------------------------------------------------------- the law

export function brokenIn({ text, seed }: Written, reach: Reach): string | undefined {
  const usable = usableOrRefused(text)
  if (usable === undefined) return void reach('refused')
  const run = simulate(usable.scenario, { seed })
  for (const attempt of run.attempts) reach(attempt.exitCode === null ? 'power lost' : String(attempt.exitCode))
  if (run.servers.length > 1) reach('several servers')
  return (
    beyondBounds(run) ??
    lawOfRuns(run) ??
    shownWrong(run) ??
    writtenWrong(usable, run, reach) ??
    repairedWrong(usable, seed, reach)
  )
}

/** What the file alone does not show is wrong is refused with its place. @throws what is no refusal */
function usableOrRefused(text: string): UsableScenario | undefined {
  try {
    return checked({ id: 'generated', name: 'generated.yaml', text })
  } catch (error) {
    if (error instanceof Stop && error.code === EXIT.unusable && /^generated\.yaml:\d+:\d+/.test(error.message))
      return undefined
    throw error
  }
}

/** Of the facts of a server, for each step; a call of the installer makes some thousands. */
const MOST_FACTS = 40_000

function beyondBounds({ servers, scenario }: Run): string | undefined {
  const most = MOST_FACTS * scenario.steps.length
  const busy = servers.find(({ facts }) => facts.length > most)
  return busy && `${busy.facts.length} facts on ${busy.name}`
}

/** Those of a whole run, whoever did what: also a person who deletes the cache. */
const OF_ANYTHING: readonly Law[] = ALWAYS.filter(({ of, name }) => of === 'run' && !name.includes('cached'))

function lawOfRuns(run: Run): string | undefined {
  for (const server of run.servers) {
    for (const { name, broken } of OF_ANYTHING) {
      const detail = broken({ ...NOBODY, run, server })
      if (detail !== undefined) return `${name}, on ${server.name}: ${detail}`
    }
  }
  return undefined
}

/** The laws of runs look at the server alone. */
const NOBODY = { attempt: undefined as never, kb: undefined, succeeded: false, committed: false, facts: [], events: [] }

const PLAIN = { color: false, unicode: true, width: 100 } as const

function shownWrong(run: Run): string | undefined {
  tellStory(run, PLAIN)
  timelineText(run, PLAIN)
  for (const server of run.servers) {
    const detail = replayedWrong(server)
    if (detail) return `${detail}, on ${server.name}`
  }
  return undefined
}

/** The machine at a fact, come to from anywhere, is the one that the facts before it make. */
function replayedWrong({ initial, facts }: ServerRun): string | undefined {
  const reel = newReel({ initial, facts })
  const prefix = clone(initial)
  let done = 0
  const [third, half] = [Math.floor(facts.length / 3), Math.floor(facts.length / 2)]
  for (const at of [third, half]) {
    for (; done < at; done++) {
      const { body } = facts[done]!
      if (body.kind === 'change') apply(prefix, body.change)
    }
    reel.at(at === third ? facts.length : 0)
    const difference = differentMachine(reel.at(at), prefix)
    if (difference) return `replay at fact ${at} has another ${difference}`
  }
  return undefined
}

const handedOut = ({ text, name }: UsableScenario) => ({ scenarioText: text, scenarioName: name, toolVersion: '0' })

/** On a real disk, since only there a name can be one that cannot be written. */
function writtenWrong(usable: UsableScenario, run: Run, reach: Reach): string | undefined {
  const files = makeBundle(run, handedOut(usable))
  const disagreement = contradiction(files)
  if (disagreement) return disagreement
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-'))
  try {
    writeBundle(files, folder)
    const problem = verify(folder, { again: true })?.problems[0]
    if (problem) return `verify: ${problem.path} ${problem.problem} ${problem.why ?? ''}`
    return diagnosedWrong(readEvidence(realDisk, [folder]), reach)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function diagnosedWrong(evidence: Evidence, reach: Reach): string | undefined {
  const warning = evidence.warnings[0]
  if (warning) return `diagnose warns: ${warning.path}: ${warning.reason}`
  const diagnosis = diagnose(evidence)
  formatDiagnosis(diagnosis, PLAIN)
  if (diagnosis.findings.length > 0) reach('found a cause')
  const known = new Set(evidence.files.map(({ path }) => path))
  const quotes = [...diagnosis.findings.flatMap(finding => finding.evidence), ...diagnosis.herrings]
  const stray = quotes.find(({ path, line }) => !known.has(path) || line < 1)
  return stray && `diagnose quotes ${stray.path}, line ${stray.line}`
}

/** What repair says holds, and the servers as it leaves them can be handed out as well. */
function repairedWrong(usable: UsableScenario, seed: number, reach: Reach): string | undefined {
  const { result, run } = repair(usable.scenario, { seed })
  formatRepair(result, PLAIN)
  reach(`repair: ${result.outcome}`)
  if (result.restored !== (result.differences.length === 0)) return `repair says restored: ${result.restored}`
  const wrong = lawOfRuns(run) ?? contradiction(makeBundle(run, handedOut(usable)))
  return wrong && `after repair, ${wrong}`
}
