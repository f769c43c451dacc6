import type { FormatName } from './formats/table.ts'

/**
 * What receivers over HTTP take, and what their answers say of the records that they were sent: stream-formats.md 8.
 * Sends nothing.
 */
export interface Receiver {
  /** Where an address names no path. */
  readonly path: string
  /** What stands behind the name of an index, where an address ends with that. */
  readonly action?: string
  readonly contentType: string
  readonly body: (records: readonly string[]) => string
  /** Of an answer that says yes. */
  readonly accepted: Reading
  /** Of one that says no to the request as a whole. */
  readonly rejected: Reading
}

/** Of so many records, which were not taken; the places of those that may be sent again, and why the others may not. */
export interface Verdict {
  readonly again: readonly number[]
  readonly refused: number
  readonly why?: string
}

/** The path of a request to an address. */
export function pathAt({ pathname }: Pick<URL, 'pathname'>, { path, action = '' }: Receiver): string {
  if (pathname === '/') return path
  return pathname.endsWith(action) ? pathname : `${pathname.replace(/\/$/, '')}${action}`
}

type Reading = (answer: unknown, sent: number) => Verdict

export const ALL_TAKEN: Verdict = { again: [], refused: 0 }

/** With these a receiver asks to be tried again. */
export const TRY_AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504])

export const allRefused = (sent: number, why: string): Verdict => ({ again: [], refused: sent, why })

const lines = (records: readonly string[]): string => records.map(record => `${record}\n`).join('')

const noneOf: Reading = (answer, sent) => allRefused(sent, reasonIn(answer))

export const RECEIVERS: Partial<Record<FormatName, Receiver>> = {
  ecs: {
    path: '/logs-lab1603-default/_bulk',
    action: '/_bulk',
    contentType: 'application/x-ndjson',
    body: records => lines(records.flatMap(record => ['{"create":{}}', record])),
    accepted: itemsOf,
    rejected: noneOf,
  },
  otlp: {
    path: '/v1/logs',
    contentType: 'application/json',
    body: records => `{"resourceLogs":[${records.map(inner).join(',')}]}`,
    accepted: partlyTaken,
    rejected: noneOf,
  },
  'splunk-hec': {
    path: '/services/collector/event',
    contentType: 'application/json',
    body: lines,
    accepted: (answer, sent) => (fieldOf(answer, 'code') === 0 ? ALL_TAKEN : allRefused(sent, reasonIn(answer))),
    rejected: upToOne,
  },
}

/** A line of the stream is a request of its own; its only element goes into a larger one. */
const inner = (record: string): string => record.slice('{"resourceLogs":['.length, -']}'.length)

/** Elasticsearch answers for each record, in order. */
function itemsOf(answer: unknown, sent: number): Verdict {
  const items = fieldOf(answer, 'items')
  if (!Array.isArray(items) || items.length !== sent) return allRefused(sent, 'it does not answer for each record')
  const results = items.map(item => fieldOf(item, 'create'))
  const statuses = results.map(result => Number(fieldOf(result, 'status')))
  const again = statuses.flatMap((status, i) => (TRY_AGAIN.has(status) ? [i] : []))
  const refused = statuses.filter(status => !(status >= 200 && status < 300) && !TRY_AGAIN.has(status)).length
  const first = results.find(result => fieldOf(result, 'error') !== undefined)
  return { again, refused, ...(first !== undefined && { why: reasonIn(fieldOf(first, 'error')) }) }
}

/** OTLP counts what it did not take; which ones they are it does not say. */
function partlyTaken(answer: unknown, sent: number): Verdict {
  const part = fieldOf(answer, 'partialSuccess')
  const rejected = Number(fieldOf(part, 'rejectedLogRecords') ?? 0)
  if (!(rejected > 0)) return ALL_TAKEN
  return { again: [], refused: Math.min(rejected, sent), why: reasonIn(fieldOf(part, 'errorMessage')) }
}

/** The collector takes events up to the first that is invalid, and names that one. */
function upToOne(answer: unknown, sent: number): Verdict {
  const invalid = fieldOf(answer, 'invalid-event-number')
  const isPlace = typeof invalid === 'number' && invalid >= 0 && invalid < sent
  if (!isPlace) return noneOf(answer, sent)
  const again = Array.from({ length: sent - invalid - 1 }, (_, i) => invalid + 1 + i)
  return { again, refused: 1, why: reasonIn(answer) }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined

/** Where receivers have their words. */
const REASONS = ['reason', 'text', 'message', 'error', 'type'] as const

function reasonIn(answer: unknown): string {
  if (typeof answer === 'string' && answer !== '') return answer.slice(0, MOST_OF_A_REASON)
  for (const name of REASONS) {
    const found = fieldOf(answer, name)
    if (found !== undefined) return reasonIn(found)
  }
  return 'it does not say why'
}

const MOST_OF_A_REASON = 200
