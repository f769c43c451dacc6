import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import type { Row } from '../../../sim/diagnosis/observations/kinds.ts'
import { observe } from '../../../sim/diagnosis/observations/observe.ts'
import { Budget } from '../../../sim/diagnosis/read/budget.ts'
import { causes, texts } from './helpers.ts'

const rowsOf = (text: string): readonly Row[] =>
  observe(texts({ 'mail.txt': text }))
    .rows()
    .filter(({ kind }) => kind !== 'file' && kind !== 'listing')

const HELD =
  "Another application has exclusive access to the file 'C:\\x\\a.dll'. Please shut down all other applications, then click Retry."
const UPDATE =
  "Product: X - Update 'Y (KB935490)' could not be installed. Error code 1603. Additional information is available in the log file C:\\a.log."
const CLIENT = 'Installation Failure: Windows failed to install the following update with error 0x80070652: Y.'

describe('a sentence of Windows in a text that no reader knows', () => {
  test.each<[what: string, text: string, rows: readonly object[]]>([
    [
      'a message',
      HELD,
      [
        { kind: 'dialog', line: 1 },
        { kind: 'log.message', number: 1306, file: 'C:\\x\\a.dll', open: true, beforeFailure: true },
      ],
    ],
    [
      'a message behind its number',
      'It says Error 1714. The older version of X cannot be removed.',
      [{ kind: 'dialog' }, { kind: 'log.message', number: 1714 }],
    ],
    [
      'an internal error',
      'This may indicate a problem. The error code is 2771. The arguments are: a',
      [{ kind: 'dialog' }, { kind: 'log.message', number: 2771 }],
    ],
    [
      'a code in words',
      'Hello,\n\nit says\nThe installation source for this product is not available. Why?',
      [
        { kind: 'dialog', line: 4 },
        { kind: 'result.code', code: 1612, by: 'text', line: 4 },
      ],
    ],
    [
      'a code as a number',
      'It stopped with exit code 1618',
      [{ kind: 'dialog' }, { kind: 'result.code', code: 1618, by: 'event' }],
    ],
    [
      'what whoever called the installer says, behind a success',
      '[Installation] :: Executed with exit code [0].\n[Installation] :: Executed with exit code [1618].',
      [{ kind: 'dialog' }, { kind: 'result.code', code: 0 }, { kind: 'result.code', code: 1618, by: 'event' }],
    ],
    [
      'the code that another program was given',
      "It was not successful. Exit code was '1618'.",
      [{ kind: 'dialog' }, { kind: 'result.code', code: 1618, by: 'event' }],
    ],
    [
      'the line of a log of another program, and no other one of it',
      '[1A24:1810][2016-02-08T00:08:24]e000: Error 0x80070005: Failed to write.\n[1A24:1810][2016-02-08T00:08:25]e000: Error 0x80070652: Failed to execute.\n[1A24:1810][2016-02-08T00:08:26]i399: Apply complete.',
      [
        {
          kind: 'dialog',
          line: 2,
          text: '[1A24:1810][2016-02-08T00:08:25]e000: Error 0x80070652: Failed to execute.',
        },
        { kind: 'result.code', code: 1618, by: 'hresult', line: 2 },
      ],
    ],
    [
      'what the engine returned, amid words',
      'The log ends with `MainEngineThread is returning 1603` and nothing else',
      [{ kind: 'dialog' }, { kind: 'result.code', code: 1603, by: 'event' }],
    ],
    [
      'a log that somebody has put into one line, without what stands in properties',
      `The installer said Property(S): Text = ${HELD} MSI (s) (D8:90) [10:00:46:990]: Product: Y -- Installation failed.`,
      [{ kind: 'event', id: 11708, source: 'MsiInstaller', line: 1 }],
    ],
    [
      'a code as Windows Update shows it',
      'Error code: 643',
      [{ kind: 'dialog' }, { kind: 'result.code', code: 1603, by: 'hresult' }],
    ],
    [
      'an event of an update',
      `EventID 1023\n   ${UPDATE}`,
      [
        { kind: 'event', id: 1023, source: 'MsiInstaller', code: 1603, open: true, line: 2 },
        { kind: 'result.code', code: 1603 },
      ],
    ],
    [
      'an event of a message',
      `Product: X -- Error 1306. ${HELD}`,
      [{ kind: 'event', id: 11306, file: 'C:\\x\\a.dll' }],
    ],
    ['an event of a result', 'Product: X -- Installation failed.', [{ kind: 'event', id: 11708 }]],
    [
      'an event of the update client',
      CLIENT,
      [
        { kind: 'system.event', id: 20 },
        { kind: 'result.code', code: 1618, open: true },
      ],
    ],
    [
      'an event of a service',
      'The start type of the Microsoft Exchange Information Store service was changed from auto start to disabled.',
      [
        { kind: 'system.event', id: 7040 },
        { kind: 'start-change', service: 'MSExchangeIS', to: 'disabled' },
      ],
    ],
    [
      'several events, one a line',
      `${UPDATE}\nProduct: X -- Configuration failed.\n${UPDATE}`,
      [{ id: 1023, line: 1 }, { code: 1603 }, { id: 11729, line: 2 }, { id: 1023, line: 3 }, { code: 1603 }],
    ],
    ['nothing to offer', 'There are no updates for this computer.', [{ kind: 'dialog' }]],
  ])('%s', (_, text, rows) => {
    expect(rowsOf(text)).toMatchObject(rows)
  })

  test('is one on several lines, behind quotes of a mail, and in a page', () => {
    const wrapped = HELD.replace(' access', '\naccess').replace(' Please', '\nPlease')
    for (const text of [wrapped, wrapped.replace(/^/gm, '> '), `<p>${HELD.replaceAll("'", '&#39;')}</p>`]) {
      expect(rowsOf(text).find(({ kind }) => kind === 'log.message')).toMatchObject({ number: 1306, line: 1 })
    }
  })

  test('above an event that was copied', () => {
    const text = `${HELD}\n\nEvent Type: Error\nEvent Source: MsiInstaller\nEvent ID: 1024\nDescription:\nx\n`
    expect(rowsOf(text).map(({ kind, line }) => [kind, line])).toEqual([
      ['event', 3],
      ['dialog', 1],
      ['log.message', 1],
    ])
  })

  test('by itself leads to its cause', () => {
    const found = (text: string) => causes(diagnose(texts({ '-': text })))
    expect(found(HELD)).toEqual(['file-in-use'])
    expect(found('Windows Update: code 652')).toEqual(['install-in-progress'])
    expect(found(CLIENT)).toEqual(['install-in-progress'])
  })
})

describe('what is no sentence of Windows', () => {
  test.each([
    [
      'prose',
      'Please restart the server. Access is denied. The installation of the update did not work, see page 643.',
    ],
    ['a property', `It says PROPERTY CHANGE: Adding Text property. Its value is '${HELD}'`],
    ['a code of something else', 'HRESULT 0x80070005, error code 12, code 404, 0x80244022'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    const evidence = texts({ 'mail.txt': text })
    expect(evidence.files.map(({ kind }) => kind)).toEqual(['unknown'])
    expect(rowsOf(text)).toEqual([])
  })

  test('is no witness that nothing else was said', () => {
    const listings = observe(texts({ 'mail.txt': `${HELD}\n\n${UPDATE}` }))
      .rows()
      .filter(({ kind }) => kind === 'listing')
    expect(listings.map(({ whole }) => whole)).toEqual([false])
  })
})

test('a text of nothing but sentences is gone through once', () => {
  const size = (times: number): number => {
    const budget = new Budget()
    const bytes = Buffer.from(`${HELD} `.repeat(times))
    const before = performance.now()
    evidenceFrom([{ path: 'x', bytes }], budget)
    expect(budget.steps.spent).toBeLessThan(2 * bytes.length)
    return (performance.now() - before) / times
  }
  size(100)
  expect(size(8000)).toBeLessThan(20 * size(400))
})
