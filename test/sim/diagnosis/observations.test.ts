import { describe, expect, test } from 'vitest'
import { evidenceFrom, type RawFile } from '../../../sim/diagnosis/evidence.ts'
import { type Kind, rowSchema } from '../../../sim/diagnosis/observations/kinds.ts'
import { observe } from '../../../sim/diagnosis/observations/observe.ts'
import { fixture, read, texts } from './helpers.ts'

const START =
  '=== Verbose logging started: 8/28/2007  9:57:50  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: x ==='

const rowsOf = (files: Readonly<Record<string, string>>) => observe(texts(files)).rows()
const ofKind = (kind: Kind, files: Readonly<Record<string, string>>) => rowsOf(files).filter(row => row.kind === kind)

/** Of each row what the test is about. */
const kindsAt = (files: Readonly<Record<string, string>>): string[] =>
  rowsOf(files)
    .filter(({ kind }) => kind.startsWith('log.') || kind === 'result.code')
    .map(({ kind, line }) => `${line} ${kind}`)

describe('a property', () => {
  test('is one in every line of its value, whatever words stand there', () => {
    const log = [
      'Property(S): msgBusy = Error 1306. Another application',
      "Error 1306. Another application has exclusive access to the file 'C:\\a.dll'. Please",
      'Another installation is already in progress. Complete that installation',
      'MSI (s) (EC:D4) [09:57:50:267]: Note: 1: 1306 2: C:\\a.dll 3: 32 ',
      "Error 1306. Another application has exclusive access to the file 'C:\\a.dll'. Please",
    ].join('\n')
    expect(kindsAt({ 'a.log': log })).toEqual([
      '1 log.property',
      '2 log.property',
      '3 log.property',
      '4 log.note',
      '5 log.message',
      '5 log.shown',
    ])
  })

  test('is one in a window as well', () => {
    const kinds = rowsOf({
      'dialogs.txt': '[OK]\n  Property(S): msgBusy = Another installation is already in progress.\n',
    })
    expect(kinds.map(({ kind }) => kind)).toEqual(['dialog', 'log.property', 'listing', 'file'])
  })
})

describe('an attempt', () => {
  const ended = (text: string) =>
    `${START}\n${text}\nMSI (c) (EC:D4) [09:57:50:267]: MainEngineThread is returning 1603\n`

  test('is a log, the oldest first; those that say no date come last', () => {
    const later = ended('Action ended 9:57:50: A. Return value 3.').replace('8/28/2007', '8/29/2007')
    const files = { 'b.log': later, 'a.log': ended('x'), '0.log': 'Action ended 9:57:50: B. Return value 3.\n' }
    const rows = ofKind('attempt', files)
    expect(rows.map(({ path, attempt, newest, decides }) => [path, attempt, newest, decides])).toEqual([
      ['a.log', 1, false, false],
      ['b.log', 2, false, true],
      ['0.log', 3, true, false],
    ])
  })

  test('is one, however often its log is there and in whichever encoding', () => {
    const log = `${ended('Error 1714. Gerät').replaceAll('\n', '\r\n')}`
    const file = (path: string, encoding: BufferEncoding, text = log) => ({ path, bytes: Buffer.from(text, encoding) })
    const attempts = (...files: readonly RawFile[]) =>
      observe(evidenceFrom(files))
        .rows()
        .filter(({ kind }) => kind === 'attempt')
        .map(({ path }) => path)
    expect(attempts(file('a', 'utf16le', `\ufeff${log}`), file('b', 'utf8'), file('c', 'utf8', log + log))).toEqual([
      'a',
    ])
    expect(attempts(file('a', 'utf8'), file('b', 'utf8', log.replace('1603', '1602')))).toEqual(['a', 'b'])
  })

  test('is witnessed by its log from the beginning to what it returned', () => {
    const whole = (log: string): unknown => ofKind('listing', { 'a.log': log })[0]!.whole
    expect(whole(ended('x'))).toBe(true)
    expect(whole('MSI (c) (EC:D4) [09:57:50:267]: MainEngineThread is returning 1603\n')).toBe(false)
    expect(whole(`${START}\nMSI (c) (EC:D4) [09:57:50:267]: cut`)).toBe(false)
  })
})

describe('a code', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly unknown[]]>([
    [
      'of an engine',
      { 'a.log': 'MSI (c) (EC:D4) [09:57:50:267]: MainEngineThread is returning 1618\n' },
      [[1618, 'log']],
    ],
    [
      'in words of Server 2003',
      { 'dialogs.txt': 'Another installation is already in progress. Complete that' },
      [[1618, 'text']],
    ],
    ['as an HRESULT', { 'dialogs.txt': 'Windows failed with error 0x80070652: x' }, [[1618, 'hresult']]],
    ['as Windows Update shows the end of one', { 'dialogs.txt': 'Code 643: Windows Update' }, [[1603, 'hresult']]],
    ['without the sign of a hexadecimal number', { 'dialogs.txt': 'error 80070659.' }, [[1625, 'hresult']]],
    ['not in a GUID', { 'dialogs.txt': 'code {80070643-1111-80070643}, 642 errors of 80070643a, in 643 steps' }, []],
    [
      'of an update',
      {
        'a.txt':
          "Event Type: Error\nEvent Source: MsiInstaller\nEvent ID: 1024\nDescription:\nProduct: X - Update 'Y' could not be installed. Error code 1642. More",
      },
      [[1642, 'event']],
    ],
  ])('is one: %s', (_what, files, expected) => {
    expect(ofKind('result.code', files).map(({ code, by }) => [code, by])).toEqual(expected)
  })
})

test.each([
  [
    'a note',
    'Microsoft Exchange Server\n  ExSetup.exe version:    8.1.311.3\n  Update Rollup 3 (KB949870) 8.1.291.2  [superseded, 20080714]\n',
    { kb: 'KB949870', product: 'Microsoft Exchange Server', state: 'superseded', line: 3 },
  ],
  [
    'wmic qfe',
    'Caption  CSName  Description  HotFixID  InstallDate\nx  EXCH01  Update  kb944752  \n',
    { kb: 'KB944752', line: 2 },
  ],
  [
    'systeminfo',
    'Host Name: EXCH01\nHotfix(s):                 2 Hotfix(s) Installed.\n                           [01]: KB944752\n',
    { kb: 'KB944752', line: 3 },
  ],
])('an installed update is in a list: %s', (_, text, row) => {
  expect(ofKind('installed-update', { 'x.txt': text })).toMatchObject([row])
  expect(ofKind('listing', { 'x.txt': text })).toMatchObject([{ of: ['installed-update'], rows: 1 }])
})

describe('the update client', () => {
  const line = (text: string) => `2008-10-18\t03:00:03:003\t2152\t89c\tReport\tREPORT EVENT: {x}\t1\t${text}`
  const failed = (code: string, title = 'A 8.1.311.3') =>
    `Installation Failure: Windows failed to install the following update with error ${code}: ${title}.`
  const installed = 'Installation Successful: Windows successfully installed the following update: A 8.1.311.3'
  const event = (id: number, text: string) =>
    `Log Name: System\nSource: Microsoft-Windows-WindowsUpdateClient\nDate: 10/18/2008 3:0${id % 10}:03 AM\nEvent ID: ${id}\nDescription:\n${text}\n\n`
  const codesOf = (files: Readonly<Record<string, string>>) =>
    ofKind('result.code', files).map(({ code, open }) => [code, open])

  test('says in its log what became of an update, and when', () => {
    expect(ofKind('update-client', { 'x.log': `${line(failed('0x80070652'))}\n` })).toMatchObject([
      { code: 1618, update: 'a 8.1.311.3', line: 1, clock: 10_803, day: 14_170 },
    ])
  })

  test.each<[string, Readonly<Record<string, string>>, readonly unknown[]]>([
    [
      'the last of an update counts',
      { 'x.log': `${line(failed('0x80070652'))}\n${line(failed('0x80070643'))}\n` },
      [
        [1618, false],
        [1603, true],
      ],
    ],
    [
      'each update by itself',
      { 'x.log': `${line(failed('0x80070652'))}\n${line(failed('0x80070643', 'B'))}\n` },
      [
        [1618, true],
        [1603, true],
      ],
    ],
    ['a success makes it good', { 'x.log': `${line(failed('0x80070652'))}\n${line(installed)}\n` }, [[1618, false]]],
    [
      'an event of a success as well',
      { 'x.log': `${line(failed('0x80070652'))}\n`, 's.txt': event(19, installed) },
      [[1618, false]],
    ],
    ['an event of a failure says it again', { 's.txt': event(20, failed('0x80070652')) }, [[1618, true]]],
    [
      'a handler where the log ends before the report',
      { 'x.log': '2008-10-18\t03:00:03:003\t2152\t89c\tHandler\tFATAL: hr=0x80070659\n' },
      [[1625, true]],
    ],
  ])('%s', (_what, files, expected) => {
    expect(codesOf(files)).toEqual(expected)
  })
})

test('a message has its fields, its file and the error behind it', () => {
  const log =
    'Error 1310. Error writing to file: C:\\a.png. System error 112. Verify that you have access to that directory.\n'
  expect(ofKind('log.message', { 'a.log': `${START}\n${log}` })[0]).toMatchObject({
    number: 1310,
    form: 'shown',
    file: 'C:\\a.png',
    systemError: 112,
  })
})

test('of two copies of an event log the one with more counts, and each event once', () => {
  const event = (id: number) =>
    `Event Type: Error\nEvent Source: MsiInstaller\nEvent ID: ${id}\nDescription:\nx ${id}\n`
  const rows = ofKind('event', { 'a.txt': event(11306), 'b.txt': event(11306) + event(1024) })
  expect(rows.map(({ path, id, open }) => [path, id, open])).toEqual([
    ['b.txt', 11306, true],
    ['b.txt', 1024, true],
  ])
})

test('an exported key is a witness of itself, by its short name', () => {
  const reg = 'Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\X]\n"a"=dword:00000001\n'
  const rows = rowsOf({ 'r.reg': reg })
  expect(rows.find(({ kind }) => kind === 'registry')).toMatchObject({ key: 'HKLM\\SOFTWARE\\X', name: 'a', value: 1 })
  expect(rows.find(({ kind }) => kind === 'listing')).toMatchObject({ of: ['registry'], place: ['hklm\\software\\x'] })
})

test('a file in its place shows the folders it lies in, once', () => {
  const files = { 'evidence/C/A/1.txt': 'x', 'evidence/C/A/B/2.txt': 'x', 'exports/3.txt': 'x' }
  expect(ofKind('folder', files).map(({ place, parent, name }) => [place, parent, name])).toEqual([
    ['C:\\A', 'C:\\', 'A'],
    ['C:\\A\\B', 'C:\\A', 'B'],
  ])
  expect(ofKind('file', files).map(({ folder }) => folder)).toEqual(['C:\\A', 'C:\\A\\B', undefined])
})

test.each(['file-in-use', 'saved-state-lost', 'wrong-baseline.log'])(
  'rows of %s have the fields of their kind',
  name => {
    const rows = observe(read(fixture(name))).rows()
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) expect(rowSchema(row.kind).safeParse(row).error?.issues).toBeUndefined()
  },
)
