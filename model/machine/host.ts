import { WIN32 } from '../words/systemErrors.ts'
import type { Change } from './change.ts'
import type { Machine } from './machine.ts'
import { driveOf } from './names.ts'

/**
 * What a program that runs on the simulated machine may do: look, try to change something, let time pass, ask the
 * person in front of it. Whoever runs the program (sim/server) answers, writes everything down and keeps the clock. Knows
 * no particular program.
 */
export interface Host {
  readonly machine: Machine
  /** Who runs here; the system itself if nobody is named. */
  readonly token?: AccessToken
  /** Tries a change. 0 when it is done, otherwise the Win32 error, and nothing has changed. */
  attempt(change: Change): number
  /** Makes a change that no access check guards: what the system itself notes down. */
  record(change: Change): void
  /** Lets simulated time pass, in milliseconds of normal speed; the machine may be a little slower or faster. */
  spend(ms: number): void
  /** Lets the time pass that the disk takes for so many bytes. */
  transfer(bytes: number): void
  /** Waits exactly so long: a time-out, a person's pause. */
  wait(ms: number): void
  /** What is told from here on is about this subject; undefined: no longer. It changes nothing; see `about`. */
  trouble(subject: Subject | undefined): void
  /** Between two steps others may act: nothing that was read before it still holds. Throws where they end the program. */
  meanwhile(): void
  /** A number that this run has and another has otherwise; asked for the same thing again, it is another one. */
  readonly draw: Draw
  /** A number for a process of this program that starts now; no other process has it. */
  processId(program: string): number
}

/** Draws a number, 0 <= n < below. What it is for (`log`, `thread engine`) is all that decides which. */
export type Draw = (what: string, below: number) => number

/**
 * What an error is about: the thing on the machine that a scenario, or an engineer, could change. A setting is a
 * value of the registry, `KEY\\NAME`, or one of Settings.
 */
export interface Subject {
  readonly kind: 'file' | 'drive' | 'service' | 'setting' | 'package' | 'product'
  readonly name: string
}

/** Something cannot go on because of this subject; what `speak` writes, here or in a log, is about that. */
export function about<T>(host: Host, subject: Subject, speak: () => T): T {
  host.trouble(subject)
  try {
    return speak()
  } finally {
    host.trouble(undefined)
  }
}

/** What a refused change of a file is about: the file, or the drive that is full. */
export function refusedBy(path: string, error: number): Subject {
  return error === WIN32.DISK_FULL ? { kind: 'drive', name: driveOf(path) } : { kind: 'file', name: path }
}

/**
 * The access token that a program runs with. User Account Control gives an administrator two: the filtered one has the
 * rights of a user, and a program keeps it until somebody consents to the whole one.
 */
export interface AccessToken {
  /** `SYSTEM`, `Administrator`, ... */
  readonly user: string
  /** True when User Account Control has taken the administrator's rights out of it. */
  readonly filtered: boolean
}
