import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesOf, type Material, needing, VECTORS } from '../needs.ts'
import { OWN_VECTORS, report, vectorFiles } from './report.ts'
import { runVectors } from './vectors.ts'

const resultOf = (folder: Material, name: string) =>
  runVectors(JSON.parse(readFileSync(`${folder.path}${name}`, 'utf8')))

describe('our own vectors', () => {
  it.each(filesOf(OWN_VECTORS, /\.json$/))('%s: each holds', name => {
    expect(resultOf(OWN_VECTORS, name)).toEqual({ passed: expect.toSatisfy(count => count > 0), failures: [] })
  })

  it('are of every kind that is run', () => {
    expect(filesOf(OWN_VECTORS, /\.json$/)).toEqual(
      expect.arrayContaining(['commandline.json', 'conditions.json', 'formatted.json', 'packedguid.json']),
    )
  })
})

describe('independent vectors', needing(VECTORS), () => {
  it.each(filesOf(VECTORS, /\.json$/))('%s: none fails', name => {
    expect(resultOf(VECTORS, name).failures).toEqual([])
  })
})

describe('independent vectors with another expectation', needing(VECTORS), () => {
  const spoilt = (name: string, change: (file: Record<string, never>) => object) => {
    const file = JSON.parse(readFileSync(`${VECTORS.path}${name}`, 'utf8'))
    return runVectors({ ...file, ...change(file) }).failures.length
  }
  type Row = Readonly<Record<string, never>>
  const each = (rows: readonly Row[], change: (row: Row) => object) => rows.map(row => ({ ...row, ...change(row) }))

  it('are noticed, one by one: what is seen when, and what is returned', () => {
    const flip = (expected: string) => (expected === 'present' ? 'absent' : 'present')
    const turn = (see: Row) => ('expected' in see ? { expected: flip(see.expected!) } : { check: `not ${see.check}` })
    const seen = spoilt('sequencing.json', ({ visibility }) => ({
      visibility: each(visibility!, ({ sees }) => ({ sees: each(sees!, turn) })),
    }))
    expect(seen).toBe(161)
    const returned = spoilt('sequencing.json', ({ customActionReturnValues }) => ({
      customActionReturnValues: each(customActionReturnValues!, () => ({ installResultCode: 7 })),
    }))
    expect(returned).toBe(5)
  })

  it('are noticed, one by one: versions, hashes, files', () => {
    const failed = spoilt('versions.json', ({ signatureRanges, overwrite, fileHash, getFileVersion }) => ({
      signatureRanges: each(signatureRanges!, ({ found }) => ({ found: !found })),
      overwrite: each(overwrite!, ({ overwritten }) => ({ overwritten: !overwritten })),
      fileHash: { ...(fileHash! as object), vectors: each((fileHash! as Row).vectors!, () => ({ hashParts: [] })) },
      getFileVersion: { vectors: each((getFileVersion! as Row).vectors!, () => ({ expected: 'ERROR_X' })) },
    }))
    expect(failed).toBe(12 + 4 + 4 + 25)
  })
})

const RIGHT = { id: 'right', condition: '1', properties: {}, expected: 'TRUE' }
const WRONG = { id: 'wrong', condition: 'mm = 5', properties: { mm: '5' }, expected: 'FALSE' }
const conditions = (...vectors: readonly unknown[]) => ({
  title: 'MsiEvaluateCondition input/expected vectors',
  vectors,
})

describe('the runner', () => {
  it('reports what differs', () => {
    expect(runVectors(conditions(RIGHT, WRONG))).toEqual({
      passed: 1,
      failures: [{ id: 'wrong', expected: 'FALSE', actual: 'TRUE' }],
    })
  })

  it('notices a wrong text, length or return of MsiFormatRecord', () => {
    const vector = { package: false, recordFieldCount: 1, format: '[1]', fields: { 1: 'boo' } }
    const expected = { return: 'ERROR_MORE_DATA', length: 3, text: 'b' }
    const run = (change: object) =>
      runVectors({
        title: 'MsiFormatRecord',
        vectors: [{ ...vector, buffer: { pointer: 'given', size: 2 }, expected: { ...expected, ...change } }],
      }).passed
    expect([{}, { text: 'bo' }, { length: 2 }, { return: 'ERROR_SUCCESS' }].map(run)).toEqual([1, 0, 0, 0])
  })

  it('notices wrong pairs of GUIDs and wrong answers to a line', () => {
    const guids = [{ guid: '{DF2CBABC-3BCC-47E5-A998-448D1C0C895B}', packed: '00' }]
    expect(runVectors({ title: 'GUID encodings', packedGuids: guids }).failures).toHaveLength(1)
    const lines = [{ line: 1, commandLine: 'P=one', expectedCode: 0 }]
    expect(runVectors({ title: 'Property command line parsing', vectors: lines }).failures).toMatchObject([
      { actual: 1603 },
    ])
  })

  it('refuses what it does not know, and files with nothing in them', () => {
    expect(() => runVectors({ title: 'Something else' })).toThrow('no runner')
    expect(() => runVectors(conditions())).toThrow('no vectors')
    expect(() => runVectors([])).toThrow('expected a JSON object')
  })
})

describe('the report', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lab1603-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function run(...contents: readonly unknown[]): { code: number; lines: readonly string[] } {
    const lines: string[] = []
    const paths = contents.map((content, index) => {
      const path = join(folder, `${index}.json`)
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
      return path
    })
    return { code: report(paths, line => lines.push(line)), lines: lines.map(line => line.replace(folder, '')) }
  }

  it('ends with the sum over all files', () => {
    expect(run(conditions(RIGHT), conditions(RIGHT))).toEqual({ code: 0, lines: ['2 passed, 0 failed'] })
  })

  it('prints a line for each failing vector', () => {
    const { code, lines } = run(conditions(RIGHT, WRONG))
    expect(code).toBe(1)
    expect(lines).toEqual(['/0.json: wrong: expected "FALSE", got "TRUE"', '1 passed, 1 failed'])
  })

  it('is made of our own vectors first', () => {
    expect(vectorFiles()[0]).toBe('test/fixtures/vectors/commandline.json')
  })

  it('tells an unusable file from a failing one', () => {
    expect(run('{').code).toBe(2)
  })
})
