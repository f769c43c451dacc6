import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { toTcp } from '../../../tui/emit/tcp.ts'
import { toUdp } from '../../../tui/emit/udp.ts'
import { FORMAT, hurried, listening, numbered, numbersIn, shipped } from './helpers.ts'

/** Receivers of our own that count: what arrived is what is said to have been delivered, whatever they do. */

const COUNT = 20_000
const FILLER = 'x'.repeat(100)
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const toPort = (port: number, stop = new AbortController()) => toTcp('127.0.0.1', port, FORMAT, hurried, stop.signal)

/** What came over each connection. */
function counting(onSocket: (socket: Socket, number: number) => void = () => {}): { server: Server; texts: string[] } {
  const texts: string[] = []
  const server = createServer(socket => {
    const number = texts.push('') - 1
    socket.setEncoding('utf8')
    socket.on('data', text => {
      texts[number] = texts[number]! + text
    })
    socket.on('error', () => {})
    onSocket(socket, number)
  })
  servers.push(server)
  return { server, texts }
}

const oneTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

describe('tcp', () => {
  test('a receiver gets every record once, in order', async () => {
    const { server, texts } = counting()
    const { asked, why, to } = await shipped(numbered(COUNT, FILLER), toPort(await listening(server)))
    expect({ asked, why, delivered: to.tally.delivered }).toEqual({ asked: COUNT, why: undefined, delivered: COUNT })
    expect(texts.map(numbersIn)).toEqual([oneTo(COUNT)])
  })

  test('one that is slow gets everything, too', async () => {
    const { server, texts } = counting(socket => {
      socket.pause()
      void setTimeout(300).then(() => socket.resume())
    })
    const { to } = await shipped(numbered(COUNT, FILLER), toPort(await listening(server)))
    expect(to.tally.delivered).toBe(COUNT)
    expect(texts.map(numbersIn)).toEqual([oneTo(COUNT)])
  })

  test('one that comes later is waited for', async () => {
    const { server, texts } = counting()
    const port = await listening(server)
    server.close()
    await once(server, 'close')
    const sending = shipped(numbered(COUNT, FILLER), toPort(port))
    await setTimeout(40)
    await listening(server, port)
    expect((await sending).to.tally.delivered).toBe(COUNT)
    expect(texts.map(numbersIn)).toEqual([oneTo(COUNT)])
  })

  test('where nobody ever listens, it ends and says so', async () => {
    const { server } = counting()
    const port = await listening(server)
    server.close()
    await once(server, 'close')
    const { why, to } = await shipped(numbered(COUNT, FILLER), toPort(port))
    expect(String((why as Error).message)).toContain('nobody listens there')
    expect(to.tally).toMatchObject({ delivered: 0, unknown: 0 })
  })

  test('one that starts anew in the middle: nothing comes twice, and what may be lost is counted', async () => {
    const { server, texts } = counting((socket, number) => {
      if (number === 0) socket.on('data', () => void (texts[0]!.length > 300_000 && socket.destroy()))
    })
    const { asked, why, to } = await shipped(numbered(COUNT, FILLER), toPort(await listening(server)))
    const received = texts.flatMap(numbersIn)
    expect([asked, why]).toEqual([COUNT, undefined])
    expect(texts.length).toBe(2)
    expect(new Set(received).size).toBe(received.length)
    expect(to.tally.delivered + to.tally.unknown).toBe(COUNT)
    expect(to.tally.unknown).toBeGreaterThan(0)
    expect(numbersIn(texts[1]!).length).toBe(to.tally.delivered)
    expect(numbersIn(texts[1]!).at(-1)).toBe(COUNT)
  })

  test('one that says it is done in the middle is not taken for one that has read all', async () => {
    const { server, texts } = counting((socket, number) => {
      if (number === 0) socket.once('data', () => socket.end())
    })
    const { to } = await shipped(numbered(COUNT, FILLER), toPort(await listening(server)))
    expect(to.tally.delivered + to.tally.unknown).toBe(COUNT)
    expect(to.tally.unknown).toBeGreaterThan(0)
    expect(texts.flatMap(numbersIn).length).toBeGreaterThanOrEqual(to.tally.delivered)
  })

  test('one that stands still stops the source, and does not hold up whoever stops it', async () => {
    const { server } = counting(socket => socket.pause())
    const stop = new AbortController()
    let taken = 0
    function* endless() {
      for (const line of numbered(Number.POSITIVE_INFINITY, 'x'.repeat(10_000))) {
        taken++
        yield line
      }
    }
    const sending = shipped(endless(), toPort(await listening(server), stop), stop)
    let before = -1
    while (before !== taken) {
      before = taken
      await setTimeout(500)
    }
    expect(taken).toBeGreaterThan(5)
    stop.abort()
    const { why, to } = await sending
    expect(why).toBe('stopped')
    expect(to.tally.delivered).toBe(0)
    expect(to.tally.unknown).toBeGreaterThan(0)
  })
})

describe('udp', () => {
  async function receiver() {
    const socket = createSocket('udp4')
    const got: string[] = []
    socket.on('message', message => got.push(message.toString('utf8')))
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return { socket, got, port: socket.address().port }
  }

  test('each record is a datagram of its own, without a line end', async () => {
    const { socket, got, port } = await receiver()
    const { to } = await shipped(numbered(200), toUdp('127.0.0.1', port, FORMAT, hurried))
    await setTimeout(200)
    socket.close()
    expect(to.tally.delivered).toBe(200)
    expect(got).toEqual([...numbered(200)].map(({ text }) => text))
  })

  test('one that no datagram holds is told, and the others go', async () => {
    const { socket, got, port } = await receiver()
    const lines = [...numbered(2), ...numbered(1, 'x'.repeat(70_000)), ...numbered(1)]
    const { to } = await shipped(lines, toUdp('127.0.0.1', port, FORMAT, hurried))
    await setTimeout(200)
    socket.close()
    expect(to.tally).toMatchObject({ delivered: 3, refused: 1 })
    expect([...to.tally.reasons.keys()][0]).toContain('too long for a datagram')
    expect(got.length).toBe(3)
  })

  test('where nobody listens, that is noticed', async () => {
    const { socket, port } = await receiver()
    socket.close()
    const { to } = await shipped(numbered(20), toUdp('127.0.0.1', port, FORMAT, hurried))
    expect(to.tally.delivered).toBeLessThan(20)
    expect([...to.tally.reasons.keys()]).toEqual(['nobody listens there'])
  })
})
