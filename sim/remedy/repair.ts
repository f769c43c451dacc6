import { Volume } from 'memfs'
import { makeBundle } from '../bundle/bundle.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { readEvidence } from '../diagnosis/evidence.ts'
import type { Diagnosis, Finding, Remedy } from '../diagnosis/finding.ts'
import { path, processId } from '../foreign/commandLine.ts'
import { inLines, type Shown, told } from '../foreign/terminal.ts'
import type { PromptResult } from '../prompt/prompt.ts'
import { type Run, type ServerRun, simulate } from '../run/simulate.ts'
import type { Scenario } from '../scenario/spec.ts'
import { paint, type TextStyle, wrap } from '../story/text.ts'
import { debts, differences, type RepairTarget } from './target.ts'

/**
 * The whole round of support: simulate, hand the evidence to the blind diagnosis, type what it advises at the server's
 * prompt, look again, until the server is right or the advice does not get any further. Knows the scenario only to run
 * it again: no cause of it is looked at.
 */

export interface Repair {
  readonly schemaVersion: 1
  readonly scenario: string
  readonly seed: number
  readonly rounds: readonly Round[]
  readonly restored: boolean
  readonly differences: readonly string[]
  readonly owed: readonly string[]
}

export interface Round {
  readonly causes: readonly string[]
  readonly remedies: readonly string[]
  /** Of the last installation in this round; null when none was made. */
  readonly exitCode: number | null
  readonly commands: readonly (PromptResult & { readonly line: string })[]
  /** What has no command on this server: titles of remedies. */
  readonly byHand: readonly string[]
}

export interface RepairOptions {
  readonly seed: number
  readonly rollup?: string | undefined
  /** How the scenario is called in the result. */
  readonly name?: string
}

const MOST_ROUNDS = 5

export function repair(scenario: Scenario, options: RepairOptions): Repair {
  const run = simulate(scenario, options)
  const rounds: Round[] = []
  const targets = run.servers.map(server => targetOf(run, server, options.rollup))
  while (rounds.length < MOST_ROUNDS && left(run, targets).length > 0) {
    const round = oneRound(run)
    rounds.push(round)
    if (round.commands.length === 0) break
  }
  return {
    schemaVersion: 1,
    scenario: options.name ?? scenario.title,
    seed: options.seed,
    rounds,
    restored: left(run, targets).length === 0,
    differences: run.servers.flatMap((server, i) => differences(server.machine, targets[i]!)),
    owed: [...new Set(run.servers.flatMap(server => debts(server.machine)))],
  }
}

/** The rollup of the last install step on this server is what everybody wanted. */
function targetOf(run: Run, server: ServerRun, replacement: string | undefined): RepairTarget {
  const first = run.servers[0]!.name
  const wanted = run.scenario.steps.findLast(s => s.kind === 'install' && (s.server ?? first) === server.name)
  const spec = run.scenario.servers.find(s => s.name === server.name)!
  const kb = wanted?.kind === 'install' ? (replacement ?? wanted.patch.kb) : undefined
  return { kb, arch: spec.arch, initial: server.initial }
}

function left(run: Run, targets: readonly RepairTarget[]): string[] {
  return run.servers.flatMap((server, i) => [...differences(server.machine, targets[i]!), ...debts(server.machine)])
}

// --------------------------------------------------------------------------------------------------------- rounds

function oneRound(run: Run): Round {
  const before = run.attempts.length
  const done = {
    causes: [] as string[],
    remedies: [] as string[],
    commands: [] as (PromptResult & { line: string })[],
    byHand: [] as string[],
  }
  for (const server of run.servers) {
    const { findings } = diagnoseServer(run, server)
    done.causes.push(...findings.map(f => f.cause))
    for (const remedy of planOf(findings)) {
      done.remedies.push(remedy.id)
      if (remedy.commands.length === 0) done.byHand.push(remedy.title)
      done.commands.push(...carryOut(server, remedy))
    }
  }
  const exitCode = run.attempts.length > before ? run.attempts.at(-1)!.exitCode : null
  return { ...done, exitCode }
}

/** Diagnosis gets a disk with the evidence on it, and nothing else. */
export function diagnoseServer(run: Run, server: ServerRun): Diagnosis {
  const alone: Run = { ...run, servers: [server] }
  const volume = new Volume()
  const files = makeBundle(alone, { scenarioText: '', scenarioName: '', toolVersion: '' })
  for (const { path, bytes } of files) {
    if (!path.startsWith('evidence/')) continue
    const place = `/${path}`
    volume.mkdirSync(place.slice(0, place.lastIndexOf('/')), { recursive: true })
    volume.writeFileSync(place, Buffer.from(bytes))
  }
  return diagnose(readEvidence(volume, ['/evidence']))
}

/** The remedies of all findings in their order, each once. */
function planOf(findings: readonly Finding[]): Remedy[] {
  const plan = new Map<string, Remedy>()
  for (const remedy of findings.flatMap(f => f.remedies)) if (!plan.has(remedy.id)) plan.set(remedy.id, remedy)
  return [...plan.values()]
}

/** Types the commands; what an earlier one printed fills the placeholders of a later one. */
function carryOut(server: ServerRun, remedy: Remedy): (PromptResult & { line: string })[] {
  const typed: (PromptResult & { line: string })[] = []
  for (const command of remedy.commands) {
    const line = filled(command, remedy, typed)
    if (line === undefined) continue
    typed.push({ line, ...server.type(line) })
  }
  return typed
}

/** Undefined when nothing told a word that the command waits for: then there is nothing to type. */
function filled(
  command: string,
  { placeholders = [] }: Remedy,
  typed: readonly (PromptResult & { line: string })[],
): string | undefined {
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

// ---------------------------------------------------------------------------------------------------------- words

export function formatRepair(result: Repair, style: TextStyle): Shown {
  const rows: Shown[] = []
  result.rounds.forEach((round, i) => {
    rows.push(paint(style, 'bold', `Round ${i + 1}: ${round.causes.join(', ') || 'nothing found'}`))
    for (const { line, exitCode, output } of round.commands) {
      rows.push(told`  > ${line}`)
      const last = output.findLast(text => text.trim() !== '')
      if (exitCode !== 0)
        rows.push(paint(style, 'yellow', `    exit code ${exitCode}${last ? `: ${last.trim()}` : ''}`))
    }
    for (const title of round.byHand) {
      rows.push(...wrap(`by hand: ${title}`, style.width - 4).map((row, k) => told`${k === 0 ? '  ' : '    '}${row}`))
    }
    if (round.exitCode !== null) {
      rows.push(paint(style, round.exitCode === 0 ? 'green' : 'red', `  the installer returns ${round.exitCode}`))
    }
    rows.push(told``)
  })
  if (result.restored)
    rows.push(paint(style, 'green', 'Restored: the rollup is installed and the services are as they were.'))
  else rows.push(paint(style, 'red', 'Not restored.'))
  for (const text of [...result.differences, ...result.owed.map(o => `owed: ${o}`)]) {
    rows.push(...wrap(text, style.width - 4).map((row, i) => (i === 0 ? told`  - ${row}` : told`    ${row}`)))
  }
  return inLines(rows)
}
