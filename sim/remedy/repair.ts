import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { registryList } from '../../model/machine/machine.ts'
import { makeBundle } from '../bundle/bundle.ts'
import { EVIDENCE } from '../bundle/bundleFile.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { readEvidence } from '../diagnosis/evidence.ts'
import type { Diagnosis, Finding, Remedy } from '../diagnosis/finding.ts'
import { path, processId } from '../foreign/commandLine.ts'
import { memoryDisk } from '../memoryDisk.ts'
import type { PromptResult } from '../prompt/prompt.ts'
import { type Run, type ServerRun, simulate } from '../run/simulate.ts'
import type { Choice } from '../scenario/choice.ts'
import type { Scenario } from '../scenario/spec.ts'
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
}

/** A repaired scenario: what was done, and the servers as they are at the end. */
export interface Repaired {
  readonly result: Repair
  readonly run: Run
}

/** More than any incident needs: one for each cause, and one more. */
const MOST_ROUNDS = 8

export function repair(scenario: Scenario, options: RepairOptions): Repaired {
  const run = simulate(scenario, options)
  const twin = twinOf(scenario, options)
  const before = new Map(run.servers.map(({ name, machine }) => [name, thingsOf(machine)]))
  const rounds: Round[] = []
  while (rounds.length < MOST_ROUNDS && left(run, twin).length > 0) {
    const standing = footprint(run)
    rounds.push(oneRound(run))
    if (footprint(run) === standing) break
  }
  const unlike = eachServer(run, twin, (server, healthy) => differences(server.machine, healthy.machine))
  const result: Repair = {
    schemaVersion: 2,
    scenario: options.name ?? scenario.title,
    seed: options.seed,
    outcome: outcomeOf(unlike, twin, rounds.at(-1)),
    rounds,
    restored: unlike.length === 0,
    differences: unlike,
    owed: eachServer(run, twin, (server, healthy) => debts(server.machine, healthy.machine)),
    collateral: eachServer(run, twin, ({ name, machine }, healthy) => {
      return collateral(before.get(name)!, machine, healthy.machine)
    }),
  }
  return { result, run }
}

/** Of all servers, each thing once; with the name of the server where there are several. */
function eachServer(
  run: Run,
  twin: Twin,
  of: (server: ServerRun, healthy: Twin['servers'][number]) => string[],
): string[] {
  const several = run.servers.length > 1
  const rows = run.servers.flatMap((server, i) =>
    of(server, twin.servers[i]!).map(text => (several ? `${server.name}: ${text}` : text)),
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
      [...machine.free],
      [...machine.denials.values()],
      [...machine.processes.values()].map(({ name, handles }) => [name, handles]),
      machine.settings.installMutex,
      registryList(machine, SESSION_MANAGER, PENDING_RENAMES),
    ]),
  )
}

// --------------------------------------------------------------------------------------------------------- rounds

function oneRound(run: Run): Round {
  const before = run.attempts.length
  const done = {
    causes: [] as string[],
    remedies: [] as string[],
    commands: [] as Typed[],
    byHand: [] as string[],
    rebuild: false,
  }
  for (const server of run.servers) {
    const { findings } = diagnoseServer(run, server)
    done.causes.push(...findings.map(f => f.cause))
    for (const remedy of planOf(findings)) {
      done.remedies.push(remedy.id)
      if (remedy.commands.length === 0) done.byHand.push(remedy.title)
      if (remedy.ends === 'rebuild') done.rebuild = true
      done.commands.push(...carryOut(server, remedy))
    }
  }
  const exitCode = run.attempts.length > before ? run.attempts.at(-1)!.exitCode : null
  return { ...done, exitCode }
}

/** Diagnosis gets a disk with the evidence on it, and nothing else. */
export function diagnoseServer(run: Run, server: ServerRun): Diagnosis {
  const alone: Run = { ...run, servers: [server] }
  const files = makeBundle(alone, { scenarioText: '', scenarioName: '', toolVersion: '' })
  const evidence = files.filter(({ path }) => path.startsWith(`${EVIDENCE}/`))
  return diagnose(readEvidence(memoryDisk(evidence), [EVIDENCE]))
}

/** The remedies of all findings in their order, each once. */
function planOf(findings: readonly Finding[]): Remedy[] {
  const plan = new Map<string, Remedy>()
  for (const remedy of findings.flatMap(f => f.remedies)) if (!plan.has(remedy.id)) plan.set(remedy.id, remedy)
  return [...plan.values()]
}

/** Types the commands; what an earlier one printed fills the placeholders of a later one. */
function carryOut(server: ServerRun, remedy: Remedy): Typed[] {
  const typed: Typed[] = []
  for (const command of remedy.commands) {
    const line = filled(command, remedy, typed)
    if (line === undefined) continue
    typed.push({ server: server.name, line, ...server.type(line) })
  }
  return typed
}

/** Undefined when nothing told a word that the command waits for: then there is nothing to type. */
function filled(command: string, { placeholders = [] }: Remedy, typed: readonly Typed[]): string | undefined {
  let line = command
  for (const { name, from, pattern } of placeholders) {
    if (!line.includes(`<${name}>`)) continue
    const printed = typed.findLast(t => t.line === from)?.output.join('\n') ?? ''
    const found = new RegExp(pattern, 'im').exec(printed)?.[1]?.trim()
    const value = path(found) ?? processId(found)
    if (value === undefined) return undefined
    line = line.replaceAll(`<${name}>`, () => value)
  }
  return /<[^<>]+>/.test(line) ? undefined : line
}
