import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../../../sim/bundle/bundleFile.ts'
import { type Action, type Header, lineOf } from '../../../sim/drill/session.ts'
import { uncoloured } from '../../../sim/foreign/terminal.ts'
import { inFolder, lab1603, scenarioText } from '../helpers.ts'

/** Recordings for players of terminals: what is in them, in what order, and that it is the same again. */

const SCENARIO = 'superseded'
const header: Header = { session: 1, scenario: sha256(scenarioText(SCENARIO)), seed: 1, name: 'Ada' }
const ACTIONS: readonly Action[] = [
  { kind: 'type', line: 'hostname' },
  { kind: 'type', line: 'echo \u001b[2J\u202eend' },
  { kind: 'claim', cause: 'superseded', sure: 'certain' },
  { kind: 'type', line: 'ver' },
  { kind: 'undo', count: 1 },
  { kind: 'hand-in' },
]

type Event = readonly [seconds: number, kind: string, text: string]

function recorded(...args: readonly string[]): {
  head: Record<string, unknown>
  events: readonly Event[]
  text: string
} {
  return inFolder(cwd => {
    writeFileSync(join(cwd, 'ada.jsonl'), [header, ...ACTIONS].map(lineOf).join(''))
    const ended = lab1603(['replay', ...args, '--record', 'out.cast'], { cwd })
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: 'out.cast: for players of asciicast, version 2\n' })
    const text = readFileSync(join(cwd, 'out.cast'), 'utf8')
    const [head, ...events] = text.trimEnd().split('\n')
    return { head: JSON.parse(head!), events: events.map(row => JSON.parse(row)), text }
  })
}

const shownBy = (events: readonly Event[]): string =>
  uncoloured(events.flatMap(([, kind, text]) => (kind === 'o' ? [text] : [])).join(''))

// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
const STEERS = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/

test('a session is typed again, with its output, its ticket and its grade, and a mark at each thing done', () => {
  const { head, events, text } = recorded('ada.jsonl')
  expect(head).toMatchObject({
    version: 2,
    width: 100,
    height: 30,
    title: 'Ticket 4712',
    timestamp: expect.any(Number),
  })
  const shown = shownBy(events)
  expect(shown).toMatch(/^Ticket 4712\r\n/)
  expect(shown).toMatch(/Administrator>hostname\r\nEXCH01\r\n/)
  expect(shown).toContain('taken back: ver\r\n')
  expect(shown).toMatch(/:hand-in\r\ncause +20 of 20[\s\S]*score \d+ of 100 \(taken back 1: -2\)\r\n$/)
  const marks = events.filter(([, kind]) => kind === 'm').map(([, , label]) => label)
  expect(marks).toHaveLength(ACTIONS.length)
  expect(marks[0]).toMatch(/^\d\d:\d\d:\d\d hostname$/)
  expect(recorded('ada.jsonl').text).toBe(text)
})

test('time goes on, letter by letter, and nobody waits long', () => {
  const { events } = recorded('ada.jsonl')
  const times = events.map(([seconds]) => seconds)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  const pauses = times.slice(1).map((at, i) => at - times[i]!)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(4.001)
  const letters = events.filter(([, kind, text]) => kind === 'o' && text.length === 1).map(([, , text]) => text)
  expect(letters.join('')).toMatch(/^hostnameecho /)
})

test('what was typed steers nobody who watches', () => {
  expect(shownBy(recorded('ada.jsonl').events)).not.toMatch(STEERS)
})

test('a run is its timeline, with its title or without', () => {
  const { head, events } = recorded('file-in-use')
  expect(head).toMatchObject({ title: 'A backup agent holds a file while Microsoft Update installs the rollup' })
  const plain = lab1603(['replay', 'file-in-use', '--plain'], {}).stdout
  expect(shownBy(events)).toBe(plain.replaceAll('\n', '\r\n'))
  expect(recorded('file-in-use', '--hide-future').head).toMatchObject({ title: 'Ticket 4712' })
})

test('it takes the place of no other file, and has its name', () => {
  inFolder(cwd => {
    writeFileSync(join(cwd, 'mine.cast'), 'mine')
    expect(lab1603(['replay', SCENARIO, '--record', 'mine.cast'], { cwd })).toMatchObject({ code: 2 })
    expect(readFileSync(join(cwd, 'mine.cast'), 'utf8')).toBe('mine')
    expect(lab1603(['replay', SCENARIO, '--record', 'mine.txt'], { cwd })).toMatchObject({ code: 3 })
  })
})
