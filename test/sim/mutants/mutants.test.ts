import { describe, expect, test } from 'vitest'
import type { RawFile } from '../../../sim/diagnosis/evidence.ts'
import { KEEPERS } from '../../../sim/mutants/keepers.ts'
import { MUTANTS } from '../../../sim/mutants/mutate.ts'
import { TAKERS } from '../../../sim/mutants/takers.ts'
import { linesOf } from '../../../sim/mutants/texts.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { exerciseOf } from '../../../sim/workbench/bundles.ts'
import { mutated } from '../../../sim/workbench/mutated.ts'
import { scenarioById } from '../../laws/state.ts'

/** What mutants do to files. What diagnosis makes of that: test/laws/mutants.ts. */

const bundle = exerciseOf('file-in-use', simulate(scenarioById('file-in-use').scenario, { seed: 1 }))

const through = (name: string) => mutated(bundle, MUTANTS.find(mutant => mutant.name === name)!)
const file = (files: readonly RawFile[], path: string): RawFile => files.find(one => one.path.endsWith(path))!
const text = (name: string, path: string): string => linesOf(file(through(name).evidence, path)).join('\n')
const digest = (files: readonly RawFile[]): string[] =>
  files.map(({ path, bytes }) => `${path} ${Buffer.from(bytes).toString('base64')}`)

test('each has a name of its own', () => {
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
})

test.each(MUTANTS)('$name: does something, and the same again', mutant => {
  const once = mutated(bundle, mutant)
  expect(digest(once.evidence)).not.toEqual(digest(bundle.evidence))
  expect(digest(mutated(bundle, mutant).evidence)).toEqual(digest(once.evidence))
})

test.each(KEEPERS)('$name: the answer stays as it was', keeper => {
  expect(mutated(bundle, keeper).answer).toEqual(bundle.answer)
})

describe.each(TAKERS)('$name', taker => {
  const { evidence, labels, answer } = mutated(bundle, taker)

  test('leaves some, and not all', () => {
    const size = (files: readonly RawFile[]): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0)
    expect(size(evidence)).toBeGreaterThan(0)
    expect(size(evidence)).toBeLessThan(size(bundle.evidence))
  })

  test('what it says to be still there is there', () => {
    expect(answer.visible).toEqual(labels.length > 0 ? bundle.answer.visible : [])
    for (const { id, artifact, selector } of labels) {
      const left = file(evidence, artifact)
      expect(left, artifact).toBeDefined()
      if (selector.type !== 'text') continue
      const before = linesOf(file(bundle.evidence, artifact))
      const whole = bundle.labels.find(label => label.id === id)!.selector
      expect(whole.type === 'text' && before[whole.line - 1]).toBe(linesOf(left)[selector.line - 1])
    }
  })
})

describe('what stands in the files then', () => {
  test('another drive, in texts, exports and binary files', () => {
    const { evidence } = through('drive')
    expect(evidence.filter(({ path }) => /\/C\//.test(path))).toEqual([])
    for (const { path, bytes } of evidence) {
      expect([path, /\bC:\\|C\0:\0\\\0/.test(Buffer.from(bytes).toString('latin1'))]).toEqual([path, false])
    }
    expect(text('drive', 'disk.txt')).toMatch(/^(?:M: +\d|.*fsutil volume diskfree M: )/m)
    expect(text('drive', 'folders.txt')).toContain(' Volume in drive M ')
  })

  test('dates of another country', () => {
    expect(text('dates', 'folders.txt')).not.toMatch(/\d\/\d/)
    expect(text('dates', 'folders.txt')).toMatch(/^(?:\d\d\.\d\d\.2007|2007-\d\d-\d\d) {2}/m)
  })

  test('words of failures, in one list of properties and nowhere else', () => {
    const lines = text('properties', '.LOG').split('\n')
    const at = lines.findIndex(line => line.includes('CONTOSOHELP1'))
    expect(lines.slice(at - 1, at + 8).filter(line => line.startsWith('Property('))).toHaveLength(5)
    expect(lines.filter(line => line.includes('CONTOSOHELP1'))).toHaveLength(1)
  })

  test('files twice, under names that say nothing, or all in one folder', () => {
    expect(through('doubled').evidence).toHaveLength(2 * bundle.evidence.length)
    expect(through('renamed').evidence.map(({ path }) => path.replace(/\d+$/, ''))).toEqual(
      bundle.evidence.map(() => 'evidence/file-'),
    )
    const flat = through('one-folder').evidence.map(({ path }) => path)
    expect(new Set(flat).size).toBe(flat.length)
    expect(flat.filter(path => path.lastIndexOf('/') > 'evidence'.length)).toEqual([])
  })
})
