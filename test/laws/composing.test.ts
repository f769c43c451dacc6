import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { owaPage } from '../../model/exchange/owaPreparation.ts'
import { isCall, type Run, simulate } from '../../sim/run/simulate.ts'
import { CAUSES } from '../../sim/scenario/causes.ts'
import type { ChangeSpec } from '../../sim/scenario/spec.ts'
import { anywhere, type Composed, meanwhile } from '../arbitraries/composed.ts'
import { installStep, scenarioOf } from '../arbitraries/scenario.ts'
import { ALWAYS, type Law, observe } from './laws.ts'
import { STAGES } from './stages.ts'
import { scenarioById } from './state.ts'

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

describe('causes compose', () => {
  const met = new Set<string>()
  const codes = new Set<number | null>()
  const stages = new Set<string>()
  let several = 0

  const holds = (drawn: Composed): void => {
    const run = simulate(drawn.scenario, { seed: drawn.seed })
    const names = [...drawn.scenario.causes, ...drawn.faults.map(fault => fault.name)]
    expect(brokenLaw(drawn, run), names.join(', ')).toBeUndefined()
    for (const name of names) met.add(name)
    for (const { exitCode } of run.attempts) codes.add(exitCode)
    for (const stage of STAGES) if (stage.reached(run)) stages.add(stage.name)
    if (names.length >= 4) several++
  }

  test('on any server, up to four at once: every law holds in 2,500 runs', () => {
    fc.assert(fc.property(anywhere, holds), { numRuns: 2500, seed: 1603 })
  })

  test('on top of any scenario of the project: every law holds in 2,000 runs', () => {
    fc.assert(fc.property(meanwhile, holds), { numRuns: 2000, seed: 1603 })
  })

  test(`all ${CAUSES.length} causes were met, every return code and every stage was reached`, () => {
    expect(CAUSES.filter(cause => !met.has(cause))).toEqual([])
    expect(CODES.filter(code => !codes.has(code))).toEqual([])
    expect(STAGES.map(stage => stage.name).filter(name => !stages.has(name))).toEqual([])
    expect(several).toBeGreaterThan(300)
  })

  test('one hides the next: taken away one after the other, each shows what stood behind it', () => {
    const bin = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'
    const hidden: readonly (readonly [change: readonly ChangeSpec[], shows: string])[] = [
      [[{ kind: 'service', name: 'msiserver', start: 'disabled' }], '1601'],
      [
        [
          { kind: 'cached-package', of: 'KB930809', state: 'missing' },
          { kind: 'source', of: 'KB930809', reachable: false },
        ],
        '1635',
      ],
      [[{ kind: 'execution-policy', scope: 'local', value: 'Restricted' }], '1603 CA_SAVEDATA_STOP_SERVICES'],
      [[holding(`${bin}\\Microsoft.Exchange.Management.dll`)], '1603 InstallFinalize'],
      [[{ kind: 'deny', path: 'C:\\WINDOWS\\system32\\inetsrv\\MetaBase.xml', access: 'write' }], '0 blank'],
    ]
    const { servers } = scenarioById('clean-install').scenario
    const step = installStep('KB935490', { by: 'administrator', ui: 'none' })
    const shown = (change: readonly ChangeSpec[]): string => {
      const spec = { ...servers[0]!, rollups: [{ kind: 'rollup', kb: 'KB930809' } as const], change }
      const run = simulate(scenarioOf(spec, [step]), { seed: 1 })
      const { facts, machine } = run.servers[0]!
      const failed = facts.find(({ body }) => body.kind === 'action-ended' && body.value === 3)?.body
      const code = run.attempts[0]!.exitCode
      if (code === 0) return `0 ${owaPage(machine)}`
      return failed?.kind === 'action-ended' ? `${code} ${failed.action}` : `${code}`
    }
    for (const [i, [, shows]] of hidden.entries()) {
      expect(shown(hidden.slice(i).flatMap(([change]) => change))).toBe(shows)
    }
    expect(shown([])).toBe('0 logon')
  })
})

const holding = (path: string): ChangeSpec => ({
  kind: 'process',
  name: 'bkagent.exe',
  user: 'system',
  holds: [path],
  share: 'none',
})
