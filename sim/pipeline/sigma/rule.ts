import { z } from 'zod'
import { lower } from '../../../model/words/letters.ts'
import type { Complaint } from '../../written/form.ts'
import { load, problemOf } from '../../written/load.ts'
import { nearest } from '../../written/nearest.ts'
import { isMapping, type Mapping, type Path } from '../../written/paths.ts'
import { type Problem, problemsInOrder } from '../../written/problems.ts'
import { type Condition, ConditionError, readCondition } from './condition.ts'
import type { SigmaEvent } from './event.ts'
import { COMPARISONS, equal, type Fits, refusedValue, type Scalar } from './value.ts'

/**
 * A rule of Sigma about single events of a Windows log: read, and asked of an event. What rules for Windows use is
 * understood; anything else is refused by name and place. Does not know where events come from.
 */
export interface SigmaRule {
  readonly title: string
  readonly id: string | undefined
  /** The channel that it is about; undefined: whichever. */
  readonly channel: string | undefined
  /** Whether an event fits; or whether it would, if it answered some items, by their numbers, the other way round. */
  readonly fits: (event: SigmaEvent, flipped?: readonly number[]) => boolean
  /** What is asked of fields, as it is written: `selection.EventID`. */
  readonly items: readonly string[]
}

export type LoadedRule =
  | { readonly ok: true; readonly rule: SigmaRule }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const text = z.string()

const schema = z.looseObject({
  title: text,
  id: z.optional(text),
  logsource: z.looseObject({ product: z.optional(text), service: z.optional(text), category: z.optional(text) }),
  detection: z.record(text, z.unknown()),
})

/** `file` is only the name that problems carry. Never throws. */
export function loadSigmaRule(written: string, file: string): LoadedRule {
  const loaded = load(schema, written, file)
  if (!loaded.ok) return loaded
  const { title, id, logsource, detection } = loaded.value
  const reading = new Reading(detection)
  const channel = channelOf(logsource, reading.complaints)
  const conditions = reading.conditions()
  if (reading.complaints.length > 0) {
    const placed = reading.complaints.map(complaint =>
      problemOf(complaint, file, loaded.locate(complaint.path, complaint.about === 'key' ? 'key' : 'value')),
    )
    return { ok: false, problems: problemsInOrder(placed) }
  }
  const { selections, items } = reading
  const fits = (event: SigmaEvent, flipped: readonly number[] = []): boolean =>
    conditions.some(condition => holds(condition, selections, event, flipped))
  return { ok: true, rule: { title, id, channel, fits, items } }
}

// --------------------------------------------------------------------------------------------------------- log source

const CHANNELS: Readonly<Record<string, string>> = { application: 'Application', system: 'System' }

function channelOf({ product, service, category }: z.output<typeof schema>['logsource'], complaints: Complaint[]) {
  if (product !== undefined && lower(product) !== 'windows')
    complaints.push({
      path: ['logsource', 'product'],
      message: `"${product}": these servers run Windows`,
      allowed: ['windows'],
    })
  if (category !== undefined)
    complaints.push({
      path: ['logsource', 'category'],
      message: `"${category}": no such events are simulated; these servers have event logs, by \`service\``,
      allowed: Object.keys(CHANNELS),
    })
  const channel = service === undefined ? undefined : CHANNELS[lower(service)]
  if (service !== undefined && channel === undefined)
    complaints.push({
      path: ['logsource', 'service'],
      message: `"${service}": no such log is simulated`,
      allowed: Object.keys(CHANNELS),
    })
  return channel
}

// ---------------------------------------------------------------------------------------------------------- selections

type Ask = (event: SigmaEvent, flipped: readonly number[]) => boolean

const all =
  (asks: readonly Ask[]): Ask =>
  (event, flipped) =>
    asks.every(ask => ask(event, flipped))
const any =
  (asks: readonly Ask[]): Ask =>
  (event, flipped) =>
    asks.some(ask => ask(event, flipped))

/** Reads a detection, and gathers what is wrong with it. */
class Reading {
  readonly complaints: Complaint[] = []
  readonly items: string[] = []
  readonly selections = new Map<string, Ask>()
  readonly #detection: Mapping

  constructor(detection: Mapping) {
    this.#detection = detection
    for (const [name, body] of Object.entries(detection)) {
      if (name === 'timeframe') this.#refuse([name], 'counts events over time, which is not simulated here', 'key')
      else if (name !== 'condition') this.selections.set(name, this.#selection(name, body, ['detection', name]))
    }
  }

  /** A list of conditions is as many rules in one. */
  conditions(): Condition[] {
    const { condition } = this.#detection
    const names = [...this.selections.keys()]
    if (condition === undefined) {
      this.complaints.push({ path: ['detection'], about: 'absence', message: '`condition` is missing' })
      return []
    }
    const list = Array.isArray(condition) ? condition : [condition]
    return list.flatMap((one, i) => {
      const path = ['detection', 'condition', ...(Array.isArray(condition) ? [i] : [])]
      if (typeof one !== 'string') this.complaints.push({ path, message: 'this is no condition' })
      else
        try {
          return [readCondition(one, names)]
        } catch (error) {
          if (!(error instanceof ConditionError)) throw error
          this.complaints.push({
            path,
            message: `the condition ${error.message}`,
            ...(error.allowed.length > 0 && { allowed: error.allowed }),
          })
        }
      return []
    })
  }

  #refuse(path: Path, message: string, about?: 'key'): void {
    this.complaints.push({
      path: ['detection', ...path],
      message: `\`${path.at(-1)}\` ${message}`,
      ...(about && { about }),
    })
  }

  /** A mapping asks for all of its fields; of a list of mappings one is enough, and of a list of words one anywhere. */
  #selection(name: string, body: unknown, path: Path): Ask {
    if (isEmpty(body)) this.complaints.push({ path, message: NOTHING_ASKED })
    if (isMapping(body))
      return all(Object.entries(body).map(([key, value]) => this.#field(name, key, value, [...path, key])))
    const list = Array.isArray(body) ? body : [body]
    return any(
      list.map((entry, i) => {
        const place = Array.isArray(body) ? [...path, i] : path
        return isMapping(entry) ? this.#selection(name, entry, place) : this.#anywhere(name, entry, place)
      }),
    )
  }

  #anywhere(name: string, value: unknown, path: Path): Ask {
    if (!isScalar(value)) {
      this.complaints.push({ path, message: 'this is no value' })
      return () => false
    }
    const fits = COMPARISONS.contains!(value, false)
    return this.#item(`${name}: ${value}`, event => [...event.values()].flat().some(fits))
  }

  #field(name: string, key: string, value: unknown, path: Path): Ask {
    const [field = '', ...modifiers] = key.split('|')
    const unknown = modifiers.find(word => !MODIFIERS.includes(word))
    if (unknown !== undefined) {
      const meant = nearest(unknown, MODIFIERS)
      this.complaints.push({
        path,
        about: 'key',
        message: `the modifier \`${unknown}\` is not understood here`,
        allowed: MODIFIERS,
        ...(meant !== undefined && { nearest: meant }),
      })
      return () => false
    }
    const label = `${name}.${key}`
    const valuesIn = (event: SigmaEvent): readonly string[] => event.get(lower(field)) ?? []
    if (isEmpty(value)) this.complaints.push({ path, message: NOTHING_ASKED })
    const kinds = modifiers.filter(word => word === 'exists' || Object.hasOwn(COMPARISONS, word))
    if (kinds.length > 1)
      this.complaints.push({ path, about: 'key', message: `\`${kinds.join('` and `')}\` do not go together` })
    if (kinds[0] === 'exists' && typeof value !== 'boolean')
      this.complaints.push({ path, message: `"${value}" is not true or false` })
    if (kinds[0] === 'exists') return this.#item(label, event => valuesIn(event).length > 0 === (value === true))
    const values = Array.isArray(value) ? value : [value]
    const asks = values.map((one, i) => this.#value(one, modifiers, Array.isArray(value) ? [...path, i] : path))
    const isAll = modifiers.includes('all')
    return this.#item(label, event => {
      const texts = valuesIn(event)
      return isAll ? asks.every(ask => ask(texts)) : asks.some(ask => ask(texts))
    })
  }

  /** null asks for a field that is not there, or empty. */
  #value(value: unknown, modifiers: readonly string[], path: Path): (texts: readonly string[]) => boolean {
    if (value === null) return texts => texts.every(text => text === '')
    const comparison = modifiers.find(word => Object.hasOwn(COMPARISONS, word))
    const wrong = isScalar(value) ? refusedValue(comparison, value) : 'is no value'
    if (wrong !== undefined) {
      this.complaints.push({ path, message: isScalar(value) ? `"${value}" ${wrong}` : `this ${wrong}` })
      return () => false
    }
    const fits: Fits = (comparison === undefined ? equal : COMPARISONS[comparison]!)(
      value as Scalar,
      modifiers.includes('cased'),
    )
    return texts => texts.some(fits)
  }

  #item(label: string, ask: (event: SigmaEvent) => boolean): Ask {
    const number = this.items.push(label) - 1
    return (event, flipped) => ask(event) !== flipped.includes(number)
  }
}

const MODIFIERS: readonly string[] = [...Object.keys(COMPARISONS), 'all', 'cased', 'exists']

/** It would fit everything, or nothing. */
const isEmpty = (value: unknown): boolean =>
  (isMapping(value) && Object.keys(value).length === 0) || (Array.isArray(value) && value.length === 0)

const NOTHING_ASKED = 'this asks for nothing'

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)

function holds(
  condition: Condition,
  selections: ReadonlyMap<string, Ask>,
  event: SigmaEvent,
  flipped: readonly number[],
): boolean {
  switch (condition.is) {
    case 'name':
      return selections.get(condition.name)!(event, flipped)
    case 'not':
      return !holds(condition.of, selections, event, flipped)
    case 'all':
      return condition.of.every(one => holds(one, selections, event, flipped))
    case 'any':
      return condition.of.some(one => holds(one, selections, event, flipped))
  }
}
