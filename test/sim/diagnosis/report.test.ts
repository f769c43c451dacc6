import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { confidenceWords, formatDiagnosis } from '../../../sim/diagnosis/report.ts'
import { fixture, read, texts } from './helpers.ts'

const diagnosis = diagnose(read(fixture('file-in-use')))

test('the page begins with the likeliest cause, and ends with what is harmless', () => {
  const page = formatDiagnosis(diagnosis, { color: false, width: 100 })
  expect(page.startsWith('1  A file that the rollup replaces was in use: Microsoft.Exchange.Management.dll\n')).toBe(
    true,
  )
  expect(page).toContain('almost certain (99 %), file-in-use')
  expect(page).toMatch(/^ {3}evidence\/C\/WINDOWS\/Temp\/MSI4e8f1\.LOG:\d+$/m)
  expect(page).toContain('What to do')
  expect(page).toContain('        .\\ServiceControl.ps1 AfterPatch\n')
  expect(page).toContain('Owed afterwards')
  expect(page.indexOf('What looks alarming and is not')).toBeGreaterThan(page.indexOf('verbose-logging-left-on'))
  expect(page).not.toContain('\u001b')
})

test('text keeps to the width; commands and places are whole, to be copied', () => {
  const lines = formatDiagnosis(diagnosis, { color: false, width: 60 }).split('\n')
  const long = lines.filter(line => line.length > 60)
  expect(long.every(line => /^ +(?:evidence\/|handle|msiexec|cd |copy |reg )/.test(line))).toBe(true)
})

test('colour when asked for, and no control character of a log', () => {
  expect(formatDiagnosis(diagnosis, { color: true, width: 80 })).toContain('\u001b[1m')
  const quote = { path: 'a\u001b[2J.log', line: 1, text: 'Error\u0007 1306. \u202eheld\u001b[31m' }
  const bad = { ...diagnose(texts({})), herrings: [{ id: 'x', why: 'y', ...quote }] }
  const page = formatDiagnosis(bad, { color: false, width: 80 })
  expect(['\u0007', '\u001b', '\u202e'].filter(control => page.includes(control))).toEqual([])
})

const pageOf = (files: Readonly<Record<string, string>>): string =>
  formatDiagnosis(diagnose(texts(files)), { color: false, width: 80 })

describe('where no rule knows the cause', () => {
  const log = [
    '=== Verbose logging started: 8/27/2007  13:12:59  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: C:\\x.exe ===',
    'Error 1722. There is a problem with this Windows Installer package.',
    'Action ended 13:13:10: CA_X. Return value 3.',
    'MSI (s) (58:50) [13:13:11:041]: MainEngineThread is returning 1603',
  ]

  test('what failed first is quoted with what it means, and nothing more is asked for than there is', () => {
    const page = pageOf({ 'a.log': log.join('\n') })
    expect(page).toContain('What failed first\n\n   a.log:2\n   | Error 1722. There is a problem')
    expect(page).toContain('   action CA_X, message 1722, returned 1603, called by C:\\x.exe\n')
    expect(page).toContain('No rule knows the cause of that.')
    expect(page).not.toMatch(/excerpt|lxv/)
  })

  test.each([
    ['is an excerpt', log.slice(1)],
    ['ends before the installer has returned', log.slice(0, -1)],
    ['messages alone', ['=== Logging started: 8/27/2007  13:12:59 ===', ...log.slice(1, -1)]],
  ])('says that the log %s', (words, lines) => {
    expect(pageOf({ 'a.log': lines.join('\n') })).toContain(words)
  })

  test('the log that an event names is what is missing', () => {
    const event =
      "Event Type: Error\nEvent Source: MsiInstaller\nEvent ID: 1023\nDescription:\nProduct: X - Update 'Y' could not be installed. Error code 1603. Additional information is available in the log file C:\\y.log.\n"
    expect(pageOf({ 'a.txt': event })).toMatch(/not handed\s+over: C:\\y\.log\n/)
  })

  test('a text that nothing is known of is named, with what would tell', () => {
    const page = pageOf({ 'notes.txt': 'It does not work.' })
    expect(page).toContain('Nothing that failed was found in what was read.')
    expect(page).toContain('notes.txt: nothing in it is known')
  })
})

test('confidence in words', () => {
  expect([0.97, 0.75, 0.5, 0.2].map(confidenceWords)).toEqual(['almost certain', 'likely', 'possible', 'a hint'])
})

test('what was wanted is to be done once more, with a log, where nothing tells why it was in vain', () => {
  const window = 'Update Rollup 2 for Exchange Server 2007 (KB935490)\nError Code: 0x80070643\n'
  const page = pageOf({ 'dialogs.txt': window })
  expect(page).toContain('What to do next\n\n   Once more, with a log\n')
  expect(page).toMatch(/ msiexec \/p .+ \/lxv\* .+/)
  expect(pageOf({ 'a.txt': 'nothing of the kind' })).not.toContain('What to do next')
})
