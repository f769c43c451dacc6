import type { Denial, FileNode, LogName, Process, RegistryValue, ReportedEvent, Service, Settings } from './parts.ts'

/**
 * Every change of a machine is one of these values. Each says what was and what is to be, so its inverse is itself read
 * the other way round: rollback, replay and the journal of a transaction need nothing else. Knows no machine: what a
 * change does there is in apply.ts.
 */
export type Change = Kinds & {
  /** Set on what an installer's transaction does: the rollback script on the disk holds the change as well. */
  readonly journal?: Journaled
}

export interface Journaled {
  /** Action under which the change was made. */
  readonly action: string
  /** How the rollback script names the undoing; undefined when that belongs to the entry before. */
  readonly undoing: string | undefined
  /** True when the change is made, false when it is undone. */
  readonly written: boolean
  /** What rollback has to run besides: the change itself may be empty then. */
  readonly compensation?: Compensation
}

/** A step of the rollback script that no inverse value can express. */
export interface Compensation {
  readonly kind: 'start-service' | 'stop-service' | 'custom-action' | 'program'
  /** Name of the service or of the entry point, or the command line of the program. */
  readonly name: string
  /** The account that it runs under; SYSTEM where none is named. */
  readonly user?: string
  /** Properties that the entry point can read. */
  readonly readable?: Readonly<Record<string, string>>
}

type Kinds =
  | Cell<'file', { readonly path: string }, FileNode>
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | Cell<'denial', { readonly path: string }, Denial>
  | Cell<'key', { readonly path: string }, true>
  | Cell<'value', { readonly key: string; readonly name: string }, RegistryValue>
  | Cell<'service', { readonly name: string }, Service>
  | Cell<'process', { readonly pid: number }, Process>
  | Cell<'event', { readonly log: LogName }, ReportedEvent>
  | { readonly kind: 'journal'; readonly before: readonly Change[]; readonly after: readonly Change[] }
  | { readonly kind: 'setting'; readonly before: Partial<Settings>; readonly after: Partial<Settings> }

/** Something with a name that is absent, or present with a value. */
type Cell<Kind extends string, Name, Value> = Name & {
  readonly kind: Kind
  readonly before: Value | undefined
  readonly after: Value | undefined
}

export function invert(change: Change): Change {
  const journal = change.journal && { journal: { ...change.journal, written: !change.journal.written } }
  if (change.kind === 'rename') return { kind: 'rename', from: change.to, to: change.from, ...journal }
  return { ...change, before: change.after, after: change.before, ...journal } as Change
}
