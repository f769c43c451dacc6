import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../sim/bundle/bundleFile.ts'
import { type Action, type Header, lineOf } from '../../sim/drill/session.ts'
import { scenarioById, scenarioIds } from '../laws/state.ts'
import { HAND_IN, solution, type } from '../sim/drill/solver.ts'
import type { Command } from './commands.ts'

/**
 * A session of each kind of scenario, as somebody hands it in: one for each cause, one where nothing is wrong, and one that
 * goes wrong ways. Made once, by the Node that runs this; every Node then does all of it again.
 */

interface Kept {
  readonly name: string
  readonly lines: string
}

/** Letters with and without a case, a form without a match, a name that is none, an undo, a hint, and a loss. */
const ASTRAY: readonly Action[] = [
  type('powershell "Get-Service MSExchange* | ? { $_.Status -ne \'Running\' } | sort Name | ft -auto"'),
  type('echo Stra\u00dfe \u0130\u0131 \u017f\u212a > C:\\\u00df.txt & dir C:\\\u00df.txt & type C:\\\u1e9e.TXT'),
  { kind: 'claim', cause: 'disk-full', sure: 'certain' },
  { kind: 'hint' },
  type('del /q C:\\WINDOWS\\Installer\\*.msp'),
  { kind: 'undo', count: 1 },
  { kind: 'cite', place: 'C:\\WINDOWS\\WindowsUpdate.log:1' },
  type('taskkill /f /im lsass.exe'),
  HAND_IN,
]

/** The first scenario of each cause, by their names; what has no cause is a kind as well. */
export function kindsOfScenario(): string[] {
  const kinds = new Map<string, string>()
  for (const id of scenarioIds()) {
    const { causes } = scenarioById(id).scenario
    for (const cause of causes.length > 0 ? causes : ['nothing']) if (!kinds.has(cause)) kinds.set(cause, id)
  }
  return [...new Set(kinds.values())]
}

export function sessions(): Kept[] {
  const solved = kindsOfScenario().map(id => kept(id, id, solution(id, scenarioById(id).scenario)))
  return [...solved, kept('astray', 'saved-state-lost', ASTRAY)]
}

function kept(name: string, id: string, actions: readonly Action[]): Kept {
  const header: Header = { session: 1, scenario: sha256(scenarioById(id).text), seed: 1, name }
  return { name, lines: [header, ...actions].map(lineOf).join('') }
}

const FOLDER = 'sessions'

export function write(all: readonly Kept[], cwd: string): void {
  mkdirSync(join(cwd, FOLDER))
  for (const { name, lines } of all) writeFileSync(join(cwd, fileOf(name)), lines)
}

const fileOf = (name: string): string => `${FOLDER}/${name}.jsonl`

/** All of them graded, and each played. */
export const commandsOn = (all: readonly Kept[]): readonly Command[] => [
  { args: ['drill', 'grade', FOLDER, '--json'], code: 0 },
  ...all.map(({ name }) => ({ args: ['replay', fileOf(name), '--plain'], code: 0 })),
]
