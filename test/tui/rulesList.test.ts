import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lab1603, ROOT } from './helpers.ts'

const MINE = join(ROOT, 'test/fixtures/rules/mine.yaml')

interface Row {
  readonly id: string
  readonly exercisedBy: readonly string[]
}

test('rules are listed with what is known of them', () => {
  const { code, stdout, stderr } = lab1603(['rules', 'list', '--rules', MINE, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { rules } = JSON.parse(stdout) as { readonly rules: readonly Row[] }
  expect(rules.find(({ id }) => id === 'file-in-use')).toMatchObject({
    pack: 'exchange-2007',
    cause: 'file-in-use',
    role: 'fault',
    grade: 'documented',
    sources: expect.arrayContaining(['kb935490']),
    signs: 2,
    exercisedBy: expect.arrayContaining(['file-in-use']),
  })
  expect(rules.at(-1)).toMatchObject({ id: 'held-by-backup', pack: 'mine', signs: 2, exercisedBy: [] })
  expect(rules.filter(({ exercisedBy }) => exercisedBy.includes('clean-install'))).toEqual([])
})

test('a person reads a table, and which rules nothing puts to the test', () => {
  const { stdout } = lab1603(['rules', 'list', '--rules', MINE])
  expect(stdout).toMatch(/^ {2}file-in-use +file-in-use +fault +documented +2 +\d+ +.*kb935490/m)
  expect(stdout).toMatch(/^No scenario has the cause of: .*held-by-backup$/m)
})

test('a pack that cannot be used is refused', () => {
  expect(lab1603(['rules', 'list', '--rules', 'no-such-pack.yaml']).code).toBe(2)
})
