import type { Evidence, Read, TextFile } from '../../evidence.ts'
import type { Observed } from '../kinds.ts'
import { codes } from './logs.ts'

/** What stood in windows and on pages, and what UpdateOwa.ps1 wrote, line by line. Knows no sentence. */

export function* fromTexts({ dialogs, owa, updateOwa }: Evidence): Generator<Observed> {
  for (const file of dialogs) yield* dialog(file)
  for (const file of owa) yield* ofKind('owa', file)
  for (const file of updateOwa) yield* ofKind('owa-script', file)
}

/** A line of a property dump, wherever somebody put it. */
const isProperty = (line: string): boolean =>
  ['Property(S): ', 'Property(C): ', 'PROPERTY CHANGE: '].some(word => line.includes(word))

function* dialog({ path, lines }: Read<TextFile>): Generator<Observed> {
  for (const { at, body } of filled(path, lines)) {
    if (isProperty(body)) {
      yield { kind: 'log.property', ...at, name: '', value: body, how: 'listed' }
      continue
    }
    // Nothing tells when a window was open.
    yield { kind: 'dialog', ...at, open: true, body }
    for (const said of codes(body)) yield { kind: 'result.code', ...at, open: true, ...said }
  }
  yield witness(path, 'dialog', lines.length)
}

function* ofKind(kind: 'owa' | 'owa-script', { path, lines }: Read<TextFile>): Generator<Observed> {
  for (const { at, body } of filled(path, lines)) yield { kind, ...at, body }
  yield witness(path, kind, lines.length)
}

const filled = (path: string, lines: readonly string[]) =>
  lines.flatMap((body, i) => (body.trim() === '' ? [] : [{ at: { path, line: i + 1, text: body }, body }]))

const witness = (path: string, kind: string, rows: number): Observed => ({
  kind: 'listing',
  path,
  line: 1,
  text: path,
  of: [kind],
  whole: true,
  rows,
})
