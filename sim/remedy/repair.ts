import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { registryList } from '../../model/machine/machine.ts'
import { fold, leafOf } from '../../model/machine/names.ts'
import { makeBundle } from '../bundle/bundle.ts'
import { EVIDENCE } from '../bundle/bundleFile.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { readEvidence } from '../diagnosis/evidence.ts'
import type { Diagnosis, Remedy } from '../diagnosis/finding.ts'
import { savesEvidence } from '../diagnosis/remedies.ts'
import { path, processId } from '../foreign/commandLine.ts'
import { memoryDisk } from '../memoryDisk.ts'
import type { PromptResult } from '../prompt/prompt.ts'
import { type Run, type ServerRun, simulate, usersSignIn } from '../run/simulate.ts'
import type { Choice } from '../scenario/choice.ts'
import type { Scenario } from '../scenario/spec.ts'
import type { DialogAnswers } from '../server/recorder.ts'
import { collateral, thingsOf } from './collateral.ts'
import { debts } from './debts.ts'
import { differences, stateOf } from './state.ts'
import { type Twin, twinOf } from './twin.ts'

/**
 * The whole round of support: simulate, hand the evidence to the blind diagnosis, type what it advises at the server's
 * prompt, look again, until the server equals its healthy twin or the advice does not get any further. Only the twin
 * knows the answer key.
 */
export interface Repair {
  readonly schemaVersion: 2
  readonly scenario: string
  readonly seed: number
  readonly outcome: Outcome
  readonly rounds: readonly Round[]
  /** Equal to the healthy twin. */
  readonly restored: boolean
  /** From the twin, in words. */
  readonly differences: readonly string[]
  readonly owed: readonly string[]
  readonly collateral: readonly string[]
}

/**
 * `restored`: equal to the twin. `nothing-to-do`: a healthy server refuses what was wanted, and this one is as it should be.
 * `by-hand`: what is left, no command can do. `rebuild`: the registration is beyond repair. `stuck`: the advice ended.
 */
export const OUTCOMES = ['restored', 'nothing-to-do', 'by-hand', 'rebuild', 'stuck'] as const
export type Outcome = (typeof OUTCOMES)[number]

export interface Typed extends PromptResult {
  readonly server: string
  readonly line: string
}

export interface Round {
  readonly causes: readonly string[]
  readonly remedies: readonly string[]
  /** Of the last installation in this round; null when none was made. */
  readonly exitCode: number | null
  readonly commands: readonly Typed[]
  /** What has no command on this server: titles of remedies. */
  readonly byHand: readonly string[]
  readonly rebuild: boolean
}

export interface RepairOptions extends Choice {
  /** How the scenario is called in the result. */
  readonly name?: string
  /** What somebody has done beforehand that no advice can: a package fetched, a medium put in. */
  readonly beforehand?: (run: Run) => void
}

/** A repaired scenario: what was done, and the servers as they are at the end. */
export interface Repaired {
  readonly result: Repair
  readonly run: Run
  readonly twin: Run
}

/** More than any incident needs: one for each cause, and one more. */
const MOST_ROUNDS = 8

export function repair(scenario: Scenario, options: RepairOptions): Repaired {
  const run = simulate(scenario, options)
  options.beforehand?.(run)
  const twin = twinOf(scenario, options)
  const before = new Map(run.servers.map(({ name, machine }) => [name, thingsOf(machine)]))
  const rounds: Round[] = []
  const inVain = new Set<string>()
  while (rounds.length < MOST_ROUNDS && left(run, twin).length > 0) {
    const standing = footprint(run)
    const round = oneRound(run, inVain)
    rounds.push(round)
    usersSignIn(run.servers)
    // Where nothing changed there may be more to see.
    if (footprint(run) === standing && ends(round)) break
  }
  const unlike = eachServer(run, twin, (server, healthy) => differences(server.machine, healthy.machine))
  const result: Repair = {
    schemaVersion: 2,
    scenario: options.name ?? scenario.title,
    seed: options.seed,
    outcome: outcomeOf(
      unlike,
      twin,
      rounds.findLast(({ remedies }) => remedies.length > 0),
    ),
    rounds,
    restored: unlike.length === 0,
    differences: unlike,
    owed: eachServer(run, twin, (server, healthy) => debts(server.machine, healthy.machine)),
    collateral: eachServer(run, twin, ({ name, machine }, healthy) => {
      return collateral(before.get(name)!, machine, healthy.machine)
    }),
  }
  return { result, run, twin: twin.run }
}

/** Nothing was typed, or what is left is not for this prompt. */
const ends = ({ commands, byHand }: Round): boolean => commands.length === 0 || byHand.length > 0

/** While another installation runs, time alone helps. */
const isBusy = ({ servers }: Run): boolean => servers.some(({ machine }) => machine.settings.installMutex !== 0)

/** Of all servers, each thing once; with the name of the server where there are several. */
function eachServer(run: Run, twin: Twin, of: (server: ServerRun, healthy: ServerRun) => string[]): string[] {
  const several = run.servers.length > 1
  const rows = run.servers.flatMap((server, i) =>
    of(server, twin.run.servers[i]!).map(text => (several ? `${server.name}: ${text}` : text)),
  )
  return [...new Set(rows)]
}

const left = (run: Run, twin: Twin): string[] =>
  eachServer(run, twin, ({ machine }, healthy) => [
    ...differences(machine, healthy.machine),
    ...debts(machine, healthy.machine),
  ])

function outcomeOf(unlike: readonly string[], twin: Twin, last: Round | undefined): Outcome {
  if (unlike.length === 0) return twin.refused ? 'nothing-to-do' : 'restored'
  if (last?.rebuild) return 'rebuild'
  return last && last.byHand.length > 0 ? 'by-hand' : 'stuck'
}

/** By this it shows whether a round changed anything that could help. */
function footprint(run: Run): string {
  return JSON.stringify(
    run.servers.map(({ machine }) => [
      [...stateOf(machine)],
      [...machine.denials.values()],
      [...machine.processes.values()].map(({ name, handles }) => [name, handles]),
      machine.settings.installMutex,
      registryList(machine, SESSION_MANAGER, PENDING_RENAMES),
    ]),
  )
}

// --------------------------------------------------------------------------------------------------------- rounds

type Done = { -readonly [K in keyof Round]: Round[K] extends readonly (infer T)[] ? T[] : Round[K] }

/** `inVain` remembers what changed nothing: where no more is found, it is not done again. */
function oneRound(run: Run, inVain: Set<string>): Round {
  const before = run.attempts.length
  const done: Done = { causes: [], remedies: [], commands: [], byHand: [], rebuild: false, exitCode: null }
  for (const server of run.servers) {
    const diagnosis = diagnoseServer(run, server)
    const causes = diagnosis.findings.map(f => f.cause)
    done.causes.push(...causes)
    for (const advice of adviceIn(diagnosis)) {
      const tried = JSON.stringify([server.name, causes, advice.flat().map(saying)])
      if (inVain.has(tried)) continue
      const [standing, calls] = [footprint(run), run.attempts.length]
      follow(server, advice, done)
      const changed = footprint(run) !== standing
      if (!changed && !isBusy(run)) inVain.add(tried)
      // What it came to is looked at before anything else is done.
      if (done.byHand.length > 0 || run.attempts.length > calls || changed) break
    }
  }
  if (run.attempts.length > before) done.exitCode = run.attempts.at(-1)!.exitCode
  return done
}

/** A remedy and its lines; to save what there is now, and into which folder, is no other way of mending. */
const saying = (remedy: Remedy): string =>
  savesEvidence(remedy) ? remedy.id : `${remedy.id}: ${remedy.commands.join('; ').replace(/Evidence-\d+/g, 'Evidence')}`

/** What each cause needs, in the order of its remedies. */
type Advice = readonly (readonly Remedy[])[]

/**
 * What is found is mended, all of it. Where nothing is left to be mended, what was wanted is done once more to learn why it
 * fails; and what could be the cause as well is tried, one after the other.
 */
function adviceIn({ findings, candidates, next }: Diagnosis): Advice[] {
  return [findings.map(({ remedies }) => remedies), [next], ...candidates.map(({ remedies }) => [remedies])]
}

/**
 * In turns. What has to wait for something that is left to be done by hand is not done; and the installer is called when
 * nothing of the kind stands in its way, whichever cause asks for it.
 */
function follow(server: ServerRun, advice: Advice, done: Done): void {
  const waits = new Set<Remedy>()
  const well = new Set<string>()
  for (const turn of TURNS) {
    for (const remedy of once(advice, turn, waits)) {
      // What two causes need at different times need not be done again where it went well.
      const lines = JSON.stringify(remedy.commands)
      if (waits.has(remedy) || well.has(lines)) continue
      done.remedies.push(remedy.id)
      if (remedy.ends === 'rebuild') done.rebuild = true
      const typed = carryOut(server, remedy)
      done.commands.push(...typed.commands)
      if (typed.whole) {
        if (typed.commands.every(({ exitCode }) => exitCode === 0)) well.add(lines)
        continue
      }
      done.byHand.push(remedy.title)
      for (const one of waitingFor(remedy, advice)) waits.add(one)
    }
  }
}

/** What stands behind it among the remedies of its causes, and the same call among those of others. */
function waitingFor({ id }: Remedy, advice: Advice): Remedy[] {
  const behind = advice.flatMap(remedies => {
    const at = remedies.findIndex(one => one.id === id)
    return at < 0 ? [] : remedies.slice(at + 1)
  })
  const calls = new Set(behind.flatMap(one => (one.turn === 'call' ? [one.id] : [])))
  return [...behind, ...advice.flat().filter(one => one.turn === 'call' && calls.has(one.id))]
}

const TURNS: readonly Remedy['turn'][] = ['first', undefined, 'call', 'end']

/** Several causes may need the same. */
function once(advice: Advice, turn: Remedy['turn'], waits: ReadonlySet<Remedy>): Remedy[] {
  const remedies = advice.flat().filter(remedy => remedy.turn === turn && !waits.has(remedy))
  return [...new Map(remedies.map(remedy => [remedy.id, remedy])).values()]
}

/** Diagnosis gets a disk with the evidence on it, and nothing else. */
export function diagnoseServer(run: Run, server: ServerRun): Diagnosis {
  const alone: Run = { ...run, servers: [server] }
  const files = makeBundle(alone, { scenarioText: '', scenarioName: '', toolVersion: '' })
  const evidence = files.filter(({ path }) => path.startsWith(`${EVIDENCE}/`))
  return diagnose(readEvidence(memoryDisk(evidence), [EVIDENCE]))
}

/**
 * Types the commands; what an earlier one printed fills the placeholders of a later one. What has no command, or one that
 * nothing fills, is for somebody to do.
 */
function carryOut(server: ServerRun, remedy: Remedy): { readonly commands: readonly Typed[]; readonly whole: boolean } {
  const typed: Typed[] = []
  for (const command of remedy.commands) {
    const line = filled(command, remedy, typed)
    if (line === undefined) continue
    server.recorder.expectDialogs(AT_THE_SCREEN)
    typed.push({ server: server.name, line, ...server.type(line) })
    server.recorder.expectDialogs({})
  }
  return { commands: typed, whole: typed.length > 0 && typed.length === remedy.commands.length }
}

/** Whoever sits there takes no notice of files in use: the scripts stop their services, and another holder shows in the log. */
const AT_THE_SCREEN: DialogAnswers = { 'files-in-use': [{ say: 'ignore' }] }

const namesOfFiles = (found: readonly (string | undefined)[]): ReadonlySet<string> =>
  new Set(found.flatMap(text => (path(text) === undefined ? [] : fold(leafOf(text!)))))

/**
 * Undefined when nothing told a word that the command waits for, or files of several names were printed, of which somebody
 * has to choose: then there is nothing to type.
 */
function filled(command: string, { placeholders = [] }: Remedy, typed: readonly Typed[]): string | undefined {
  let line = command
  for (const { name, from, pattern } of placeholders) {
    if (!line.includes(`<${name}>`)) continue
    const printed = typed.findLast(t => t.line === from)?.output.join('\n') ?? ''
    const found = [...printed.matchAll(new RegExp(pattern, 'gim'))].map(([, value]) => value?.trim())
    const value = path(found[0]) ?? processId(found[0])
    if (value === undefined || namesOfFiles(found).size > 1) return undefined
    line = line.replaceAll(`<${name}>`, () => value)
  }
  return /<[^<>]+>/.test(line) ? undefined : line
}
