import type { Ending } from './exit.ts'
import { DEFAULT_SEED, jobs, seed } from './options.ts'

/** What a row of the table of commands is, and what many of them have in common. Knows no command. */

export interface CommandRow {
  /** What it does, in a few words. */
  readonly does: string
  readonly takes?: Taken
  readonly options: readonly OptionRow[]
  readonly examples: readonly string[]
  /** What its exit codes mean; those for wrong usage and for a contradiction mean the same for all. */
  readonly ends: Partial<Record<Ending, string>> & { readonly done: string }
}

export interface Taken {
  /** As commander writes it: `<path...>` is one or more. */
  readonly name: string
  readonly is: string
  /** Nothing else is taken. */
  readonly choices?: readonly string[]
}

export interface OptionRow {
  /** As commander writes it: `--seed <n>`. */
  readonly flags: string
  readonly does: string
  /** From what is written to the value. */
  readonly read?: (text: string) => unknown
  readonly byDefault?: string | number
  readonly required?: true
  /** Nothing else is taken. */
  readonly choices?: readonly string[]
}

export const SCENARIO: Taken = {
  name: '<scenario>',
  is: 'an id from `lab1603 list`, a path to a YAML file, or - for stdin',
}

export const SEED: OptionRow = {
  flags: '--seed <n>',
  does: 'whole number; the same seed gives the same bytes',
  read: seed,
  byDefault: DEFAULT_SEED,
}
export const JOBS: OptionRow = {
  flags: '--jobs <n>',
  does: 'how many at a time (default: one for each processor)',
  read: jobs,
}
export const JSON_FLAG: OptionRow = { flags: '--json', does: 'print one JSON object' }

/** What sessions may be of. */
export const KNOWN: readonly OptionRow[] = [
  {
    flags: '--scenario <scenario...>',
    does: 'scenarios of your own that they may be of; those that are listed are known',
  },
  { flags: '--lab <path...>', does: 'sealed labs that they may be of, or folders of them' },
  { flags: '--key <file>', does: 'the key with which those were sealed' },
]
