import { describe, expect, test } from 'vitest'
import { FORMATS } from '../../../sim/pipeline/formats/table.ts'
import { RECEIVERS } from '../../../sim/pipeline/receivers.ts'
import { lineWith } from './runs.ts'
import { OTLP } from './schemas.ts'

/** Requests as receivers take them, and their answers as they are documented. */

const bulk = RECEIVERS.ecs!
const otlp = RECEIVERS.otlp!
const hec = RECEIVERS['splunk-hec']!

describe('a request', () => {
  test('of _bulk has an action before each document, and ends with a line end', () => {
    const rows = bulk.body(['{"a":1}', '{"b":2}']).split('\n')
    expect(rows).toEqual(['{"create":{}}', '{"a":1}', '{"create":{}}', '{"b":2}', ''])
  })

  test('of OTLP is one request of all records', () => {
    const records = ['one', 'two'].map(text => FORMATS.otlp.write(lineWith(text), true))
    const request = JSON.parse(otlp.body(records))
    expect(OTLP(request), JSON.stringify(OTLP.errors)).toBe(true)
    expect(request.resourceLogs.length).toBe(2)
  })

  test('of the collector is events one behind the other', () => {
    expect(hec.body(['{"event":1}', '{"event":2}'])).toBe('{"event":1}\n{"event":2}\n')
  })
})

describe('an answer', () => {
  const item = (status: number, error?: object) => ({ create: { status, ...(error && { error }) } })

  test('of _bulk speaks of each document', () => {
    const error = { type: 'document_parsing_exception', reason: 'failed to parse' }
    const answer = { errors: true, items: [item(201), item(400, error), item(429, error), item(201)] }
    expect(bulk.accepted(answer, 4)).toEqual({ again: [2], refused: 1, why: 'failed to parse' })
    expect(bulk.accepted({ errors: false, items: [item(201)] }, 1)).toEqual({ again: [], refused: 0 })
  })

  test.each([undefined, null, '', 'OK', [], {}, { items: 'x' }, { items: [item(201)] }, { items: [{}, {}] }])(
    'of _bulk that says nothing of both documents has taken none: %j',
    answer => {
      expect(bulk.accepted(answer, 2)).toMatchObject({ again: [], refused: 2 })
    },
  )

  test('of OTLP counts what was not taken', () => {
    expect(otlp.accepted({}, 5)).toMatchObject({ refused: 0 })
    expect(otlp.accepted({ partialSuccess: {} }, 5)).toMatchObject({ refused: 0 })
    const part = { partialSuccess: { rejectedLogRecords: '2', errorMessage: 'too old' } }
    expect(otlp.accepted(part, 5)).toEqual({ again: [], refused: 2, why: 'too old' })
    expect(otlp.accepted({ partialSuccess: { rejectedLogRecords: 99 } }, 5)).toMatchObject({ refused: 5 })
  })

  test('of the collector names the first that is invalid; what comes behind it is sent again', () => {
    expect(hec.accepted({ text: 'Success', code: 0 }, 3)).toMatchObject({ refused: 0, again: [] })
    expect(hec.accepted('<html>', 3)).toMatchObject({ refused: 3 })
    const invalid = { text: 'Event field cannot be blank', code: 13, 'invalid-event-number': 1 }
    expect(hec.rejected(invalid, 4)).toEqual({ again: [2, 3], refused: 1, why: 'Event field cannot be blank' })
    expect(hec.rejected({ text: 'Invalid token', code: 4 }, 4)).toMatchObject({ refused: 4, why: 'Invalid token' })
    expect(hec.rejected({ 'invalid-event-number': 9 }, 4)).toMatchObject({ refused: 4 })
  })
})
