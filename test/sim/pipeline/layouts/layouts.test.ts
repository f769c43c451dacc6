import { describe, expect, test } from 'vitest'
import { nameOf, yamlText } from '../../../../sim/pipeline/layouts/layout.ts'
import { LAYOUTS, type LayoutName } from '../../../../sim/pipeline/layouts/table.ts'
import { recordsOfRun } from '../../../../sim/pipeline/records.ts'
import { LAYOUT_NAMES } from '../../../../tui/commandTable.ts'
import { needing, PYYAML } from '../../../needs.ts'
import { asPython, exportedRuns, Files } from './helpers.ts'

/** What holds of every layout, whoever's it is. What its neighbour asks for: the tests beside this one. */

const NAMES = Object.keys(LAYOUTS) as LayoutName[]
const RUNS = exportedRuns(['file-in-use', 'cas-proxy-order', 'restart-pending-2008'])

test('the command line offers all of them', () => {
  expect([...LAYOUT_NAMES].sort()).toEqual([...NAMES].sort())
})

describe.each(NAMES)('%s', name => {
  const files = new Files(name, RUNS)

  test('is the same for the same runs', () => {
    const again = new Files(name, exportedRuns(['file-in-use', 'cas-proxy-order', 'restart-pending-2008']))
    expect(again.paths).toEqual(files.paths)
    for (const path of files.paths) expect([path, again.bytes(path).equals(files.bytes(path))]).toEqual([path, true])
  })

  test('stays in its folder, and says in its README which runs are in it and where the truth is', () => {
    for (const path of files.paths) expect(path).toMatch(/^(?!\/|\.)(?!.*\/\.\.?\/)[\w ./()-]+$/)
    const readme = files.text('README.md')
    for (const { name: run } of RUNS) expect(readme).toContain(`| ${run} | `)
    expect(readme).toContain(LAYOUTS[name].truth)
    expect(readme).toContain('labels.jsonl')
  })

  test('names of labels are those of the records', () => {
    const told = new Set(RUNS.flatMap(({ run }) => recordsOfRun(run).map(({ label }) => JSON.stringify(label))))
    expect(files.labels.length).toBeGreaterThan(0)
    for (const { file, line, record, ...label } of files.labels) {
      expect(files.has(file.split('!')[0]!)).toBe(true)
      expect((line ?? record)! >= 1).toBe(true)
      expect(told).toContain(JSON.stringify(label))
    }
  })

  test('is nothing at all without runs', () => {
    expect(new Files(name, []).paths).toEqual([])
  })
})

test('YAML is the same to PyYAML, whatever looks like something else there', needing(PYYAML), () => {
  const content = {
    dates: ['2007-08-27', '2007/08/27'],
    words: ['no', 'on', 'Yes', '~', 'null', '', ' a', '12:30:00', '1e3', '0x10', '010', '-'],
    odd: [
      'a: b',
      '# c',
      '*d',
      '&e',
      '%f',
      '@g',
      '`h',
      "it's",
      '"q"',
      'C:\\Temp\\',
      'x\ny',
      '\u2028',
      'a\u0085b',
      '\u001b[31m',
      '\u007f',
      '[]',
      '{a}',
    ],
    none: [],
    deep: { numbers: [1, 11306] },
  }
  expect(asPython([yamlText(content)])).toEqual([content])
})

test('a name is safe in any of them, and nobody else has it', () => {
  const taken = new Set<string>()
  const ids = ['file-in-use-1', 'File In Use 1', '../etc', 'a|b', 'ÄÖ', 'file-in-use-1']
  expect(ids.map(id => nameOf(id, taken))).toEqual([
    'file-in-use-1',
    'file-in-use-1-2',
    'etc',
    'a-b',
    'run',
    'file-in-use-1-3',
  ])
})
