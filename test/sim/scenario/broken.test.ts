import { describe, expect, it } from 'vitest'
import { CAUSES } from '../../../sim/causes.ts'
import { around, CHANGES, marked, placeOf, problemsOf, withChange, withStep } from './helpers.ts'

interface Expected {
  readonly message: string
  readonly allowed?: readonly string[]
  readonly nearest?: string
}
/** What is wrong; the text with a mark before each error; what is said there, in order. */
type Case = readonly [name: string, text: string, ...expected: readonly (string | Expected)[]]

function check(cases: readonly Case[]): void {
  it.each(cases.map(([name, text, ...expected]) => ({ name, text, expected })))(
    '$name',
    ({ text: markedText, expected }) => {
      const { text, places } = marked(markedText)
      const problems = problemsOf(text)
      expect(problems.map(problem => `${placeOf(problem)} ${problem.message}`)).toEqual(
        expected.map((one, i) => `${places[i]} ${typeof one === 'string' ? one : one.message}`),
      )
      for (const [i, one] of expected.entries()) {
        if (typeof one === 'string') continue
        expect(problems[i]).toMatchObject({ file: 'broken.yaml', ...one })
        if (one.nearest === undefined) expect(problems[i]).not.toHaveProperty('nearest')
      }
    },
  )
}

const SERVER_KEYS = [
  'name',
  'domain',
  'os',
  'installer',
  'zone',
  'arch',
  'roles',
  'baseline',
  'rollups',
  'cluster',
  'install-path',
  'background',
  'change',
]
const STEPS = ['install', 'repair', 'remove', 'command', 'wait', 'live', 'restart', 'power-off']

const KB = 'a KB number such as KB935490'
const DURATION = 'a length of simulated time such as 500ms, 30s, 5m or 1h'
const PATH = "a full Windows path such as 'C:\\ExchangeSetupLogs'"
const HIVES = 'a registry key that starts with HKLM\\, HKCU\\, HKCR\\ or HKU\\'

describe('unknown keys', () => {
  check([
    [
      'of the scenario',
      `▸tittle: A\n${around({})}`,
      {
        message: 'unknown key `tittle`',
        allowed: ['title', 'sources', 'causes', 'start', 'servers', 'steps', 'expect'],
        nearest: 'title',
      },
    ],
    ['of the answer key', `${around({})}expect: {▸event: [1]}`, { message: 'unknown key `event`', nearest: 'events' }],
    [
      'of a server',
      around({ server: ['▸rols: [mailbox]'] }),
      { message: 'unknown key `rols`', allowed: SERVER_KEYS, nearest: 'roles' },
    ],
    [
      'of a server, with nothing like it',
      around({ server: ['▸fault: file-in-use'] }),
      { message: 'unknown key `fault`', allowed: SERVER_KEYS },
    ],
    [
      'of a change, which then is not also said to be missing',
      withChange('▸proces: {name: a.exe}'),
      { message: 'unknown key `proces`', allowed: [...CHANGES, 'cause'], nearest: 'process' },
    ],
    ['of a step', withStep('▸reboot: {}'), { message: 'unknown key `reboot`', allowed: [...STEPS, 'server', 'cause'] }],
    [
      'of an install',
      withStep('install: {rollup: KB935490, ▸ellevated: true}'),
      { message: 'unknown key `ellevated`', nearest: 'elevated' },
    ],
    ['of a restart', withStep('restart: {▸now: true}'), { message: 'unknown key `now`', allowed: ['no keys'] }],
    [
      'of an answer',
      withStep('install: {rollup: KB935490, answers: {error-1306: [{after: 1s, say: retry, ▸tell: x}]}}'),
      { message: 'unknown key `tell`', allowed: ['after', 'say'] },
    ],
    [
      'of an interim update among rollups',
      around({ server: ['rollups: [{kb: KB000001, interim: true, for: KB930809, ▸fro: KB930809}]'] }),
      { message: 'unknown key `fro`', allowed: ['kb', 'interim', 'for'], nearest: 'for' },
    ],
    [
      'with names that JavaScript gives a meaning',
      around({ server: ['▸__proto__: {a: 1}', '▸constructor: 1', '▸toString: 1'] }),
      { message: 'unknown key `__proto__`', allowed: SERVER_KEYS },
      { message: 'unknown key `constructor`', allowed: SERVER_KEYS },
      { message: 'unknown key `toString`', allowed: SERVER_KEYS },
    ],
    ['that merge', around({ server: ['▸<<: {arch: x86}'] }), { message: 'unknown key `<<`', allowed: SERVER_KEYS }],
  ])
})

describe('missing keys', () => {
  check([
    ['of an empty file', '▸', 'expected a mapping, found nothing'],
    ['of a file that holds a comment', '▸# title: none\n', 'expected a mapping, found nothing'],
    [
      'of the scenario',
      '▸▸▸start: 2007-08-27T13:12:00\n',
      '`title` is missing',
      '`servers` is missing',
      '`steps` is missing',
    ],
    [
      'of a server',
      'title: A\nservers:\n  - ▸arch: x64\nsteps: [{wait: 1s}]\n',
      {
        message: '`name` is missing',
        allowed: ['a NetBIOS name: 1 to 15 letters, digits, hyphens and underscores, not digits alone'],
      },
    ],
    ['no server at all', 'title: A\nservers: ▸[]\nsteps: [{wait: 1s}]\n', 'this list is empty'],
    ['of a change', withChange('▸{}'), { message: 'this entry says no change', allowed: CHANGES }],
    ['of a change with a cause', withChange('▸cause: disk-full'), { message: 'this entry says no change' }],
    ['of a step', withStep('▸server: EXCH01'), { message: 'this entry says no step', allowed: STEPS }],
    ['a step left blank', withStep('▸restart:'), { message: 'expected a mapping, found nothing' }],
    ['of a rename', withChange("rename: ▸{from: 'C:\\a'}"), { message: '`to` is missing', allowed: [PATH] }],
    ['of a registry value', withChange('registry: ▸{key: HKLM\\a, name: b}'), '`value` is missing'],
    [
      'what a service is changed to',
      withChange('service: ▸{name: W3SVC}'),
      { message: 'this changes nothing about the service', allowed: ['start', 'state', 'stop'] },
    ],
  ])
})

describe('values', () => {
  check([
    [
      'that are in no list',
      around({ server: ['os: ▸windows-2003', 'arch: ▸x46', 'baseline: ▸rmt', 'roles: [mailbox, ▸unified]'] }),
      {
        message: '"windows-2003" is not allowed here',
        allowed: ['windows-server-2003', 'windows-server-2008'],
        nearest: 'windows-server-2003',
      },
      { message: '"x46" is not allowed here', allowed: ['x64', 'x86'], nearest: 'x86' },
      { message: '"rmt" is not allowed here', allowed: ['rtm', 'sp1', 'sp2', 'sp3', 'none'], nearest: 'rtm' },
      { message: '"unified" is not allowed here', nearest: 'unified-messaging' },
    ],
    [
      'of the answer key',
      `${around({})}causes: [▸file-in-us]`,
      { message: '"file-in-us" is not allowed here', allowed: CAUSES, nearest: 'file-in-use' },
    ],
    [
      'of another type',
      around({ server: ['cluster: ▸yes', 'rollups: ▸KB930809', 'change: ▸{}'], steps: ['- ▸restart'] }),
      { message: 'expected true or false, found "yes"', allowed: ['true', 'false'] },
      { message: 'expected a list, found "KB930809"' },
      { message: 'expected a list, found a mapping' },
      { message: 'expected a mapping, found "restart"' },
    ],
    [
      'a version without quotes',
      around({ server: ['installer: ▸3.1'] }),
      { message: 'the number 3.1 is not allowed here', allowed: ['3.1', '4.0', '4.5'], nearest: '3.1' },
    ],
    ['a title that is a number', around({}).replace('A test', '▸1603'), 'expected text, found the number 1603'],
    [
      'numbers',
      `${around({})}expect: {exit-codes: [▸-1, ▸1.5, 0x643, ▸4294967296], events: ▸1023}`,
      'the number -1 is too small: at least 0',
      'expected a whole number, found the number 1.5',
      'the number 4294967296 is too large: at most 4294967295',
      'expected a list, found the number 1023',
    ],
    [
      'KB numbers',
      around({ server: ['rollups: [▸935490, ▸kb935490, ▸KB93, ▸Q935490]'] }),
      { message: 'the number 935490 is not allowed here', nearest: 'KB935490' },
      { message: `"kb935490" is not ${KB}`, allowed: [KB], nearest: 'KB935490' },
      { message: `"KB93" is not ${KB}`, allowed: [KB] },
      { message: `"Q935490" is not ${KB}`, allowed: [KB] },
    ],
    [
      'durations',
      around({ steps: ['- wait: ▸30', '- wait: ▸5min', '- wait: ▸1 hour', '- wait: ▸soon', '- wait: ▸721h'] }),
      { message: 'expected text, found the number 30', allowed: [DURATION], nearest: '30s' },
      { message: `"5min" is not ${DURATION}`, nearest: '5m' },
      { message: `"1 hour" is not ${DURATION}`, nearest: '1h' },
      { message: `"soon" is not ${DURATION}` },
      { message: '"721h" is longer than 30 days (720h)' },
    ],
    [
      'how long a service stops',
      around({ server: ['change:', '  - service: {name: A, stop: ▸nevr}', '  - service: {name: A, stop: ▸true}'] }),
      { message: `"nevr" is not never, or ${DURATION}`, nearest: 'never' },
      { message: 'true is not allowed here', allowed: ['a whole number', `never, or ${DURATION}`] },
    ],
    [
      'a day that the calendar does not have',
      `start: ▸2007-02-29T00:00:00\n${around({})}`,
      { message: '"2007-02-29T00:00:00" is not in the calendar' },
    ],
    [
      'a time of another form',
      `start: ▸2007-08-27 13:12\n${around({})}`,
      {
        message: '"2007-08-27 13:12" is not a local date and time such as 2007-08-27T13:12:00',
        nearest: '2007-08-27T13:12:00',
      },
    ],
    [
      'a year that no event log can write',
      `start: ▸1601-01-01T00:00:00\n${around({})}`,
      { message: '"1601-01-01T00:00:00" is not between the years 1980 and 2099' },
    ],
    [
      'a zone',
      around({ server: ['zone: ▸-8:00'] }),
      {
        message:
          "\"-8:00\" is not an offset from UTC in quotes, such as '-08:00', or a time zone of Windows such as 'Pacific Standard Time'",
        nearest: '-08:00',
      },
    ],
    [
      'a zone that Windows has another name for',
      around({ server: ['zone: ▸Pacific Time'] }),
      {
        message:
          "\"Pacific Time\" is not an offset from UTC in quotes, such as '-08:00', or a time zone of Windows such as 'Pacific Standard Time'",
        nearest: 'Pacific Standard Time',
      },
    ],
    ['a zone beyond the earth', around({ server: ['zone: ▸+14:01'] }), '"+14:01" is more than 14 hours from UTC'],
    [
      'registry keys',
      around({
        server: [
          'change:',
          "  - registry: {key: ▸'HKLM:\\Software\\x', name: a, value: 1}",
          "  - registry: {key: ▸'hklm/Software/x', name: a, value: 1}",
          '  - registry: {key: ▸Software\\x, name: ▸1, value: 1}',
          '  - registry: {key: ▸HKLM, name: a, value: 1}',
        ],
      }),
      { message: `"HKLM:\\Software\\x" is not ${HIVES}`, nearest: 'HKLM\\Software\\x' },
      { message: `"hklm/Software/x" is not ${HIVES}`, nearest: 'HKLM\\Software\\x' },
      { message: `"Software\\x" is not ${HIVES}` },
      { message: 'expected text, found the number 1' },
      { message: `"HKLM" is not ${HIVES}` },
    ],
    [
      'registry data',
      around({
        server: [
          'change:',
          '  - registry: {key: HKLM\\a, name: a, type: dword, value: ▸text}',
          '  - registry: {key: HKLM\\a, name: a, type: dword, value: ▸0x100000000}',
          '  - registry: {key: HKLM\\a, name: a, type: binary, value: ▸0f f}',
          '  - registry: {key: HKLM\\a, name: a, type: sz, value: ▸5}',
          '  - registry: {key: HKLM\\a, name: a, value: ▸-1}',
          '  - registry: {key: HKLM\\a, name: a, value: ▸true}',
          '  - registry: {key: HKLM\\a, name: a, type: ▸dwrod, value: text}',
        ],
      }),
      { message: 'this is not the value of a dword', allowed: ['a whole number from 0 to 0xffffffff'] },
      { message: 'this is not the value of a dword' },
      { message: 'this is not the value of a binary', allowed: ['hexadecimal bytes in quotes such as "01 0a ff"'] },
      { message: 'this is not the value of a sz', allowed: ['text'] },
      { message: 'this is not the value of a dword' },
      { message: 'true is not allowed here', allowed: ['null', 'text without NUL', 'a whole number', 'a list'] },
      { message: '"dwrod" is not allowed here', nearest: 'dword' },
    ],
    ['a command of two lines', withStep('command: ▸"a\\nb"'), '"a?b" is not text on one line'],
    [
      'msiexec letters',
      withStep('install: {rollup: KB935490, log: C:\\a.log, options: ▸/lz*}'),
      '"/lz*" is not letters of msiexec\'s /l switch such as lxv*, from i w e a r u c m o p v x + ! *',
    ],
    [
      'server names',
      'title: A\nservers: [{name: ▸EXCHANGE-SERVER-1}, {name: ▸ex ch}, {name: ▸aux}, {name: ▸"12"}, {name: ▸../x}]\nsteps: [{wait: 1s}]\n',
      '"EXCHANGE-SERVER-1" is not a NetBIOS name: 1 to 15 letters, digits, hyphens and underscores, not digits alone',
      {
        message: '"ex ch" is not a NetBIOS name: 1 to 15 letters, digits, hyphens and underscores, not digits alone',
        nearest: 'ex-ch',
      },
      '"aux" is the name of a device',
      '"12" is not a NetBIOS name: 1 to 15 letters, digits, hyphens and underscores, not digits alone',
      '"../x" is not a NetBIOS name: 1 to 15 letters, digits, hyphens and underscores, not digits alone',
    ],
  ])
})

describe('lists that are too long', () => {
  const many = (entry: string, count: number): string => `[${Array.from({ length: count }, () => entry).join(', ')}]`
  const tooMany = (most: number) => ({
    message: `this list has ${most + 1} entries`,
    allowed: [`at most ${most} entries`],
  })
  check([
    ['steps', `title: x\nservers: [{name: A}]\nsteps: ▸${many('{wait: 1s}', 201)}`, tooMany(200)],
    [
      'servers',
      `title: x\nservers: ▸[${Array.from({ length: 17 }, (_, i) => `{name: A${i}}`).join(', ')}]\nsteps: [{wait: 1s}]`,
      tooMany(16),
    ],
    ['changes', around({ server: [`change: ▸${many('{delete: C:\\a}', 201)}`] }), tooMany(200)],
    ['rollups', around({ server: [`rollups: ▸${many('KB930809', 51)}`] }), tooMany(50)],
    ['held files', withChange(`process: {name: a.exe, holds: ▸${many("'C:\\a'", 201)}}`), tooMany(200)],
    ['answers', withStep(`install: {rollup: KB930809, answers: {files-in-use: ▸${many('retry', 101)}}}`), tooMany(100)],
  ])
})

describe('domains', () => {
  const says = 'the name of a domain such as contoso.com, in small letters'
  check([
    [
      'of no form',
      around({ server: ['domain: {name: ▸Contoso.com}'] }),
      { message: `"Contoso.com" is not ${says}`, nearest: 'contoso.com' },
    ],
    ['without a dot', around({ server: ['domain: {name: ▸contoso}'] }), `"contoso" is not ${says}`],
    [
      'with the identifier of an account',
      around({ server: ['domain: {name: contoso.com, sid: ▸S-1-5-21-1-2-3-500}'] }),
      {
        message:
          '"S-1-5-21-1-2-3-500" is not the security identifier of a domain: S-1-5-21- and three numbers of 32 bits',
        nearest: 'S-1-5-21-1-2-3',
      },
    ],
    [
      'with a number that is too large',
      around({ server: ['domain: {name: contoso.com, sid: ▸S-1-5-21-1-2-4294967296}'] }),
      '"S-1-5-21-1-2-4294967296" has a number of more than 32 bits',
    ],
    [
      'of a server that joins none',
      around({ server: ['▸domain: {name: contoso.com}', 'roles: [edge-transport]'] }),
      '`domain` has no place on a server with edge-transport, which joins no domain',
    ],
  ])
})

describe('dates that an event log cannot write', () => {
  const late = (zone: string, steps: readonly string[]): string =>
    around({ server: [`zone: '${zone}'`], steps }).replace('title:', 'start: 2099-12-31T23:59:59\ntitle:')
  const message = 'this step may end after the year 2105, and an event log cannot date that'
  const waits = (count: number): string[] => Array.from({ length: count }, () => '- wait: 720h')
  check([
    ['by waits', late('-14:00', [...waits(72), '- ▸wait: 720h', '- wait: 720h']), message],
    ['by days that pass', late('-14:00', [...waits(71), '- ▸live: {days: 60}']), message],
    [
      'by what is said to dialogs',
      late('+14:00', [
        `- ▸install: {rollup: KB930809, answers: {files-in-use: [${Array.from({ length: 80 }, () => '{after: 720h, say: retry}').join(', ')}]}}`,
      ]),
      message,
    ],
    [
      'by a service that takes long to stop',
      late('+00:00', [...Array.from({ length: 70 }, () => '- restart: {}'), '- ▸restart: {}']).replace(
        'steps:',
        '    change: [{service: {name: W3SVC, stop: 720h}}, {service: {name: IISADMIN, stop: 24h}}]\nsteps:',
      ),
      message,
    ],
  ])
})

describe('paths', () => {
  const refused: readonly (readonly [path: string, message: string, nearest?: string])[] = [
    ['C:/ExchangeSetupLogs', `is not ${PATH}`, 'C:\\ExchangeSetupLogs'],
    ['C:\\\\a\\\\b', 'has an empty name in it', 'C:\\a\\b'],
    ['C:\\a\\', 'has an empty name in it', 'C:\\a'],
    ['C:\\', 'has an empty name in it'],
    ['C:', `is not ${PATH}`],
    ['C:a', `is not ${PATH}`],
    ['a\\b', `is not ${PATH}`],
    ['\\\\server\\share\\a', `is not ${PATH}`],
    ['\\\\?\\C:\\a', `is not ${PATH}`],
    ['/etc/passwd', `is not ${PATH}`],
    ['C:\\..\\x', 'may not go through `..`'],
    ['C:\\a\\..', 'may not go through `..`'],
    ['C:\\a\\.\\b', 'may not go through `.`'],
    ['C:\\a/../../b', 'contains "/", which no file name may contain'],
    ['C:\\a...', 'has a name in it that ends with a dot or a space'],
    ['C:\\a\\...', 'has a name in it that ends with a dot or a space'],
    ['C:\\.. \\x', 'has a name in it that ends with a dot or a space'],
    ['C:\\a:stream', 'contains ":", which no file name may contain'],
    ['C:\\a*', 'contains "*", which no file name may contain'],
    ['C:\\a?', 'contains "?", which no file name may contain'],
    ['C:\\a|b', 'contains "|", which no file name may contain'],
    ['C:\\<a>', 'contains "<", which no file name may contain'],
    ['C:\\"a', 'contains """, which no file name may contain'],
    ['C:\\nul', 'has the device "nul" in it'],
    ['C:\\a\\CON.txt', 'has the device "CON.txt" in it'],
    ['C:\\LPT1\\a', 'has the device "LPT1" in it'],
    ['C:\\com¹.log', 'has the device "com¹.log" in it'],
    ['C:\\nul .txt', 'has the device "nul .txt" in it'],
    [`C:\\${'a'.repeat(256)}`, 'has a name of more than 255 characters in it'],
    [`C:\\${'a\\'.repeat(130)}b`, 'is longer than 259 characters'],
  ]
  it.each(refused)('%s is refused', (path, message, nearest) => {
    const problems = problemsOf(withChange(`delete: '${path}'`))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ line: 5, column: 17, path: 'servers[0].change[0].delete' })
    expect(problems[0]?.message.endsWith(` ${message}`)).toBe(true)
    expect(problems[0]?.nearest).toBe(nearest)
  })

  it.each(['\\u0000', '\\u0007', '\\ud800', '\\x7f'])('the character %s is refused', character => {
    expect(problemsOf(withChange(`delete: "C:\\\\a${character}b"`))).toMatchObject([{ line: 5, column: 17 }])
  })

  const accepted = [
    'C:\\a',
    'd:\\A b\\c.d',
    'C:\\...\\a',
    'C:\\console\\comx',
    'C:\\.hidden',
    'C:\\a(1)~1.[x]',
    'C:\\ä€😀',
    'C:\\com10',
  ]
  it.each(accepted)('%s is accepted', path => {
    expect(problemsOf(withChange(`delete: '${path}'`))).toEqual([])
  })

  const everywhere: readonly (readonly [where: string, text: string])[] = [
    ['what a process holds', withChange('process: {name: a.exe, holds: ▸C:\\..\\x}')],
    ['one of the files it holds', withChange('process: {name: a.exe, holds: [C:\\x, ▸C:\\..\\x]}')],
    ['the name of a process', withChange('process: {name: ▸..\\x}')],
    ['a rename', withChange('rename: {from: ▸C:\\..\\x, to: ▸C:\\..\\y}')],
    ['a file that is written', withChange('write: {path: ▸C:\\..\\x, text: a}')],
    ['a refusal', withChange('deny: {path: ▸C:\\..\\x, access: full}')],
    ['a pending rename', withChange('pending-rename: {from: ▸C:\\..\\x, to: ▸C:\\..\\y}')],
    ['a log', withStep('install: {rollup: KB935490, log: ▸C:\\..\\x}')],
  ]
  it.each(everywhere)('are checked in %s', (_where, markedText) => {
    const { text, places } = marked(markedText)
    expect(problemsOf(text).map(placeOf)).toEqual(places)
  })
})

describe('rules between keys', () => {
  const needsLog = '`log` is missing: `options` say how it is written'
  const silent = 'has no place with `by: microsoft-update`, which is silent and runs as SYSTEM'
  check([
    [
      'an entry makes one change',
      around({ server: ['change:', '  - delete: C:\\a', '    ▸rename: {from: C:\\a, to: C:\\b}'] }),
      '`rename` stands beside `delete`: one change per entry',
    ],
    [
      'an entry is one step',
      around({ steps: ['- wait: 1s', '  ▸restart: {}', '  ▸command: dir'] }),
      '`restart` stands beside `wait`: one step per entry',
      '`command` stands beside `wait`: one step per entry',
    ],
    [
      'the service control manager reads its values',
      around({
        server: [
          'change:',
          "  - registry: {key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\X', name: start, value: ▸5}",
          "  - registry: {key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\X', name: DependOnService, value: ▸Y}",
          "  - registry: {key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\X', name: Start, value: 4}",
          "  - registry: {key: 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\X\\Y', name: Start, value: 5}",
        ],
      }),
      {
        message: 'the service control manager does not take this as start',
        allowed: ['a whole number from 0 to 4'],
      },
      { message: 'the service control manager does not take this as DependOnService', allowed: ['a list of texts'] },
    ],
    [
      'an update is installed once',
      around({ server: ['rollups: [KB930809, {kb: KB000001, interim: true, for: KB930809}, ▸KB930809, ▸KB930809]'] }),
      '"KB930809" is listed twice',
      '"KB930809" is listed twice',
    ],
    [
      'edge-transport stands alone',
      around({ server: ['roles: [mailbox, ▸edge-transport]'] }),
      '`edge-transport` stands alone: a server with it has no other role',
    ],
    [
      'management-tools stand alone',
      around({ server: ['roles: [▸management-tools, mailbox]'] }),
      '`management-tools` stands alone: a server with it has no other role',
    ],
    ['a role is listed once', around({ server: ['roles: [mailbox, ▸mailbox]'] }), '`mailbox` is listed twice'],
    ['there is a role', around({ server: ['roles: ▸[]'] }), 'this list is empty'],
    [
      'Windows Installer 3.1 is older than 2008',
      around({ server: ['os: windows-server-2008', "installer: ▸'3.1'"] }),
      { message: 'Windows Installer 3.1 does not exist for windows-server-2008', allowed: ['4.5', '4.0'] },
    ],
    [
      'Windows Installer 4.0 is a part of 2008',
      around({ server: ["installer: ▸'4.0'"] }),
      { message: 'Windows Installer 4.0 does not exist for windows-server-2003', allowed: ['3.1', '4.5'] },
    ],
    [
      'servers have different names, whatever their case',
      'title: A\nservers: [{name: EXCH01}, {name: EXCH02}, {name: ▸exch01}]\nsteps: [{wait: 1s}]\n',
      'another server has the name `exch01`',
    ],
    [
      'a step names a server that exists',
      around({ steps: ['- wait: 1s', '  server: ▸EXCH1'] }),
      { message: 'no server has the name "EXCH1"', allowed: ['EXCH01'], nearest: 'EXCH01' },
    ],
    [
      'an install names one update',
      withStep('install: {rollup: KB935490, ▸for: KB930809}'),
      '`for` stands beside `rollup`: one update per install',
    ],
    [
      'an install names an update',
      withStep('install: ▸{by: administrator}'),
      { message: 'this install names no update', allowed: ['rollup', 'interim and for'] },
    ],
    [
      'an interim update was built for a rollup',
      withStep('install: ▸{interim: KB000001}'),
      '`for` is missing: it names the rollup that the interim update was built for',
    ],
    [
      'Microsoft Update asks nobody',
      withStep(
        'install: {rollup: KB935490, by: microsoft-update, ▸ui: full, ▸elevated: true, ▸answers: {files-in-use: retry}}',
      ),
      `\`ui\` ${silent}`,
      `\`elevated\` ${silent}`,
      `\`answers\` ${silent}`,
    ],
    ['options are those of a log', withStep('install: ▸{rollup: KB935490, options: lxv*}'), needsLog],
    [
      'dialogs have known names',
      withStep('install: {rollup: KB935490, answers: {▸file-in-use: retry, ▸error-13060: retry, error-1306: ▸retyr}}'),
      { message: 'unknown dialog `file-in-use`', nearest: 'files-in-use' },
      { message: 'unknown dialog `error-13060`', nearest: 'error-1306' },
      { message: '"retyr" is not allowed here', nearest: 'retry' },
    ],
  ])
})

describe('YAML', () => {
  check([
    ['a key twice', `${around({})}▸title: B\n`, 'this key stands here twice'],
    ['two documents', `${around({})}▸---\na: 1\n`, 'a file holds one document'],
    ['a tab', '▸\ttitle: A\n', 'a tab cannot indent YAML: use spaces'],
    ['an anchor that is not there', around({ steps: ['- wait: ▸*long'] }), '`*long` names no anchor'],
    ['an anchor in itself', around({ server: ['change: &all [▸*all]'] }), '`*all` contains itself'],
    ['a tag', around({ server: ['zone: ▸!offset +01:00'] }), 'unresolved tag: !offset'],
    [
      'a tag that would make a date',
      `start: ▸!!timestamp 2007-08-27T13:12:00\n${around({})}`,
      'unresolved tag: tag:yaml.org,2002:timestamp',
    ],
    ['a key that is a list', `? ▸▸[a]\n: 1\n${around({})}`, 'a key is a word', 'unknown key `[a]`'],
    ['depth', `${'['.repeat(64)}▸${'['.repeat(50_000)}`, 'this nests too deeply'],
    [
      'what comes after broken YAML waits, what comes before does not',
      '▸titel: A\nservers: ▸x\nsteps: [{wait: 1s\n▸expect: {}\nunknown: 1\n',
      { message: 'unknown key `titel`', nearest: 'title' },
      'expected a list, found "x"',
      'flow map in block collection must be sufficiently indented and end with a }',
    ],
  ])

  it('aliases that would blow up are refused', () => {
    const names = [...'abcdefg']
    const bomb = names.map((name, i) => `${name}: &${name} [${Array(10).fill(i === 0 ? 'x' : `*${names[i - 1]}`)}]`)
    // Each d is 11,111 values, and in e the eighth of them is one too many.
    const place = { line: 5, column: 'e: &e ['.length + 8 * 3 - 2 }
    const message = 'this is more than 100,000 values with what aliases repeat per file'
    expect(problemsOf(bomb.join('\n'))).toMatchObject([{ ...place, message }])
  })

  it('a text that is too large, a value that is too long, one problem for each place', () => {
    expect(problemsOf('x'.repeat(2 ** 20 + 1))).toMatchObject([
      { line: 1, column: 1, message: 'this has more than 1,048,576 bytes of a scenario' },
    ])
    expect(problemsOf(`title: a\nsteps: ${'x'.repeat(65_537)}`)).toMatchObject([
      { line: 2, column: 8, message: 'this is more than 65,536 characters per value' },
    ])
  })

  it('reads any line ends and a byte order mark', () => {
    expect(problemsOf(around({}).replaceAll('\n', '\r\n'))).toEqual([])
    expect(problemsOf(`\ufeff${around({})}`)).toEqual([])
    expect(problemsOf(`\ufefftitel: A\r\n${around({})}`).map(placeOf)).toEqual(['1:1'])
  })
})

describe('all errors at once', () => {
  it('however deep and of whatever kind', () => {
    const { text, places } = marked(`▸titel: A
title: A
start: ▸yesterday
servers:
  - name: EXCH01
    os: ▸linux
    roles: [mailbox, ▸edge-transport]
    ▸role: mailbox
    change:
      - process: {name: a.exe, holds: ▸C:/a, share: ▸some, lets-go: ▸4}
      - ▸proces: {}
      - free-space: {drive: ▸C, bytes: ▸1.5}
      - delete: C:\\a
        ▸rename: {from: C:\\a, to: ▸b}
  - name: EXCH02
    ▸name: ▸exch01
    installer: ▸'4.0'
steps:
  - install: ▸{▸ui: full, by: microsoft-update}
    server: ▸EXCH03
  - wait: ▸5
    cause: ▸no-idea
  - repair: ▸{}
expect: {exit-codes: [▸x]}
`)
    expect(problemsOf(text).map(placeOf)).toEqual(places)
  })

  it('in the order of the file', () => {
    const problems = problemsOf('steps: 1\nservers: 2\nb: 3\na: 4\n')
    expect(problems.map(problem => problem.message)).toEqual([
      '`title` is missing',
      'expected a list, found the number 1',
      'expected a list, found the number 2',
      'unknown key `b`',
      'unknown key `a`',
    ])
  })
})
