import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { baselines, otherBuilds, rollups } from '../../../model/exchange/builds.ts'
import { familyFiles } from '../../../model/exchange/fileFamilies.ts'
import { productFiles, setupLogFiles } from '../../../model/exchange/files.ts'
import { type ScriptList, serviceLists } from '../../../model/exchange/serviceLists.ts'
import { exchangeServices } from '../../../model/exchange/services.ts'
import { fold } from '../../../model/machine/names.ts'
import type { Sourced } from '../../../model/words/grade.ts'
import { CAUSES } from '../../../sim/causes.ts'

/**
 * The tables of docs/facts about the product and the product data say the same: row by row, grade by grade. What a page
 * says in words is not looked at here, nor whether a citation resolves.
 */

const page = (name: string): string => readFileSync(`docs/facts/${name}`, 'utf8')

function table(name: string): Record<string, string>[] {
  const [head = '', ...lines] = page(name).trimEnd().split('\n')
  const names = head.split('\t')
  return lines.map(line => Object.fromEntries(line.split('\t').map((cell, i) => [names[i]!, cell])))
}

/** The rows of the first table behind a heading that has this first column. */
function rowsOf(name: string, firstColumn: string): string[][] {
  const lines = page(name).split('\n')
  const start = lines.findIndex(line => line.startsWith(`| ${firstColumn} |`))
  const rows = lines.slice(start + 2)
  return rows
    .slice(
      0,
      rows.findIndex(line => !line.startsWith('|')),
    )
    .map(cellsOf)
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map(cell => cell.trim())
}

const said = ({ grade, source }: Sourced): string => `${grade}: ${source}`
const namesIn = (cell: string): string[] => cell.split(', ').filter(name => name !== '')

describe('rollups.tsv', () => {
  const rows = table('rollups.tsv')

  test('has every rollup, with number, version, day and where each is from', () => {
    const ours = rollups.map(row => ({
      ...{ baseline: row.baseline, rollup: `RU${row.label}`, kb: row.kb, version: row.version, long: row.longVersion },
      ...{ date: row.date, kbFrom: said(row), buildFrom: said(row.fields!.version!) },
    }))
    const theirs = rows
      .filter(row => row.kb !== '-')
      .map(({ baseline, rollup, kb, version, long, date, kb_grade, kb_source, build_grade, build_source }) => ({
        ...{ baseline, rollup, kb, version, long, date },
        ...{ kbFrom: `${kb_grade}: ${kb_source}`, buildFrom: `${build_grade}: ${build_source}` },
      }))
    expect(theirs).toEqual(ours)
  })

  test('has every other build', () => {
    const theirs = rows.filter(row => row.kb === '-').map(row => `${row.baseline} ${row.version} ${row.date}`)
    const ours = [...baselines.map(row => ({ ...row, baseline: row.id })), ...otherBuilds]
    expect(theirs.sort()).toEqual(ours.map(row => `${row.baseline} ${row.version} ${row.date}`).sort())
  })
})

describe('files.tsv', () => {
  const rows = table('files.tsv')
  const families = new Set(familyFiles.map(file => fold(file.path)))
  const listed = productFiles.filter(file => !families.has(fold(file.path)))

  test('has every file of the product but the families, where it lies, whose it is and how sure that is', () => {
    const theirs = rows
      .filter(row => row.here === 'product')
      .map(({ folder, file, kind, roles, grade }) => [`${folder}\\${file}`, kind, roles, grade])
    const ours = listed.map(({ path, kind, roles, grade }) => [path, kind, String(roles), grade])
    expect(theirs.map(String).sort()).toEqual(ours.map(String).sort())
  })

  test('has the files in the setup logs', () => {
    const theirs = rows.filter(row => row.here === 'setup logs').map(row => row.file)
    expect(theirs.sort()).toEqual(setupLogFiles.map(file => file.name).sort())
  })

  test('what a server does not have is not in the product', () => {
    const absent = rows.filter(row => row.here === '-').map(({ folder, file }) => fold(`${folder}\\${file}`))
    expect(productFiles.filter(file => absent.includes(fold(file.path)))).toEqual([])
  })
})

test('every row of the tables has a grade and a source that sources.md knows', () => {
  const known = new Set([...page('sources.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name))
  const origins = [
    ...table('files.tsv').map(row => [row.grade, row.source]),
    ...table('rollups.tsv').flatMap(row => [
      [row.kb_grade, row.kb_source],
      [row.build_grade, row.build_source],
    ]),
  ]
  const isGrade = /^(?:documented|observed|derived|modelled)$/
  const unknown = origins.filter(([grade = '', source = '']) => !isGrade.test(grade) || !known.has(source))
  expect(unknown.filter(([grade]) => grade !== '-')).toEqual([])
})

describe('exchange-2007.md', () => {
  test('2.1 has the services', () => {
    const short = (account: string): string => (account === 'LocalSystem' ? 'LS' : 'NS')
    const ours = exchangeServices.map(row => [
      row.name,
      row.start === 'automatic' ? 'auto' : 'manual',
      short(row.account),
      row.image,
      row.managed ? 'managed' : 'native',
    ])
    const theirs = rowsOf('exchange-2007.md', 'service').map(([name, , , start, account, , image = '', code = '']) => [
      name,
      start,
      account,
      image.split(' ')[0],
      /^\w+/.exec(code)?.[0],
    ])
    expect(theirs).toEqual(ours)
  })

  test('3.2 has the lists of the script', () => {
    for (const [list = '', later = '', added = ''] of rowsOf('exchange-2007.md', 'list')) {
      const names = [...namesIn(later.split(';')[0]!), ...namesIn(added.split(', which')[0]!)].filter(
        name => name !== 'none',
      )
      expect([list, ...names]).toEqual([list, ...serviceLists[list as ScriptList].map(({ service }) => service)])
    }
    expect(rowsOf('exchange-2007.md', 'list')).toHaveLength(Object.keys(serviceLists).length)
  })

  test('4 has a section for each failure, and each cause in one of them', () => {
    const rows = rowsOf('exchange-2007.md', 'id')
    const sections = [...page('exchange-2007.md').matchAll(/^### (F\d\d) /gm)].map(([, id]) => id)
    expect(rows.map(([id]) => id)).toEqual(sections)
    const named = rows.flatMap(row => [...row[5]!.matchAll(/`([^`]+)`/g)].map(([, cause]) => cause))
    const why = 'the last column of the overview in chapter 4 of docs/facts/exchange-2007.md, and sim/causes.ts'
    expect([...new Set(named)].sort(), why).toEqual([...CAUSES].sort())
  })
})
