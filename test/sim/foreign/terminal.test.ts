import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDiagnosis } from '../../../sim/diagnosis/report.ts'
import type { Command } from '../../../sim/foreign/commandLine.ts'
import { forTerminal, isPlain, jsonForTerminal, masked, page, told } from '../../../sim/foreign/terminal.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import { paint, wrap } from '../../../sim/story/text.ts'
import { formatProblems } from '../../../sim/written/problems.ts'
import { progressLine } from '../../../tui/progress.ts'
import { cellText } from '../../../tui/screen/text.ts'
import { hostile } from './hostile.ts'

/** Nothing that steers a terminal gets to one, wherever text of somebody else's is put. */

const STEERS = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
const STEERS_BUT_LINES = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
/** The codes that our pages are painted with, and no other. */
const OWN = new RegExp(`${String.fromCharCode(27)}\\[(?:0|1|2|31|32|33|36)m`, 'g')

const holds = (show: (text: string) => string, steers = STEERS) =>
  fc.assert(
    fc.property(hostile, text => {
      expect(show(text)).not.toMatch(steers)
    }),
  )

test('each becomes its code in visible letters', () => {
  expect(forTerminal('a\u001b[31mb\u009b\u202e\u2028\t\n\ud800')).toBe(
    'a\\u{1b}[31mb\\u{9b}\\u{202e}\\u{2028}\\u{9}\\u{a}\\u{d800}',
  )
  expect(forTerminal('\u{e0041}')).toBe('\\u{e0041}')
  expect(forTerminal(`e${'\u0301'.repeat(6)}`)).toBe(`e${'\u0301'.repeat(4)}\\u{301}\\u{301}`)
})

test('what a terminal shows stays as it is', () => {
  for (const text of ['C:\\Program Files\\store.exe', 'Größe, שלום, 語, e\u0301', '\u{1f600}']) {
    expect(forTerminal(text)).toBe(text)
    expect(masked(text)).toBe(text)
    expect(isPlain(text)).toBe(true)
  }
})

test('a mask keeps the number of places', () => expect(masked('\u001b[2J\u202e\ta')).toBe('?[2J? a'))

describe('nothing steers in', () => {
  test('a word, a message, a cell, a line of progress', () => {
    holds(forTerminal)
    holds(text => told`cannot read ${text}: no such file`)
    holds(text => cellText(text, true))
    holds(text => progressLine(1, 2, text, 200))
  })

  test('a page', () => {
    holds(page, STEERS_BUT_LINES)
  })

  test('a line of a story, but our own colours', () => {
    holds(text => paint({ color: true, width: 80 }, 'red', text).replace(OWN, ''))
    holds(text => wrap(text, 20).join(' '))
    expect(paint({ color: true, width: 80 }, 'red', '\u001b[32mgood')).toBe('\u001b[31m\\u{1b}[32mgood\u001b[0m')
  })

  test('a diagnosis', () => {
    holds(text => {
      const quote = { path: text, line: 1, text }
      const remedy = { id: 'a', title: text, commands: [text as Command], owed: [text], placeholders: [] }
      const finding = {
        rule: 'file-in-use',
        cause: 'file-in-use',
        title: text,
        role: 'fault',
        state: 'open',
        confidence: 1,
        evidence: [quote],
        remedies: [remedy],
      } as const
      const herrings = [{ ...quote, id: 'a', why: 'b' }]
      const failure = {
        ...quote,
        action: text,
        error: 1306,
        code: 1603,
        product: text,
        part: 'excerpt',
        missing: { what: 'log', at: text },
        state: 'open',
        meaning: { name: text, text, next: text },
        caller: { process: text, account: text },
      } as const
      const candidate = {
        rule: 'a',
        cause: 'b',
        title: text,
        why: text,
        command: text,
        evidence: [quote],
        remedies: [remedy],
      }
      const unread = [{ path: text, why: text }]
      const told = { candidates: [candidate], next: [remedy], herrings, failures: [failure], unread }
      return [[finding], []]
        .map(findings =>
          formatDiagnosis({ schemaVersion: 2, findings, ...told }, { color: true, width: 80 }).replace(OWN, ''),
        )
        .join('\n')
    }, STEERS_BUT_LINES)
  })

  test('what is wrong with a scenario', () => {
    holds(text => {
      const yaml = `title: ${JSON.stringify(text)}\nservers: ${text}\n`
      const loaded = loadScenario(yaml, text)
      return loaded.ok ? '' : formatProblems(loaded.problems, yaml)
    }, STEERS_BUT_LINES)
  })
})

test('JSON steers nothing and reads back as the same', () => {
  fc.assert(
    fc.property(hostile, hostile, (key, value) => {
      const json = jsonForTerminal(JSON.stringify({ [key]: value }, undefined, 2))
      expect(json).not.toMatch(STEERS_BUT_LINES)
      expect(JSON.parse(json)).toEqual({ [key]: value })
    }),
  )
})
