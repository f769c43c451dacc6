import { describe, expect, test } from 'vitest'
import { checkedBuilds, evidenceOff, rollups } from '../../../model/exchange/builds.ts'
import { USUAL_FOLDER } from '../../../model/exchange/files.ts'
import { catalogueAt } from '../../../model/exchange/package.ts'
import { healthyServer } from '../../../model/exchange/server.ts'
import { apply } from '../../../model/machine/apply.ts'
import { evidenceMs, serviceEvidenceMs } from '../../../model/machine/evidence.ts'
import { fileAt, serviceNamed } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { imagePath } from '../../../model/machine/services.ts'

/** Publisher evidence: who waits, for how long, and which build of a file decides it. */
function offline() {
  const machine = healthyServer(
    {
      name: 'EXCH01',
      os: 'windows-server-2003',
      installer: '3.1',
      arch: 'x64',
      zone: 0,
      roles: ['mailbox'],
      baseline: 'rtm',
      start: 1_188_249_120_000,
    },
    () => 1,
  )
  machine.settings.internet = false
  return machine
}

const PUBLISHING = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing'

describe('a managed program', () => {
  test.each([
    [1, 15_000],
    [2, 20_000],
    [9, 20_000],
  ])('with %i lists to fetch waits %i ms', (retrievals, ms) => {
    expect(evidenceMs(offline(), 'Administrator', retrievals)).toBe(ms)
  })

  test('waits for nothing with the Internet there', () => {
    const machine = offline()
    machine.settings.internet = true
    expect(evidenceMs(machine, 'Administrator')).toBe(0)
  })

  test.each([
    [0x23c00, 20_000],
    [0x23e00, 0],
  ])('with State %i waits %i ms, as its own account has it', (state, ms) => {
    const machine = offline()
    const after = { name: 'State', type: 'dword', data: state } as const
    apply(machine, { kind: 'value', key: PUBLISHING, name: 'State', before: undefined, after })
    expect(evidenceMs(machine, 'Administrator')).toBe(ms)
    expect(evidenceMs(machine, 'LocalSystem')).toBe(20_000)
  })
})

describe('a managed service', () => {
  function wait(version: string, configuration?: string, name = 'MSExchangeADTopology'): number {
    const machine = offline()
    const service = serviceNamed(machine, name)!
    const path = imagePath(service.image)
    machine.files.set(fold(path), { ...fileAt(machine, path)!, version })
    if (configuration !== undefined) {
      const node = { ...fileAt(machine, path)!, path: `${path}.config` }
      machine.files.set(fold(node.path), { ...node, content: { kind: 'text', text: configuration } })
    }
    return serviceEvidenceMs(machine, service, path)
  }

  test.each([
    ['8.0.685.25', 0],
    ['8.0.744.0', 0],
    ['8.0.754.0', 40_000],
    ['8.0.813.0', 40_000],
    ['8.1.240.6', 0],
    ['8.1.263.1', 40_000],
    ['8.1.311.3', 40_000],
  ])('of build %s waits %i ms', (version, ms) => {
    expect(wait(version)).toBe(ms)
  })

  test('waits for nothing if the configuration beside it says so, whoever has written it', () => {
    expect(wait('8.0.754.0', evidenceOff.text)).toBe(0)
    expect(wait('8.0.754.0', "<generatePublisherEvidence enabled='false' />")).toBe(0)
    expect(wait('8.0.754.0', '<generatePublisherEvidence enabled="true"/>')).toBe(40_000)
  })

  test('is managed: a native one waits for nothing', () => {
    expect(wait('8.0.754.0', undefined, 'MSExchangeIS')).toBe(0)
  })
})

describe('the data', () => {
  test('every range begins with a build that a rollup has, and has a source', () => {
    for (const { from, source } of checkedBuilds) {
      expect(rollups.map(r => r.version)).toContain(from)
      expect(source).not.toBe('')
    }
  })

  test('configurations turn the check off from Update Rollup 5 for Service Pack 1 on, and in no other series', () => {
    const quiet = [...catalogueAt(USUAL_FOLDER).patches.values()].filter(p =>
      p.transforms.some(t => t.file.some(f => f.text)),
    )
    expect([...new Set(quiet.map(p => /KB\d+/.exec(p.displayName)![0]))]).toEqual([
      'KB953467',
      'KB959241',
      'KB960384',
      'KB968012',
      'KB970162',
      'KB981407',
    ])
  })
})
