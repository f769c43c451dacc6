import { describe, expect, test } from 'vitest'
import type { Kind } from '../../../sim/diagnosis/observations/kinds.ts'
import { observe } from '../../../sim/diagnosis/observations/observe.ts'
import { parsePrinted } from '../../../sim/diagnosis/parse/printed/printed.ts'
import { texts } from './helpers.ts'

/** What commands print of folders, rights, processes, open files and drives, in the forms of both systems. */

/** Rows of a kind with these fields, of a text under a name that says nothing. */
function rows(text: string, kind: Kind, ...fields: string[]): unknown[][] {
  const table = observe(texts({ 'pasted.txt': text }))
  return table.of([kind]).map(row => fields.map(field => row[field]))
}

/** Places that were looked at, and whether a row of that kind would stand there. */
const looked = (text: string, kind: Kind): unknown[][] =>
  observe(texts({ 'pasted.txt': text }))
    .of(['listing'])
    .filter(({ of }) => (of as readonly string[]).includes(kind))
    .map(({ place, whole }) => [place, whole])

describe('dir', () => {
  const installer = [
    ' Volume in drive C has no label.',
    ' Volume Serial Number is 4186-A3B3',
    '',
    ' Directory of C:\\WINDOWS\\Installer',
    '',
    '03/28/2007  03:00 AM    <DIR>          .',
    '03/28/2007  03:00 AM    <DIR>          ..',
    '05/21/2007  03:10 PM        31,457,280 353cce9.msi',
    '05/21/2007  03:10 PM    <DIR>          $PatchCache$',
    '               1 File(s)     31,457,280 bytes',
    '               3 Dir(s)  43,356,023,618 bytes free',
  ]

  test('files with size and time, folders with their place, and what is free', () => {
    const text = installer.join('\r\n')
    expect(rows(text, 'file', 'folder', 'name', 'size', 'clock')).toContainEqual([
      'C:\\WINDOWS\\Installer',
      '353cce9.msi',
      31_457_280,
      15 * 3600 + 600,
    ])
    expect(rows(text, 'folder', 'place', 'parent')).toEqual([
      ['C:\\WINDOWS\\Installer', 'C:\\WINDOWS'],
      ['C:\\WINDOWS\\Installer\\$PatchCache$', 'C:\\WINDOWS\\Installer'],
    ])
    expect(rows(text, 'drive', 'drive', 'free')).toEqual([['C:', 43_356_023_618]])
    expect(looked(text, 'file')).toEqual([['C:\\WINDOWS\\Installer', true]])
  })

  test('with points in date and size, and a tree of folders', () => {
    const text = [
      ' Directory of D:\\Logs',
      '',
      '28.03.2007  13:00    <DIR>          .',
      '28.03.2007  13:00    <DIR>          ..',
      '28.03.2007  13:00    <DIR>          old',
      '28.03.2007  13:00             1.234 a b.log',
      '               1 File(s)          1.234 bytes',
      '',
      ' Directory of D:\\Logs\\old',
      '',
      '28.03.2007  13:00    <DIR>          .',
      '28.03.2007  13:00    <DIR>          ..',
      '               0 File(s)              0 bytes',
      '',
      '     Total Files Listed:',
      '               1 File(s)          1.234 bytes',
      '               5 Dir(s)   1.234.567.890 bytes free',
    ].join('\n')
    const listed = parsePrinted(text.split('\n'))
    expect(listed.folders.map(({ place, entries }) => [place, entries.map(({ name }) => name)])).toEqual([
      ['D:\\Logs', ['old', 'a b.log']],
      ['D:\\Logs\\old', []],
    ])
    expect(listed.folders[0]!.entries[1]).toMatchObject({ size: 1234, modified: Date.UTC(2007, 2, 28, 13) })
    expect(listed.free).toMatchObject([{ drive: 'D:', free: 1_234_567_890 }])
  })

  test('links', () => {
    const [folder] = parsePrinted([
      ' Directory of C:\\',
      '01/19/2008  01:45 AM    <JUNCTION>     Documents and Settings [C:\\Users]',
      '01/19/2008  01:45 AM    <SYMLINK>      a.log [D:\\a.log]',
    ]).folders
    expect(folder!.entries.map(({ name, folder }) => [name, folder])).toEqual([
      ['Documents and Settings', true],
      ['a.log', false],
    ])
  })

  test('is a witness only where nothing was left out', () => {
    const at = (...lines: readonly string[]) => looked(lines.join('\n'), 'file').at(-1)![1]
    const dotless = installer.filter(line => !/<DIR>\s+\.\.?$/.test(line))
    expect(at(...installer.slice(0, -2))).toBe(false)
    expect(at(...dotless)).toBe(false)
    expect(at('C:\\>dir /a C:\\WINDOWS\\Installer', ...dotless)).toBe(true)
    expect(at('C:\\>dir C:\\WINDOWS\\Installer\\*.msi', ...dotless)).toBe(false)
    expect(at('C:\\>dir /ad C:\\WINDOWS\\Installer', ...installer)).toBe(false)
    expect(looked(['C:\\>dir /ad C:\\WINDOWS\\Installer', ...installer].join('\n'), 'folder')).toEqual([
      ['C:\\WINDOWS\\Installer', true],
    ])
  })

  test('what is not there, and what a pattern does not find', () => {
    const text = (typed: string) =>
      [`C:\\>${typed}`, ' Volume in drive C has no label.', '', ' Directory of C:\\', '', 'File Not Found', ''].join(
        '\n',
      )
    expect(rows(text('dir /a C:\\ExchangeSetupLogs'), 'missing', 'place')).toEqual([['C:\\ExchangeSetupLogs']])
    expect(rows(text('dir /a C:\\Exch*'), 'missing', 'place')).toEqual([])
    expect(rows(text('dir /a C:\\'), 'missing', 'place')).toEqual([])
  })

  test('Get-ChildItem', () => {
    const listed = parsePrinted([
      'PS C:\\> Get-ChildItem C:\\ExchangeSetupLogs',
      '',
      '',
      '    Directory: Microsoft.PowerShell.Core\\FileSystem::C:\\ExchangeSetupLogs',
      '',
      '',
      'Mode                LastWriteTime     Length Name',
      '----                -------------     ------ ----',
      'd----         5/21/2008   3:00 AM            8.0 old',
      '-a---         5/21/2008   3:10 AM       4711 ServiceControl.log',
    ]).folders
    expect(listed).toMatchObject([
      {
        place: 'C:\\ExchangeSetupLogs',
        whole: { folders: true, files: true },
        entries: [
          { name: '8.0 old', folder: true },
          { name: 'ServiceControl.log', folder: false, size: 4711 },
        ],
      },
    ])
  })
})

describe('rights', () => {
  test('icacls, with blanks in path and account', () => {
    const text = [
      'C:\\Program Files\\x NT AUTHORITY\\SYSTEM:(I)(OI)(CI)(F)',
      '                   BUILTIN\\Users:(OI)(CI)(RX)',
      '                   Everyone:(DENY)(W)',
      '',
      'Successfully processed 1 files; Failed processing 0 files',
    ].join('\n')
    expect(rows(text, 'right', 'place', 'account', 'allow', 'writes', 'inherited')).toEqual([
      ['C:\\Program Files\\x', 'NT AUTHORITY\\SYSTEM', true, true, true],
      ['C:\\Program Files\\x', 'BUILTIN\\Users', true, false, false],
      ['C:\\Program Files\\x', 'Everyone', false, true, false],
    ])
    expect(looked(text, 'right')).toEqual([['C:\\Program Files\\x', true]])
  })

  test('one entry alone', () => {
    const place = (text: string) => rows(text, 'right', 'place', 'account')[0]
    expect(place('C:\\Program Files\\x NT AUTHORITY\\SYSTEM:(F)')).toEqual([
      'C:\\Program Files\\x',
      'NT AUTHORITY\\SYSTEM',
    ])
    expect(parsePrinted(['C:\\Program Files\\x EXCH01\\admin:(M)']).rights[0]).toMatchObject({
      place: 'C:\\Program Files\\x',
      rights: [{ account: 'EXCH01\\admin', writes: true }],
    })
  })

  test('cacls, with special rights below their entry', () => {
    const text = [
      'C:\\ExchangeSetupLogs Everyone:(OI)(CI)N ',
      '                     BUILTIN\\Administrators:(OI)(CI)F ',
      '                     BUILTIN\\Users:(CI)(special access:)',
      '                                   READ_CONTROL',
      '                                   FILE_WRITE_DATA',
      '',
      '                     NT AUTHORITY\\SYSTEM:R ',
    ].join('\n')
    expect(rows(text, 'right', 'account', 'allow', 'writes')).toEqual([
      ['Everyone', false, true],
      ['BUILTIN\\Administrators', true, true],
      ['BUILTIN\\Users', true, true],
    ])
  })
})

describe('tasklist', () => {
  const expected = [
    ['lsass.exe', 1100, ['Netlogon', 'SamSs', 'PolicyAgent']],
    ['csrss.exe', 1344, []],
  ]

  test('as a table, whose last column goes on below itself', () => {
    const text = [
      '',
      'Image Name                     PID Services                                    ',
      '========================= ======== ============================================',
      'lsass.exe                     1100 Netlogon, SamSs,                            ',
      '                                   PolicyAgent                                 ',
      'csrss.exe                     1344 N/A                                         ',
      '',
      'winlogon.exe                   960 N/A',
    ].join('\n')
    expect(rows(text, 'process', 'name', 'id', 'services')).toEqual(expected)
    expect(looked(text, 'process')).toEqual([[undefined, true]])
  })

  test('as a list, and with commas', () => {
    const list = [
      'Image Name:   lsass.exe',
      'PID:          1100',
      'Services:     Netlogon,SamSs,PolicyAgent',
      '',
      'Image Name:   csrss.exe',
      'PID:          1344',
      'Services:     N/A',
    ]
    expect(rows(list.join('\n'), 'process', 'name', 'id', 'services')).toEqual(expected)
    const csv = [
      '"Image Name","PID","Services"',
      '"lsass.exe","1100","Netlogon,SamSs,PolicyAgent"',
      '"csrss.exe","1344","N/A"',
    ]
    expect(rows(csv.join('\n'), 'process', 'name', 'id', 'services')).toEqual(expected)
  })

  test('without services', () => {
    const text = [
      'Image Name                     PID Session Name        Session#    Mem Usage',
      '========================= ======== ================ =========== ============',
      'System Idle Process              0 Console                    0         28 K',
    ].join('\n')
    expect(rows(text, 'process', 'name', 'id', 'services')).toEqual([['System Idle Process', 0, undefined]])
  })
})

describe('handle', () => {
  const DLL = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\x.dll'

  test('everything that is open is a witness, process by process', () => {
    const text = [
      'C:\\>handle',
      'Handle v3.31',
      '',
      '------------------------------------------------------------------------------',
      'bkagent.exe pid: 42936 NT AUTHORITY\\SYSTEM',
      '    C: File  (RW-)   C:\\WINDOWS\\system32',
      `   44: File  (---)   ${DLL}`,
    ].join('\n')
    expect(rows(text, 'handle', 'program', 'id', 'file', 'shares')).toEqual([
      ['bkagent.exe', 42_936, 'C:\\WINDOWS\\system32', 'RW'],
      ['bkagent.exe', 42_936, DLL, ''],
    ])
    expect(looked(text, 'handle')).toEqual([[undefined, true]])
  })

  test('a search for a name is none', () => {
    const text = `C:\\>handle x.dll\n\nbkagent.exe        pid: 3512   type: File           40C: ${DLL}\n`
    expect(rows(text, 'handle', 'program', 'id', 'file')).toEqual([['bkagent.exe', 3512, DLL]])
    expect(looked(text, 'handle')).toEqual([])
    expect(rows(`bkagent.exe       pid: 3512    40C: ${DLL}\n`, 'handle', 'program')).toEqual([['bkagent.exe']])
  })
})

describe('drives', () => {
  const expected = [['C:', 3_000_000]]

  test.each([
    [
      'a table',
      'DeviceID  FreeSpace     Size         \nC:        3000000       80000000000  \nD:                                   \n',
    ],
    ['a list', '\n\nDeviceID=C:\nFreeSpace=3000000\n\nDeviceID=D:\nFreeSpace=\n'],
    ['commas', 'Node,DeviceID,FreeSpace\nEXCH01,C:,3000000\nEXCH01,D:,\n'],
    [
      'fsutil',
      'C:\\>fsutil volume diskfree c:\nTotal # of free bytes        : 3000000\nTotal # of bytes             : 80000000000\n',
    ],
  ])('%s', (_, text) => {
    expect(rows(text, 'drive', 'drive', 'free')).toEqual(expected)
    expect(looked(text, 'drive')).toEqual([['C:', true]])
  })
})
