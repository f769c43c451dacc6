import { createHash } from 'node:crypto'
import { LINES } from '../../../model/words/logLines.ts'
import { csvCell, utf8 } from '../../forms/encode.ts'
import type { FactBody } from '../../server/facts.ts'
import type { Label } from '../schema.ts'

/**
 * `labels.csv` of a text log in the shape of the LogPai sets (formats.md 6): LineId, Label, EventId, EventTemplate. A label
 * is `class/cause`, or `-` for a normal line as in BGL; an event id is the start of a digest of its template. Knows
 * lines and labels, and no facts.
 */

export interface TextLog {
  /** Without line ends. */
  readonly rows: readonly string[]
  /** For each row what it was written from, if that is known: then the template is the writer's own. */
  readonly sources: readonly (FactBody | undefined)[]
}

export function labelsCsv(log: TextLog, labels: readonly Label[]): Uint8Array {
  const byLine = new Map<number, string>()
  for (const label of labels) {
    if (label.selector.type !== 'text') continue
    for (let at = label.selector.line; at <= label.selector.endLine; at++) byLine.set(at, ruleOf(label))
  }
  let text = 'LineId,Label,EventId,EventTemplate\n'
  log.rows.forEach((row, i) => {
    text += `${i + 1},${byLine.get(i + 1) ?? '-'},${cellsOf(templateOf(row, log.sources[i]))}\n`
  })
  return utf8(text)
}

const cells = new Map<string, string>()

/** Id and text of a template. The same ones come in every log; the memo only saves time. */
function cellsOf(template: string): string {
  const known = cells.get(template)
  if (known !== undefined) return known
  const result = `${digest(template)},${csvCell(template)}`
  if (cells.size > 5_000) cells.clear()
  cells.set(template, result)
  return result
}

/** `cause/file-in-use`; a class alone where no cause of the answer key is behind it. */
export function ruleOf({ class: meaning, cause }: Label): string {
  return cause === undefined ? meaning : `${meaning}/${cause}`
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

const TEMPLATES: ReadonlyMap<string, string> = new Map(
  Object.entries(LINES).map(([key, { text }]) => [key, text.replace(/\[\d\]/g, '<*>')]),
)

function templateOf(row: string, source: FactBody | undefined): string {
  if (source?.kind === 'log') return TEMPLATES.get(source.key) ?? ''
  if (source) return row.replace(/(Action \w*) ?[\d:]+: (\w+)\.( Return value \d)?.*/, '$1 <*>: <*>.$3')
  // Whatever else writes a log: a time in brackets in front, texts in quotes and numbers are taken for parameters.
  return row
    .replace(/^\[[\d:]+\] /, '')
    .replace(/'[^']*'/g, "'<*>'")
    .replace(/\b\d[\w:./-]*/g, '<*>')
}
