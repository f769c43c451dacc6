import { describe, expect, test } from 'vitest'
import { patchCode } from '../../../model/exchange/builds.ts'
import { USUAL_FOLDER } from '../../../model/exchange/files.ts'
import { catalogueAt } from '../../../model/exchange/package.ts'
import { programs } from '../../../model/exchange/scripts/powershell.ts'
import type { CustomAction, EntryPoint, Patch, SequenceRow } from '../../../model/installer/database.ts'
import { guidFrom } from '../../../model/installer/guid.ts'
import { install } from '../../../model/installer/msiexec.ts'
import { writeFile } from '../../../model/machine/calls.ts'
import { fileAt, serviceNamed } from '../../../model/machine/machine.ts'
import { buildServer } from '../../../sim/scenario/build.ts'
import { scenarioById } from '../../laws/state.ts'

/**
 * A patch with actions of every kind beside a file, on a real server: who runs when, what each sees, and what a failure
 * undoes.
 */
const NEW_FILE = `${USUAL_FOLDER}Bin\\ExSetup.exe`
const base = [...catalogueAt(USUAL_FOLDER).patches.values()].find(p => p.patchCode === patchCode('KB935490', 'x64'))!

let patches = 0

interface Actions {
  readonly actions: readonly (readonly [name: string, type: number, sequence: number])[]
  readonly returns?: Readonly<Record<string, number>>
  readonly holdFile?: string
  readonly serviceEvents?: readonly (readonly [name: string, event: number])[]
}

interface Seen {
  readonly action: string
  /** Version of ExSetup.exe at that moment. */
  readonly version: string | undefined
  readonly data: string
  readonly user: string
}

function run({ actions, returns = {}, holdFile, serviceEvents = [] }: Actions) {
  const { scenario } = scenarioById('clean-install')
  const servers = scenario.servers.map(server => ({ ...server, installPath: USUAL_FOLDER }))
  const { recorder } = buildServer({ ...scenario, servers }, 0, 1)
  const seen: Seen[] = []
  const entry =
    (action: string): EntryPoint =>
    call => {
      const version = fileAt(call.host.machine, NEW_FILE)?.version
      seen.push({ action, version, data: call.property('CustomActionData'), user: call.user })
      return returns[action] ?? 0
    }
  const rows: CustomAction[] = actions.map(([action, type]) => ({ action, type, source: 'Test', target: action }))
  const sequence: SequenceRow[] = actions.map(([action, , number]) => ({ action, sequence: number }))
  const transform = {
    ...base.transforms[0]!,
    file: base.transforms[0]!.file.filter(row => row.file === 'ExSetup.exe'),
    property: { ...base.transforms[0]!.property, Deferred: 'handed over' },
    customAction: rows,
    serviceControl: serviceEvents.map(([name, event]) => ({ name, event, component: 'ExSetup.exe' })),
    executeSequence: [
      ...sequence,
      { action: 'StopServices', sequence: 1900 },
      { action: 'StartServices', sequence: 5900 },
    ],
    entryPoints: Object.fromEntries(actions.map(([action]) => [action, entry(action)])),
  }
  // A view is made once for each list of patch codes, so every test has a code of its own.
  const code = guidFrom(`custom actions ${++patches}`)
  const own: Patch = { ...base, patchCode: code, transforms: [transform] }
  const path = 'C:\\test.msp'
  writeFile(recorder, path, { size: 1000, content: { kind: 'package', code } })
  if (holdFile) {
    const pid = 9996
    const handles = [{ path: holdFile, share: 'none' as const }]
    const after = { pid, name: 'x.exe', path: 'C:\\x.exe', user: 'SYSTEM', services: [], handles }
    recorder.record({ kind: 'process', pid, before: undefined, after })
  }
  const known = new Map([...catalogueAt(USUAL_FOLDER).patches.values(), own].map(p => [p.patchCode, p] as const))
  const setup = { catalogue: { ...catalogueAt(USUAL_FOLDER), patches: known }, programs }
  const exitCode = install(recorder, setup, {
    run: 0,
    operation: 'patch',
    package: path,
    user: 'Administrator',
    elevated: true,
    ui: 'none',
    log: undefined,
    properties: {},
    callingProcess: 'C:\\WINDOWS\\system32\\msiexec.exe',
    currentDirectory: 'C:\\',
  })
  return { exitCode, seen, machine: recorder.machine }
}

const IMMEDIATE = 1
const DEFERRED = 1 + 1024
const ROLLBACK = 1 + 1024 + 256
const COMMIT = 1 + 1024 + 512
const names = (seen: readonly Seen[]): string[] => seen.map(s => s.action)

describe('custom actions', () => {
  test('an immediate one sees the machine before the script, a deferred one after the operations before it', () => {
    const { seen, exitCode } = run({
      actions: [
        ['Deferred', DEFERRED, 4050],
        ['Immediate', IMMEDIATE, 4060],
        ['Early', DEFERRED, 1650],
      ],
    })
    expect(exitCode).toBe(0)
    expect(seen.map(({ action, version }) => [action, version])).toEqual([
      ['Immediate', '8.0.685.25'],
      ['Early', '8.0.685.25'],
      ['Deferred', '8.0.711.2'],
    ])
  })

  test('a deferred one gets the property of its own name, an immediate one every property', () => {
    const { seen } = run({ actions: [['Deferred', DEFERRED, 4050]] })
    expect(seen[0]).toMatchObject({ data: 'handed over', user: 'Administrator' })
  })

  test('without impersonation it runs as SYSTEM', () => {
    expect(run({ actions: [['Deferred', DEFERRED + 2048, 4050]] }).seen[0]?.user).toBe('SYSTEM')
  })

  test('commit actions run after a good script, rollback actions never then', () => {
    const { seen } = run({
      actions: [
        ['Commit', COMMIT, 1610],
        ['Rollback', ROLLBACK, 1620],
        ['Deferred', DEFERRED, 4050],
      ],
    })
    expect(names(seen)).toEqual(['Deferred', 'Commit'])
  })

  test('rollback actions run backwards after a failure, and only those that the script had reached', () => {
    const { seen, exitCode, machine } = run({
      actions: [
        ['UndoOne', ROLLBACK, 1610],
        ['One', DEFERRED, 1620],
        ['UndoTwo', ROLLBACK, 4050],
        ['Two', DEFERRED, 4060],
        ['UndoThree', ROLLBACK, 4070],
        ['Commit', COMMIT, 4080],
      ],
      returns: { Two: 1603 },
    })
    expect(exitCode).toBe(1603)
    expect(names(seen)).toEqual(['One', 'Two', 'UndoTwo', 'UndoOne'])
    expect(fileAt(machine, NEW_FILE)?.version).toBe('8.0.685.25')
  })

  test('the files are back when a rollback action scheduled before them runs, and still new for one behind them', () => {
    const { seen } = run({
      actions: [
        ['Before', ROLLBACK, 1610],
        ['Behind', ROLLBACK, 4050],
        ['Fails', DEFERRED, 4060],
      ],
      returns: { Fails: 1603 },
    })
    expect(seen.map(({ action, version }) => [action, version])).toEqual([
      ['Fails', '8.0.711.2'],
      ['Behind', '8.0.711.2'],
      ['Before', '8.0.685.25'],
    ])
  })

  test.each([
    ['fails', 1603, 1603],
    ['is left by the user', 1602, 1602],
    ['says that there is no more to do', 259, 0],
  ])('an immediate one that %s ends the run', (_, returned, exitCode) => {
    const result = run({ actions: [['Immediate', IMMEDIATE, 1010]], returns: { Immediate: returned } })
    expect(result.exitCode).toBe(exitCode)
    expect(fileAt(result.machine, NEW_FILE)?.version).toBe('8.0.685.25')
  })

  test('with the continue bit a failure counts as success', () => {
    expect(run({ actions: [['Immediate', IMMEDIATE + 64, 1010]], returns: { Immediate: 1603 } }).exitCode).toBe(0)
    expect(run({ actions: [['Deferred', DEFERRED + 64, 4050]], returns: { Deferred: 1603 } }).exitCode).toBe(0)
  })

  test('a deferred one outside of the transaction fails', () => {
    expect(run({ actions: [['Deferred', DEFERRED, 1010]] }).exitCode).toBe(1603)
  })
})

describe('service control', () => {
  test('stops before the files and starts after them', () => {
    const { exitCode, machine } = run({ actions: [], serviceEvents: [['MSExchangeFDS', 3]] })
    expect(exitCode).toBe(0)
    expect(serviceNamed(machine, 'MSExchangeFDS')?.state).toBe('running')
  })

  test('a failure starts the stopped service again', () => {
    const { exitCode, machine } = run({ actions: [], serviceEvents: [['MSExchangeFDS', 2]], holdFile: NEW_FILE })
    expect(exitCode).toBe(1603)
    expect(serviceNamed(machine, 'MSExchangeFDS')?.state).toBe('running')
  })

  test('a service that was stopped and then deleted is there and running after a rollback', () => {
    const { exitCode, machine } = run({
      actions: [['Fails', DEFERRED, 4050]],
      returns: { Fails: 1603 },
      serviceEvents: [['MSExchangeFDS', 2 + 8]],
    })
    expect(exitCode).toBe(1603)
    expect(serviceNamed(machine, 'MSExchangeFDS')).toMatchObject({ state: 'running', start: 'automatic' })
  })
})
