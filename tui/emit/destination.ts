import { ShownError } from '../../sim/foreign/shownError.ts'
import { told } from '../../sim/foreign/terminal.ts'
import type { ExitCode } from '../exit.ts'
import { EXIT } from '../exit.ts'

/** Where records go, to whoever hands them over. Knows no place. */
export interface Destination {
  /** What has become of the records so far. */
  readonly tally: Tally
  /** A record without its end; a promise is kept when more may be handed over. @throws Undeliverable */
  take(text: string): Promise<void> | undefined
  /** What was taken is sent, before somebody waits. */
  flush(): Promise<void>
  /** All is sent, and the place closed. */
  end(): Promise<void>
  /** Whatever is under way is given up. */
  abandon(): void
}

/** Nothing more can be delivered there. */
export class Undeliverable extends ShownError {
  readonly code: ExitCode

  constructor(message: ShownError['message'], code: ExitCode = EXIT.expectationFailed) {
    super(message)
    this.code = code
  }
}

/** Counts of records. What is neither delivered nor of these was never sent. */
export class Tally {
  delivered = 0
  bytes = 0
  /** Not taken, or not sent as it cannot be. */
  refused = 0
  /** Sent on a connection that broke: nobody can tell. */
  unknown = 0
  /** The first reasons, for people. */
  readonly reasons = new Map<string, number>()

  refuse(count: number, why: string): void {
    this.refused += count
    this.#because(why, count)
  }

  lose(count: number, why: string): void {
    this.unknown += count
    this.#because(why, count)
  }

  #because(why: string, count: number): void {
    if (this.reasons.has(why) || this.reasons.size < MOST_REASONS) {
      this.reasons.set(why, (this.reasons.get(why) ?? 0) + count)
    }
  }
}

const MOST_REASONS = 5

/** Of a network's trouble its code; what the platform made of it has a number, and says more by its name. */
export function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: string | number; readonly name?: string }
  return String(typeof code === 'number' ? name : (code ?? error))
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'no host has that name',
  EAI_AGAIN: 'no host has that name',
  ETIMEDOUT: 'nobody answered in time',
  TimeoutError: 'nobody answered in time',
  UND_ERR_CONNECT_TIMEOUT: 'nobody answered in time',
  UND_ERR_HEADERS_TIMEOUT: 'nobody answered in time',
  UND_ERR_BODY_TIMEOUT: 'the answer was not told to its end',
  UND_ERR_SOCKET: 'the connection was closed',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
}

/** What a network says, in words. */
export function networkWords(error: unknown): string {
  const code = codeOf((error as { cause?: unknown } | undefined)?.cause ?? error)
  return WORDS[code] ?? told`${code}`
}
