import { describe, expect, test } from 'vitest'
import type { CustomAction, CustomActionCall, Database } from '../../../model/installer/database.ts'
import { writeFile } from '../../../model/machine/calls.ts'
import {
  FOLDER,
  FRAME,
  installPackage,
  linesOf,
  packageOf,
  sequenceOf,
  type World,
  world,
} from '../../conformance/foreign.ts'

/** Every type of a custom action, and its bits: SDK "Custom Action Reference". */
const TOOL = 'C:\\WINDOWS\\system32\\tool.exe'

interface Ran {
  readonly code: number
  readonly started: readonly (readonly [commandLine: string, user: string])[]
  readonly lines: readonly string[]
  readonly of: World
}

interface Given {
  readonly type: number
  readonly source?: string
  readonly target?: string
  readonly at?: number
  readonly exitCode?: number
  readonly ui?: 'none' | 'full'
  readonly database?: Partial<Database>
  readonly before?: (of: World) => void
}

/** A package with one file, and one action named Act. */
function run({
  type,
  source = '',
  target = '',
  at = 4500,
  exitCode = 0,
  ui = 'none',
  database = {},
  before,
}: Given): Ran {
  const of = world()
  const started: [string, string][] = []
  of.programs = (_host, commandLine, user) => {
    started.push([commandLine, user])
    return { exitCode, output: [] }
  }
  writeFile(of.recorder, TOOL, { size: 1 })
  before?.(of)
  const action: CustomAction = { action: 'Act', type, source, target }
  const file = { file: 'helper', component: 'C', fileName: 'helper.exe', fileSize: 9, version: '1.0.0.0', sequence: 1 }
  const product = packageOf({
    property: { TOOL, INSTALLDIR: `${FOLDER}\\`, WHO: 'world', Act: 'handed over' },
    component: [
      { component: 'C', componentId: '{DF2CBABC-3BCC-47E5-A998-448D1C0C895B}', features: ['One'], directory: FOLDER },
    ],
    file: [{ ...file, source: 'product' }],
    customAction: [action],
    executeSequence: sequenceOf({ ...FRAME, InstallFiles: 4000, Act: at }),
    ...database,
  })
  const code = installPackage(of, product, { ADDLOCAL: 'ALL' }, { ui })
  return { code, started, lines: linesOf(of), of }
}

const events = ({ of }: Ran): (readonly [number, string])[] =>
  of.recorder.machine.logs.Application.filter(({ source }) => source === 'MsiInstaller').map(({ id, strings }) => [
    id,
    strings[0]!,
  ])

describe('programs', () => {
  test.each([
    ['named by a property', { type: 50, source: 'TOOL', target: '/a [WHO]' }, `"${TOOL}" /a world`],
    ['started in a folder', { type: 34, source: 'INSTALLDIR', target: `"${TOOL}" /b [WHO]` }, `"${TOOL}" /b world`],
    ['found by the path', { type: 34, source: 'INSTALLDIR', target: 'tool.exe /c' }, 'tool.exe /c'],
    ['a file of the package', { type: 18 + 1024, source: 'helper', target: '/d' }, `"${FOLDER}\\helper.exe" /d`],
  ] as const)('%s is started', (_, given, commandLine) => {
    const ran = run(given)
    expect(ran.code).toBe(0)
    expect(ran.started).toEqual([[commandLine, 'Administrator']])
  })

  test('in the package has a name of its own while it runs', () => {
    expect(run({ type: 2, source: 'Stream', target: '/e' }).started[0]?.[0]).toMatch(
      /^"C:\\WINDOWS\\Installer\\MSI[0-9A-F]+\.tmp" \/e$/,
    )
  })

  test.each([50, 50 + 1024])('that fails is message 1722 (type %i)', type => {
    const ran = run({ type, source: 'TOOL', target: '/a', exitCode: 5 })
    expect(ran.code).toBe(1603)
    expect(ran.lines).toContain(`Note: 1: 1722 2: Act 3: ${TOOL} 4: /a `)
    expect(ran.lines).toContainEqual(expect.stringMatching(/^CustomAction Act returned actual error code 5 \(note/))
    expect(events(ran)).toEqual([[11_722, expect.stringContaining(`Action Act, location: ${TOOL}, command: /a`)]])
  })

  test.each([
    ['a path without a file', { type: 50, source: 'GONE', database: { property: { GONE: 'C:\\gone.exe' } } }],
    ['nothing at all', { type: 50, source: 'NOTHING' }],
    ['a command line without a file', { type: 34, source: 'INSTALLDIR', target: '"C:\\gone.exe" /x' }],
    ['a file that is not there yet', { type: 18, source: 'helper' }],
  ])('that cannot be started is message 1721: %s', (_, given) => {
    const ran = run(given)
    expect([ran.code, ran.started]).toEqual([1603, []])
    expect(events(ran)[0]?.[0]).toBe(11_721)
  })

  test('a file that the package does not have is an error of the package', () => {
    const ran = run({ type: 18, source: 'nobody' })
    expect(ran.code).toBe(1603)
    expect(ran.lines).toContain('DEBUG: Error 2722:  Custom action Act not found in File table.')
  })

  test('with the continue bit goes on, and the log has its code', () => {
    const ran = run({ type: 50 + 64, source: 'TOOL', exitCode: 1602 })
    expect(ran.code).toBe(0)
    expect(ran.lines).toContain(
      'CustomAction Act returned actual error code 1602 but will be translated to success due to continue marking',
    )
    expect(events(ran)).toEqual([])
  })

  test.each([
    [50 + 1024, 'Administrator'],
    [50 + 1024 + 2048, 'SYSTEM'],
    [50 + 2048, 'Administrator'],
  ])('of type %i runs as %s', (type, user) => {
    expect(run({ type, source: 'TOOL' }).started[0]?.[1]).toBe(user)
  })

  test('undoes what came after it', () => {
    const fails = { action: 'Fails', type: 1 + 1024, source: 'S', target: 'none' }
    const ran = run({
      type: 50 + 1024 + 256,
      source: 'TOOL',
      target: '/undo',
      database: {
        customAction: [{ action: 'Act', type: 50 + 1024 + 256, source: 'TOOL', target: '/undo' }, fails],
        executeSequence: sequenceOf({ ...FRAME, Act: 4500, Fails: 4600 }),
      },
    })
    expect(ran.code).toBe(1603)
    expect(ran.started).toEqual([[`"${TOOL}" /undo`, 'Administrator']])
  })
})

describe('functions', () => {
  const seen: CustomActionCall[] = []
  const entryPoints = {
    Call(call: CustomActionCall) {
      seen.push(call)
      return 0
    },
  }

  test.each([
    ['of the package', 1, 'Stream'],
    ['of an installed file', 17 + 1024, 'helper'],
  ])('%s are called', (_, type, source) => {
    seen.length = 0
    expect(run({ type, source, target: 'Call', database: { entryPoints } }).code).toBe(0)
    expect(seen).toHaveLength(1)
  })

  test.each([
    ['no such function', 1, 'Stream', 'Nobody'],
    ['no such file yet', 17, 'helper', 'Call'],
  ])('that cannot be called are message 1723: %s', (_, type, source, target) => {
    const ran = run({ type, source, target, database: { entryPoints } })
    expect(ran.code).toBe(1603)
    expect(events(ran)[0]).toEqual([11_723, expect.stringContaining(`Action Act, entry: ${target}, library: C:\\`)])
  })

  test.each([
    ['deferred', 0, ['handed over', '{7DF88A48-996F-4EC8-A022-BF956F9B2CBB}', '']],
    ['commit', 512, ['handed over', '', '']],
  ])('in the script read three properties at most: %s', (_, bits, expected) => {
    seen.length = 0
    const database = { entryPoints }
    run({ type: 1 + 1024 + bits, source: 'Stream', target: 'Call', database })
    expect(['CustomActionData', 'ProductCode', 'WHO'].map(name => seen[0]!.property(name))).toEqual(expected)
  })
})

describe('texts and folders', () => {
  test('a text ends the run, and is the only explanation', () => {
    const ran = run({ type: 19, target: 'Not on [WHO].' })
    expect(ran.code).toBe(1603)
    expect(ran.lines).toContain('Product: MSITEST -- Not on world.')
    expect(events(ran)).toEqual([[10_005, 'Product: MSITEST -- Not on world.']])
  })

  test('a number stands for a row of the Error table', () => {
    expect(run({ type: 19, target: '1708' }).lines).toContain('Error 1708. Installation failed.')
  })

  test('a folder gets a backslash at its end, once there are folders', () => {
    expect(run({ type: 35, source: 'DATADIR', target: 'D:\\[WHO]' }).lines).toContain(
      "PROPERTY CHANGE: Adding DATADIR property. Its value is 'D:\\world\\'.",
    )
    expect(run({ type: 35, source: 'DATADIR', target: 'D:\\', at: 700 }).code).toBe(1603)
  })

  test('a property from formatted text', () => {
    expect(run({ type: 51, source: 'GREETING', target: 'Hello [WHO]' }).lines).toContain(
      "PROPERTY CHANGE: Adding GREETING property. Its value is 'Hello world'.",
    )
  })
})

describe('what is refused', () => {
  test.each([
    [5, 2739],
    [6, 2738],
    [21, 2739],
    [22, 2738],
    [37 + 1024, 2739],
    [38 + 1024, 2738],
    [53, 2739],
    [54, 2738],
    [0, 2723],
    [3, 2723],
    [20, 2723],
    [33, 2723],
    [49, 2723],
    [63, 2723],
    [19 + 1024, 2723],
    [35 + 1024, 2723],
    [51 + 1024, 2723],
    [7 + 1024, 2723],
  ])('type %i is the internal error %i', (type, number) => {
    const ran = run({ type, target: 'x' })
    expect(ran.code).toBe(1603)
    expect(ran.lines).toContainEqual(expect.stringMatching(new RegExp(`^DEBUG: Error ${number}:  .*Act`)))
    expect(ran.lines).toContainEqual(expect.stringContaining(`The error code is ${number}. The arguments are: Act, , `))
    expect(events(ran)).toEqual([[10_005, expect.stringContaining(`The error code is ${number}.`)]])
  })

  test.each([7, 23, 39])('type %i: nobody has the package of another installation', type => {
    const ran = run({ type, source: 'other.msi' })
    expect(ran.code).toBe(1603)
    expect(ran.lines).toContainEqual(expect.stringMatching(/^CustomAction Act returned actual error code 1619/))
  })

  test.each([1 + 1024, 50 + 1024, 38 + 1024])('type %i outside of the transaction', type => {
    for (const at of [1100, 6700]) {
      const ran = run({ type, source: 'TOOL', at })
      expect(ran.code).toBe(1603)
      expect(ran.lines).toContain('DEBUG: Error 2762:  Cannot write script record. Transaction not started.')
    }
  })

  test('a condition that cannot be read', () => {
    const executeSequence = sequenceOf({ ...FRAME, Act: [4500, 'WHO ='] })
    const ran = run({ type: 51, source: 'A', target: 'b', database: { executeSequence } })
    expect(ran.code).toBe(1603)
    expect(ran.lines).toContain("DEBUG: Error 2717:  Bad action condition or error calling custom action 'Act'.")
  })
})

describe('scheduling', () => {
  test.each([
    ['first sequence, silent', 256, 'none', 1],
    ['first sequence, behind a wizard', 256, 'full', 0],
    ['once in a process', 512, 'full', 1],
    ['for the client alone', 768, 'none', 0],
  ] as const)('%s', (_, bits, ui, times) => {
    expect(run({ type: 50 + bits, source: 'TOOL', ui }).started).toHaveLength(times)
  })

  test.each([
    ['nobody waits, and the end asks', 128, 1603],
    ['nobody ever asks', 192, 0],
  ])('asynchronous: %s', (_, bits, code) => {
    const ran = run({ type: 50 + bits, source: 'TOOL', exitCode: 1 })
    expect(ran.code).toBe(code)
    expect(ran.lines).toContainEqual(expect.stringContaining('End(Checksum=0'))
  })

  test('a hidden target shows neither it nor the data', () => {
    const [line] = run({ type: 50 + 1024 + 8192, source: 'TOOL', target: '/secret' }).lines.filter(text =>
      text.includes('CustomActionSchedule'),
    )
    expect(line).toMatch(/Target=\*{10},CustomActionData=\*{10}\)$/)
  })

  test('only in a removal', () => {
    expect(run({ type: 50 + 0x8000, source: 'TOOL' }).started).toEqual([])
  })
})
