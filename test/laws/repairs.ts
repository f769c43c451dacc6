import fc from 'fast-check'
import { anywhere, type Composed } from '../../library/arbitraries/composed.ts'
import type { Machine } from '../../model/machine/machine.ts'
import type { Remedy } from '../../sim/diagnosis/finding.ts'
import { renderFile } from '../../sim/forms/contents.ts'
import { collateral, thingsOf } from '../../sim/remedy/collateral.ts'
import { diagnoseServer, type Outcome, repair as repairOf } from '../../sim/remedy/repair.ts'
import { differences } from '../../sim/remedy/state.ts'
import { twinOf } from '../../sim/remedy/twin.ts'
import { type Run, type ServerRun, simulate } from '../../sim/run/simulate.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { rowsUnlike, type Shown, shownBy, unlike } from './judge.ts'
import { drawn, type Reach, type Trial } from './trial.ts'

/**
 * What repair says of whatever is wrong, up to four things at once, on servers of every kind: the judge says the same, the
 * evidence is kept, and no remedy does harm that is not told, be it the wrong one, twice, or out of its turn.
 */

// ------------------------------------------------------------------------------------------------------- evidence

/** What there was to be read of what had happened, by path. */
type Kept = ReadonlyMap<string, Buffer>

/** Logs of the installer and of the scripts, and the state that these saved. */
function evidenceOn({ machine, facts }: Pick<ServerRun, 'machine' | 'facts'>): Kept {
  const rows = [...machine.files.values()].flatMap(node => {
    const kind = node.content?.kind
    const tells = kind === 'installer-log' || kind === 'clixml' || (kind === 'text' && /\.log$/i.test(node.path))
    const bytes = tells ? renderFile(machine, facts, node)?.bytes : undefined
    return bytes ? [[node.path, Buffer.from(bytes)] as const] : []
  })
  return new Map(rows)
}

/** Of the evidence that there was, what is neither where it was nor among what was saved, byte for byte. */
function lost(before: Kept, after: Kept): string[] {
  const still = new Set([...after].map(([path, bytes]) => `${leafOf(path)} ${bytes.toString('latin1')}`))
  return [...before].flatMap(([path, bytes]) =>
    still.has(`${leafOf(path)} ${bytes.toString('latin1')}`) ? [] : [path],
  )
}

const leafOf = (path: string): string => path.slice(path.lastIndexOf('\\') + 1).toLowerCase()

// -------------------------------------------------------------------------------------------------------- repaired

export const ENDS_WELL: ReadonlySet<Outcome> = new Set(['restored', 'nothing-to-do'])

function misjudged({ scenario, seed, faults }: Composed, reach: Reach): string | undefined {
  const before = simulate(scenario, { seed }).servers.map(evidenceOn)
  const { result, run, twin } = repairOf(scenario, { seed })
  const { outcome, rounds } = result
  reach(outcome)
  const gone = run.servers.flatMap((server, i) => lost(before[i]!, evidenceOn(server)))
  if (gone.length > 0) return `evidence is lost: ${gone.join(', ')}`
  const rows = unlike(run, twin)
  if (ENDS_WELL.has(outcome) && rows.length > 0)
    return `${outcome}, but the exports say: ${rows.slice(0, 5).join('; ')}`
  if (!ENDS_WELL.has(outcome) && rows.length === 0) return `${outcome}, but the exports are those of the healthy twin`
  // One for each thing that is wrong, the call among them, and one more.
  const most = faults.length + 2
  return outcome === 'restored' && rounds.length > most ? `restored in ${rounds.length} rounds` : undefined
}

export const repair: Trial = drawn({
  name: 'repair',
  law: 'whatever is wrong: repair ends as the exports of its servers say, keeps all evidence, and takes few rounds',
  sample: 20,
  whole: 1000,
  marks: { restored: 250, 'nothing-to-do': 20, 'by-hand': 50 },
  from: anywhere,
  broken: misjudged,
})

// -------------------------------------------------------------------------------------------------------- harmless

interface Meddled extends Composed {
  /** Whose remedies are typed. */
  readonly other: Composed
  readonly order: 'as advised' | 'backwards' | 'twice'
}

const meddled: fc.Arbitrary<Meddled> = fc
  .tuple(
    anywhere,
    anywhere,
    fc.boolean(),
    fc.constantFrom('as advised' as const, 'backwards' as const, 'twice' as const),
  )
  .map(([composed, stranger, own, order]) => ({ ...composed, other: own ? composed : stranger, order }))

function advised({ scenario, seed }: Composed): Remedy[] {
  const run = simulate(scenario, { seed })
  return diagnoseServer(run, run.servers[0]!).findings.flatMap(({ remedies }) => remedies)
}

const ORDERS: Readonly<Record<Meddled['order'], (commands: readonly string[]) => readonly string[]>> = {
  'as advised': commands => commands,
  backwards: commands => commands.toReversed(),
  twice: commands => [...commands, ...commands],
}

function harmed({ scenario, seed, other, order }: Meddled, reach: Reach): string | undefined {
  const commands = advised(other).flatMap(remedy => [...remedy.commands])
  const typed = ORDERS[order](commands).filter(line => !/<[^<>]+>/.test(line))
  if (typed.length === 0) return undefined
  reach(order)
  const lines = typed.map(line => ({ line, server: 0 }))
  const harm = harmOf(scenario, seed, lines, twinOf(scenario, { seed }).run)
  if (harm !== undefined) return `${order}, ${harm}`
  if (order !== 'as advised') return undefined
  const run = simulate(scenario, { seed })
  const evidence = run.servers.map(evidenceOn)
  typeAll(run, lines)
  const gone = run.servers.flatMap((server, i) => lost(evidence[i]!, evidenceOn(server)))
  return gone.length > 0 ? `evidence is lost: ${gone.join(', ')}` : undefined
}

/** A command, and the number of the server on which it is typed. */
export interface Line {
  readonly line: string
  readonly server: number
}

/** Where there is no such server, on the first. */
export function typeAll({ servers }: Run, lines: readonly Line[]): void {
  for (const { line, server } of lines) (servers[server] ?? servers[0]!).type(line)
}

/** What these lines leave otherwise than it was, and than it is on the twin, and what repair does not tell of that. */
export function harmOf(scenario: Scenario, seed: number, lines: readonly Line[], twin: Run): string | undefined {
  const run = simulate(scenario, { seed })
  const before = run.servers.map(server => ({ shown: shownBy(server), things: thingsOf(server.machine) }))
  typeAll(run, lines)
  for (const [i, server] of run.servers.entries()) {
    const [was, healthy] = [before[i]!, twin.servers[i]!]
    const told = toldOf(was.things, server.machine, healthy.machine)
    const rows = newlyUnlike(was.shown, shownBy(server), shownBy(healthy))
    const untold = rows.find(row => !told.some(text => tells(text, row)))
    if (untold !== undefined) return `harm that is not told: ${untold}; told: ${told.join('; ')}`
  }
  return undefined
}

const toldOf = (before: ReturnType<typeof thingsOf>, after: Machine, healthy: Machine): string[] => [
  ...differences(after, healthy),
  ...collateral(before, after, healthy),
]

/** What was as on the twin, and is not any more. */
function newlyUnlike(was: Shown, is: Shown, should: Shown): string[] {
  const before = new Set(rowsUnlike(was, should).map(nameIn))
  return rowsUnlike(is, should)
    .map(nameIn)
    .filter(name => !before.has(name))
}

const nameIn = (row: string): string => row.slice(0, row.lastIndexOf(': '))

/** What is told stands for the row: the same thing, or files of the product, of which a few stand for the rest. */
function tells(told: string, row: string): boolean {
  const text = told.toLowerCase()
  const [kind, ...words] = row.split(' ')
  if (kind === 'file' || kind === 'folder') return text.includes(words.join(' ')) || /more files are not/.test(text)
  if (kind === 'service') return text.startsWith(`${words.join(' ')} is `)
  return (
    text.includes(row.replace('hkey_local_machine', 'hklm').replace('hkey_current_user', 'hkcu')) ||
    /\(kb\d+\)|outlook web access|cached packages/.test(text)
  )
}

export const remediesHarmless: Trial = drawn({
  name: 'remedies-harmless',
  law: 'a wrong remedy, the right one twice, and remedies backwards do no harm that is not told; as advised they keep all evidence',
  sample: 15,
  whole: 600,
  marks: { 'as advised': 60, backwards: 60, twice: 60 },
  from: meddled,
  broken: harmed,
})
