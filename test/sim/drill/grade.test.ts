import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelFacts } from '../../../sim/bundle/truth/labels.ts'
import { placesOf } from '../../../sim/bundle/truth/places.ts'
import { type Grade, PART_IDS, type PartId } from '../../../sim/drill/grade.ts'
import { placeText } from '../../../sim/drill/marking/evidence.ts'
import { grade, graderOf } from '../../../sim/drill/marking/marking.ts'
import { owedPoints } from '../../../sim/drill/marking/owed.ts'
import { repairPoints } from '../../../sim/drill/marking/repair.ts'
import { keyOf, type Wrong } from '../../../sim/drill/marking/right.ts'
import type { Action } from '../../../sim/drill/session.ts'
import { renderInstallerLog } from '../../../sim/forms/installerLog.ts'
import { PARTS } from '../../../sim/remedy/state.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import type { Scenario } from '../../../sim/scenario/spec.ts'
import { scenarioById } from '../../laws/state.ts'
import { HAND_IN, header, remedy, solution, statements, type } from './solver.ts'

const { scenario } = scenarioById('file-in-use')
/** What is right in this lab is found out once. */
const gradeIt = graderOf(scenario, header())
const opening = simulate(scenario, { seed: 1 }).servers[0]!

const of = (graded: Grade): Record<PartId, number> =>
  Object.fromEntries(graded.parts.map(({ id, points }) => [id, points])) as Record<PartId, number>

/** What a part has lost. */
function lost(graded: Grade): Partial<Record<PartId, number>> {
  return Object.fromEntries(graded.parts.flatMap(({ id, points, of }) => (points < of ? [[id, of - points]] : [])))
}

const claim = (cause: Extract<Action, { kind: 'claim' }>['cause'], sure: 'guess' | 'likely' | 'certain'): Action => ({
  kind: 'claim',
  cause,
  sure,
})

/** Of a process that Windows shares between several services. */
const host = [...opening.machine.processes.values()].find(
  ({ services, name }) => services.length > 2 && name === 'svchost.exe',
)!
const cached = [...opening.machine.files.values()].find(({ path }) => /\\Installer\\[0-9a-f]+\.msi$/.test(path))!.path
const herring = placesOf(opening, labelFacts(opening), renderInstallerLog).find(place => place.class === 'herring')!
const PRODUCT = 'HKLM\\SOFTWARE\\Classes\\Installer\\Products\\461C2B4266EDEF444B864AD6D9E5B613'

describe('a wrong way loses exactly its line', () => {
  const solved = solution('file-in-use', scenario).slice(0, -1)
  const WAYS: readonly (readonly [string, readonly Action[], Partial<Record<PartId, number>>])[] = [
    ['none', [], {}],
    ['a wrong claim', [claim('disk-full', 'likely')], { cause: 5 }],
    ['a wrong claim that is certain', [claim('disk-full', 'certain')], { cause: 8 }],
    ['a wrong claim that is mended', [claim('disk-full', 'certain'), { kind: 'undo', count: 1 }], {}],
    ['a herring', [{ kind: 'cite', place: placeText(herring) }], { evidence: 3 }],
    ['a copy of the installer is deleted', [type(`del ${cached}`)], { harm: 8 }],
    ['the same, moved and moved back', [type(`move ${cached} C:\\x.msi`), type(`move C:\\x.msi ${cached}`)], {}],
    ['a key of the installer is edited', [type(`reg add ${PRODUCT} /v Language /t REG_DWORD /d 7 /f`)], { harm: 6 }],
    ['the policy for scripts is left open', [type('Set-ExecutionPolicy Unrestricted')], { harm: 5 }],
    ['a process of Windows is ended', [type(`taskkill /f /pid ${host.pid}`)], { harm: 8 }],
    [
      'a process of Windows is ended after a restart',
      [type('shutdown /r /t 0'), type('taskkill /f /im explorer.exe')],
      { harm: 11 },
    ],
    ['a restart for nothing', [type('shutdown /r /t 0')], { harm: 3 }],
    ["somebody else's service is stopped", [type('net stop CryptSvc')], { harm: 4 }],
    ['a log is deleted', [type('del C:\\ExchangeSetupLogs\\ExchangeSetup.log')], { harm: 4 }],
    ['a log is overwritten', [type('echo x> C:\\ExchangeSetupLogs\\ExchangeSetup.log')], { harm: 4 }],
    ['a log is written on', [type('echo x>> C:\\ExchangeSetupLogs\\ExchangeSetup.log')], {}],
    ['a log is moved', [type('move C:\\ExchangeSetupLogs\\ExchangeSetup.log C:\\x.log')], {}],
    [
      'a log is deleted of which there is a copy',
      [
        type('copy C:\\ExchangeSetupLogs\\ExchangeSetup.log C:\\x.log'),
        type('del C:\\ExchangeSetupLogs\\ExchangeSetup.log'),
      ],
      {},
    ],
    [
      'a policy is written that changes nothing',
      [type('reg add HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer /v DisablePatch /t REG_DWORD /d 0 /f')],
      {},
    ],
    [
      'a policy is written that forbids something',
      [type('reg add HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer /v DisablePatch /t REG_DWORD /d 1 /f')],
      { harm: 5 },
    ],
    [
      'logging is turned on',
      [type('reg add HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer /v Debug /d 7 /f')],
      {},
    ],
  ]

  test.each(WAYS)('%s', (_, actions, expected) => {
    expect(lost(gradeIt([...solved, ...actions, HAND_IN]))).toEqual(expected)
  })

  test('saved state that was deleted while it was needed is no debt that is paid', () => {
    const still = gradeIt([HAND_IN])
    const lost = gradeIt([type('rd /s /q C:\\ExchangeSetupLogs'), HAND_IN])
    expect(lost.score).toBeLessThan(still.score)
    expect(lost.parts.find(({ id }) => id === 'owed')!.points).toBe(still.parts.find(({ id }) => id === 'owed')!.points)
  })

  test('a second attempt before the services were restored', () => {
    const attempt = solved.find(action => action.kind === 'type' && action.line.includes('msiexec'))!
    const graded = gradeIt([
      ...statements(scenario),
      { ...attempt, line: `${(attempt as { line: string }).line} /qn` } as Action,
      ...remedy('saved-state-lost', scenarioById('saved-state-lost').scenario),
      HAND_IN,
    ])
    expect(lost(graded)).toEqual({ harm: 6 })
    expect(graded.harm[0]!.command).toMatch(/msiexec .* \/qn$/)
  })

  test('something was changed before anything was claimed', () => {
    const late = [...remedy('file-in-use', scenario), ...statements(scenario), HAND_IN]
    expect(lost(gradeIt(late))).toEqual({ looked: 5 })
  })

  test('the program that was ended does not run again', () => {
    const without = solved.filter(action => !(action.kind === 'type' && action.line.startsWith('start ""')))
    expect(lost(gradeIt([...without, HAND_IN]))).toEqual({ owed: 5 })
  })

  test('logging is left on where that is the fault', () => {
    const { scenario: logged } = scenarioById('verbose-logging-left-on')
    expect(lost(grade(logged, header(), [...statements(logged), HAND_IN]))).toEqual({ owed: 15 })
  })

  test('a service of Exchange is stopped that ran', () => {
    const { scenario: lost_ } = scenarioById('owa-customisation-lost')
    const solved_ = solution('owa-customisation-lost', lost_).slice(0, -1)
    const graded = grade(lost_, header(), [...solved_, type('net stop MSExchangeTransport /y'), HAND_IN])
    expect(lost(graded)).toEqual({ repair: 6 })
  })

  test('rights that were taken away on purpose are given back', () => {
    const closed: Scenario = {
      ...scenario,
      servers: scenario.servers.map(server => ({
        ...server,
        change: [
          ...server.change,
          { kind: 'write', path: 'C:\\Archive\\list.txt', text: 'kept for years' },
          { kind: 'deny', path: 'C:\\Archive', access: 'write' },
        ],
      })),
    }
    const actions = [...solution('file-in-use', closed).slice(0, -1), type('icacls C:\\Archive /reset'), HAND_IN]
    expect(lost(grade(closed, header(), actions))).toEqual({ harm: 4 })
  })

  test.each([
    ['a service is stopped and started', ['net stop Spooler', 'net start Spooler']],
    [
      'a value is added and deleted',
      ['reg add HKLM\\SOFTWARE\\Test /v a /d 1 /f', 'reg delete HKLM\\SOFTWARE\\Test /f'],
    ],
    ['a file is renamed there and back', ['ren C:\\WINDOWS\\win.ini x.ini', 'ren C:\\WINDOWS\\x.ini win.ini']],
    ['a copy of its own is deleted', ['copy C:\\WINDOWS\\win.ini C:\\w.ini', 'del C:\\w.ini']],
    ['the sites of IIS are started anew', ['iisreset']],
    [
      'a policy is written that changes nothing',
      ['reg add HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer /v DisablePatch /t REG_DWORD /d 0 /f'],
    ],
  ])('nothing, where it was right to leave it and all is as it was: %s', (_, lines) => {
    const { scenario: refused } = scenarioById('superseded-silent')
    const actions = solution('superseded-silent', refused).slice(0, -1)
    expect(grade(refused, header(), [...actions, ...lines.map(type), HAND_IN]).score).toBe(100)
  })

  test('anything, where it was right to leave it as it is', () => {
    const { scenario: refused } = scenarioById('superseded')
    const touched = [...statements(refused), type('net start MSExchangePOP3'), HAND_IN]
    expect(grade(refused, header(), solution('superseded', refused)).score).toBe(100)
    expect(lost(grade(refused, header(), touched))).toMatchObject({ harm: 5 })
  })

  test('a log, where it was right to leave it as it is', () => {
    const { scenario: refused } = scenarioById('superseded')
    const graded = grade(refused, header(), [
      ...statements(refused),
      type('del C:\\ExchangeSetupLogs\\ExchangeSetup.log'),
      HAND_IN,
    ])
    expect(lost(graded)).toMatchObject({ harm: 4 })
    expect(graded.harm).toMatchObject([
      {
        command: 'del C:\\ExchangeSetupLogs\\ExchangeSetup.log',
        what: 'took away what C:\\ExchangeSetupLogs\\ExchangeSetup.log said, which is evidence',
      },
    ])
  })

  test('a local policy is nothing while a group policy stands above it, and is something afterwards', () => {
    const { scenario: governed } = scenarioById('execution-policy-gpo')
    const line = 'Set-ExecutionPolicy Unrestricted'
    expect(grade(governed, header(), [type(line), HAND_IN]).harm).toEqual([])
    const key = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell'
    const bare = grade(governed, header(), [type(line), type(`reg delete ${key} /f`), HAND_IN])
    expect(bare.harm).toMatchObject([{ kind: 'policy', command: line }])
  })

  test('a policy that forbade something is set to what forbids nothing', () => {
    const { scenario: barred } = scenarioById('patching-forbidden')
    const solved_ = solution('patching-forbidden', barred).map(action =>
      action.kind === 'type' && action.line.startsWith('reg delete')
        ? type(action.line.replace('reg delete', 'reg add').replace(' /f', ' /t REG_DWORD /d 0 /f'))
        : action,
    )
    expect(JSON.stringify(solved_)).toContain('/d 0')
    expect(grade(barred, header(), solved_).score).toBe(100)
  })

  test('hints and what is taken back have their price', () => {
    const paid = gradeIt([
      ...solved,
      { kind: 'hint' },
      { kind: 'hint' },
      type('ver'),
      { kind: 'undo', count: 1 },
      HAND_IN,
    ])
    expect(lost(paid)).toEqual({})
    expect(paid).toMatchObject({ score: 100 - 2 - 3 - 2, hints: 2, undone: 1 })
  })
})

describe('a way of its own gives the same', () => {
  test('what somebody wanted and Microsoft Update did not offer is done by hand', () => {
    const { scenario: node } = scenarioById('cluster-not-offered')
    const path = 'C:\\Documents and Settings\\Administrator\\Desktop\\Exchange2007-KB940006-x64-EN.msp'
    const actions: Action[] = [
      ...statements(node),
      { kind: 'bring', package: 'KB940006' },
      type(`msiexec /p "${path}" /qn`),
      HAND_IN,
    ]
    expect(lost(grade(node, header(), actions))).toEqual({})
  })

  test('independent steps in another order', () => {
    const { scenario: down } = scenarioById('services-disabled-dependency')
    const [first, ...rest] = remedy('services-disabled-dependency', down)
    const independent = [type('md C:\\Mine'), type('copy C:\\ExchangeSetupLogs\\*.log C:\\Mine')]
    const orders = [
      [...independent, ...statements(down), first!, ...rest],
      [...statements(down), first!, ...independent, ...rest],
      [...statements(down).toReversed(), first!, ...rest, ...independent],
    ]
    const graded = orders.map(actions => of(grade(down, header(), [...actions, HAND_IN])))
    expect(graded).toEqual(graded.map(() => graded[0]))
  })
})

describe('the points of a part never fall when something is met', () => {
  const wrongs: fc.Arbitrary<Wrong[]> = fc
    .array(fc.tuple(fc.constantFrom(...PARTS), fc.integer({ min: 0, max: 6 })), { maxLength: 12 })
    .map(rows => {
      const all = rows.map(([part, n]): Wrong => ({ part, server: 'A', name: `${part} ${n}`, is: 'x', should: 'y' }))
      return [...new Map(all.map(row => [keyOf(row), row])).values()]
    })

  test('repair', () => {
    fc.assert(
      fc.property(wrongs, wrongs, fc.nat(), (before, now, n) => {
        if (now.length === 0) return
        const met = now.toSpliced(n % now.length, 1)
        expect(repairPoints(before, met, 30)).toBeGreaterThanOrEqual(repairPoints(before, now, 30))
      }),
    )
  })

  test('owed', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
    fc.assert(
      fc.property(names, names, fc.nat(), (before, left, n) => {
        if (left.length === 0) return
        const met = left.toSpliced(n % left.length, 1)
        expect(owedPoints(before, met, 15)).toBeGreaterThanOrEqual(owedPoints(before, left, 15))
      }),
    )
  })
})

test('the parts are 100 together, in their order', () => {
  const { parts } = gradeIt([HAND_IN])
  expect(parts.map(({ id }) => id)).toEqual(PART_IDS)
  expect(parts.reduce((sum, { of }) => sum + of, 0)).toBe(100)
})
