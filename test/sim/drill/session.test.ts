import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Action,
  CERTAINTIES,
  CLAIMS,
  type Header,
  lineOf,
  readSession,
  standing,
  type Written,
} from '../../../sim/drill/session.ts'

const HEADER: Header = { session: 1, scenario: 'a'.repeat(64), seed: 1, name: 'Ada Łovelace \u2028' }

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }).map((line): Action => ({ kind: 'type', line })),
  fc.string({ maxLength: 10 }).map((say): Action => ({ kind: 'answer', say })),
  fc.string({ maxLength: 10 }).map((text): Action => ({ kind: 'note', text })),
  fc.constantFrom<Action>(
    { kind: 'bring', package: 'dvd' },
    { kind: 'bring', package: 'KB935490', arch: 'x86' },
    { kind: 'hint' },
    { kind: 'hand-in' },
    { kind: 'undo', count: 2 },
    { kind: 'server', name: 'EXCH01' },
    { kind: 'cite', place: 'C:\\x.log:1' },
  ),
  fc
    .tuple(fc.constantFrom(...CLAIMS), fc.constantFrom(...CERTAINTIES))
    .map(([cause, sure]): Action => ({ kind: 'claim', cause, sure })),
)

const bytesOf = (entries: readonly (Header | Action)[]): Uint8Array => Buffer.from(entries.map(lineOf).join(''))

function read(bytes: Uint8Array): Written {
  const found = readSession(bytes)
  if ('why' in found) throw new Error(`${found.line}: ${found.why}`)
  return found
}

describe('a session', () => {
  test('says what was written', () => {
    fc.assert(
      fc.property(fc.array(actions), list => {
        const bytes = bytesOf([HEADER, ...list])
        expect(read(bytes)).toEqual({ header: HEADER, actions: list, whole: bytes.length, unended: false, ignored: [] })
      }),
    )
  })

  test('that is cut at any byte has every line that is whole, be its end gone, and goes on behind them', () => {
    const list: Action[] = [
      { kind: 'type', line: 'echo Łódź' },
      { kind: 'claim', cause: CLAIMS[0]!, sure: 'likely' },
      { kind: 'undo', count: 12 },
      { kind: 'type', line: 'dir' },
    ]
    const whole = bytesOf([HEADER, ...list])
    const ends = [HEADER, ...list].map((_, i) => bytesOf([HEADER, ...list].slice(0, i + 1)).length)
    for (let cut = 0; cut <= whole.length; cut++) {
      const found = read(whole.subarray(0, cut))
      const lines = ends.filter(end => end - 1 <= cut).length
      expect(found.header).toEqual(lines > 0 ? HEADER : undefined)
      expect(found.actions).toEqual(list.slice(0, Math.max(0, lines - 1)))
      expect(found.unended).toBe(ends.includes(cut + 1))
      expect(found.whole).toBe(found.unended ? cut : (ends[lines - 1] ?? 0))
      const end = Buffer.from(found.unended ? '\n' : '')
      const rest = bytesOf([HEADER, ...list].slice(lines))
      expect(read(Buffer.concat([whole.subarray(0, found.whole), end, rest])).actions).toEqual(list)
    }
  })

  test('has no use for a score, nor for anything else that nobody does', () => {
    const forged = '{"kind":"score","points":100}\n{"score":100}\n[]\n{"kind":"type","line":"x","exitCode":0}\n'
    const found = read(Buffer.concat([bytesOf([HEADER]), Buffer.from(forged), bytesOf([{ kind: 'hand-in' }])]))
    expect(found).toMatchObject({ actions: [{ kind: 'hand-in' }], ignored: [2, 3, 4, 5] })
  })

  test('of an exam has no hint and nothing that was taken back', () => {
    const dir: Action = { kind: 'type', line: 'dir' }
    const forged: readonly (Header | Action)[] = [
      { ...HEADER, exam: true },
      dir,
      { kind: 'undo', count: 1 },
      { kind: 'hint' },
    ]
    expect(read(bytesOf(forged))).toMatchObject({ actions: [dir], ignored: [3, 4] })
  })

  test.each([
    ['{}\n', { line: 1, why: 'it is not the header of a session' }],
    ['nonsense\n', { line: 1, why: 'it is not the header of a session' }],
    ['buy milk', { line: 1, why: 'it is not the header of a session' }],
    ['{"name":"my-config"}', { line: 1, why: 'it is not the header of a session' }],
    ['{"session":2,"scenario":"x"}', { line: 1, why: 'it is not the header of a session' }],
    [`${lineOf(HEADER)}remember: call Bob`, { line: 2, why: 'it is no line that was cut off' }],
    [`${lineOf(HEADER)}{"kind":"ty\n{"kind":"hint"}\n`, { line: 2, why: 'it is no JSON' }],
  ])('that is another file is refused: %j', (text, broken) => {
    expect(readSession(Buffer.from(text))).toEqual(broken)
  })
})

describe('what stands of it', () => {
  const typed = (line: string): Action => ({ kind: 'type', line })
  const [a, b, c] = [typed('a'), typed('b'), typed('c')]

  test('is everything but what was taken back', () => {
    expect(standing([a, { kind: 'hint' }, b, { kind: 'undo', count: 1 }, c])).toEqual({
      done: [a, c],
      hints: 1,
      undos: 1,
      handedIn: false,
    })
    expect(standing([a, b, { kind: 'undo', count: 9 }, c]).done).toEqual([c])
  })

  test('ends with the hand-in', () => {
    expect(standing([a, { kind: 'hand-in' }, b]).done).toEqual([a, { kind: 'hand-in' }])
  })
})
