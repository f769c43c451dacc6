import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MEANINGS } from '../../sim/explain/explain.ts'

/** docs/facts/words.md holds no texts, but lists the numbers of messages that there are: nothing else may be explained. */
const page = readFileSync(new URL('../../docs/facts/words.md', import.meta.url), 'utf8')

/** Rows of the table in 3.1: `2701 to 2763; 2765 to 2772`. */
function numbersThatExist(): Set<number> {
  const table = page.slice(page.indexOf('### 3.1'), page.indexOf('### 3.2'))
  const cells = [...table.matchAll(/^\| (\d[^|]*) \|/gm)].flatMap(([, cell]) => cell!.split(/[;,] /))
  return new Set(cells.flatMap(cell => range(cell.split(' to ').map(Number))))
}

const range = ([from, to = from]: readonly number[]): number[] =>
  Array.from({ length: to! - from! + 1 }, (_, i) => from! + i)

test('the list of messages is whole', () => {
  expect(numbersThatExist().size).toBe(569)
})

test('every message that is explained is one of those that exist', () => {
  const exist = numbersThatExist()
  const messages = MEANINGS.filter(({ kind }) => kind === 'message')
  expect(messages.length).toBeGreaterThan(150)
  expect(messages.filter(({ code }) => !exist.has(code)).map(({ code }) => code)).toEqual([])
})
