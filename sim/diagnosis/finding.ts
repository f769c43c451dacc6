import type { Command, Word } from '../foreign/commandLine.ts'

/**
 * What a diagnosis says. The shapes are those of `diagnose --json`; everything in them can be printed as it stands.
 * Does not know how something is found.
 */

/**
 * A line of a file as the engineer sees it. Where a line alone says too little (a record of an event log, a start type
 * without its service), `text` says it whole. Of a binary event log, `line` is the record number.
 */
export interface Quote {
  readonly path: string
  /** 1-based. */
  readonly line: number
  readonly text: string
}

/**
 * A word of a command that only an earlier command can tell. `<name>` stands in the command; run `from`, match
 * `pattern` (a regular expression, flags `im`) in what it printed, and put group 1 in.
 */
export interface Placeholder {
  readonly name: Word
  readonly from: Command
  readonly pattern: string
}

/** Commands as typed at a prompt on that server, in order, and what is still owed when they are done. */
export interface Remedy {
  readonly id: string
  readonly title: string
  readonly commands: readonly Command[]
  readonly owed: readonly string[]
  /** Only where a command has one. */
  readonly placeholders?: readonly Placeholder[]
  /** Words in `<>` that no command tells: whoever knows them puts them in. Only where a command has one. */
  readonly byHand?: readonly string[]
  /**
   * When all of them are done: what lets scripts run, what has no turn, the call of the installer, what only a good end
   * allows.
   */
  readonly turn?: 'first' | 'call' | 'end'
  /** Nothing but this helps: what stands on the server is given up. */
  readonly ends?: 'rebuild'
}

export interface Finding {
  /** The rule that found it. */
  readonly rule: string
  readonly cause: string
  readonly title: string
  /** What went wrong, or a state in which it left the server. */
  readonly role: 'fault' | 'state'
  /** `settled`: in an attempt that has been made good since; `latent`: it has not struck yet. */
  readonly state: 'open' | 'settled' | 'latent'
  /** 0 to 1. */
  readonly confidence: number
  /** The first one decides. */
  readonly evidence: readonly Quote[]
  /** In the order in which they are to be done. */
  readonly remedies: readonly Remedy[]
}

/** What could be the cause as well: it fits, and nothing that was handed over tells. */
export interface Candidate {
  readonly rule: string
  readonly cause: string
  readonly title: string
  readonly why: string
  /** What would tell. */
  readonly command: string
  /** What it would explain; none where only something that is absent speaks for it. */
  readonly evidence: readonly Quote[]
  /** What helps if it is the cause. */
  readonly remedies: readonly Remedy[]
}

/** A line that looks like a fault and is none. */
export interface Herring extends Quote {
  readonly id: string
  readonly why: string
}

/**
 * What failed first in one attempt to install something, rule or no rule. The quote is the line that says most; what is not
 * known is null.
 */
export interface Failure extends Quote {
  /** The first action that failed. */
  readonly action: string | null
  /** Number of the message. */
  readonly error: number | null
  /** What the installer returned. */
  readonly code: number | null
  /** As the text names it. */
  readonly product: string | null
  /** Whether the whole log of the attempt was handed over. */
  readonly part: 'whole' | 'excerpt'
  /** What would say more. */
  readonly missing: Missing | null
  /** `settled`: the product was installed after all. */
  readonly state: 'open' | 'settled'
  /** Of the message, or else of what was returned. */
  readonly meaning: { readonly name: string; readonly text: string; readonly next: string | null } | null
  readonly caller: { readonly process: string | null; readonly account: string | null } | null
}

/**
 * - `above`, `below`: lines of the log that stand before or behind those that were handed over
 * - `verbose`: a log of all that the engine does; this one has the messages alone
 * - `log`: any log; only an event or a window tells of the attempt. `at` is where the event says that it is
 */
export interface Missing {
  readonly what: 'above' | 'below' | 'verbose' | 'log'
  readonly at: string | null
}

/** A file of which nothing, or not everything, was understood. */
export interface Unread {
  readonly path: string
  readonly why: string
}

export interface Diagnosis {
  readonly schemaVersion: 2
  readonly findings: readonly Finding[]
  readonly candidates: readonly Candidate[]
  /** Where no cause is found: what was wanted, once more, in a way that tells why it fails. */
  readonly next: readonly Remedy[]
  readonly herrings: readonly Herring[]
  readonly failures: readonly Failure[]
  readonly unread: readonly Unread[]
}
