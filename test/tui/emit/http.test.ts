import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import type { FormatName } from '../../../sim/pipeline/formats/table.ts'
import { RECEIVERS } from '../../../sim/pipeline/receivers.ts'
import type { Line } from '../../../sim/pipeline/stream.ts'
import { toHttp } from '../../../tui/emit/http.ts'
import { placeOf } from '../../../tui/emit/where.ts'
import { hurried, listening, numbered, shipped } from './helpers.ts'

/** Receivers of our own over HTTP, as those of others are documented: they take, refuse, are busy, go away. */

interface Request {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Answer = readonly [status: number, body: object | string, headers?: Readonly<Record<string, string>>]

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function receiving(answer: (request: Request, number: number) => Answer | undefined) {
  const requests: Request[] = []
  const server = createServer(async (request, response) => {
    const { url = '', headers } = request
    const got = { path: url, headers, body: await text(request) }
    const said = answer(got, requests.push(got))
    if (!said) return void request.socket.destroy()
    const [status, body, more = {}] = said
    response.writeHead(status, more).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  servers.push(server)
  const port = await listening(server)
  const send = (format: FormatName, lines: Iterable<Line>, address = `http://127.0.0.1:${port}`) => {
    const stop = new AbortController()
    return shipped(lines, toHttp(new URL(address), RECEIVERS[format]!, hurried, stop.signal), stop)
  }
  return { requests, send, port }
}

const COUNT = 1234
const otlpLines = (count: number): Line[] =>
  [...numbered(count)].map(({ record, text: n }) => ({ record, text: `{"resourceLogs":[${n}]}` }))

describe('_bulk', () => {
  const documents = ({ body }: Request): { n: number }[] =>
    body
      .trimEnd()
      .split('\n')
      .filter((_, i) => i % 2 === 1)
      .map(row => JSON.parse(row))
  const created = (count: number): object[] => Array.from({ length: count }, () => ({ create: { status: 201 } }))

  test('takes documents, and all are counted', async () => {
    const { requests, send } = await receiving(request => [
      200,
      { errors: false, items: created(documents(request).length) },
    ])
    const { to, why } = await send('ecs', numbered(COUNT))
    expect([to.tally.delivered, to.tally.refused, why]).toEqual([COUNT, 0, undefined])
    expect(requests.flatMap(documents).map(({ n }) => n)).toEqual([...numbered(COUNT)].map((_, i) => i + 1))
    expect(requests[0]!.path).toBe('/logs-lab1603-default/_bulk')
    expect(requests[0]!.headers['content-type']).toBe('application/x-ndjson')
  })

  test('that refuses some is read, and those that it asks for again are sent again', async () => {
    const seen = new Map<number, number>()
    const { send } = await receiving(request => {
      const items = documents(request).map(({ n }) => {
        const times = (seen.get(n) ?? 0) + 1
        seen.set(n, times)
        if (n % 100 === 0) return { create: { status: 400, error: { type: 'x', reason: 'failed to parse' } } }
        if (n % 10 === 0 && times < 3) return { create: { status: 429, error: { type: 'x', reason: 'busy' } } }
        return { create: { status: 201 } }
      })
      return [200, { errors: true, items }]
    })
    const { to } = await send('ecs', numbered(COUNT))
    expect([to.tally.delivered, to.tally.refused]).toEqual([COUNT - 12, 12])
    expect(to.tally.reasons.size).toBeGreaterThan(0)
    expect(seen.get(10)).toBe(3)
    expect(seen.get(11)).toBe(1)
  })
})

describe('the HTTP Event Collector', () => {
  const events = ({ body }: Request): { n: number }[] =>
    body
      .trimEnd()
      .split('\n')
      .map(row => JSON.parse(row))

  test('names what is invalid, and gets what comes behind it', async () => {
    const taken: number[] = []
    const { requests, send, port } = await receiving(request => {
      const own = events(request)
      const invalid = own.findIndex(({ n }) => n % 300 === 0)
      taken.push(...own.slice(0, invalid < 0 ? own.length : invalid).map(({ n }) => n))
      if (invalid < 0) return [200, { text: 'Success', code: 0 }]
      return [400, { text: 'Invalid data format', code: 6, 'invalid-event-number': invalid }]
    })
    const { to } = await send('splunk-hec', numbered(COUNT), `http://x:se%20cret@127.0.0.1:${port}`)
    expect([to.tally.delivered, to.tally.refused]).toEqual([COUNT - 4, 4])
    expect(taken.length).toBe(COUNT - 4)
    expect(new Set(taken).size).toBe(COUNT - 4)
    const { path, headers } = requests[0]!
    expect(path).toBe('/services/collector/event')
    expect(headers.authorization).toBe(`Basic ${Buffer.from('x:se cret').toString('base64')}`)
  })

  test('that lets nobody in is asked once', async () => {
    const { requests, send } = await receiving(() => [403, { text: 'Invalid token', code: 4 }])
    const { to, why } = await send('splunk-hec', numbered(COUNT))
    expect([requests.length, to.tally.delivered]).toEqual([1, 0])
    expect(String((why as Error).message)).toContain('it answers 403: Invalid token')
  })
})

describe('OTLP', () => {
  test('says how many it has not taken', async () => {
    const { requests, send } = await receiving((_, number) => [
      200,
      number === 2 ? { partialSuccess: { rejectedLogRecords: '7', errorMessage: 'too old' } } : {},
    ])
    const { to } = await send('otlp', otlpLines(COUNT))
    expect([to.tally.delivered, to.tally.refused]).toEqual([COUNT - 7, 7])
    expect([...to.tally.reasons]).toEqual([['too old', 7]])
    expect(requests.reduce((sum, { body }) => sum + JSON.parse(body).resourceLogs.length, 0)).toBe(COUNT)
    expect(requests[0]!.path).toBe('/v1/logs')
  })

  test('that is busy, goes away and comes back gets everything', async () => {
    const { send } = await receiving((_, number) => {
      if (number === 1) return [503, 'busy', { 'retry-after': '1' }]
      if (number === 2) return undefined
      return number === 3 ? [429, ''] : [200, {}]
    })
    const { to } = await send('otlp', otlpLines(COUNT), undefined)
    expect([to.tally.delivered, to.tally.refused]).toEqual([COUNT, 0])
  })

  test('that stays busy is given up', async () => {
    const { requests, send } = await receiving(() => [503, 'busy'])
    const { to, why, asked } = await send('otlp', otlpLines(COUNT))
    expect(to.tally.delivered).toBe(0)
    expect(requests.length).toBe(9)
    expect(asked).toBeLessThan(COUNT)
    expect(String((why as Error).message)).toContain('it answers 503')
  })

  test('at an address of its own is sent there, with no secret in its name', async () => {
    const { requests, send, port } = await receiving(() => [200, {}])
    await send('otlp', otlpLines(1), `http://127.0.0.1:${port}/otlp/v1/logs?x=1`)
    expect(requests[0]!.path).toBe('/otlp/v1/logs?x=1')
    expect(placeOf('http://me:secret@127.0.0.1:9/a', 'otlp').name).toBe('http://127.0.0.1:9/a')
  })
})
