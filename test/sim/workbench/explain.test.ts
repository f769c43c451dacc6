import { describe, expect, test } from 'vitest'
import { examine } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { libraryOf } from '../../../sim/diagnosis/packs/library.ts'
import type { Rule } from '../../../sim/diagnosis/packs/schema.ts'
import { type Branch, explain } from '../../../sim/workbench/explain.ts'
import { formatExplanations } from '../../../sim/workbench/explainWords.ts'

/** Why a rule holds and why not, on a list of services and a few lines of a log. */

const SERVICES = `SERVICE_NAME: MSExchangeIS
        START_TYPE         : 4   DISABLED

SERVICE_NAME: W3SVC
        START_TYPE         : 2   AUTO_START
`
const LOG = `=== Verbose logging started: 8/27/2007  13:12:00  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: C:\\x.exe ===
Action ended 13:15:53: InstallFinalize. Return value 3.
`

type When = NonNullable<Rule['signs'][string]['when']>

function explained(when: When, files: Readonly<Record<string, string>> = { 's.txt': SERVICES, 'x.log': LOG }) {
  const rule: Rule = {
    id: 'mine',
    cause: 'mine',
    title: 'Mine',
    sources: [],
    grade: 'modelled',
    role: 'fault',
    about: 'installer',
    signs: { one: { weight: 0.5, must: true, when } },
    remedies: [],
  }
  const evidence = evidenceFrom(Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })))
  const library = libraryOf([{ schemaVersion: 1, pack: 'p', rules: [rule] }])
  return explain(examine(evidence, library).traces, evidence)
}

const branchOf = (...given: Parameters<typeof explained>): Branch => explained(...given)[0]!.signs[0]!.cases[0]!.branch

describe('a branch', () => {
  test('that holds names its rows and the condition as it is written', () => {
    expect(branchOf({ some: { is: 'service', start: 'DISABLED' } })).toMatchObject({
      says: '{some: {is: service, start: DISABLED}}',
      verdict: 'yes',
      rows: [{ path: 's.txt', text: expect.stringContaining('MSExchangeIS') }],
      more: 0,
      nearest: null,
    })
  })

  test('that does not hold names the row that comes nearest and what of it is otherwise', () => {
    expect(branchOf({ some: { is: 'service', name: 'W3SVC', start: 'DISABLED' } })).toMatchObject({
      verdict: 'no',
      rows: [],
      looked: { rows: 2, witnesses: 1 },
      nearest: { differs: [{ field: 'name', wanted: 'W3SVC', found: 'MSExchangeIS' }] },
    })
    expect(branchOf({ last: { is: 'service' }, be: { start: 'DISABLED' } }).nearest).toMatchObject({
      differs: [{ field: 'start', wanted: 'DISABLED', found: 'AUTO_START' }],
    })
  })

  test('that is not known has nobody who would have seen such a row', () => {
    expect(branchOf({ some: { is: 'service' } }, { 'x.log': LOG })).toMatchObject({
      verdict: 'unknown',
      looked: { rows: 0, witnesses: 0 },
      nearest: null,
    })
  })

  test('that says that there is none names those that there are, the first few', () => {
    const many = Array.from({ length: 5 }, (_, i) => `SERVICE_NAME: S${i}\n        START_TYPE         : 4   DISABLED\n`)
    expect(branchOf({ none: { is: 'service' } }, { 's.txt': many.join('\n') })).toMatchObject({
      verdict: 'no',
      more: 2,
      rows: [{ line: 2 }, { line: 5 }, { line: 8 }],
    })
  })

  test('with parts is told by its parts', () => {
    const branch = branchOf({
      all: [{ some: { is: 'attempt' } }, { not: { some: { is: 'service', start: 'DISABLED' } } }],
    })
    expect([branch.says, branch.verdict, branch.parts.map(part => [part.says, part.verdict])]).toEqual([
      'all',
      'no',
      [
        ['{some: {is: attempt}}', 'yes'],
        ['not', 'no'],
      ],
    ])
  })

  test('quotes lines as they were given', () => {
    const pasted = LOG.split('\n').map(line => `> ${line}`)
    const [row] = branchOf({ some: { is: 'log.failure' } }, { 'mail.txt': ['Hello,', '', ...pasted].join('\n') }).rows
    expect(row).toMatchObject({ path: 'mail.txt', line: 4 })
  })
})

describe('the page', () => {
  const style = { color: false, width: 100 } as const

  test('has a mark for each branch, and what was wanted and found', () => {
    const page = formatExplanations(explained({ some: { is: 'service', name: 'W3SVC', start: 'DISABLED' } }), style)
    expect(page.split('\n')).toEqual([
      'mine does not hold: Mine',
      '  - sign one, a must',
      '    - {some: {is: service, name: W3SVC, start: DISABLED}}',
      '      none of 2 rows of that kind is so',
      expect.stringMatching(/^ {6}nearest: s\.txt:\d+: .*MSExchangeIS/),
      '        name: wanted W3SVC, found MSExchangeIS',
    ])
  })

  test('obeys nothing that stands in the evidence', () => {
    const hostile = { 's.txt': SERVICES.replace('W3SVC', 'W3\u001b[2JSVC') }
    expect(formatExplanations(explained({ some: { is: 'service' } }, hostile), style)).not.toContain('\u001b')
  })

  test('is short where nothing holds', () => {
    const [one] = explained({ some: { is: 'service', name: 'x' } })
    expect(formatExplanations([one!, { ...one!, rule: 'other' }], style)).toBe('Nothing of these holds: mine, other')
  })
})
