import { type Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { nearest } from '../sim/written/nearest.ts'
import { EXIT } from '../tui/exit.ts'

/** The command lines of the programs beside `lab1603`: what is refused, and that wrong usage ends with the same exit code. */

/** Ends the program where help was asked for, or where something else was said than it knows. */
export function optionsOf<T extends object>(program: Command): T {
  try {
    return program.exitOverride().parse().opts<T>()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exit(error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage)
  }
}

/** `--only log,events`: some of these names, each once, in the order of the list; all, if it is not said. */
export function someOf<Name extends string>(flag: string, names: readonly Name[]): Option {
  const parse = (text: string): readonly Name[] => {
    const wanted = text.split(',').map(name => name.trim())
    const unknown = wanted.find(name => !names.includes(name as Name))
    if (unknown === undefined) return names.filter(name => wanted.includes(name))
    const meant = nearest(unknown, names)
    throw new InvalidArgumentError(
      `There is no ${unknown}.${meant === undefined ? '' : ` Did you mean ${meant}?`} Allowed are ${names.join(', ')}.`,
    )
  }
  return new Option(flag, 'these, with commas between them').argParser(parse).default(names, 'all')
}

/** A table for `--help`. */
export function listed(rows: readonly (readonly [name: string, says: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, says]) => `  ${name.padEnd(width)}  ${says}`).join('\n')
}
