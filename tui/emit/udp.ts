import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { told } from '../../sim/foreign/terminal.ts'
import type { Format } from '../../sim/pipeline/formats/format.ts'
import type { Clock } from './clock.ts'
import { codeOf, type Destination, networkWords, Tally, Undeliverable } from './destination.ts'

/**
 * One record a datagram, without a line end. Nobody answers there: sent is all that can be counted, but for what is told
 * of a port at which nobody listens. A record that no datagram holds is not sent, and counted.
 */
export async function toUdp(host: string, port: number, format: Format, clock: Clock): Promise<Destination> {
  const { address, family } = await lookup(host).catch(error => {
    throw new Undeliverable(told`${host}: ${networkWords(error)}`)
  })
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  socket.connect(port, address)
  await once(socket, 'connect')
  return new Datagrams(socket, format, clock)
}

/** 65,535 with the headers of IPv4 and UDP. */
const LONGEST = 65_507
/** How long the news takes that nobody listens. */
const NEWS_MS = 50

class Datagrams implements Destination {
  readonly tally = new Tally()
  readonly #socket: Socket
  readonly #format: Format
  readonly #clock: Clock

  constructor(socket: Socket, format: Format, clock: Clock) {
    this.#socket = socket
    this.#format = format
    this.#clock = clock
    socket.on('error', error => this.#lost(error))
  }

  async take(text: string): Promise<void> {
    const bytes = Buffer.from(text, this.#format.encoding)
    if (bytes.length > LONGEST) {
      this.tally.refuse(1, `too long for a datagram, which holds ${LONGEST} bytes`)
      return
    }
    let error = await this.#send(bytes)
    // Such news is about a datagram before this one, which was not sent.
    if (codeOf(error) === 'ECONNREFUSED') {
      this.#lost(error)
      error = await this.#send(bytes)
    }
    if (error) {
      this.tally.refuse(1, networkWords(error))
      return
    }
    this.tally.delivered++
    this.tally.bytes += bytes.length
  }

  async flush(): Promise<void> {}

  async end(): Promise<void> {
    await this.#clock.sleep(NEWS_MS)
    this.#socket.close()
  }

  abandon(): void {
    this.#socket.close()
  }

  #send(bytes: Uint8Array): Promise<Error | null> {
    return new Promise(settle => {
      this.#socket.send(bytes, error => settle(error))
    })
  }

  #lost(error: unknown): void {
    if (this.tally.delivered === 0) return
    this.tally.delivered--
    this.tally.refuse(1, networkWords(error))
  }
}
