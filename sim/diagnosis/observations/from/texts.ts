import type { Evidence, Read, TextFile } from '../../evidence.ts'
import { isPowerShellError } from '../../knowledge/powershell.ts'
import { isProperty } from '../../parse/installerRows.ts'
import { messagesIn, type Passage } from '../../parse/sentences.ts'
import type { SetupError } from '../../parse/setupLog.ts'
import type { Observed, RowOf } from '../kinds.ts'
import { codesOfInstaller, codesSaid, fieldsSaid, fileSaid, isRefusal, systemErrorIn } from '../spoken.ts'
import { codes } from './logs.ts'

/** What stood in windows and on pages, and what UpdateOwa.ps1 and Setup wrote, line by line. Knows no sentence. */

export function* fromTexts({ dialogs, texts, owa, updateOwa, setupLogs }: Evidence): Generator<Observed> {
  for (const file of dialogs) yield* dialog(file)
  for (const file of texts) yield* passages(file)
  for (const file of owa) yield* ofKind('owa', file)
  for (const error of setupLogs) yield* setupError(error)
  for (const file of updateOwa) {
    yield* ofKind('owa-script', file)
    yield* errors(file)
  }
}

function* dialog({ path, lines }: Read<TextFile>): Generator<Observed> {
  for (const { at, body } of filled(path, lines)) {
    if (isProperty(body)) {
      yield { kind: 'log.property', ...at, name: '', value: body, how: 'listed' }
      continue
    }
    // Nothing tells when a window was open.
    yield* shown({ ...at, open: true }, body, codes(body))
  }
  yield witness(path, 'dialog', lines.length)
}

/** In another text: no witness of what stood in windows. */
function* passages({ path, passages: found }: Read<{ readonly passages: readonly Passage[] }>): Generator<Observed> {
  for (const { line, text } of found) {
    const at = { path, line, text, open: true }
    const worded = codesSaid(text)
    const numbers = codesOfInstaller(text).filter(({ code }) => !worded.includes(code))
    yield* shown(at, text, [...worded.map(code => ({ code, by: 'text' as const })), ...numbers])
  }
}

type SaidCode = Pick<RowOf<'result.code'>, 'code' | 'by'>
type Shown = Pick<RowOf<'dialog'>, 'path' | 'line' | 'text' | 'open'>

function* shown(at: Shown, body: string, said: readonly SaidCode[]): Generator<Observed> {
  yield { kind: 'dialog', ...at, body, ...(isRefusal(body) && { refused: true }) }
  for (const one of said) yield { kind: 'result.code', ...at, ...one }
  for (const { number, text } of messagesIn(body)) {
    const [file, systemError] = [fileSaid(number, text), systemErrorIn(text)]
    yield {
      kind: 'log.message',
      ...at,
      number,
      form: 'shown',
      // No log is there in which an action would have failed before.
      beforeFailure: true,
      body: text,
      fields: fieldsSaid(number, text),
      ...(file !== undefined && { file }),
      ...(systemError !== undefined && { systemError }),
    }
  }
}

function* setupError({ path, line, text, body }: Read<SetupError>): Generator<Observed> {
  const at = { path, line, text }
  yield { kind: 'script.error', ...at, body }
  for (const said of codes(body)) yield { kind: 'result.code', ...at, ...said, open: true }
}

function* ofKind(kind: 'owa' | 'owa-script', { path, lines }: Read<TextFile>): Generator<Observed> {
  for (const { at, body } of filled(path, lines)) yield { kind, ...at, body }
  yield witness(path, kind, lines.length)
}

/** What the trap of the script says before the error. */
const GAVE_UP = 'Error updating OWA: '

function* errors({ path, lines }: Read<TextFile>): Generator<Observed> {
  for (const { at, body: line } of filled(path, lines)) {
    const body = trapped(line) ?? (isPowerShellError(line) ? line : undefined)
    if (body !== undefined) yield { kind: 'script.error', ...at, body }
  }
}

const trapped = (line: string): string | undefined => line.split(GAVE_UP)[1] || undefined

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
