import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { wordingsOf } from '../../../model/words/systemErrors.ts'
import { CAUSES } from '../../../sim/causes.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import type { Diagnosis, Failure } from '../../../sim/diagnosis/finding.ts'
import { decodeText, splitLines } from '../../../sim/diagnosis/parse/text.ts'
import { type Given, WAYS, type Way } from '../../../sim/mutants/ways.ts'
import { needing, REPORTS } from '../../needs.ts'
import { causes, texts } from './helpers.ts'

const failuresIn = (files: Readonly<Record<string, string>>): readonly Failure[] => diagnose(texts(files)).failures

const HEAD =
  '=== Verbose logging started: 8/27/2007  13:12:59  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: C:\\x.exe ==='
const returning = (code: number): string => `MSI (s) (58:50) [13:13:11:041]: MainEngineThread is returning ${code}`

const event = (id: number, text: string): string =>
  `Event Type: Error\nEvent Source: MsiInstaller\nEvent ID: ${id}\nDate: 8/27/2007\nTime: 1:13:11 PM\nComputer: EXCH01\nDescription:\n${text}\n`
const ended = (product: string, code: number): string =>
  event(
    1024,
    `Product: ${product} - Update 'KB1' could not be installed. Error code ${code}. Windows Installer can create`,
  )

describe('a service that was not started', () => {
  const refused = `The Microsoft Exchange Information Store service depends on the Microsoft Exchange System Attendant service which failed to start because of the following error: \n${wordingsOf(1058)[0]}`
  const notStarted = event(7001, refused).replace('MsiInstaller', 'Service Control Manager')

  test('is what failed where nothing tells of an installation, and tells why', () => {
    expect(failuresIn({ 'mail.txt': notStarted })).toMatchObject([
      { line: 1, code: null, missing: null, meaning: null },
    ])
    expect(causes(diagnose(texts({ 'mail.txt': notStarted })))).toEqual(['services-disabled'])
  })

  test('follows from an installation that failed', () => {
    const files = { 'mail.txt': `${ended('Microsoft Exchange Server', 1603)}\n${notStarted}` }
    expect(failuresIn(files)).toMatchObject([{ line: 1, code: 1603 }])
  })

  test('is no failure of Exchange where it is no service of Exchange', () => {
    const other = notStarted.replace(/Microsoft Exchange [A-Z]\w+ \w+/g, 'Contoso Backup')
    expect(failuresIn({ 'mail.txt': other })).toEqual([])
  })
})

describe('what is quoted', () => {
  const failed = (...lines: string[]): string => [HEAD, ...lines, returning(1603)].join('\n')

  test.each([
    [
      'the message that stopped it, not one that was got over',
      failed(
        "Error 1306. Another application has exclusive access to the file 'C:\\a.dll'.",
        'Error 1722. There is a problem with this Windows Installer package.',
        'Product: X -- Error 1722. There is a problem with this Windows Installer package.',
        'Action ended 13:13:10: CA_X. Return value 3.',
        'Error 1712. One or more of the files required to restore your computer could not be found.',
      ),
      { line: 3, error: 1722, action: 'CA_X', product: 'X' },
    ],
    [
      'a text without a number',
      failed('Product: X -- This is for another edition.', 'Action ended 13:13:10: LaunchConditions. Return value 3.'),
      { line: 2, error: null, action: 'LaunchConditions' },
    ],
    [
      'the action, if nothing else is said',
      failed('CAQuietExec:  Error 0x80070001: CAQuietExec Failed', 'Action ended 13:13:10: CA_X. Return value 3.'),
      { line: 3, action: 'CA_X' },
    ],
    [
      'no layout of a dialog',
      failed('DEBUG: Error 2826:  Control A on dialog B extends', 'The error code is 2826. The arguments are: B, A, '),
      { line: 4, error: null },
    ],
  ])('%s', (_, log, expected) => {
    expect(failuresIn({ 'a.log': log })).toMatchObject([{ ...expected, code: 1603, part: 'whole', missing: null }])
  })

  test('a patch that fits nothing is a failure only where nothing was patched', () => {
    const skipped = 'MSI (c) (D8:F4) [10:00:01:734]: PATCH SEQUENCER: QFE patch C:\\a.msp is not applicable.'
    expect(failuresIn({ 'a.log': [HEAD, skipped, returning(0)].join('\n') })).toEqual([])
    const other = [HEAD, skipped, 'Action ended 13:13:10: CA_X. Return value 3.', returning(1603)].join('\n')
    expect(failuresIn({ 'a.log': other })).toMatchObject([{ line: 3 }])
    expect(failuresIn({ 'a.log': [HEAD, skipped, returning(1642)].join('\n') })).toMatchObject([{ line: 2 }])
  })

  test('nothing, where the log says that it went well', () => {
    const plain = '=== Logging started: 8/27/2007  13:12:59 ===\nProduct: X -- Installation completed successfully.\n'
    expect(failuresIn({ 'a.log': plain })).toEqual([])
  })
})

describe('one failure in several places', () => {
  const log = `${HEAD}\nError 1306. Another application has exclusive access to the file 'C:\\a.dll'.\nAction ended 13:13:10: InstallFinalize. Return value 3.\n${returning(1603)}\n`
  const events = event(
    11306,
    "Product: X -- Error 1306. Another application has exclusive access to the file 'C:\\a.dll'.",
  )

  test('is one, quoted from the log', () => {
    const failures = failuresIn({ 'a.log': log, 'b.txt': events + ended('X', 1603) })
    expect(failures).toMatchObject([{ path: 'a.log', line: 2, error: 1306, code: 1603, product: 'X' }])
  })

  test('is another one where the message, the code or the product is another', () => {
    expect(failuresIn({ 'a.log': log, 'b.txt': ended('X', 1642) })).toHaveLength(2)
    expect(
      failuresIn({ 'a.log': `${log}Product: Y -- Installation failed.\n`, 'b.txt': ended('X', 1603) }),
    ).toHaveLength(2)
  })

  test('each attempt has its events', () => {
    const twice = events + ended('X', 1603)
    expect(failuresIn({ 'a.log': log, 'b.txt': twice + twice })).toMatchObject([
      { path: 'a.log', missing: null },
      { path: 'b.txt', missing: { what: 'log' } },
    ])
  })

  test('a later success of the same product settles it, not one of another', () => {
    const good = (product: string): string => event(1022, `Product: ${product} - Update 'KB1' installed successfully.`)
    const state = (text: string) => failuresIn({ 'b.txt': text }).map(failure => failure.state)
    expect(state(ended('X', 1603) + good('X'))).toEqual(['settled'])
    expect(state(ended('X', 1603) + good('Y'))).toEqual(['open'])
  })
})

// -------------------------------------------------------------------------------------------------------- real reports

interface Expected {
  readonly truth: string | null
  readonly failure: string
  readonly error?: number
  readonly code?: number
  readonly product?: string | null
  readonly candidates?: readonly string[]
}

const reports: readonly (readonly [string, Expected])[] =
  REPORTS.missing === undefined
    ? Object.entries(JSON.parse(readFileSync(`${REPORTS.path}expect.json`, 'utf8')))
    : [['each report', { truth: null, failure: '' }]]

/** Where a line ends a page may have ended it, and a blank is then as good as none. */
const flat = (text: string): string => text.replace(/\s+/g, '')

function pasted(name: string, way: Way): Diagnosis {
  const written = linesOf(name, way).map(({ text }) => text + (way.end ?? '\n'))
  return diagnose(evidenceFrom([{ path: name, bytes: Buffer.from(written.join('')) }]))
}

function linesOf(name: string, way: Way): readonly Given[] {
  const lines = splitLines(decodeText(readFileSync(`${REPORTS.path}${name}`)).text)
  const given = lines.map((text, i) => ({ text, from: i + 1 }))
  return way.lines?.(given) ?? given
}

/** Where two widths meet, or hardly a line is long enough, nobody can tell all of the ends. */
const tells = (name: string, way: Way): boolean =>
  !way.wraps ||
  (!WRAPPED.includes(name) && linesOf(name, way).filter(({ from }, i, all) => from === all[i - 1]?.from).length > 1)

/** What a person is advised, titles included. */
const advice = ({ findings, failures }: Diagnosis): string =>
  JSON.stringify([findings.map(({ title, remedies }) => [title, remedies]), failures.map(({ meaning }) => meaning)])

/** Failures that have a number there, and a rule here. */
const NUMBERED: Readonly<Record<string, string>> = { F32: 'script-helper-missing', F33: 'script-nothing-to-stop' }

/** What is known of a report comes first; where no cause is, none is told; the rest is in words that no rule has. */
function isTold(truth: string | null, told: readonly string[]): boolean {
  if (truth === null) return told.length === 0
  const known = NUMBERED[truth.split(' ')[0]!] ?? (CAUSES.includes(truth as never) ? truth : undefined)
  return known === undefined || told[0] === known
}

/** What of it is not as expected. */
function wrongIn(diagnosis: Diagnosis, { failure, error, code, product, truth, candidates = [] }: Expected): string[] {
  const found = diagnosis.failures.find(({ text }) => flat(text).includes(flat(failure)))
  const could = diagnosis.candidates.map(({ cause }) => cause)
  const other = product !== undefined && product !== null && product !== 'Microsoft Exchange Server'
  const checks: readonly (readonly [string, unknown, boolean])[] = [
    ['failure', diagnosis.failures.map(({ text }) => text), found !== undefined],
    ['error', found?.error, error === undefined || found?.error === error],
    ['code', found?.code, code === undefined || found?.code === code],
    ['product', found?.product, product ? found?.product?.includes(product) === true : found?.product === null],
    ['truth', causes(diagnosis), isTold(truth, causes(diagnosis))],
    ['candidates', could, candidates.every(cause => could.includes(cause))],
    ['advice', advice(diagnosis), !other || !/Exchange/.test(advice(diagnosis))],
  ]
  return checks.filter(([, , right]) => !right).map(([what, is]) => `${what}: ${JSON.stringify(is)}`)
}

describe.each(reports)('%s', needing(REPORTS), (name, expected) => {
  test('as it is', () => {
    const diagnosis = pasted(name, { name: 'as it is' })
    expect(wrongIn(diagnosis, expected)).toEqual([])
    expect(diagnosis.failures[0]!.part).toBe(WHOLE.includes(name) ? 'whole' : 'excerpt')
  })

  test('whatever way it was pasted', () => {
    const wrong = WAYS.filter(way => tells(name, way)).map(
      way => [way.name, wrongIn(pasted(name, way), expected)] as const,
    )
    expect(wrong.filter(([, found]) => found.length > 0)).toEqual([])
  })
})

/** Wrapped by whoever gave them. */
const WRAPPED: readonly string[] = ['05-events-1718.txt', '33-wrapped.log']

/** Reports with the log from its head to what was returned. */
const WHOLE: readonly string[] = ['11-source-gone-1612.log', '37-commands-from-a-log.log']
