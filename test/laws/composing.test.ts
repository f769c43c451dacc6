import { describe, expect, test } from 'vitest'
import { installStep, scenarioOf } from '../../library/arbitraries/scenario.ts'
import { owaPage } from '../../model/exchange/owaPreparation.ts'
import { simulate } from '../../sim/run/simulate.ts'
import type { ChangeSpec } from '../../sim/scenario/spec.ts'
import { onTopOfScenario, severalFaults } from './composing.ts'
import { testSample } from './sampled.ts'
import { scenarioById } from './state.ts'

describe('causes compose', () => {
  testSample(severalFaults)
  testSample(onTopOfScenario)

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
