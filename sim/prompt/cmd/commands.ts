import { byName, fold } from '../../../model/machine/names.ts'
import { done, failed, type Output, type PromptSession, type WithHelp } from '../window/session.ts'
import { type PromptCommand, startCommand } from '../window/syntax.ts'
import { accountCommands } from './account.ts'
import { eventLogCommands } from './eventLogs.ts'
import { fileCommands } from './files.ts'
import { filterCommands } from './filters.ts'
import { installerCommands } from './installer.ts'
import { inventoryCommands } from './inventory.ts'
import { leftOutCommands } from './leftOut.ts'
import { netCommands } from './net.ts'
import { powershellCommands } from './powershellProgram.ts'
import { processCommands } from './processes.ts'
import { registryCommands } from './registry.ts'
import { rightsCommands } from './rights.ts'
import { serviceCommands } from './services.ts'
import { systemCommands } from './system.ts'
import { variableCommands } from './variables.ts'
import { wmicCommands } from './wmic.ts'

/** Everything that the command prompt knows. What a command does: its own file. */

const help: PromptCommand = {
  names: ['help'],
  help: 'help   this list',
  inside: true,
  ms: 2,
  syntax: { operands: 1, refuse: () => failed(1, ['This command is not supported by the help utility.']) },
  run({ session, given }) {
    const [name] = given.operands()
    if (name !== undefined) return helpOn(session, name)
    return done([
      'At the command prompt:',
      ...helpOf(commands),
      '',
      'In the Exchange Management Shell (ems):',
      ...helpOf(session.cmdlets),
    ])
  },
}

/** `help dir` is `dir /?`. */
function helpOn(session: PromptSession, name: string): Output {
  const command = commandNamed(name)
  return command
    ? startCommand(command, { session, name, args: ['/?'], tail: ' /?', input: undefined })
    : failed(1, ['This command is not supported by the help utility.'])
}

export const commands: readonly PromptCommand[] = [
  ...serviceCommands,
  ...netCommands,
  ...processCommands,
  ...fileCommands,
  ...rightsCommands,
  ...filterCommands,
  ...registryCommands,
  ...installerCommands,
  ...powershellCommands,
  ...systemCommands,
  ...variableCommands,
  ...accountCommands,
  ...wmicCommands,
  ...eventLogCommands,
  ...inventoryCommands,
  ...leftOutCommands,
  help,
]

function helpOf(rows: readonly WithHelp[]): string[] {
  return rows.flatMap(row => (row.help === '' ? [] : [`  ${row.help}`])).sort(byName)
}

const byCommandName: ReadonlyMap<string, PromptCommand> = new Map(
  commands.flatMap(command => command.names.map((name): [string, PromptCommand] => [fold(name), command])),
)

/** A program, or a command inside cmd. */
export function commandNamed(name: string): PromptCommand | undefined {
  return byCommandName.get(fold(name))
}

export function insideNamed(name: string): PromptCommand | undefined {
  const command = commandNamed(name)
  return command?.inside ? command : undefined
}

/** A program of its own, which every shell can start. */
export function programNamed(name: string): PromptCommand | undefined {
  const command = commandNamed(name)
  return command?.inside ? undefined : command
}
