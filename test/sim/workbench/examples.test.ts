import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { evidenceFiles } from '../../../sim/bundle/bundle.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import type { Observed } from '../../../sim/diagnosis/observations/kinds.ts'
import { tableOf } from '../../../sim/diagnosis/observations/table.ts'
import { BUILT_IN, builtIn } from '../../../sim/diagnosis/packs/builtIn.ts'
import type { Example } from '../../../sim/diagnosis/packs/examples.ts'
import { loadExamples } from '../../../sim/diagnosis/packs/load.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { filesOf, nameOf, posedOf, triedIn } from '../../../sim/workbench/examples.ts'
import { otherwiseOf } from '../../../sim/workbench/retouched.ts'
import { noticedInCase, weakenedIn } from '../../../sim/workbench/weakened/trial.ts'
import { scenarioById } from '../../laws/state.ts'

/** Examples that change evidence or make it up, and what a rule says of them. */

const at = { path: 'a.log', line: 1, text: 'a line' }
const event = (id: number): Observed => ({ kind: 'event', ...at, source: 'MsiInstaller', id, body: '' }) as Observed

const changedBy = (example: Partial<Example>, rows: readonly Observed[]): object[] => {
  const otherwise = otherwiseOf(
    { expect: 'found', ...example },
    { expect: 'found', rows: Object.values(example.rows ?? {}) },
  )
  return otherwise!(tableOf(rows, 'EXCH01'))
    .rows()
    .map(({ path: _, line: __, text: ___, source: ____, body: _____, ...row }) => row)
}

describe('what was observed is otherwise', () => {
  const row = (id: number, seq: number, more: object = {}): object => ({
    kind: 'event',
    id,
    server: 'EXCH01',
    seq,
    ...more,
  })

  test('by rows that are not there, that are changed, and that are there besides', () => {
    const rows = [event(1), event(2), event(3)]
    expect(changedBy({ without: [{ is: 'event', id: 2 }, 'disk.txt'] }, rows)).toEqual([row(1, 0), row(3, 1)])
    const change = [{ rows: { is: 'event', id: { least: 2 } }, to: { open: false, source: null } }] as const
    expect(changedBy({ change: [...change] }, rows)).toEqual([
      row(1, 0),
      row(2, 1, { open: false }),
      row(3, 2, { open: false }),
    ])
    expect(changedBy({ rows: { four: { is: 'event', id: 4 } } }, [event(1)])).toEqual([row(1, 0), row(4, 1)])
  })

  test('or as it was, where an example says nothing of rows', () => {
    expect(
      otherwiseOf({ scenario: 'a', files: ['b'], without: ['c'], expect: 'found' }, { expect: 'found', rows: [] }),
    ).toBe(undefined)
  })

  test('and rows themselves stay as they were', () => {
    const table = tableOf([event(1), event(2)], 'EXCH01')
    const before = JSON.stringify(table.rows())
    otherwiseOf({ without: [{ is: 'event', id: 1 }], expect: 'found' }, { expect: 'found', rows: [] })!(table)
    expect(JSON.stringify(table.rows())).toBe(before)
  })
})

test('files are chosen by their names, and a name that none has is told', () => {
  const files = ['evidence/exports/folders.txt', 'evidence/C/My folders.txt', 'evidence/C/a.log'].map(path => ({
    path,
    bytes: new Uint8Array(),
  }))
  const chosen = (example: Partial<Example>) => {
    const { left, strange } = filesOf({ expect: 'found', ...example }, files)
    return [left.map(({ path }) => path), strange]
  }
  expect(chosen({ files: ['Folders.TXT', 'C/a.log'] })).toEqual([[files[0]!.path, files[2]!.path], undefined])
  expect(chosen({ without: ['folders.txt', { is: 'event' }] })).toEqual([[files[1]!.path, files[2]!.path], undefined])
  expect(chosen({ files: ['disk.txt'] })).toEqual([[], 'disk.txt'])
})

describe('an example', () => {
  const NOTHING = evidenceFrom([])
  const rows = { told: { is: 'event', id: 11306, open: true } } as const
  const tried = (example: Partial<Example>) =>
    [...posedOf('file-in-use', { rows, expect: 'found', ...example }, NOTHING, builtIn)].map(
      posed => triedIn(posed, builtIn).why,
    )

  test('holds, or says what became of it', () => {
    expect(tried({ but: [{ told: { open: false } }] })).toEqual([undefined, undefined])
    expect(tried({ expect: 'absent' })).toEqual([expect.stringMatching(/^it is found there: example:1 \{is: event/)])
    expect(tried({ or: [{ told: null }] })).toEqual([
      undefined,
      'it is not found there: in-log unknown, in-events unknown',
    ])
    expect(tried({ expect: 'todo' })).toEqual(['it is found there by now: say `found`'])
  })

  test('is of a state, and so sure, where it says so', () => {
    expect(tried({ confidence: 0.88, state: 'open' })).toEqual([undefined])
    expect(tried({ confidence: 0.9 })).toEqual(['its confidence there is 0.88, not 0.9'])
    expect(tried({ state: 'settled' })).toEqual(['it is open there, not settled'])
  })

  test('is named by what it changes', () => {
    const example: Example = {
      scenario: 'a',
      without: ['b.txt', { is: 'event' }],
      rows: { told: { is: 'dialog' } },
      expect: 'found',
    }
    expect(nameOf(example, { varied: { told: null } })).toBe(
      'a; without b.txt, {is: event}; {is: dialog}; but {told: null}',
    )
  })

  const noticed = (example: Partial<Example>): string[] => {
    const weakened = weakenedIn(BUILT_IN, [], new Set(['file-in-use']))
    const cases = [...posedOf('file-in-use', { rows, expect: 'found', ...example }, NOTHING, builtIn)]
    const numbers = cases.flatMap(posed =>
      noticedInCase(
        posed,
        builtIn,
        weakened,
        weakened.map((_, i) => i),
      ),
    )
    return numbers.map(i => `${weakened[i]!.weakening.operator} ${weakened[i]!.weakening.where}`)
  }

  test('notices a weakened rule that no longer says what is true', () => {
    const sign = 'signs.in-events.when.some'
    expect(noticed({})).toEqual(['drop-sign signs.in-events', `swap-open ${sign}.open`])
    expect(noticed({ confidence: 0.88 })).toContain('halve-weight signs.in-events.weight')
    expect(noticed({ but: [{ told: { open: false } }, { told: { id: 11305 } }] })).toEqual([
      'drop-sign signs.in-events',
      `swap-open ${sign}.open`,
      `drop-field ${sign}.open`,
      `swap-open ${sign}.open`,
      `drop-field ${sign}.id`,
    ])
  })

  test('that does not even hold by the whole rule notices nothing', () => {
    expect(noticed({ expect: 'absent' })).toEqual([])
  })
})

test('the examples of docs/rules.md hold', () => {
  const text = /```yaml\n(# yaml-language-server: \$schema=examples[^`]+)```/.exec(
    readFileSync('docs/rules.md', 'utf8'),
  )![1]!
  const loaded = loadExamples(text, 'docs/rules.md', BUILT_IN[0]!)
  const examples = loaded.ok ? loaded.examples['file-in-use']! : []
  expect(examples).toHaveLength(4)
  const files = evidenceFiles(simulate(scenarioById('file-in-use').scenario, { seed: 1 }))
  for (const example of examples) {
    const { left, strange } = filesOf(example, example.scenario === undefined ? [] : files)
    expect(strange).toBe(undefined)
    for (const posed of posedOf('file-in-use', example, evidenceFrom(left), builtIn)) {
      expect(triedIn(posed, builtIn).why).toBe(undefined)
    }
  }
})
