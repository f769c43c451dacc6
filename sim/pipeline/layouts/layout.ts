import { Document, visit } from 'yaml'
import { isoLocal } from '../../../model/machine/time.ts'
import { lower } from '../../../model/words/letters.ts'
import { utf8 } from '../../forms/encode.ts'
import type { Run } from '../../run/simulate.ts'
import { asOptions } from '../../scenario/choice.ts'
import { VERSION } from '../../version.ts'
import { byCode, jsonLine } from '../formats/oneLine.ts'
import type { RecordLabel } from '../records.ts'

/**
 * What a layout is: runs as the folder that somebody else's repository, runner or loader expects. What it has no place for
 * stands beside it: `labels.jsonl` and a README. Knows no layout, and writes nothing: layouts.md.
 */
export interface Layout {
  /** Whose it is and what for, in a few words. */
  readonly says: string
  /** Where what is true of the records went, and what has no place in it: a paragraph of the README. */
  readonly truth: string
  /** Runs come one at a time, and are forgotten. Nothing at all where nothing of them has a place in it. */
  readonly pieces: (runs: Iterable<Exported>) => Iterable<Piece>
}

export interface Exported {
  /** Small letters, digits, `-` and `_`; no other run of the export has it. */
  readonly name: string
  /** What `run` is told to make it of: an id, or a file. */
  readonly from: string
  readonly run: Run
}

/** Bytes of a file. Those of one path are one file, one piece behind the other. */
export interface Piece {
  /** With forward slashes, below the folder. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Of the whole export. */
export const README = 'README.md'

export const textPiece = (path: string, text: string): Piece => ({ path, bytes: utf8(text) })

/** The pieces of an export, the README last; none where nothing has a place in the layout. */
export function* piecesOf(layout: Layout, runs: Iterable<Exported>): Generator<Piece> {
  const rows: string[] = []
  function* noted(): Generator<Exported> {
    for (const one of runs) {
      rows.push(
        `| ${one.name} | ${cell(one.run.scenario.title)} | ${cell(`lab1603 run ${one.from} ${asOptions(one.run)}`)} |`,
      )
      yield one
    }
  }
  let isEmpty = true
  for (const piece of layout.pieces(noted())) {
    isEmpty = false
    yield piece
  }
  if (!isEmpty) yield textPiece(README, readme(layout, rows))
}

/** Whatever somebody calls a folder or a scenario; a name that is taken gets a number. */
export function nameOf(id: string, taken: Set<string>): string {
  const stem = slug(id) || 'run'
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}-${number}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

export const slug = (text: string): string =>
  lower(text)
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '')

/** The day on which a run begins, by the clock of its first server. */
export const dayOf = ({ servers: [server] }: Run): string =>
  isoLocal(server!.initial.now, server!.initial.zone).slice(0, 10)

/** As readers of YAML 1.1 take it too: there a date, or `no`, is a text only in quotes, and U+2028 ends a line. */
export function yamlText(content: object): string {
  const document = new Document(content, { version: '1.1' })
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && UNPRINTABLE.test(node.value)) node.type = 'QUOTE_DOUBLE'
    },
  })
  return byCode(document.toString({ lineWidth: 0 }))
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a plain text of YAML cannot hold
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]/

// -------------------------------------------------------------------------------------------------------------- labels

/** A label beside a layout that has no place for it. A record without a row is normal. */
interface LabelRow extends RecordLabel {
  readonly file: string
  /** Counted from 1, or of a log with numbers its record. */
  readonly line?: number
  readonly record?: number
}

interface Labelled {
  readonly label: RecordLabel | undefined
}

/** Of a file with a record on each line, unless its records have another place there. */
export function* labelPieces<T extends Labelled>(
  file: string,
  records: readonly T[],
  placeOf: (record: T, index: number) => Pick<LabelRow, 'line' | 'record'> = (_, index) => ({ line: index + 1 }),
): Generator<Piece> {
  const rows = records.flatMap((record, i): LabelRow[] =>
    record.label ? [{ file, ...placeOf(record, i), ...record.label }] : [],
  )
  if (rows.length > 0) yield textPiece('labels.jsonl', rows.map(row => `${jsonLine(row)}\n`).join(''))
}

// -------------------------------------------------------------------------------------------------------------- README

const readme = ({ says, truth }: Layout, rows: readonly string[]): string => `# ${says}

Simulated by lab1603 ${VERSION}: no line is from a real server. The same runs give the same bytes.

| name | what happens | made with |
| --- | --- | --- |
${rows.join('\n')}

${truth}

\`labels.jsonl\` names each record that means something to whoever looks for the cause: the file, the line from 1 or the
number of the record, the class (cause, symptom, consequence or herring), the cause, and the entry of the scenario that
made it. A record without a row is normal. A run of which nothing has a place here has no file.
`

const cell = (text: string): string => text.replace(/[|\r\n]/g, ' ')
