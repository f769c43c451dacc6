import type { Host, Subject } from '../machine/host.ts'
import type { LineKey } from '../words/logLines.ts'
import type { LogRequest } from './language/commandLine.ts'

/**
 * What an installer run tells, besides the changes it makes. Together with those, the facts are the run: logs, story and
 * replay are functions of them. Nothing here says how a fact is shown.
 */
export type InstallerFact =
  | {
      readonly kind: 'run-started'
      readonly run: number
      readonly operation: InstallOperation
      readonly package: string
      readonly by: string
      readonly ui: UserInterface
      readonly callingProcess: string
      readonly client: Speaker
    }
  | { readonly kind: 'run-ended'; readonly run: number; readonly exitCode: number }
  /** `runs` are those whose logs the file holds, this one last: more than one where it is appended. */
  | {
      readonly kind: 'log-opened'
      readonly run: number
      readonly runs: readonly number[]
      readonly path: string
      readonly modes: string
    }
  | { readonly kind: 'log-closed'; readonly run: number; readonly path: string }
  | LogFact
  | {
      readonly kind: 'action-started'
      readonly speaker: Speaker
      readonly action: string
      readonly synchronous: boolean
    }
  | {
      readonly kind: 'action-ended'
      readonly speaker: Speaker
      readonly action: string
      readonly value: number
      readonly synchronous: boolean
    }
  | { readonly kind: 'replaced'; readonly path: string; readonly version: string | undefined }
  | { readonly kind: 'error'; readonly number: number; readonly text: string; readonly subject: Subject }
  /** The lines and the event since `error` belong to it. */
  | { readonly kind: 'error-told'; readonly number: number }
  /** Some program could not do its work because of the subject; what is told until `trouble-told` is about that. */
  | { readonly kind: 'trouble'; readonly subject: Subject }
  | { readonly kind: 'trouble-told' }
  | { readonly kind: 'dialog'; readonly dialog: DialogName; readonly text: string; readonly answer: string }
  | { readonly kind: 'rollback'; readonly phase: 'started' | 'ended'; readonly undone: number }
  | { readonly kind: 'committed'; readonly changes: number }
  | { readonly kind: 'refused'; readonly code: number; readonly text: string; readonly subject: Subject }

/** One line of the verbose log: a key of lines.ts and what fills it; without a speaker it has no prefix. */
export interface LogFact {
  readonly kind: 'log'
  readonly speaker: Speaker | undefined
  readonly key: LineKey
  readonly args: readonly (string | number)[]
}

/** Who writes a line: `MSI (s) (18:F4)`. A `!` says that a custom action's call back is writing. */
export interface Speaker {
  readonly side: 'c' | 's'
  readonly pid: number
  readonly tid: number
  readonly callback?: boolean
}

export type { Subject } from '../machine/host.ts'

export type InstallOperation = 'patch' | 'repair' | 'remove'
export type UserInterface = 'full' | 'basic' | 'none'

export type DialogName =
  | 'suspended'
  | 'error-1306'
  | 'error-1706'
  | 'files-in-use'
  | 'error'
  | 'ended-prematurely'
  | 'interrupted'
  | 'completed'
  | 'restart'

export interface DialogQuestion {
  readonly dialog: DialogName
  readonly text: string
  /** The first is what an unattended dialog gets: nobody there is as good as Cancel. */
  readonly buttons: readonly string[]
}

/** A host that also writes down what the installer tells, and has somebody to ask. */
export interface InstallerHost extends Host {
  tell(fact: InstallerFact): void
  ask(question: DialogQuestion): string
  /** Has somebody pressed Cancel? Asked before every action and every operation of a script. */
  cancelled(): boolean
}

export interface InstallRequest {
  readonly run: number
  readonly operation: InstallOperation
  /** Path of the .msp, or of the .msi for a repair. */
  readonly package: string
  readonly user: string
  /** True when the token is not filtered by User Account Control. */
  readonly elevated: boolean
  readonly ui: UserInterface
  readonly log: (LogRequest & { readonly path: string }) | undefined
  readonly properties: Readonly<Record<string, string>>
  /** The program that called the installer, and the folder it was called in. */
  readonly callingProcess: string
  readonly currentDirectory: string
}
