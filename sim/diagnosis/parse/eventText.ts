import { CONTROL_MANAGER_SOURCE, INSTALLER_SOURCE } from '../../../model/words/eventSources.ts'
import { lower } from '../../../model/words/letters.ts'
import { LIMITS } from '../../limits.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { type EventField, eventField, eventOf } from './eventFields.ts'
import { type EventEntry, oldestFirst } from './events.ts'
import { eachLine } from './text.ts'

/**
 * Events as text, a line for each field: as Event Viewer copies them, as wevtutil prints them, and as lists of
 * PowerShell. Forms: formats.md 4. Does not know what an event means.
 */

interface Style {
  /** The line with which an event begins. */
  readonly head: RegExp
  /** A line with a name and a value. */
  readonly field: RegExp
  /** What may follow a description; anything else belongs to it. */
  readonly behind: RegExp
}

/** The surer sign first: what is printed has a name that is a head as well. */
const STYLES = {
  printed: {
    head: /^Event\[\d{1,9}\]:?\s*$/,
    field: /^ {0,4}([A-Z][A-Za-z ]{2,12}): ?(.*)$/,
    behind: /^(?!)/,
  },
  viewer: {
    head: /^(?:Event Type|Log Name):/,
    field:
      /^(Event Type|Event Source|Event ID|Event Category|Date|Time|User|Computer|Log Name|Source|Task Category|Level|Keywords|Description|Event Xml|Data):\s*(.*)$/,
    behind: /^(?:Event Xml|Data)$/,
  },
  /** What goes on in a further line is indented. Which name comes first depends on the command. */
  listed: {
    head: /^(?:TimeCreated|ProviderName|LevelDisplayName|EntryType|InstanceId|Id|EventID|Message|Source) {0,20}: /,
    field: /^([A-Z]\w{1,40}) {0,20}: ?(.*)$/,
    behind: /./,
  },
} as const satisfies Readonly<Record<string, Style>>

type StyleName = keyof typeof STYLES

/** Events as text, oldest first. What stands above the first of them, and below one that has ended, is handed on. */
export function parseEventText(
  lines: Iterable<string>,
  file: FileBudget = ownBudget(),
  beside: (line: string, index: number) => void = () => {},
): EventEntry[] {
  const events = file.newest<EventEntry>('events', LIMITS.events, (a, b) => (a.time ?? 0) - (b.time ?? 0))
  let event: EventDraft | undefined
  eachLine(lines, file, (raw, index) => {
    const style = begun(raw, event)
    if (style) {
      if (event) events.push(event.entry())
      event = new EventDraft(style, index + 1)
    }
    if (!event?.take(raw)) beside(raw, index)
  })
  if (event) events.push((event as EventDraft).entry())
  return oldestFirst(events.rows())
}

/** The style of an event that begins in this line. */
function begun(raw: string, event: EventDraft | undefined): StyleName | undefined {
  if (event?.style === 'listed') return event.repeats(raw) ? 'listed' : undefined
  if (STYLES.printed.head.test(raw)) return 'printed'
  if (event?.style !== 'printed' && STYLES.viewer.head.test(raw)) return 'viewer'
  return !event && STYLES.listed.head.test(raw) ? 'listed' : undefined
}

/** Lines of one description: the texts of Windows have some. */
const MOST_LINES = 1000

/** Whose texts have no empty line. */
const ONE_PARAGRAPH: ReadonlySet<string> = new Set([INSTALLER_SOURCE, CONTROL_MANAGER_SOURCE].map(lower))

const HELP = /For more information, see Help and Support Center at \S+/

class EventDraft {
  readonly style: StyleName
  readonly #line: number
  readonly #names = new Set<string>()
  readonly #fields = new Map<EventField, string>()
  readonly #description: string[] = []
  #describing = false
  #ended = false

  constructor(style: StyleName, line: number) {
    this.style = style
    this.#line = line
  }

  /** A field that is there already belongs to the next event. */
  repeats(raw: string): boolean {
    return this.#names.has(STYLES[this.style].field.exec(raw)?.[1] ?? '')
  }

  /** Whether the line is one of the event. */
  take(raw: string): boolean {
    const { field, behind } = STYLES[this.style]
    const [, name, value = ''] = field.exec(raw) ?? []
    if (name !== undefined && (!this.#describing || behind.test(name))) this.#field(name, value)
    else if (this.#ended || (this.#describing && this.#endsAt(raw))) return this.#end(raw)
    else if (this.#describing && this.#description.length < MOST_LINES) this.#description.push(raw)
    return true
  }

  /** An empty line behind a text that has none. */
  #endsAt(raw: string): boolean {
    const said = this.#description.some(line => line.trim() !== '')
    return raw.trim() === '' && said && ONE_PARAGRAPH.has(lower(this.#fields.get('source') ?? ''))
  }

  #end(raw: string): boolean {
    this.#ended = true
    return raw.trim() === '' || HELP.test(raw)
  }

  #field(name: string, value: string): void {
    this.#names.add(name)
    const field = eventField(name)
    this.#describing = field === 'message'
    if (this.#describing) this.#description.push(value)
    else if (field && !this.#fields.get(field)) this.#fields.set(field, value)
  }

  entry(): EventEntry {
    const message = this.#description.join(' ').replace(HELP, '')
    return eventOf(this.#line, new Map([...this.#fields, ['message', message]]))
  }
}
