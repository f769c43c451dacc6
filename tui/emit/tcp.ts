import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { told } from '../../sim/foreign/terminal.ts'
import type { Format } from '../../sim/pipeline/formats/format.ts'
import { Batched, type Sink } from './batched.ts'
import { backOff, type Clock, TRIES } from './clock.ts'
import { type Destination, networkWords, Tally, Undeliverable } from './destination.ts'

/**
 * Records as lines over TCP. Nobody answers there: records count as delivered when the receiver has closed a connection
 * after we had ended it, and where one breaks before, nobody can tell what had arrived. Nothing is sent twice: a new
 * connection goes on with the next record.
 */
export function toTcp(host: string, port: number, format: Format, clock: Clock, signal: AbortSignal): Destination {
  const tally = new Tally()
  return new Batched(new TcpSink(host, port, clock, signal, tally), format, tally)
}

/** How long a receiver may take to close behind us. */
const CLOSING_MS = 30_000

class TcpSink implements Sink {
  readonly #address: { readonly host: string; readonly port: number }
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #tally: Tally
  #socket: Socket | undefined
  /** Records that went into the present connection. */
  #handed = 0
  #trouble: unknown

  constructor(host: string, port: number, clock: Clock, signal: AbortSignal, tally: Tally) {
    this.#address = { host, port }
    this.#clock = clock
    this.#signal = signal
    this.#tally = tally
  }

  async write(bytes: Uint8Array, records: number): Promise<void> {
    const socket = this.#usable() ?? (await this.#connected())
    this.#handed += records
    const isTaken = await new Promise<boolean>(settle => {
      socket.once('close', () => settle(false))
      socket.write(bytes, error => settle(!error))
    })
    socket.removeAllListeners('close')
    if (!isTaken) this.#broken()
  }

  async close(): Promise<void> {
    const socket = this.#usable()
    if (!socket) return
    const patience = new AbortController()
    const closed = once(socket, 'close').then(
      () => true,
      () => false,
    )
    const late = this.#clock.sleep(CLOSING_MS, AbortSignal.any([this.#signal, patience.signal])).then(() => false)
    socket.end()
    const isClosed = await Promise.race([closed, late])
    // A clock that goes on would keep the process.
    patience.abort()
    if (isClosed && this.#trouble === undefined) {
      this.#tally.delivered += this.#handed
      this.#handed = 0
    } else {
      this.#trouble ??= 'the receiver did not close the connection'
      this.#broken()
    }
  }

  abandon(): void {
    if (this.#handed > 0) this.#tally.lose(this.#handed, 'it was stopped before the receiver had closed the connection')
    this.#handed = 0
    this.#socket?.destroy()
  }

  /** Undefined where there is none, or none that is whole: whoever ends a connection before us has stopped reading. */
  #usable(): Socket | undefined {
    const socket = this.#socket
    if (!socket) return undefined
    if (!socket.destroyed && !socket.readableEnded && this.#trouble === undefined) return socket
    this.#broken()
    return undefined
  }

  #broken(): void {
    this.#tally.lose(this.#handed, networkWords(this.#trouble ?? 'the receiver closed the connection'))
    this.#handed = 0
    this.#socket?.destroy()
    this.#socket = undefined
  }

  async #connected(): Promise<Socket> {
    for (let attempt = 0; ; attempt++) {
      const socket = connect(this.#address)
      this.#socket = socket
      this.#trouble = undefined
      socket.on('error', error => {
        this.#trouble = error
      })
      // What a receiver says is of no interest; but only whoever reads sees that it has ended.
      socket.resume()
      const isOpen = await new Promise<boolean>(settle => {
        socket.once('connect', () => settle(true))
        socket.once('close', () => settle(false))
      })
      if (isOpen) {
        socket.removeAllListeners('close')
        socket.setNoDelay(true)
        return socket
      }
      this.#socket = undefined
      if (attempt >= TRIES || this.#signal.aborted) {
        const { host, port } = this.#address
        throw new Undeliverable(told`${host} ${port}: ${networkWords(this.#trouble)}`)
      }
      await this.#clock.sleep(backOff(attempt), this.#signal)
    }
  }
}
