import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import type { Line } from '../../../sim/pipeline/stream.ts'
import { shelfOnDisk } from '../../../tui/emit/shelf.ts'
import { eventWith, HOSTILE, lineWith, runOf } from '../../sim/pipeline/runs.ts'

/** Texts that end anywhere in a piece that is read, with letters of several bytes across its edge. */
const TEXTS = [
  ...HOSTILE,
  ...Array.from({ length: 200 }, (_, n) => 'я'.repeat(n * 97)),
  'x'.repeat(16_384),
  'ü'.repeat(40_000),
]

const linesOf = (texts: readonly string[], host: string): Line[] =>
  texts.map((text, i) => ({ record: lineWith(text, { host, at: i, line: i + 1 }), text }))

const noted = (record: Line['record']) => {
  const { at, host, label, kind, path, line } = record as ReturnType<typeof lineWith>
  return { at, host, label, kind, path, line }
}

test('lines come back as they were, each run for itself, whoever is read first', () => {
  const shelf = shelfOnDisk()
  const [one, other] = [linesOf(TEXTS, 'A'), linesOf(TEXTS.toReversed(), 'B')]
  const kept = [shelf.keep(one), shelf.keep([]), shelf.keep(other)]
  for (let i = 0; i < TEXTS.length; i++) {
    for (const [k, lines] of [one, [], other].entries()) {
      const { done, value } = kept[k]!.next()
      const line = lines[i]
      expect(done === true).toBe(line === undefined)
      if (line) expect(value).toEqual({ text: line.text, record: noted(line.record) })
    }
  }
  expect(kept.map(rest => rest.next().done)).toEqual([true, true, true])
  shelf.end()
})

test('of an event its number is kept, and nothing of the machine', () => {
  const shelf = shelfOnDisk()
  const record = eventWith(['a'], runOf('clean-install').servers[0]!.machine)
  const { value } = shelf.keep([{ record, text: 'a' }]).next()
  expect(value.record).toEqual({
    kind: 'event',
    at: record.at,
    host: 'EXCH01',
    log: 'Application',
    event: { number: 3 },
  })
  shelf.end()
})

test('nothing of it has a name', () => {
  const names = () => readdirSync(tmpdir()).filter(name => /^lab1603-[A-Za-z0-9]{6}$/.test(name))
  const before = names()
  const shelf = shelfOnDisk()
  shelf.keep(linesOf(['a'], 'A'))
  expect(names().filter(name => !before.includes(name))).toEqual([])
  shelf.end()
})
