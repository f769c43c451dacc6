import type { Sourced } from './grade.ts'

/**
 * A text of Windows or of the installer, word for word as an English system has it, and where it comes from. The tables
 * of this folder hold what is said; they know neither when a machine says it nor what somebody should make of it.
 */
export interface Wording extends Sourced {
  readonly text: string
}

/** The versions of Windows that are told apart. */
export type WindowsId = 'windows-server-2003' | 'windows-server-2008'

/** As Server 2008 words it, and Server 2003 too unless it has words of its own. */
export interface Row extends Wording {
  readonly on2003?: Wording
}

/** Rows of one origin. */
export const from =
  (sourced: Sourced) =>
  (text: string): Wording => ({ text, ...sourced })

export function wordingOn(windows: WindowsId, row: Row): Wording {
  return windows === 'windows-server-2003' ? (row.on2003 ?? row) : row
}

/** Puts insertion strings in the place of `%1`, `%2` ...; one without a string becomes empty. */
export function fillIn(text: string, strings: readonly string[]): string {
  return text.replace(/%(\d)/g, (_, n: string) => strings[Number(n) - 1] ?? '')
}
