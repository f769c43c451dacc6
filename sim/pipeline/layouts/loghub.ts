import { createHash } from 'node:crypto'
import { isoUtc } from '../../../model/machine/time.ts'
import { contentOf, ruleOf } from '../../bundle/truth/logpai.ts'
import { csvCell } from '../../forms/encode.ts'
import { TYPE_NAMES } from '../../forms/exports/events.ts'
import { groupedBy } from '../../grouped.ts'
import { fieldsOf } from '../formats/eventFields.ts'
import { wellFormed } from '../formats/oneLine.ts'
import { type EventEntry, type LineRecord, recordsOfRun, type StreamRecord } from '../records.ts'
import { type Layout, labelPieces, type Piece, textPiece } from './layout.ts'
import { eventTemplate, lineTemplate, onOneLine } from './templates.ts'

/**
 * Systems with their lines, structured, and the templates, as in logpai/loghub: layouts.md 4. Lines have a head of fields without
 * blanks, the label first, as BGL has it. A template is what the writer wrote the line from where that is known, else
 * the form of the line. Does not know what a line means.
 */
export const loghub: Layout = {
  says: 'Logs with templates for parsers, as in logpai/loghub',
  truth: `The first field of a line, and the column Label, is \`-\` or class and cause, such as \`cause/file-in-use\`. EventTemplate is what the
line was written from where that is known: in \`MSI\`, \`Application\` and \`System\`; in \`Setup\` and \`WindowsUpdate\` it is the form
of the line, with quoted texts and numbers left open. Lines without text are left out; the text of an event is one line.`,
  *pieces(runs) {
    const begun = new Map<SystemName, Templates>()
    for (const { run } of runs) {
      const bySystem = groupedBy(recordsOfRun(run), systemOf)
      for (const [name, records] of bySystem) yield* systemPieces(name, records, begun)
    }
    for (const [name, templates] of begun) yield* endOf(name, templates)
  },
}

type SystemName = 'MSI' | 'Setup' | 'WindowsUpdate' | 'Application' | 'System'

const OF_LINES: Readonly<Record<LineRecord['kind'], SystemName>> = {
  'installer-log': 'MSI',
  'script-log': 'Setup',
  'update-log': 'WindowsUpdate',
}

const systemOf = (record: StreamRecord): SystemName => (record.kind === 'event' ? record.log : OF_LINES[record.kind])

/** What stands before the content of each line, as a loader is told it. */
const HEADS = {
  line: ['Label', 'Date', 'Time', 'Host', 'File', 'Writer'],
  event: ['Label', 'Date', 'Time', 'Host', 'Level', 'Source', 'Code'],
} as const

const headOf = (name: SystemName): readonly string[] =>
  name === 'Application' || name === 'System' ? HEADS.event : HEADS.line

const FORM_NOTE: Readonly<Record<SystemName, string>> = {
  MSI: 'Verbose logs of Windows Installer. Writer is side, process and thread in hexadecimal, `s:A4:B8`, or `-`.',
  Setup: "Logs of the rollup's own scripts.",
  WindowsUpdate:
    'Logs of the update client. In WindowsUpdate.log Writer is process, thread and component, `888:594:AU`; in ReportingEvents.log `-`.',
  Application: 'Events of the Application log with their texts.',
  System: 'Events of the System log with their texts.',
}

/** How often each template was there, and how many lines there are. */
interface Templates {
  lines: number
  readonly counts: Map<string, number>
}

interface Structured {
  readonly head: readonly string[]
  readonly content: string
  readonly template: string
  readonly label: StreamRecord['label']
}

function* systemPieces(
  name: SystemName,
  records: readonly StreamRecord[],
  begun: Map<SystemName, Templates>,
): Generator<Piece> {
  const lines = records.map(record => (record.kind === 'event' ? eventLine(record) : textLine(record)))
  const told = lines.filter(({ content }) => content !== '')
  if (told.length === 0) return
  const isNew = !begun.has(name)
  const templates = begun.get(name) ?? { lines: 0, counts: new Map<string, number>() }
  begun.set(name, templates)
  const before = templates.lines
  templates.lines += told.length
  for (const { template } of told) templates.counts.set(template, (templates.counts.get(template) ?? 0) + 1)
  const log = `${name}/${name}.log`
  const rows = told.map(({ head, content, template }, i) =>
    [before + i + 1, ...head, content, eventIdOf(template), template].map(cell => csvCell(String(cell))).join(','),
  )
  const titles = isNew ? [['LineId', ...headOf(name), 'Content', 'EventId', 'EventTemplate'].join(',')] : []
  yield textPiece(log, told.map(({ head, content }) => `${[...head, content].join(' ')}\n`).join(''))
  yield textPiece(`${log}_structured.csv`, [...titles, ...rows].map(row => `${row}\n`).join(''))
  yield* labelPieces(log, told, (_, i) => ({ line: before + i + 1 }))
}

function* endOf(name: SystemName, { lines, counts }: Templates): Generator<Piece> {
  const rows = [...counts].map(([template, count]) => [eventIdOf(template), csvCell(template), count].join(','))
  yield textPiece(
    `${name}/${name}.log_templates.csv`,
    ['EventId,EventTemplate,Occurrences', ...rows].map(row => `${row}\n`).join(''),
  )
  const format = [...headOf(name), 'Content'].map(field => `<${field}>`).join(' ')
  yield textPiece(
    `${name}/README.md`,
    `## ${name}\n\n${FORM_NOTE[name]}\n\nlog_format: \`${format}\`. ${lines} lines, ${counts.size} templates. Times are UTC.\n`,
  )
}

/** The same template has the same id in every export. */
const eventIdOf = (template: string): string => createHash('sha256').update(template).digest('hex').slice(0, 8)

// ---------------------------------------------------------------------------------------------------------------- lines

function startOf({ label, at, host }: StreamRecord): string[] {
  const time = isoUtc(at)
  return [label ? ruleOf(label) : '-', time.slice(0, 10), time.slice(11, 23), host]
}

const inOneWord = (text: string): string => text.replace(/\s+/g, '-')

function textLine(record: LineRecord): Structured {
  const { text, label, path } = record
  const { writer, content: said } = withoutHead(wellFormed(text))
  const content = onOneLine(said)
  const head = [...startOf(record), inOneWord(path.replace(/^.*\\/, '')), writer]
  return { head, content, template: lineTemplate(record, content), label }
}

/** A line of the installer begins with side, process and thread, one of the update client with process, thread and component. */
function withoutHead(text: string): { writer: string; content: string } {
  const [head, side, process, thread] = OF_INSTALLER.exec(text) ?? []
  if (head !== undefined) return { writer: `${side}:${process}:${thread}`, content: text.slice(head.length) }
  const [date, time, ...fields] = text.split('\t')
  if (fields.length > 3 && DATE.test(date!) && TIME.test(time!)) {
    return {
      writer: fields
        .slice(0, 3)
        .map(field => field.trim())
        .join(':'),
      content: fields.slice(3).join('\t'),
    }
  }
  return { writer: '-', content: contentOf(text) }
}

const OF_INSTALLER = /^MSI \(([cs])\) \(([0-9A-F]{2})[:!]([0-9A-F]{2})\) \[[\d:]+\]: /
const DATE = /^\d{4}-\d\d-\d\d$/
const TIME = /^\d\d:\d\d:\d\d:\d{3}$/

function eventLine(entry: EventEntry): Structured {
  const { message } = fieldsOf(entry)
  const content = onOneLine(message)
  const { type, source, id } = entry.event
  const head = [...startOf(entry), TYPE_NAMES[type], inOneWord(source), String(id)]
  return { head, content, template: eventTemplate(entry, content), label: entry.label }
}
