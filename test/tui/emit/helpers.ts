import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { FORMATS } from '../../../sim/pipeline/formats/table.ts'
import type { StreamRecord } from '../../../sim/pipeline/records.ts'
import type { Line } from '../../../sim/pipeline/stream.ts'
import type { Clock } from '../../../tui/emit/clock.ts'
import type { Destination } from '../../../tui/emit/destination.ts'
import { type Shipped, ship } from '../../../tui/emit/ship.ts'
import { lineWith } from '../../sim/pipeline/runs.ts'

/** Records, time and places, for the tests of destinations. */

export const FORMAT = FORMATS.jsonl

/** It waits, but a hundredth of what it is asked to. */
export const hurried: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms / 100, undefined, { ...(signal && { signal }) }).catch(() => {}),
}

/** Time that goes by when somebody waits, and only then. */
export function fakeClock(): Clock & { readonly slept: number[] } {
  let time = 1000
  const slept: number[] = []
  return {
    slept,
    now: () => time,
    async sleep(ms) {
      slept.push(ms)
      time += ms
    },
  }
}

export const recordAt = (at: number): StreamRecord => ({ ...lineWith('x'), at })

/** So many lines; each names its number. */
export function* numbered(count: number, filler = ''): Generator<Line> {
  for (let n = 1; n <= count; n++) yield { record: recordAt(n), text: JSON.stringify({ n, filler }) }
}

export const numbersIn = (text: string): number[] =>
  text
    .split('\n')
    .filter(line => line.endsWith('}') && line.startsWith('{"n"'))
    .map(line => JSON.parse(line).n)

export async function shipped(
  lines: Iterable<Line>,
  to: Destination | Promise<Destination>,
  stop = new AbortController(),
): Promise<Shipped & { readonly to: Destination }> {
  const place = await to
  return { ...(await ship({ lines, to: place, pace: undefined, clock: hurried, signal: stop.signal })), to: place }
}

export async function listening(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
