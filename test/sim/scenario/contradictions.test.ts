import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileAt, type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import { parentOf } from '../../../model/machine/names.ts'
import { isReadAlike, serviceInRegistry } from '../../../model/machine/serviceKeys.ts'
import { type Run, simulate } from '../../../sim/run/simulate.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import { around } from './helpers.ts'

/**
 * Entries that contradict the server, or each other. The server answers as Windows does: an entry is refused with a Win32
 * error and the rest goes on.
 */

const SERVICES = 'HKLM\\SYSTEM\\CurrentControlSet\\Services'
const LOGS = 'C:\\ExchangeSetupLogs'

const needs = (service: string, ...others: readonly string[]): string =>
  `registry: {key: '${SERVICES}\\${service}', name: DependOnService, value: [${others.join(', ')}]}`

function run(change: readonly string[], steps: readonly string[] = ['wait: 1s']): Run {
  const server = change.length === 0 ? [] : ['change:', ...change.map(entry => `  - ${entry}`)]
  const loaded = loadScenario(around({ server, steps: steps.map(step => `- ${step}`) }), 'drawn.yaml')
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('; '))
  return simulate(loaded.scenario, { seed: 1 })
}

const refused = (...change: readonly string[]): readonly number[] =>
  run(change).servers[0]!.origins.map(origin => origin.refused)

const STOPPED = 'service: {name: BITS, state: stopped}'

describe('an entry is refused with the error of Windows', () => {
  test.each<readonly [why: string, code: number, change: readonly string[]]>([
    ['a file is written over a folder', 5, [`write: {path: '${LOGS}', text: x}`]],
    ['a file is written below a file', 3, ["write: {path: 'C:\\WINDOWS\\system32\\cmd.exe\\x', text: y}"]],
    [
      'a file is written below a file, two folders down',
      3,
      ["write: {path: 'C:\\WINDOWS\\system32\\cmd.exe\\x\\y', text: z}"],
    ],
    ['a file is written on a drive that is not there', 3, ["write: {path: 'Q:\\x\\y', text: z}"]],
    [
      'a file is written over the event log',
      32,
      ["write: {path: 'C:\\WINDOWS\\system32\\config\\AppEvent.Evt', text: x}"],
    ],
    ['the event log is deleted', 32, ["delete: 'C:\\WINDOWS\\system32\\config\\SysEvent.Evt'"]],
    ['a name is taken', 183, [`rename: {from: '${LOGS}', to: 'C:\\WINDOWS'}`]],
    ['a folder goes into itself', 32, [`rename: {from: '${LOGS}', to: '${LOGS}\\old\\older'}`]],
    ['a folder goes to another drive', 17, [`rename: {from: '${LOGS}', to: 'D:\\old'}`]],
    ['a folder goes below a file', 3, [`rename: {from: '${LOGS}', to: 'C:\\WINDOWS\\system32\\cmd.exe\\x'}`]],
    ['what is renamed is not there', 2, ["rename: {from: 'C:\\Nonesuch', to: 'C:\\Other'}"]],
    ['Windows runs out of a folder', 5, ["rename: {from: 'C:\\WINDOWS', to: 'C:\\WINDOWS.0'}"]],
    ['a service is not there', 1060, ['service: {name: Nonesuch, start: disabled}']],
    [
      'a service is disabled',
      1058,
      ['service: {name: BITS, start: disabled, state: stopped}', 'process: {name: bk.exe, service: BITS}'],
    ],
    [
      'a service needs one that is not there',
      1068,
      [STOPPED, needs('BITS', 'Nonesuch'), 'process: {name: bk.exe, service: BITS}'],
    ],
    ['a service needs itself', 1059, [needs('BITS', 'BITS'), 'process: {name: bk.exe, service: BITS}']],
    [
      'the program of a new service cannot be read',
      5,
      [
        "write: {path: 'C:\\Program Files\\bk\\bk.exe', text: x}",
        "deny: {path: 'C:\\Program Files\\bk\\bk.exe', access: read}",
        'process: {name: bk.exe, service: Fresh}',
      ],
    ],
    [
      'a file stands where the folder of a program should',
      3,
      ["write: {path: 'C:\\Program Files\\bk', text: x}", 'process: {name: bk.exe}'],
    ],
    ['another installation runs', 1618, ['installing: {product: A, until: 5m}', 'installing: {product: B, until: 3m}']],
    ['rights on what is not there', 2, ["deny: {path: 'C:\\Nothing', access: write}"]],
    ['no such drive has room', 15, ["free-space: {drive: 'Q:', bytes: 1}"]],
    ['the drive is not so large', 112, ["free-space: {drive: 'C:', bytes: 0x1fffffffffffff}"]],
    ['an update is not installed', 2, ['cached-package: {of: KB935490, state: missing}']],
  ])('%s: %i', (_why, code, change) => {
    expect(refused(...change).at(-1)).toBe(code)
  })

  test.each([
    ['what is to be gone is not there', ["delete: 'C:\\Nonesuch'"]],
    ['a value that is to be gone is not there', ["registry: {key: 'HKLM\\SOFTWARE\\Nonesuch', name: x, value: null}"]],
    ['a folder gets the name that it has', [`rename: {from: '${LOGS}', to: '${LOGS}'}`]],
    ['a service runs already', ['process: {name: bk.exe, service: MSExchangeIS}']],
  ])('but not where %s', (_why, change) => {
    expect(refused(...change)).toEqual(change.map(() => 0))
  })

  test('the last of two amounts of free space holds', () => {
    const { servers } = run(["free-space: {drive: 'C:', bytes: 5}", "free-space: {drive: 'C:', bytes: 5000000}"])
    expect(servers[0]!.machine.free.get('C:')).toBe(5_000_000)
  })
})

describe('services that need each other', () => {
  const circle = [needs('W3SVC', 'HTTPFilter', 'IISADMIN'), needs('IISADMIN', 'W3SVC')]
  const systemLog = (change: readonly string[], ...steps: string[]): number[] =>
    run(change, steps.length === 0 ? undefined : steps).servers[0]!.machine.logs.System.map(({ id }) => id)

  test('have not started when Windows came up, which is noted once', () => {
    const { machine } = run(circle).servers[0]!
    for (const name of ['W3SVC', 'IISADMIN']) expect(serviceNamed(machine, name)?.state).toBe('stopped')
    expect(machine.logs.System.filter(({ id }) => id === 7018)).toHaveLength(1)
    expect(systemLog([])).not.toContain(7018)
  })

  test('do not start, and 1059 is what the caller gets', () => {
    const typed = run(circle, ["command: 'net start W3SVC'", "command: 'sc start IISADMIN'"])
    const said = typed.servers[0]!.facts.flatMap(({ body }) =>
      body.kind === 'command' ? [body.output.join('\n')] : [],
    )
    expect(said[0]).toContain('System error 1059 has occurred.')
    expect(said[1]).toContain('[SC] StartService FAILED 1059:')
    expect(typed.servers[0]!.machine.logs.System.filter(({ id }) => id === 7017)).toHaveLength(2)
  })

  test('nor do they after the next restart', () => {
    expect(systemLog(circle, 'restart: {}').filter(id => id === 7018)).toHaveLength(2)
  })

  test('and a rollup goes on as far as it can without them', () => {
    expect(run(circle, ['install: {rollup: KB935490}']).attempts).toHaveLength(1)
  })
})

// -------------------------------------------------------------------------------------------------------------- drawn

const PLACES = [
  LOGS,
  `${LOGS}\\ServiceControl.log`,
  `${LOGS}\\ServiceControl.log\\x`,
  'C:\\WINDOWS',
  'D:\\x',
  'Q:\\x',
  'C:\\a\\b\\c',
  'C:\\a',
]
const NAMES = ['W3SVC', 'IISADMIN', 'MSExchangeIS', 'msiserver', 'Fresh', 'Nonesuch']
const place = fc.constantFrom(...PLACES)
const service = fc.constantFrom(...NAMES)

const entry = fc.oneof(
  place.map(path => `delete: '${path}'`),
  place.map(path => `write: {path: '${path}', text: x}`),
  fc.tuple(place, place).map(([from, to]) => `rename: {from: '${from}', to: '${to}'}`),
  fc
    .tuple(place, fc.constantFrom('read', 'write', 'full'))
    .map(([path, access]) => `deny: {path: '${path}', access: ${access}}`),
  fc.tuple(service, service).map(([one, other]) => needs(one, other)),
  fc
    .tuple(service, fc.constantFrom('disabled', 'manual'))
    .map(([name, start]) => `service: {name: ${name}, start: ${start}, state: stopped}`),
  service.map(name => `service: {name: ${name}, state: running}`),
  fc.tuple(service, place).map(([name, path]) => `process: {name: bk.exe, service: ${name}, holds: '${path}'}`),
  fc.tuple(place, place).map(([from, to]) => `pending-rename: {from: '${from}', to: '${to}'}`),
)

const step = fc.constantFrom(
  'install: {rollup: KB935490}',
  'restart: {}',
  "command: 'iisreset'",
  "command: 'net stop IISADMIN /y'",
  "command: 'net start MSExchangeIS'",
)

/** A file whose folder is not there, or is none. */
function orphan(machine: Machine): string | undefined {
  return [...machine.files.values()].find(({ path }) => {
    const parent = parentOf(path)
    return parent !== undefined && !fileAt(machine, parent)?.folder
  })?.path
}

test('whatever entries stand together, the server stands and its drive is whole', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), fc.array(step, { minLength: 1, maxLength: 3 }), (change, steps) => {
      const { machine } = run(change, steps).servers[0]!
      expect(orphan(machine)).toBeUndefined()
      for (const service of machine.services.values()) {
        const { name, state, pid } = service
        expect([name, isReadAlike(service, serviceInRegistry(machine, name, service))]).toEqual([name, true])
        expect([name, pid !== undefined && machine.processes.has(pid)]).toEqual([name, state === 'running'])
      }
    }),
    { numRuns: 60 },
  )
})
