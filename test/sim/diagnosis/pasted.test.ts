import { describe, expect, test } from 'vitest'
import { MESSAGES } from '../../../model/words/messages.ts'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { frontDoor } from '../../../sim/diagnosis/pasted/frontDoor.ts'
import { WayBack } from '../../../sim/diagnosis/pasted/wayBack.ts'
import { Budget } from '../../../sim/diagnosis/read/budget.ts'
import { headOf, NEAR } from '../../../sim/diagnosis/sniff.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById, scenarioIds } from '../../laws/state.ts'

const MISSING = "MSI (s) (80:B8) [22:57:41:526]: Couldn't find local patch 'C:\\WINDOWS\\Installer\\33502bc.msp'."
const LOOKING = 'MSI (s) (80:B8) [22:57:41:526]: SOURCEMGMT: Media is enabled for product.'

const seen = (text: string): readonly string[] => {
  const door = frontDoor('-', text)
  return door ? [...door.through(text.split('\n'))] : ['untouched']
}

function quoted(text: string): string[] {
  const evidence = evidenceFrom([{ path: '-', bytes: Buffer.from(text) }])
  return diagnose(evidence).findings.map(({ cause, evidence: [quote] }) => `${cause} ${quote!.line} ${quote!.text}`)
}

describe('a text that somebody pasted', () => {
  test.each([
    ['a mail in a mail', `> > ${LOOKING}\n> > ${MISSING}`],
    ['a few quoted lines', `Hello,\nthis is what it says:\n\n> ${MISSING}\n`],
    ['grep in several files', `a-1.log:7:${LOOKING}\nb.log:12:${MISSING}\nb.log-13-${LOOKING}`],
    ['lines marked as code', `Somebody wrote:\n\`${LOOKING}\n\`${MISSING}\n\nWhat is it?`],
    ['a tag cut in two', `${LOOKING}<br\n/>\n${MISSING}<br\n/>\n${LOOKING}<br />`],
    ['right-aligned numbers', `     9  ${LOOKING}\n    10  ${MISSING}`.replaceAll('  MSI', '\tMSI')],
    ['a page in a page', `&lt;p&gt;${MISSING.replaceAll("'", '&amp;#39;')}&lt;/p&gt;`],
    ['several lines of a page in one', `<p>${LOOKING}<br />${MISSING}<br/>${LOOKING}</p>`],
    ['a clock before lines that have one', `[22:57:42] ${LOOKING}\n[22:57:42] ${MISSING}`],
  ])('%s', (_, text) => {
    expect(seen(text)).toContain(MISSING)
  })

  test('what a command printed, behind the time of a collector', () => {
    const printed = [
      'C:\\>wmic logicaldisk get DeviceID,FreeSpace',
      'DeviceID  FreeSpace    ',
      'C:        43310718737  ',
    ]
    const text = printed.map(line => `2007-08-27T13:12:01.123Z ${line}`).join('\n')
    expect(seen(text)).toEqual(printed)
  })

  test('quotes have the numbers of what was given, and the text of the whole line', () => {
    const [start, end] = [MISSING.slice(0, 57), MISSING.slice(58)]
    const text = `<p>${LOOKING}<br>${LOOKING}</p>\n${start}\n${end} Looking for it at its source.\n`
    expect(quoted(text)).toEqual([`cached-patch-missing 2 ${MISSING} Looking for it at its source.`])
  })

  test('what a page escaped once is told apart from what was escaped before', () => {
    const text = '&lt;Event xmlns=&quot;http://schemas.microsoft.com/win/2004/08/events/event&quot;&gt;'
    const long = `&lt;Data&gt;the folder &amp;lt;of Exchange&amp;gt; ${'is where it was '.repeat(4)}&lt;/Data&gt;`
    const wrapped = `${text}\n${`&gt; ${long}`.slice(6, 90)}\n${long.slice(84)}\n&lt;/Event&gt;`
    expect(seen(wrapped).join(' ')).toContain('&lt;of Exchange&gt;')
  })

  test('an entity that a terminal has cut in two is one again', () => {
    const escaped = [LOOKING, MISSING].map(line => line.replaceAll("'", '&#39;'))
    const rows = escaped.flatMap(line => line.match(/.{1,40}/g)!)
    expect(rows.some(row => /&#?\d*$/.test(row))).toBe(true)
    expect(seen(rows.join('\n'))).toContain(MISSING)
  })

  test('blanks that do not break are blanks, however many others stand before the lines', () => {
    const values = Array.from({ length: 40 }, (_, i) => `"n${i}"=dword:00000001`)
    const lines = ['Windows Registry Editor Version 5.00', '', '[HKEY_LOCAL_MACHINE\\SOFTWARE\\X]', ...values]
    const text = lines.map(line => `      ${line.replaceAll(' ', '\u00a0')}`).join('\n')
    expect(seen(text)).toEqual(lines)
  })

  test('a line of properties says nothing, whatever stands before it', () => {
    const message = MESSAGES[1306].text.replace('[2]', 'C:\\a.dll').replace(/[{}]/g, '')
    const text = `x.log?12?Property(S): Msg = Error 1306. ${message}\nMainEngineThread is returning 1603\n`
    expect(quoted(text)).toEqual([])
  })

  test('a path that a terminal has cut in two is one again', () => {
    const text = `${LOOKING.padEnd(80, '.')}\n${`${MISSING.slice(0, 80)}\n${MISSING.slice(80)}`}`
    expect(seen(text)).toContain(MISSING)
  })

  test('lines of the script keep their clock', () => {
    const line = "[17:15:27] Stopping service 'MSExchangeIS'"
    expect(seen(`${line}\n${line}`)).toEqual(['untouched'])
    expect(seen(`> ${line}\n> ${line}`)).toEqual([line, line])
  })

  test.each(['1:', 'x:1:', 'a-1-b:2:', '> 1: ', '- 1- ', '`1:', '12:34:56 '])(
    'what stands before a line is looked for in no more than its length: %j',
    piece => {
      const text = `${piece.repeat(300)}\nb${piece.repeat(10)}`
      expect(seen(text).length).toBeLessThanOrEqual(2)
    },
  )

  test('two lines of which the first has ended stay two', () => {
    expect(seen(`${MISSING}\nC:\\Windows\\Installer\\35ec04a.msi\n${LOOKING}`)).toEqual(['untouched'])
  })

  test('a line that never ends is joined no further than a line may be', () => {
    const text = `${MISSING.slice(0, 80)}\n${`${'x'.repeat(79)} \n`.repeat(3000)}`
    const budget = new Budget()
    const evidence = evidenceFrom([{ path: '-', bytes: Buffer.from(text) }], budget)
    expect(evidence.pasted).toHaveLength(1)
    for (const line of seen(text)) expect(line.length).toBeLessThanOrEqual(65_536)
    expect(budget.steps.spent).toBeLessThan(2 * text.length)
  })
})

/** As a mail does: at the last blank that leaves a row narrow enough. */
const byWords =
  (width: number) =>
  (line: string): readonly string[] => {
    const end = line.length > width ? line.lastIndexOf(' ', width) : -1
    return end < 1 ? [line] : [line.slice(0, end), ...byWords(width)(line.slice(end + 1))]
  }

/** As a terminal does. */
const anywhere =
  (width: number) =>
  (line: string): readonly string[] =>
    line.length > width ? [line.slice(0, width), ...anywhere(width)(line.slice(width))] : [line]

describe('a text that was wrapped', () => {
  const TOPOLOGY = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21].map(
    minute =>
      `Information,10/13/2008 3:${minute}:39 AM,MSExchange ADAccess,2080,Topology,"Process MSEXCHANGEADTOPOLOGYSERVICE.EXE (PID=2512). Exchange Active Directory Provider has discovered the following servers with the following characteristics:"`,
  )
  const ROWS = [
    'Information,10/13/2008 4:01:10 AM,MSExchangeIS Public Store,1221,General,"The database ""Second Storage Group\\Public Folder Database"" has 441 megabytes of free space after online defragmentation has terminated."',
    'Error,10/13/2008 4:13:06 AM,MsiInstaller,1024,None,"Product: Microsoft Exchange Server - Update \'Update Rollup 4\' could not be installed. Error code 1625."',
    'Information,10/13/2008 4:14:00 AM,SceCli,1704,None,Security policy in the Group policy objects has been applied successfully and without a word more.',
  ]
  const TABLE = ['Level,Date and Time,Source,Event ID,Task Category', ...TOPOLOGY, ...ROWS]
  const LOG = [
    LOOKING,
    `${MISSING} Continuing with the next one that the list of sources names.`,
    'MSI (s) (80:B8) [22:57:42:026]: SOURCEMGMT: Trying source C:\\Documents and Settings\\Administrator\\Desktop\\07\\.',
    'MSI (s) (80:B8) [22:57:43:000]: Product: Microsoft Exchange Server -- Error 1706. No valid source could be found for product.',
  ]
  const TASKS = [
    'Image Name                     PID Services                                    ',
    '========================= ======== ============================================',
    ...['System Idle Process', 'smss.exe', 'csrss.exe', 'winlogon.exe', 'lsass.exe'].map(
      (name, i) => `${name.padEnd(25)} ${String(4 * i).padStart(8)} ${'N/A'.padEnd(44)}`,
    ),
  ]

  test.each<[string, readonly string[], (lines: readonly string[]) => readonly string[]]>([
    ['behind a quote, its messages repeated', TABLE, lines => lines.map(line => `> ${line}`).flatMap(byWords(78))],
    ['and then quoted', LOG, lines => lines.flatMap(byWords(72)).map(line => `> ${line}`)],
    ['behind numbers that count', LOG, lines => lines.map((line, i) => `${i + 1}: ${line}`).flatMap(byWords(70))],
    ['at any character', LOG, lines => lines.flatMap(anywhere(61))],
    ['amid the blanks of its columns', ['C:\\>tasklist /svc', '', ...TASKS], lines => lines.flatMap(anywhere(60))],
    [
      'with characters without width in its entities',
      LOG,
      lines => lines.map(line => line.replaceAll("'", '&#3\u200b9;')).flatMap(byWords(76)),
    ],
  ])('%s', (_, lines, pasted) => {
    expect(seen(pasted(lines).join('\n'))).toEqual(lines)
  })

  test('a time at the beginning of a rest is no number', () => {
    const line = `${LOOKING} It was asked at the hours of the night, that is to say at `
    const pasted = [`1: ${line}`, '03: and later', `2: ${MISSING}`, `3: ${LOOKING}`]
    expect(seen(pasted.join('\n'))).toEqual([`${line}03: and later`, MISSING, LOOKING])
  })
})

test.each(scenarioIds().filter((_, i) => i % 8 === 0))('the evidence of %s goes in as it is', id => {
  const { scenario, text } = scenarioById(id)
  const files = makeBundle(simulate(scenario, { seed: 1 }), {
    scenarioName: id,
    scenarioText: text,
    toolVersion: 'test',
  })
  const texts = files.filter(({ path, encoding }) => path.startsWith('evidence/') && encoding !== 'binary')
  expect(texts.length).toBeGreaterThan(5)
  const through = texts.filter(({ path, bytes }) => frontDoor(path, headOf(bytes, NEAR)))
  expect(through.map(({ path }) => path)).toEqual([])
})

test('the way back is right wherever lines were joined, parted or left out', () => {
  const given = [1, 1, 1, 4, 5, 6, 9, 9, 10]
  const way = new WayBack()
  for (const line of given) way.add(line)
  expect(given.map((_, i) => way.given(i + 1))).toEqual(given)
})
