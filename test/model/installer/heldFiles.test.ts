import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../../model/installer/transaction.ts'
import { childrenOf, fileAt, type Machine, registryList } from '../../../model/machine/machine.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'

/** A file that somebody reads while a rollup replaces it: decisions.md 1. What the restart makes of it. */
const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'
const LIBRARY = `${BIN}\\Microsoft.Exchange.Management.dll`
/** Comes before it in the File table. */
const EARLIER = `${BIN}\\ExSetup.exe`
const OLD = '8.0.685.25'
const NEW = '8.0.711.2'

function server(
  steps: readonly object[],
  holders: readonly object[] = [reader(LIBRARY)],
  rollups: readonly string[] = [],
) {
  const servers = [{ name: 'EXCH01', baseline: 'rtm', roles: ['mailbox'], rollups, change: holders }]
  const loaded = loadScenario(stringify({ title: 'A held file', servers, steps }), 'held.yaml')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const run = simulate(loaded.scenario, { seed: 1 })
  return { ...run.servers[0]!, codes: run.attempts.map(attempt => attempt.exitCode) }
}

const reader = (holds: string, more: object = {}) => ({
  process: { name: 'scanner.exe', user: 'system', holds, share: 'read', ...more },
})
const INSTALL = { install: { rollup: 'KB935490', by: 'administrator', ui: 'none', log: 'C:\\kb.log', options: 'lxv*' } }
const REMOVE = { remove: { rollup: 'KB935490', by: 'administrator', ui: 'none' } }
const RESTART = { restart: {} }

const versionOf = (machine: Machine, path = LIBRARY): string | undefined => fileAt(machine, path)?.version
const asideIn = (machine: Machine): string[] =>
  childrenOf(machine, BIN).flatMap(({ path }) => (/\\TBM[0-9A-F]+\.tmp$/.test(path) ? [path] : []))
const pending = (machine: Machine): readonly string[] => registryList(machine, SESSION_MANAGER, PENDING_RENAMES)

describe('a file that somebody reads', () => {
  test('stays, the new one stands beside it, and the log and the registry say what waits', () => {
    const { machine, facts, codes } = server([INSTALL])
    const [aside] = asideIn(machine)
    expect(codes).toEqual([3010])
    expect(versionOf(machine)).toBe(OLD)
    expect(versionOf(machine, aside)).toBe(NEW)
    expect(pending(machine)).toEqual([`\\??\\${aside}`, `!\\??\\${LIBRARY}`])
    const lines = facts.flatMap(({ body }) =>
      body.kind === 'log' && body.key === 'renameAtRestart' ? [body.args] : [],
    )
    expect(lines).toEqual([[aside, LIBRARY]])
  })

  test('is replaced at the restart, whatever its attributes', () => {
    for (const before of [[], [{ command: `attrib +r "${LIBRARY}"` }]]) {
      const { machine, codes } = server([...before, INSTALL, RESTART])
      expect(codes).toEqual([3010])
      expect([versionOf(machine), asideIn(machine), pending(machine)]).toEqual([NEW, [], []])
    }
  })

  test('several wait for one restart', () => {
    const files = [LIBRARY, EARLIER]
    const { machine } = server(
      [INSTALL, RESTART],
      files.map(file => reader(file)),
    )
    expect(files.map(file => versionOf(machine, file))).toEqual([NEW, NEW])
  })

  test('is no question at the wizard', () => {
    const { codes, facts } = server([{ install: { rollup: 'KB935490', by: 'administrator' } }])
    expect(codes).toEqual([3010])
    expect(facts.flatMap(({ body }) => (body.kind === 'dialog' ? [body.dialog] : []))).toEqual(['completed'])
  })

  test('counts as held without sharing where another holds it so', () => {
    const { machine, codes } = server([INSTALL], [reader(LIBRARY), reader(LIBRARY, { name: 'x.exe', share: 'none' })])
    expect(codes).toEqual([1603])
    expect([versionOf(machine), asideIn(machine), pending(machine)]).toEqual([OLD, [], []])
  })

  test('leaves nothing behind where the run fails later', () => {
    const { machine, codes, facts } = server([INSTALL], [reader(EARLIER), reader(LIBRARY, { share: 'none' })])
    expect(codes).toEqual([1603])
    expect(facts.some(({ body }) => body.kind === 'log' && body.key === 'renameAtRestart')).toBe(true)
    expect([versionOf(machine, EARLIER), asideIn(machine), pending(machine)]).toEqual([OLD, [], []])
  })

  test('is kept for the removal of the rollup, which brings it back', () => {
    const { machine, codes } = server([INSTALL, RESTART, REMOVE])
    expect(codes).toEqual([3010, 0])
    expect(versionOf(machine)).toBe(OLD)
  })

  test('waits for a restart in the removal too', () => {
    const { machine, codes } = server([REMOVE, RESTART], [reader(LIBRARY)], ['KB935490'])
    expect(codes).toEqual([3010])
    expect([versionOf(machine), asideIn(machine), pending(machine)]).toEqual([OLD, [], []])
  })
})

test('wherever the power goes, the file is old with the rollup undone or new with the rollup there', () => {
  const changes = server([INSTALL]).facts.filter(({ body }) => body.kind === 'change').length
  for (let left = 1; left <= 40; left++) {
    const steps = [{ 'power-off': { 'after-change': changes - left } }, INSTALL, RESTART, INSTALL, RESTART]
    const { machine, codes } = server(steps)
    expect([left, codes.at(-1), versionOf(machine), asideIn(machine)]).toEqual([left, 0, NEW, []])
  }
})
