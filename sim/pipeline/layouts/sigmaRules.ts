import { uuidFrom } from '../../../model/installer/guid.ts'
import type { LogName } from '../../../model/machine/parts.ts'
import { lower, upper } from '../../../model/words/letters.ts'
import { whatIs } from '../../causes.ts'
import type { EventRecord } from '../../forms/eventlog/record.ts'
import type { RecordLabel } from '../records.ts'
import type { SigmaEvent } from '../sigma/event.ts'
import { loadSigmaRule, type SigmaRule } from '../sigma/rule.ts'
import { slug, yamlText } from './layout.ts'

/**
 * A rule of Sigma for each kind of event that the labels call a cause: it asks for the source, the number and, where others
 * have those too, for the values that tell them apart. A rule is kept only if it fits just what is labelled, as our own judge
 * has it. Knows labels and events, and no scenario.
 */

/** An event with what it means. */
export interface Seen {
  readonly log: LogName
  readonly record: EventRecord
  /** As rules see it. */
  readonly event: SigmaEvent
  readonly label: RecordLabel | undefined
}

/** Events of one cause that have the same source and number. */
export interface Kind {
  readonly cause: string
  readonly log: LogName
  readonly source: string
  readonly id: number
}

export interface WrittenRule {
  readonly kind: Kind
  /** Without the ending. */
  readonly name: string
  readonly id: string
  readonly title: string
  /** Below `rules/` and `regression_data/rules/`. */
  readonly folder: string
  readonly text: string
  readonly day: string
  readonly rule: SigmaRule
}

/** Of an event that shows a cause. */
export function kindOf({ log, record, label }: Seen): Kind | undefined {
  if (label?.class !== 'cause' || label.cause === undefined) return undefined
  return { cause: label.cause, log, source: record.source, id: record.id }
}

export const keyOf = ({ cause, log, source, id }: Kind): string => `${cause} ${log} ${source} ${id}`

/** Undefined where nothing in the events tells those of a kind from others. */
export function ruleFor(kind: Kind, seen: readonly Seen[], day: string): WrittenRule | undefined {
  const own = seen.filter(one => isOf(one, kind))
  const asked = seen.filter(({ log }) => log === kind.log)
  for (const item of itemsOf(own)) {
    const written = writtenRule(kind, item, day)
    if (asked.every(one => written.rule.fits(one.event) === isOf(one, kind))) return written
  }
  return undefined
}

export function isOf(one: Seen, kind: Kind): boolean {
  const own = kindOf(one)
  return own !== undefined && keyOf(own) === keyOf(kind)
}

// ------------------------------------------------------------------------------------------------------------ detection

type Item = Readonly<Record<string, string | readonly string[]>>

/** So many values a rule names one by one. */
const MOST_VALUES = 8

/** What may tell own events from others, the least first: nothing more, or the values that one of the fields has in them. */
function itemsOf(own: readonly Seen[]): Item[] {
  const fields = own.map(({ record }) => fieldsOf(record))
  const places = fields[0]!.map((field, i) => ({
    name: field.name,
    values: [...new Set(fields.map(of => of[i]?.value ?? ''))],
  }))
  const items = places
    .filter(({ values }) => values.length <= MOST_VALUES && values.every(value => value.trim() !== ''))
    .sort((a, b) => a.values.length - b.values.length || lengthOf(a.values) - lengthOf(b.values))
    .map(({ name, values }) => ({ [name]: values.length === 1 ? literal(values[0]!) : values.map(literal) }))
  return [{}, ...items]
}

const lengthOf = (values: readonly string[]): number => values.join('').length

/** Data without a name is one field to most readers: `contains`. */
const fieldsOf = ({ strings, names }: EventRecord): { readonly name: string; readonly value: string }[] =>
  strings.map((value, i) => ({ name: names?.[i] ?? 'Data|contains', value }))

/** A wildcard that is meant as itself, and a backslash in front of one or of another backslash. */
const literal = (value: string): string => value.replace(/\\(?=[\\*?])|[*?]/g, '\\$&')

// ----------------------------------------------------------------------------------------------------------------- text

function writtenRule(kind: Kind, item: Item, day: string): WrittenRule {
  const { cause, log, source, id: number } = kind
  const service = lower(log)
  const provider = underscored(source)
  const name = `win_${service === 'system' ? 'system_' : ''}${provider}_${number}_${underscored(cause)}`
  const folder = `windows/builtin/${service}/${provider}`
  // Another detection is another rule.
  const id = uuidFrom(`lab1603 sigmahq rule ${name} ${JSON.stringify(item)}`)
  const title = `${source} Event ${number} - ${capitals(cause)}`
  const text = yamlText({
    title,
    id,
    status: 'experimental',
    description: `Detects the event that shows why an update of Exchange Server 2007 went wrong: ${whatIs(cause)}`,
    author: 'lab1603',
    date: day,
    logsource: { product: 'windows', service },
    detection: { selection: { Provider_Name: source, EventID: number, ...item }, condition: 'selection' },
    falsepositives: ['Other installations that meet the same trouble'],
    level: 'medium',
    regression_tests_path: `regression_data/rules/${folder}/${name}/info.yml`,
  })
  const loaded = loadSigmaRule(text, `${name}.yml`)
  if (!loaded.ok) throw new Error(`a rule that was written cannot be read: ${name}`)
  return { kind, name, id, title, folder, text, day, rule: loaded.rule }
}

const underscored = (text: string): string => slug(text).replace(/[-_]+/g, '_')

const capitals = (id: string): string =>
  id
    .split('-')
    .map(word => upper(word.slice(0, 1)) + word.slice(1))
    .join(' ')
