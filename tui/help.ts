import type { CommandRow } from './commandTable.ts'
import { type Ending, EXIT, EXIT_MEANINGS } from './exit.ts'

/** What `--help` adds to the options: examples, and what exit codes mean. What they are: commandTable.ts. */

export function examples({ examples }: CommandRow): string {
  return section('Examples:', examples)
}

/** In general. */
export function exitCodes(): string {
  return endingsOf(EXIT_MEANINGS)
}

/** Of one command. */
export function endings(row: CommandRow): string {
  return endingsOf(meaningsOf(row))
}

/** What each exit code of a command means. */
export function meaningsOf({ ends }: CommandRow): Partial<Record<Ending, string>> {
  const { wrongUsage, contradiction } = EXIT_MEANINGS
  return { ...ends, wrongUsage, contradiction }
}

function endingsOf(meanings: Partial<Record<Ending, string>>): string {
  return section('Exit codes:', rowsOf(meanings))
}

/** `2  the scenario cannot be simulated`, by code. */
export function rowsOf(meanings: Partial<Record<Ending, string>>): string[] {
  return Object.entries(EXIT).flatMap(([ending, code]) => {
    const meaning = meanings[ending as Ending]
    return meaning === undefined ? [] : [`${code}  ${meaning}`]
  })
}

function section(title: string, rows: readonly string[]): string {
  return ['', title, ...rows.map(row => `  ${row}`)].join('\n')
}
