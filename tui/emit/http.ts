import { told } from '../../sim/foreign/terminal.ts'
import { allRefused, pathAt, type Receiver, TRY_AGAIN, type Verdict } from '../../sim/pipeline/receivers.ts'
import { backOff, type Clock, TRIES } from './clock.ts'
import { type Destination, networkWords, Tally, Undeliverable } from './destination.ts'

/**
 * Records in requests of some size, one request at a time. What the receiver answers is read and counted; what it asks to
 * have again is sent again, a bounded number of times. A request that nobody answered is sent again too, so a record
 * may arrive twice, but none is counted that no answer took. What an answer means: sim/pipeline/receivers.ts.
 */
export function toHttp(address: URL, receiver: Receiver, clock: Clock, signal: AbortSignal): Destination {
  return new Requests(address, receiver, clock, signal)
}

const MOST_RECORDS = 500
const MOST_CHARACTERS = 500_000
/** As long as Elasticsearch itself lets a bulk request wait; whoever says nothing for so long will say nothing to the next one. */
const ANSWER_MS = 60_000
const MOST_OF_AN_ANSWER = 16_000_000

/** Nobody is let in, or there is no such place: no other request will fare better. */
const NOT_HERE: ReadonlySet<number> = new Set([401, 403, 404, 405])

interface Outcome extends Verdict {
  /** There where the receiver could not say anything, or wants to be left alone. */
  readonly wait?: number
  readonly isFinal?: boolean
  /** It has them and says nothing. */
  readonly isSilent?: boolean
}

class Requests implements Destination {
  readonly tally = new Tally()
  readonly #url: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #receiver: Receiver
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #shown: string
  #records: string[] = []
  #characters = 0

  constructor(address: URL, receiver: Receiver, clock: Clock, signal: AbortSignal) {
    const { username, password } = address
    const url = new URL(address)
    url.username = ''
    url.password = ''
    url.pathname = pathAt(address, receiver)
    const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    const known = username !== '' || password !== ''
    this.#url = url.href
    this.#shown = `${url.protocol}//${url.host}${url.pathname}`
    this.#headers = {
      'content-type': receiver.contentType,
      ...(known && { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }),
    }
    this.#receiver = receiver
    this.#clock = clock
    this.#signal = signal
  }

  take(text: string): Promise<void> | undefined {
    this.#records.push(text)
    this.#characters += text.length
    return this.#records.length >= MOST_RECORDS || this.#characters >= MOST_CHARACTERS ? this.flush() : undefined
  }

  async flush(): Promise<void> {
    let rest = this.#records
    this.#records = []
    this.#characters = 0
    for (let attempt = 0; rest.length > 0; ) {
      const { again, refused, why = '', wait, isFinal, isSilent } = await this.#sent(rest)
      if (isSilent) return this.#unanswered(rest.length, why)
      if (isFinal) return this.#givenUp(rest.length, why)
      if (refused > 0) this.tally.refuse(refused, why)
      const taken = rest.length - again.length - refused
      this.tally.delivered += taken
      rest = again.map(i => rest[i]!)
      if (taken + refused > 0) attempt = 0
      if (rest.length === 0) return
      if (wait === undefined) continue
      if (attempt >= TRIES) return this.#givenUp(rest.length, why)
      await this.#clock.sleep(Math.max(wait, backOff(attempt++)), this.#signal)
      if (this.#signal.aborted) return
    }
  }

  end(): Promise<void> {
    return this.flush()
  }

  abandon(): void {
    this.#records = []
  }

  #givenUp(count: number, why: string): void {
    this.tally.refuse(count, why)
    throw new Undeliverable(told`${this.#shown}: ${why}`)
  }

  #unanswered(count: number, why: string): never {
    this.tally.lose(count, why)
    throw new Undeliverable(told`${this.#shown}: ${why}`)
  }

  async #sent(records: readonly string[]): Promise<Outcome> {
    const all = records.map((_, i) => i)
    const body = this.#receiver.body(records)
    try {
      const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(ANSWER_MS)])
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: this.#headers,
        body,
        signal,
        redirect: 'error',
      })
      const answer = answerIn((await response.text()).slice(0, MOST_OF_AN_ANSWER))
      this.tally.bytes += Buffer.byteLength(body)
      if (TRY_AGAIN.has(response.status)) {
        return { again: all, refused: 0, why: `it answers ${response.status}`, wait: waitIn(response) }
      }
      const read = response.ok ? this.#receiver.accepted : this.#receiver.rejected
      const verdict = read(answer, records.length)
      const said = response.ok ? verdict.why : `it answers ${response.status}: ${verdict.why ?? ''}`
      const isPartly = response.ok && verdict.again.length > 0
      const isFinal = NOT_HERE.has(response.status)
      return { ...verdict, isFinal, ...(said !== undefined && { why: said }), ...(isPartly && { wait: 0 }) }
    } catch (error) {
      if (this.#signal.aborted) return allRefused(records.length, 'it was stopped before the receiver had answered')
      return { again: all, refused: 0, why: networkWords(error), wait: 0, isSilent: isTimeout(error) }
    }
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

function answerIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Retry-After, in seconds. */
function waitIn({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) * 1000 : 0
}
