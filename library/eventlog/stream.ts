/** Bytes that come in pieces of any size, taken in sizes that somebody wants. Knows no format. */

export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

export class Stream {
  /** How many bytes have been passed over. */
  offset = 0
  #kept: Uint8Array = new Uint8Array()
  readonly #pieces: AsyncIterator<Uint8Array> | Iterator<Uint8Array>

  constructor(pieces: Pieces) {
    this.#pieces = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]()
  }

  /** The next bytes, without passing over them: fewer than wanted at the end only. Valid until the next call. */
  async next(count: number): Promise<Uint8Array> {
    if (this.#kept.length < count) await this.#fill(count)
    return this.#kept.subarray(0, count)
  }

  skip(count: number): void {
    this.#kept = this.#kept.subarray(count)
    this.offset += count
  }

  /** Nothing more is wanted. */
  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  async #fill(count: number): Promise<void> {
    const parts = [this.#kept]
    let length = this.#kept.length
    while (length < count) {
      const { done, value } = await this.#pieces.next()
      if (done) break
      parts.push(value)
      length += value.length
    }
    const kept = new Uint8Array(length)
    let at = 0
    for (const part of parts) {
      kept.set(part, at)
      at += part.length
    }
    this.#kept = kept
  }
}
