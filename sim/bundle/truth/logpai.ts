import { createHash } from 'node:crypto'
import { LINES } from '../../../model/words/logLines.ts'
import { csvCell, utf8 } from '../../forms/encode.ts'
import type { FactBody } from '../../server/facts.ts'
import type { Label } from '../schema.ts'
import { HOLE } from './holes.ts'
import { wholeTemplate } from './wholeTexts.ts'

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
export function ruleOf({
  class: meaning,
  cause,
}: Pick<Label, 'class'> & { readonly cause?: string | undefined }): string {
  return cause === undefined ? meaning : `${meaning}/${cause}`
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** As many letters the engine writes of a line. */
const LONGEST = 1067

const TEMPLATES: ReadonlyMap<string, string> = new Map(
  Object.entries(LINES).map(([key, { text }]) => [key, text.replace(/\[\d\]/g, HOLE)]),
)

/** What stands in front of the content of a line: who writes, and when. */
const PREFIX = /^(?:MSI \([cs]\) \([0-9A-F]{2}[:!][0-9A-F]{2}\) \[[\d:]+\]: |\[[\d:]+\] )/

export const contentOf = (row: string): string => row.replace(PREFIX, '')

/** The content with its parameters left open. */
export function templateOf(row: string, source: FactBody | undefined): string {
  const content = contentOf(row)
  const written = source && TEMPLATES.get(lineOf(source, content))
  if (written === HOLE) return wholeTemplate(content) ?? masked(content)
  if (written !== undefined) return content.length < LONGEST ? written : cutLike(content, written)
  return masked(content)
}

/** Of whatever else writes a log texts in quotes, GUIDs and numbers are taken for parameters. */
export const masked = (content: string): string =>
  content
    .replace(/'[^']*'/g, `'${HOLE}'`)
    .replace(/\b[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}\b/gi, HOLE)
    .replace(/\b\d[\w:./-]*/g, HOLE)

/** An action begins with a line for whoever watches, and with one for the log. */
function lineOf(source: FactBody, content: string): string {
  if (source.kind === 'log') return source.key
  if (source.kind === 'action-ended') return 'actionEnded'
  return content.startsWith('Action start ') ? 'actionStart' : 'actionText'
}

/** The engine has cut the line: what stood behind a parameter may be gone. */
function cutLike(content: string, template: string): string {
  const parts = template.split(HOLE)
  let from = 0
  const kept = parts.findIndex(part => {
    const at = content.indexOf(part, from)
    from = at + part.length
    return at < 0
  })
  return kept < 0 ? template : parts.slice(0, kept).join(HOLE) + HOLE
}
