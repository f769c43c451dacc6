import { expect, test } from 'vitest'
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
  const bad = {
    schemaVersion: 1 as const,
    findings: [],
    candidates: [],
    next: [],
    herrings: [{ id: 'x', why: 'y', ...quote }],
  }
  const page = formatDiagnosis(bad, { color: false, width: 80 })
  expect(['\u0007', '\u001b', '\u202e'].filter(control => page.includes(control))).toEqual([])
})

test('nothing found says so', () => {
  expect(formatDiagnosis(diagnose(texts({})), { color: false, width: 80 })).toContain('No known cause')
})

test('confidence in words', () => {
  expect([0.97, 0.75, 0.5, 0.2].map(confidenceWords)).toEqual(['almost certain', 'likely', 'possible', 'a hint'])
})
