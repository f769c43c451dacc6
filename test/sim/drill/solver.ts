import { packageName } from '../../../model/exchange/builds.ts'
import { PUBLISHING_KEY } from '../../../model/exchange/server.ts'
import { fold } from '../../../model/machine/names.ts'
import { placeText } from '../../../sim/drill/marking/evidence.ts'
import { judgeOf } from '../../../sim/drill/marking/judge.ts'
import { Player } from '../../../sim/drill/player.ts'
import { type Action, type Header, NO_CAUSE } from '../../../sim/drill/session.ts'
import { repair } from '../../../sim/remedy/repair.ts'
import { type Run, simulate } from '../../../sim/run/simulate.ts'
import type { Scenario } from '../../../sim/scenario/spec.ts'

/**
 * Solves a scenario with the answer key in hand: claims what is wrong, cites the lines that prove it, types the documented remedy,
 * and does what is owed afterwards. What the documents leave to people stands here by scenario.
 */

export const header = (seed = 1): Header => ({ session: 1, scenario: '0'.repeat(64), seed, name: 'solver' })

export const type = (line: string): Action => ({ kind: 'type', line })
export const at = (name: string): Action => ({ kind: 'server', name })
export const HAND_IN: Action = { kind: 'hand-in' }

export const solution = (id: string, scenario: Scenario, seed = 1): Action[] => [
  ...statements(scenario, seed),
  ...remedy(id, scenario, seed),
  HAND_IN,
]

/** Claims and citations: of each cause the first place that shows it, or else a symptom. */
export function statements(scenario: Scenario, seed = 1): Action[] {
  const { offered } = judgeOf(simulate(scenario, { seed }))
  const { causes } = scenario
  const claims = (causes.length > 0 ? causes : ([NO_CAUSE] as const)).map(
    (cause): Action => ({ kind: 'claim', cause, sure: 'certain' }),
  )
  const proofs = [...offered.causes.values()].map(([first]) => first!)
  const shown = proofs.length > 0 || causes.length === 0 ? proofs : offered.symptoms.slice(0, 1)
  return [
    ...claims,
    ...shown.flatMap((place): Action[] => [at(place.server), { kind: 'cite', place: placeText(place) }]),
  ]
}

// ------------------------------------------------------------------------------------------------------- by hand

interface ByHand {
  /** Before the advice is asked for. */
  readonly first?: readonly Action[]
  /** In place of the advice, which has no command for it. */
  readonly instead?: (run: Run) => readonly Action[]
}

const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'
const bring = (name: string): Action => ({ kind: 'bring', package: name })
const installs = (path: string): Action => type(`start /wait msiexec /p "${path}" /lxv* C:\\again.log`)
const fromDesktop =
  (kb: string) =>
  ({ servers: [server] }: Run): Action =>
    installs(`${server!.machine.windows.adminDesktop}\\${packageName({ kb }, server!.machine.arch)}`)

/** Where the update client has put a package. */
const downloaded = ({ servers: [server] }: Run): string =>
  [...server!.machine.files.values()].find(({ path }) => /\\SoftwareDistribution\\Download\\.*\.msp$/.test(path))!.path

const PRODUCT_AGAIN: ByHand = { first: [bring('dvd'), type('copy D:\\EXCHANGESERVER.msi C:\\')] }
const fetched = (kb: string): ByHand => ({ instead: run => [bring(kb), fromDesktop(kb)(run)] })
const onTheOther = (kb: string): ByHand => ({
  instead: run => [at('CAS-DMZ'), bring(kb), fromDesktop(kb)(run)],
})
const ROOM = type('del C:\\MEMORY.DMP')

const BY_HAND: Readonly<Record<string, ByHand>> = {
  'cached-package-missing': PRODUCT_AGAIN,
  'cached-package-missing-silent': PRODUCT_AGAIN,
  'cached-patch-damaged': { first: [bring('KB949870')] },
  'cached-patch-missing': { first: [bring('KB935490')] },
  'cas-proxy-order': onTheOther('KB953469'),
  'cas-proxy-order-2008': onTheOther('KB952580'),
  'disk-full-early': { instead: run => [ROOM, fromDesktop('KB935490')(run)] },
  'disk-full-late': {
    instead: run => [ROOM, type(`cd "${BIN}"`), type('.\\ServiceControl.ps1 AfterPatch'), installs(downloaded(run))],
  },
  'package-blocked': {
    instead: run => [
      type('reg delete HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Safer\\CodeIdentifiers\\0 /f'),
      fromDesktop('KB952580')(run),
    ],
  },
  'package-damaged': fetched('KB935490'),
  'package-damaged-silent': fetched('KB952580'),
}

// --------------------------------------------------------------------------------------------------------- remedy

/** What repair types, and what is owed behind it. */
export function remedy(id: string, scenario: Scenario, seed = 1): Action[] {
  const { first = [], instead } = BY_HAND[id] ?? {}
  const run = simulate(scenario, { seed })
  const advised = instead ? instead(run) : advice(scenario, seed, first)
  return answered(scenario, [...first, ...advised, ...owed(run, advised)], seed)
}

function advice(scenario: Scenario, seed: number, first: readonly Action[]): Action[] {
  const beforehand = (run: Run): void => void new Player(scenario, { seed }, undefined, run).play(first)
  const { result } = repair(scenario, { seed, beforehand })
  const several = scenario.servers.length > 1
  return result.rounds.flatMap(({ commands }) =>
    commands.flatMap(({ server, line }) => (several ? [at(server), waitFor(line)] : [waitFor(line)])),
  )
}

/** Whoever follows the advice lets the installer come to its end before the next line. */
const waitFor = (line: string): Action => type(line.replace(/^(?=msiexec\b)/, 'start /wait '))

/** Programs that were ended run again, and certificates are checked again. */
function owed({ servers }: Run, typed: readonly Action[]): Action[] {
  const lines = typed.flatMap(action => (action.kind === 'type' ? [action.line] : []))
  const ended = lines.flatMap(line => /^taskkill .*\/im "?([^"]+)"?/.exec(line)?.[1] ?? [])
  const programs = servers.flatMap(({ machine }) =>
    [...machine.processes.values()].filter(({ name }) => ended.some(one => fold(one) === fold(name))),
  )
  const unchecked = lines.some(line => line.includes('0x23e00'))
  return [
    ...programs.map(({ path }) => type(`start "" "${path}"`)),
    ...(unchecked ? [type(`reg add "${PUBLISHING_KEY}" /v State /t REG_DWORD /d 0x23c00 /f`)] : []),
  ]
}

/** Whoever sits there takes no notice of files in use. */
function answered(scenario: Scenario, actions: readonly Action[], seed: number): Action[] {
  const all: Action[] = []
  let player = new Player(scenario, { seed })
  for (const action of actions) {
    all.push(action)
    player.play([action])
    while (player.waiting) {
      all.push({ kind: 'answer', say: 'ignore' })
      player = new Player(scenario, { seed }).play(all)
    }
  }
  return all
}
