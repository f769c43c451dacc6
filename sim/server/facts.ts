import type { InstallerFact } from '../../model/installer/facts.ts'
import type { Change } from '../../model/machine/change.ts'
import type { Machine } from '../../model/machine/machine.ts'

/**
 * Everything that happened on a server, in order. Machine and facts are all that stories, logs and replay are made of:
 * the machine at fact k is the initial one with the changes of the first k facts applied. Nothing here says how a fact
 * is shown.
 */
export interface Fact {
  /** ms since 1970 UTC, as the machine's clock had it. */
  readonly at: number
  /** Index of the scenario's step that was going on. */
  readonly step: number
  readonly body: FactBody
  /** It had been scheduled and came due: whoever is at the server at that moment has not made it. */
  readonly planned?: true
}

export type FactBody = { readonly kind: 'change'; readonly change: Change } | InstallerFact | StepFact

/** What is told by whoever operates the server. */
export type StepFact =
  | { readonly kind: 'step-started'; readonly title: string }
  | {
      readonly kind: 'command'
      readonly line: string
      readonly exitCode: number
      readonly output: readonly string[]
    }
  | { readonly kind: 'power-lost' }
  /** Somebody has ended a call of the installer before it could return. */
  | { readonly kind: 'call-ended'; readonly run: number }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'update-client'; readonly title: string; readonly error: string | undefined }
  /** The update client has looked, and does not detect the update on this server. */
  | { readonly kind: 'not-offered'; readonly title: string; readonly text: string }
  /** A user whose mailbox is behind another Client Access server has come to this one. */
  | { readonly kind: 'signed-in'; readonly behind: string; readonly served: boolean }

/** A server at a moment, with all that happened on it until then: what every form is rendered from. */
export interface ServerState {
  readonly machine: Machine
  readonly facts: readonly Fact[]
}
