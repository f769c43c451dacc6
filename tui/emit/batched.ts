import { setImmediate } from 'node:timers/promises'
import type { Format } from '../../sim/pipeline/formats/format.ts'
import { type Destination, Tally } from './destination.ts'

/**
 * Records as lines of one long text, handed on in pieces of some size: for whatever takes bytes. Between two pieces there
 * is a moment for signals. Does not know where the pieces go.
 */
export interface Sink {
  /** Kept when more may come. Who counts the records as delivered, and when, is the sink's affair. */
  write(bytes: Uint8Array, records: number): Promise<void>
  close(): Promise<void>
  abandon(): void
}

const PIECE = 65_536

export class Batched implements Destination {
  readonly tally: Tally
  readonly #sink: Sink
  readonly #format: Pick<Format, 'encoding' | 'lineEnd' | 'opening'>
  #text = ''
  #records = 0
  #begun = false

  constructor(sink: Sink, format: Pick<Format, 'encoding' | 'lineEnd' | 'opening'>, tally = new Tally()) {
    this.#sink = sink
    this.#format = format
    this.tally = tally
  }

  take(text: string): Promise<void> | undefined {
    if (!this.#begun) this.#text = this.#format.opening
    this.#begun = true
    this.#text += text
    this.#text += this.#format.lineEnd
    this.#records++
    return this.#text.length >= PIECE ? this.flush() : undefined
  }

  async flush(): Promise<void> {
    if (this.#records === 0) return
    const bytes = Buffer.from(this.#text, this.#format.encoding)
    const records = this.#records
    this.#text = ''
    this.#records = 0
    await this.#sink.write(bytes, records)
    this.tally.bytes += bytes.length
    await setImmediate()
  }

  async end(): Promise<void> {
    await this.flush()
    await this.#sink.close()
  }

  abandon(): void {
    this.#sink.abandon()
  }
}
