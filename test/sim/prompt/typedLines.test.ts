import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { OsId } from '../../../model/exchange/os.ts'
import { server } from './helpers.ts'

/**
 * Lines that engineers type in these incidents, and what the real machine answers, as far as it is known; what is not
 * simulated says so. Each is typed on a healthy server of its own.
 */

const [head = '', ...rows] = readFileSync('test/fixtures/typed-lines.tsv', 'utf8').trimEnd().split('\n')
const GRADES = ['documented', 'observed', 'derived', 'modelled']
const SYSTEMS: Readonly<Record<string, readonly OsId[]>> = {
  '2003': ['windows-server-2003'],
  '2008': ['windows-server-2008'],
  both: ['windows-server-2003', 'windows-server-2008'],
}

const cases = rows.flatMap(row => {
  const [shell = '', system = '', line = '', code = '', says = '', grade = '', source = ''] = row.split('\t')
  return SYSTEMS[system]!.map(os => ({ shell, os, line, code: Number(code), says, grade, source }))
})

test('the table has a head, grades and sources', () => {
  expect(head.split('\t')).toEqual(['shell', 'system', 'line', 'code', 'says', 'grade', 'source'])
  expect(rows.length).toBeGreaterThanOrEqual(150)
  expect(new Set(rows).size).toBe(rows.length)
  expect(cases.filter(({ grade, source }) => !GRADES.includes(grade) || source === '')).toEqual([])
})

describe.each(cases)('$os, $shell: $line', ({ shell, os, line, code, says }) => {
  test('answers as there', () => {
    const { prompt } = server(os)
    if (shell === 'powershell') prompt.run('ems')
    const { exitCode, output } = prompt.run(line)
    expect([exitCode, output.join('\n')]).toEqual([code, expect.stringContaining(says)])
    // What nothing is said about prints nothing.
    if (says === '' && code === 0) expect(output).toEqual([])
  })
})
