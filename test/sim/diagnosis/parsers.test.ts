import { describe, expect, test } from 'vitest'
import { parseCliXml } from '../../../sim/diagnosis/parse/cliXml.ts'
import { parseEventJson } from '../../../sim/diagnosis/parse/eventJson.ts'
import { isoTime, parseEventXml, parseLocalTime } from '../../../sim/diagnosis/parse/events.ts'
import { parseEventTable } from '../../../sim/diagnosis/parse/eventTable.ts'
import { parseEventText } from '../../../sim/diagnosis/parse/eventText.ts'
import { type InstallerLog, parseInstallerLogs } from '../../../sim/diagnosis/parse/installerLog.ts'
import { parseRegistry } from '../../../sim/diagnosis/parse/registry.ts'
import { parseServiceControl } from '../../../sim/diagnosis/parse/serviceControl.ts'
import { parseServices } from '../../../sim/diagnosis/parse/services.ts'
import { decodeText, splitLines } from '../../../sim/diagnosis/parse/text.ts'
import { headOf, kindOfBytes, kindOfText, NEAR } from '../../../sim/diagnosis/sniff.ts'

/** The only call in a log. */
const parseOne = (text: string): InstallerLog => {
  const [log, ...others] = parseInstallerLogs(splitLines(text))
  expect(others).toEqual([])
  return log!
}

describe('text', () => {
  const text = 'MSI (s) (DC!BC) Größe\r\nnext'
  test.each([
    ['utf-16le with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['utf-16le without', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['utf-16be without', Buffer.from(text, 'utf16le').swap16(), 'utf-16be'],
    ['utf-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['utf-8 without', Buffer.from(text), 'utf-8'],
    ['single bytes', Buffer.from(text, 'latin1'), 'latin1'],
  ])('%s', (_, bytes, encoding) => {
    expect(decodeText(bytes)).toEqual({ text, encoding })
  })

  test('lines are numbered as an editor does it', () => {
    expect(splitLines('a\r\n\nb\n')).toEqual(['a', '', 'b'])
    expect(splitLines('')).toEqual([])
  })
})

describe('several calls in one log', () => {
  const verbose = (code: number): string[] => [
    '=== Verbose logging started: 8/27/2007  13:12:59  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: C:\\x.exe ===',
    '=== Logging started: 8/27/2007  13:13:00 ===',
    'Action start 13:13:00: INSTALL.',
    '=== Logging stopped: 8/27/2007  13:14:00 ===',
    `MSI (s) (28:6C) [13:14:00:100]: MainEngineThread is returning ${code}`,
    '=== Verbose logging stopped: 8/27/2007  13:14:00 ===',
    '',
  ]
  const plain = verbose(0).filter(line => !/Verbose|MainEngine/.test(line))
  const text = (...calls: readonly string[][]): string => calls.flat().join('\r\n')

  test.each([
    ['verbose ones', [verbose(1603), verbose(0)]],
    ['others', [plain, plain]],
    ['of both kinds', [plain, verbose(1603), plain, verbose(0)]],
    ['the first without its end, after a loss of power', [verbose(1603).slice(0, 3), verbose(0)]],
    ['the first without its head', [verbose(1603).slice(3), verbose(0)]],
  ])('%s', (_, calls) => {
    const logs = parseInstallerLogs(splitLines(text(...calls)))
    expect(logs.map(log => log.last - log.first + 1)).toEqual(
      calls.map((call, i) => call.length - (i === calls.length - 1 ? 1 : 0)),
    )
    expect(logs.map(log => log.first)).toEqual([1, ...logs.slice(0, -1).map(log => log.last + 1)])
  })

  test('nothing at all is one call', () => {
    expect(parseInstallerLogs([])).toHaveLength(1)
  })
})

describe('verbose log', () => {
  const log = parseOne(
    [
      '=== Verbose logging started: 8/27/2007  13:12:59  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: C:\\WINDOWS\\System32\\msiexec.exe ===',
      'MSI (s) (DC!BC) [06:51:04:902]: Note: 1: 1306 2: C:\\Bin\\a 3: b.dll 3: 32 ',
      'MSI (s) (28:6C) [06:51:04:902]: Note: 1: 2205 2:  3: Error ',
      'MSI (s) (3F:2B): Executing op: Header(Signature=1,ScriptType=2,ScriptMajorVersion=21)',
      'Action start 6:51:04: INSTALL.',
      'Action start 6:51:04: InstallFinalize.',
      'MSI (s) (28:6C) [06:51:05:000]: Product: Exchange -- Error 1306. Held.',
      '',
      'Error 1306. Held.',
      'DEBUG: Error 2826:  Control BottomLine on dialog ErrorDlg extends beyond',
      'Info 1603.The file C:\\x.dll is being held in use.  Close that application and retry.',
      'Action ended 6:51:06: InstallFinalize. Return value 3.',
      'Action ended 6:51:06: INSTALL. Return value 3.',
      "MSI (s) (28:6C) [06:51:06:000]: File: C:\\Bin\\x.dll;\tOverwrite;\tWon't patch;\tExisting file is a lower version",
      'Property(S): Empty = ',
      'Property(C): msgRequiresProc = The version = of this file',
      "MSI (s) (DC!BC) [06:51:04:902]: PROPERTY CHANGE: Modifying A property. Its current value is 'x'. Its new value: 'y'.",
      'CAQuietExec:  Error 0x80070001: CAQuietExec Failed',
      'MSI (c) (58:50) [06:51:06:100]: MainEngineThread is returning 1603',
    ].join('\r\n'),
  )

  test.each(['8/27/2007', '27.08.2007', '2007-08-27', '2007/8/27'])('begins on %s, whatever the country', date => {
    const head = `=== Verbose logging started: ${date}  13:12:59  Build type: SHIP UNICODE 4.5  Calling process: a.exe ===`
    expect(parseOne(head).header).toMatchObject({ date, time: '13:12:59' })
  })

  test('what goes on below a property of a whole log is its value, and in an excerpt it may be anything', () => {
    const head = '=== Verbose logging started: 8/27/2007  13:12:59  Build type: SHIP  Calling process: a.exe ==='
    const listed = [
      'Property(S): Help = If you see one of these:',
      'MainEngineThread is returning 1618',
      'Action ended 10:00:00: InstallFinalize. Return value 3.',
      'Error 1306. Held.',
      'Property(S): Next = 1',
      'MSI (s) (28:6C) [06:51:06:000]: MainEngineThread is returning 0',
    ]
    const saying = (lines: readonly string[]) => {
      const { returnCodes, failures, messages } = parseOne(lines.join('\r\n'))
      return [returnCodes.map(({ code }) => code), failures.length, messages.length]
    }
    expect(saying([head, ...listed])).toEqual([[0], 0, 0])
    expect(saying(listed)).toEqual([[1618, 0], 1, 1])
  })

  test('head, prefix and numbers', () => {
    expect(log.header).toMatchObject({ date: '8/27/2007', engine: 'SHIP UNICODE 3.01.4000.4042' })
    expect(log.notes[0]!.line).toMatchObject({ number: 2, side: 's', time: 24_664_902 })
    expect(log.rollback).toMatchObject({ number: 4, time: undefined, around: 24_664_902 })
  })

  test('notes keep colons and empty fields', () => {
    expect(log.notes.map(({ number, fields }) => [number, fields])).toEqual([
      [1306, ['C:\\Bin\\a', 'b.dll 3: 32']],
      [2205, ['', 'Error']],
    ])
  })

  test('failures, messages, rollback and the end', () => {
    expect(log.firstFailure).toMatchObject({ name: 'InstallFinalize', end: { number: 12 } })
    expect(log.failures.map(({ name }) => name)).toEqual(['InstallFinalize', 'INSTALL'])
    expect(log.messages.map(({ form, number }) => `${form} ${number}`)).toEqual([
      'event 1306',
      'shown 1306',
      'debug 2826',
      'info 1603',
    ])
    expect(log.rollback?.number).toBe(4)
    expect(log.returnCodes).toMatchObject([{ code: 1603, line: { number: 19 } }])
    expect(log.files).toMatchObject([{ path: 'C:\\Bin\\x.dll', decision: 'Overwrite' }])
    expect(log.properties.map(({ name, value }) => [name, value])).toEqual([
      ['Empty', ''],
      ['msgRequiresProc', 'The version = of this file'],
    ])
    expect(log.changes).toMatchObject([{ name: 'A', value: 'y' }])
    expect(log.customActionOutput).toMatchObject([{ value: 'Error 0x80070001: CAQuietExec Failed' }])
    expect(log.shown.map(({ number }) => number)).toEqual([9])
  })

  test('a search for a patch: what is missing, what it is called, and whether it was found', () => {
    const { searches } = parseOne(
      [
        "Warning: Local cached package 'C:\\WINDOWS\\Installer\\1.msi' is missing.",
        "SOURCEMGMT: Resolved source to: 'C:\\Desktop\\'",
        "Opening existing patch 'C:\\WINDOWS\\Installer\\2.msp'.",
        "Couldn't find local patch 'C:\\WINDOWS\\Installer\\2.msp'. Looking for it at its source.",
        'SOURCEMGMT: Looking for sourcelist for product {09679EB4-B32D-4F10-88C9-34299B366C5B}',
        'Note: 1: 1706 2: -2147483647 3: Exchange2007-KB935490-x64-EN.MSP ',
        "SOURCEMGMT: Resolved source to: 'Exchange2007-KB935490-x64-EN.MSP'",
        "Unable to create a temp copy of patch 'Exchange2007-KB935490-x64-EN.MSP'.",
      ].join('\n'),
    )
    expect(searches).toMatchObject([
      { what: 'product', missing: 'C:\\WINDOWS\\Installer\\1.msi', resolved: { number: 2 } },
      {
        what: 'patch',
        missing: 'C:\\WINDOWS\\Installer\\2.msp',
        code: '{09679EB4-B32D-4F10-88C9-34299B366C5B}',
        packageName: 'Exchange2007-KB935490-x64-EN.MSP',
        resolved: undefined,
        failures: [{ number: 8 }],
      },
    ])
  })

  test('ten thousand lines take less than a second', () => {
    const line =
      'MSI (s) (A0:80) [09:42:47:924]: Note: 1: 1402 2: UNKNOWN\\Installer\\Products\\E9C676283491B0D4 3: 2 \r\n'
    const before = performance.now()
    expect(parseOne(line.repeat(10_000)).notes).toHaveLength(10_000)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})

describe('events', () => {
  test('XML back to back, rendered or not, in the order of the record numbers', () => {
    const xml = (record: number, rest: string) =>
      `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='MsiInstaller'/><EventID Qualifiers='0'>1024</EventID><Level>2</Level><TimeCreated SystemTime='2007-08-27T21:13:10.000000000Z'/><EventRecordID>${record}</EventRecordID></System>${rest}</Event>\n`
    const data = '<EventData><Data>A &amp; B</Data><Data>U</Data><Data>1603</Data><Data></Data></EventData>'
    const events = parseEventXml(
      xml(8, `${data}<RenderingInfo Culture='en-US'><Message>told</Message></RenderingInfo>`) + xml(7, data),
    )
    expect(events.map(({ line, id, type, message }) => ({ line, id, type, message }))).toEqual([
      {
        line: 2,
        id: 1024,
        type: 'error',
        message: expect.stringMatching(
          /^Product: A & B - Update 'U' could not be installed\. Error code 1603\. Windows/,
        ),
      },
      { line: 1, id: 1024, type: 'error', message: 'told' },
    ])
    expect(events[0]!.time).toBe(1_188_249_190_000)
  })

  test('text of Server 2003 and of Server 2008, newest first, oldest first in the result', () => {
    const old = (id: number, time: string) =>
      `Event Type:\tError\nEvent Source:\tMsiInstaller\nEvent Category:\tNone\nEvent ID:\t${id}\nDate:\t\t8/27/2007\nTime:\t\t${time}\nUser:\t\tN/A\nComputer:\tEX\nDescription:\nProduct: X\n -- failed.\n\nFor more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.\nData:\n0000: 7b 32   {2\n`
    expect(parseEventText(splitLines(old(2, '1:13:02 PM') + old(1, '11:13:01 AM')))).toMatchObject([
      { id: 1, line: 16, source: 'MsiInstaller', type: 'error', message: 'Product: X -- failed.' },
      { id: 2, line: 1 },
    ])
    const text =
      'Log Name:      Application\nSource:        MsiInstaller\nDate:          10/9/2008 9:57:50 AM\nEvent ID:      1024\nTask Category: None\nLevel:         Error\nKeywords:      Classic\nUser:          X\nComputer:      EX\nDescription:\nProduct: Y\nEvent Xml:\n<Event/>\n'
    expect(parseEventText(splitLines(text))).toMatchObject([
      { id: 1024, source: 'MsiInstaller', type: 'error', message: 'Product: Y' },
    ])
  })

  test('times of several cultures', () => {
    const noon = isoTime('2008-10-09T12:00:00Z')
    expect(noon).toBe(1_223_553_600_000)
    for (const text of ['10/9/2008 12:00:00 PM', '09.10.2008 12:00:00', '2008-10-09 12:00', '2008/10/09  12:00:00']) {
      expect(parseLocalTime(text)).toBe(noon)
    }
    expect(parseLocalTime('yesterday')).toBeUndefined()
  })
})

test('ServiceControl.log: blocks, and what each did', () => {
  const before =
    "[13:12:59] * ServiceControl.ps1: 8/27/2007 1:12:59 PM\n[13:13:00] Saving service and registry data\n[13:13:01] Overwrite is specified. File X is going to be overwritten with a new state.\n[13:13:02] Stopping services for 'Mailbox'...\n[13:13:02] Stopping service 'MSExchangeIS'.\n[13:13:03] Disabling services for 'Mailbox'...\n[13:13:03] Disabling service 'MSExchangeIS'.\n[13:13:03] Script completed succesfully.\n"
  const after =
    "[14:00:00] * ServiceControl.ps1: 8/27/2007 2:00:00 PM\n[14:00:01] Enabling services for 'Mailbox'...\n[14:00:01] Enabling service 'MSExchangeIS'.\n[14:00:02] 'MSExchangeIMAP4' was not running.\n[14:00:02] (0) Starting MSExchangeIS...\n[14:00:03] [Error] System.Exception: no\n"
  const [first, second] = parseServiceControl(splitLines(before + after))
  expect(first).toMatchObject({
    kind: 'BeforePatch',
    date: '8/27/2007 1:12:59 PM',
    time: 47_579_000,
    stopped: [{ service: 'MSExchangeIS', line: 5 }],
    disabled: [{ service: 'MSExchangeIS', line: 7 }],
    overwrites: [{ line: 3 }],
    end: { line: 8 },
  })
  expect(second).toMatchObject({
    kind: 'AfterPatch',
    enabled: [{ service: 'MSExchangeIS' }],
    started: [{ service: 'MSExchangeIS' }],
    notRunning: [{ service: 'MSExchangeIMAP4' }],
    errors: [{ line: 14 }],
  })
  expect(second!.end).toBeUndefined()
})

test('exported objects: their own properties, not those of objects inside', () => {
  const xml =
    '<Objs Version="1.1">\n<Obj RefId="0"><Props><S N="Name">A_x0026_B</S>\n<Obj N="Status"><ToString>Running</ToString><I32>4</I32></Obj><Obj N="DependsOn"><LST><Obj><Props><S N="Name">RpcSs</S></Props></Obj></LST></Obj></Props></Obj>\n<Obj RefId="1"><Props><S N="Name">C</S></Props></Obj></Objs>'
  const objects = parseCliXml(xml)
  expect(objects.map(({ line, properties }) => [line, Object.fromEntries(properties)])).toEqual([
    [2, { Name: 'A&B', Status: 'Running' }],
    [4, { Name: 'C' }],
  ])
})

test('registry export: types, long data, deletions', () => {
  const text =
    'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\X]\r\n@="a \\"b\\" c:\\\\d"\r\n"n"=dword:0000000a\r\n"m"=hex(7):61,00,00,\\\r\n  00,62,00,00,00,00,00\r\n"gone"=-\r\n[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Y]\r\n"z"="z"\r\n'
  expect(parseRegistry(splitLines(text)).values.map(({ line, name, type, data }) => [line, name, type, data])).toEqual([
    [4, '', 'sz', 'a "b" c:\\d'],
    [5, 'n', 'dword', 10],
    [6, 'm', 'multi-sz', ['a', 'b']],
  ])
})

test.each([
  ['joined with its own break in it', '61,00,00,\\00,62,00,00,00,00,00', ['a', 'b']],
  ['joined with blanks', '61,00,00,\\  00,62,00,00,00,00,00', ['a', 'b']],
  ['with something else in it', '61,00,<br>00,62,00', 'hex(7):61,00,<br>00,62,00'],
  ['cut off in a byte', '61,00,00,0', 'hex(7):61,00,00,0'],
])('long data of a registry export, %s', (_, written, data) => {
  const [value] = parseRegistry(['[HKEY_LOCAL_MACHINE\\X]', `"m"=hex(7):${written}`]).values
  expect(value!.data).toEqual(data)
  expect(value!.text).toBe(`"m"=hex(7):${written.replace(/(?<=\\).*/, '')}`)
})

test('sc query and sc qc, put together by name', () => {
  const text =
    'SERVICE_NAME: MSExchangeIS\nDISPLAY_NAME: Store\n        STATE              : 4  RUNNING \n[SC] GetServiceConfig SUCCESS\n\nSERVICE_NAME: msexchangeis\n        START_TYPE         : 4   DISABLED\n        DEPENDENCIES       : RpcSs\n                           : Eventlog\n        SERVICE_START_NAME : LocalSystem\n'
  expect(parseServices(splitLines(text)).get('msexchangeis')).toMatchObject({
    displayName: 'Store',
    state: { value: 'RUNNING', line: 3 },
    start: { value: 'DISABLED', line: 7 },
    dependencies: ['RpcSs', 'Eventlog'],
  })
})

describe('events as', () => {
  const update = "Product: X - Update 'Y' could not be installed. Error code 1642."
  const told = { source: 'MsiInstaller', id: 1024, message: update }
  const [one, other] = ["Product: X - Update 'Y' could not", 'be installed. Error code 1642.']
  const HEAD = 'Level,Date and Time,Source,Event ID,Task Category'

  test.each<[string, readonly string[]]>([
    ['a description of several lines', [HEAD, `Error,x,MsiInstaller,1024,None,"${one}`, '', `${other}"`]],
    ['columns in another order', ['Id;Message;TimeCreated;ProviderName', `1024;"${update}";x;MsiInstaller`]],
    [
      'a quote within quotes',
      ['"Message","Id","TimeCreated","ProviderName"', `"${update} ""Z""","1024","","MsiInstaller"`],
    ],
  ])('a table with %s', (_, lines) => {
    const [event, ...more] = parseEventTable(lines)
    expect({ ...event, message: event!.message.replace(' "Z"', '') }).toMatchObject(told)
    expect(more).toEqual([])
  })

  test('a table in which a quote is lost: the rest is read', () => {
    const row = `Error,x,MsiInstaller,1024,None,${update}`
    const rows = [HEAD, `${row} "`, ...Array<string>(500).fill(row)]
    expect(parseEventTable(rows).length).toBeGreaterThan(250)
  })

  test.each([
    [
      'what evtx_dump prints',
      {
        Event: {
          System: { Provider: { '#attributes': { Name: 'MsiInstaller' } }, EventID: { '#text': 1024 } },
          EventData: { Data: { '#text': ['X', 'Y', '1642'] } },
        },
      },
    ],
    ['Get-EventLog', { EventID: 1024, Source: 'MsiInstaller', EntryType: 1, Message: update }],
    [
      'Winlogbeat without a text',
      {
        winlog: {
          event_id: '1024',
          provider_name: 'MsiInstaller',
          event_data: { param1: 'X', param2: 'Y', param3: '1642' },
        },
      },
    ],
  ])('JSON: %s', (_, value) => {
    const [event] = parseEventJson(`${JSON.stringify(value)}\n`)
    expect(event).toMatchObject({ ...told, message: expect.stringContaining(update) })
    expect(parseEventJson(JSON.stringify([value], undefined, 2))).toMatchObject([{ id: 1024 }])
  })

  test('a text whose description looks like fields: it is still one event', () => {
    const lines = [
      'Log Name: System',
      'Source: S',
      'Event ID: 7',
      'Description:',
      'a',
      'Source: b',
      'User: c',
      'Event Xml:',
      '<Event>',
    ]
    expect(parseEventText(lines)).toMatchObject([{ source: 'S', id: 7, message: 'a Source: b User: c' }])
  })

  test('what stands above the first event is handed on', () => {
    const above: string[] = []
    parseEventText(['Hello', '', 'Event Type: Error', 'Event ID: 1'], undefined, line => above.push(line))
    expect(above).toEqual(['Hello', ''])
  })
})

describe('what a file is', () => {
  test.each([
    ['x.txt', 'MSI (s) (DC!BC) [06:51:04:902]: PROPERTY CHANGE: Deleting', 'installer-log'],
    ['x.txt', "intro\nCouldn't find local patch 'C:\\a.msp'. Looking for it at its source.", 'installer-log'],
    ['x.log', '[13:12:59] * ServiceControl.ps1: now', 'service-control'],
    ['ServiceControl.log', 'nothing that tells', 'service-control'],
    ['x', 'Windows Registry Editor Version 5.00\r\n', 'registry'],
    ['x', 'Windows Registry Editor Version 5.00\r\r\n\r\r\n', 'registry'],
    ['x', '<Objs Version="1.1">', 'clixml'],
    ['x', "<Events><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>", 'event-xml'],
    ['x', 'Event Type:\tError', 'event-text'],
    ['x', 'Event[0]:\n  Log Name: System', 'event-text'],
    ['x', '\n\nTimeCreated  : 6/3/2007 4:15:19 AM', 'event-text'],
    ['x', 'Level,Date and Time,Source,Event ID,Task Category', 'event-table'],
    ['x', '#TYPE System.Diagnostics.EventLogEntry\n"EventID","MachineName","TimeGenerated"', 'event-table'],
    ['x', '9/8/2007,10:00:00 PM,MsiInstaller,Error,None,1023,X,X,Product', 'event-table'],
    ['x', 'a,b,c,Error', 'unknown'],
    ['x', '{"@timestamp":"2008-10-18T03:00:03.000Z","winlog":{"event_id":"20"}}', 'event-json'],
    ['x', '\nSERVICE_NAME: a', 'services'],
    ['exports/dialogs.txt', '13:12:59  text', 'dialogs'],
    ['x.log', '2008-10-18\t03:00:00:000\t2152\t89c\tMisc\t===========  Logging initialized', 'update-log'],
    ['x', '{DB0E14FC-D133-3507-42EE-BA1EC851E784}\t2008-10-18 03:00:03:003+0000\t1\t182', 'update-log'],
    ['owa.txt', 'https://exch01/owa', 'owa'],
    ['x', 'https://exch01/owa\r\nThe browser is redirected to a blank page.\r\n', 'owa'],
    ['x', 'See https://exch01/owa\r\n', 'unknown'],
    ['MSI.log', 'MZ\x90 MSI (s) (00:00): ', 'unknown'],
    ['readme.txt', 'Dear reader', 'unknown'],
  ])('%s %j', (path, text, kind) => {
    const bytes = Buffer.from(text, 'latin1')
    expect(kindOfBytes(bytes) ?? kindOfText(path, headOf(bytes, NEAR))).toBe(kind)
  })
})
