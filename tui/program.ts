import { Argument, Command, CommanderError, Option, type OutputConfiguration } from 'commander'
import { forTerminal, isPlain, page, told } from '../sim/foreign/terminal.ts'
import { COMMANDS, type CommandName, type CommandRow, GROUPS, type OptionRow } from './commandTable.ts'
import { endings, examples, exitCodes } from './help.ts'
import { note, print } from './output.ts'
import { VERSION } from './version.ts'

/** The command line as commander knows it, made from the table of commands. Does not know what any of them does. */

/** Whatever follows a command: what it takes, then its options. */
export type Act = (name: CommandName, given: readonly unknown[]) => Promise<void>

/** Only then are there lines in a message that commander has made. */
const TYPED_PLAINLY = process.argv.slice(2).every(isPlain)

const OUTPUT: OutputConfiguration = {
  writeOut: text => print(page(text)),
  writeErr: text => note(page(text)),
  outputError: (text, write) => write(TYPED_PLAINLY ? text : forTerminal(text.trimEnd())),
}

export function programOf(act: Act): Command {
  const program = new Command('lab1603')
    .description('Rehearses installing Exchange Server 2007 update rollups on a simulated server.')
    .version(VERSION)
    .helpCommand(false)
    // What stands behind a command of two words is said to it, and not to the command that the first word is.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput(OUTPUT)
    .showSuggestionAfterError(TYPED_PLAINLY)
    .showHelpAfterError('(add --help for what can be said)')
    .addHelpText('after', () =>
      [
        `\nSCENARIO is ${COMMANDS.run.takes.is}.`,
        'Data goes to stdout, everything else to stderr. NO_COLOR and FORCE_COLOR are heard.',
        exitCodes(),
        examples(COMMANDS.run),
      ].join('\n'),
    )
  for (const [name, row] of Object.entries(COMMANDS)) addCommand(program, name as CommandName, row, act)
  return program
}

function addCommand(program: Command, name: CommandName, row: CommandRow, act: Act): void {
  const words = name.split(' ')
  const parent = words.length > 1 ? groupOf(program, words[0]!) : program
  const command = parent.command(words.at(-1)!).description(row.does)
  if (row.takes) command.addArgument(argumentOf(row.takes))
  for (const option of row.options) command.addOption(optionOf(option))
  sayVersion(command)
  command.addHelpText('after', () => [examples(row), endings(row)].join('\n')).action((...given) => act(name, given))
}

/** Behind a command as well, where commander itself would not know it. */
function sayVersion(command: Command): void {
  command.addOption(new Option('-V, --version').hideHelp()).on('option:version', () => {
    print(told`${VERSION}`)
    throw new CommanderError(0, 'commander.version', VERSION)
  })
}

/** Of `rules test`: `rules`. */
function groupOf(program: Command, name: string): Command {
  const group =
    program.commands.find(command => command.name() === name) ?? program.command(name).description(GROUPS[name] ?? '')
  return group.enablePositionalOptions()
}

function argumentOf({ name, is, choices }: NonNullable<CommandRow['takes']>): Argument {
  const argument = new Argument(name, is)
  return choices ? argument.choices(choices) : argument
}

function optionOf({ flags, does, read, byDefault, required, choices }: OptionRow): Option {
  const option = new Option(flags, does).default(byDefault).makeOptionMandatory(required === true)
  if (choices) option.choices(choices)
  return read ? option.argParser(read) : option
}
