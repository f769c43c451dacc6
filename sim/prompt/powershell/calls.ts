import { runScript } from '../../../model/exchange/scripts/powershell.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { fold, joinPath, leafOf } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { commandNamed, programNamed } from '../cmd/commands.ts'
import { installPackage, isPackage } from '../cmd/installer.ts'
import { isExchangeCmdlet, isLeftOutCmdlet } from '../cmd/leftOut.ts'
import { wordsOf } from '../cmd/line.ts'
import { exit } from '../cmd/system.ts'
import { isOfSystem, programName, searchPath } from '../window/searchPath.ts'
import {
  behindPause,
  fullPath,
  machineOf,
  notSimulated,
  type Output,
  type PromptQuestion,
  type PromptSession,
  type Typed,
} from '../window/session.ts'
import { isOnServer, startCommand } from '../window/syntax.ts'
import type { Cmdlet, RunBlock } from './cmdlet.ts'
import { cmdletNamed } from './cmdlets.ts'
import { type Item, textItems } from './items.ts'
import { functionNamed, hasExchangeCmdlets } from './memory.ts'
import { type Bound, parametersOf } from './parameters.ts'
import { printItems } from './printing.ts'
import type { Block } from './tree.ts'
import { stringOf } from './values.ts'

/**
 * What a name calls: a function, a cmdlet, a script of the product, a program that cmd has too. Knows no cmdlet by name, and
 * no statement.
 */

/** What a command came to; `errors` as they stand on the screen. */
export interface Result {
  readonly items: readonly Item[]
  readonly errors: readonly string[]
  readonly exitCode: number
  readonly question?: PromptQuestion
}

export interface Call {
  readonly session: PromptSession
  readonly line: string
  readonly name: string
  /** Where the name ends. */
  readonly end: number
  readonly bound: readonly Bound[]
  readonly input: readonly Item[]
  /** First in a pipeline: nothing is handed over. */
  readonly first: boolean
  readonly runBlock: RunBlock
  readonly runFunction: (block: Block) => readonly Item[]
}

const wrong = (errors: readonly string[], exitCode = 1): Result => ({ items: [], errors, exitCode })

/** `At line:1 char:8`, and the line with a mark behind the word. */
export function place(line: string, end: number): string[] {
  const at = line[end] === ' ' ? end + 1 : end
  return [`At line:1 char:${at}`, `+ ${line.slice(0, at)} <<<< ${line.slice(at)}`]
}

const notRecognized = ({ line, name, end }: Call): Result =>
  wrong([powershellError('notRecognized', name), ...place(line, end)])

export function invoke(call: Call): Result {
  const { session, name } = call
  const late = behindPause(session)
  if (late) return wrong(late.err)
  const own = functionNamed(session, fold(name))
  if (own) return { items: call.runFunction(own), errors: [], exitCode: 0 }
  const cmdlet = cmdletNamed(name)
  if ((cmdlet?.exchange || isExchangeCmdlet(name)) && !hasExchangeCmdlets(session)) return notRecognized(call)
  if (cmdlet) return runCmdlet(call, cmdlet)
  if (fold(name) === 'exit') return runExit(call)
  if (isLeftOutCmdlet(name)) return wrong(notSimulated(name).err)
  const script = scriptNamed(session, name)
  return script === undefined ? runProgram(call) : runProductScript(call, script)
}

function runExit(call: Call): Result {
  const [code = '', more] = wordsGiven(call)
  if (more !== undefined || !/^\d*$/.test(code)) return wrong(notSimulated(`exit ${code}`).err)
  return { items: [], errors: [], exitCode: exit(call.session, code).exitCode }
}

// ---------------------------------------------------------------------------------------------------------- cmdlets

const CMDLET_MS = 60

function runCmdlet(call: Call, cmdlet: Cmdlet): Result {
  const { session, line, bound, input, first, runBlock } = call
  const name = cmdlet.names[0]!
  session.recorder.spend(cmdlet.ms ?? CMDLET_MS)
  const parameters = parametersOf(machineOf(session), bound, cmdlet, name)
  if ('unknown' in parameters) return noParameter(call, name, parameters.name, parameters.unknown.end)
  const extra = cmdlet.accepts === undefined ? undefined : parameters.positional[cmdlet.accepts]
  if (extra) return noParameter(call, name, extra[0] ?? '', call.end)
  const block = parameters.blocks[cmdlet.blocks ?? 0]
  if (block) return wrong(notSimulated(`{${block.text}} of ${name}`).err)
  const action = parameters.named.get('erroraction')?.[0] ?? 'Continue'
  const chosen = ERROR_ACTIONS.find((known, i) => fold(known) === fold(action) || String(i) === action)
  if (!chosen) return wrong([`${name} : ${notAnAction(action)}`, ...place(line, call.end)])
  if (chosen === 'Inquire') return wrong(notSimulated('-ErrorAction Inquire').err)
  const { items, errors } = cmdlet.run({ session, name, parameters, input, first, runBlock })
  const unread = errors.length === 0 ? parameters.unread() : undefined
  const leftOut = unread === undefined ? [] : notSimulated(`-${unread} of ${name}`).err
  const isQuiet = chosen === 'SilentlyContinue'
  const shown = isQuiet ? [] : errors.flatMap(text => [`${name} : ${text}`, ...place(line, call.end)])
  return { items, errors: [...shown, ...leftOut], exitCode: errors.length + leftOut.length > 0 ? 1 : 0 }
}

/** Each also by its number. */
const ERROR_ACTIONS = ['SilentlyContinue', 'Stop', 'Continue', 'Inquire'] as const

const notAnAction = (typed: string): string =>
  powershellError(
    'notOneOf',
    'ErrorAction',
    typed,
    'System.Management.Automation.ActionPreference',
    ERROR_ACTIONS.join(', '),
  )

const noParameter = ({ line }: Call, cmdlet: string, name: string, end: number): Result =>
  wrong([`${cmdlet} : A parameter cannot be found that matches parameter name '${name}'.`, ...place(line, end)])

// ---------------------------------------------------------------------------------------------------------- scripts

/** Scripts that the model can run, and how many words they take. Any other one would be a pretence. */
const ARGUMENTS: Readonly<Record<string, number>> = { 'servicecontrol.ps1': 1, 'updateowa.ps1': 0 }

/** Full path of a script that is called so, with or without `.ps1`. The current folder is not on the path. */
function scriptNamed(session: PromptSession, name: string): string | undefined {
  const file = /\.ps1$/i.test(name) ? name : `${name}.ps1`
  const typed = file.replaceAll('/', '\\')
  const paths = /[\\:]/.test(typed)
    ? [fullPath(session, typed)]
    : searchPath(session).map(folder => joinPath(folder, typed))
  return paths.map(path => fileAt(machineOf(session), path)?.path).find(path => path !== undefined)
}

function runProductScript(call: Call, path: string): Result {
  if (!Object.hasOwn(ARGUMENTS, fold(leafOf(path)))) return wrong(notSimulated(`the script ${leafOf(path)}`).err)
  const words = wordsGiven(call)
  if (words.length > ARGUMENTS[fold(leafOf(path))]!) {
    return wrong(notSimulated(`${words.slice(ARGUMENTS[fold(leafOf(path))]).join(' ')} behind ${leafOf(path)}`).err)
  }
  const { exitCode, output } = runScript(call.session.recorder, path, words.join(' '))
  if (output.length === 0) return { items: [], errors: [], exitCode }
  return wrong([...output, ...place(call.line, call.end)], exitCode)
}

// --------------------------------------------------------------------------------------------------------- programs

/** What a program gets: words; of a list each is one. */
function wordsGiven({ session, bound }: Call): string[] {
  const machine = machineOf(session)
  return bound.flatMap(({ argument, value }) => {
    const words = (value?.items ?? []).map(item => stringOf(machine, { items: [item], list: false }))
    if (argument.parameter === undefined) return words
    return value ? [`-${argument.parameter}:${words.join(' ')}`] : [argument.text]
  })
}

/** One with a blank goes in quotes. */
function runProgram(call: Call): Result {
  const { session, name, input, first } = call
  const tail = wordsGiven(call)
    .map(word => ` ${/\s/.test(word) || word === '' ? `"${word}"` : word}`)
    .join('')
  const handed = first ? undefined : printItems(machineOf(session), input)
  const typed: Typed = { session, name, args: wordsOf(tail), tail, input: handed }
  const command = fold(name) === 'help' ? commandNamed('help') : programNamed(programName(name))
  const path = fullPath(session, name)
  const node = fileAt(machineOf(session), path)
  const isHere = command !== undefined && isOnServer(command, session)
  if (isHere && (!/[\\/:]/.test(name) || node || isOfSystem(session, path)))
    return resultOf(startCommand(command, typed))
  if (node && isPackage(name)) return resultOf(installPackage(typed, `"${path}"${tail}`))
  if (node && !node.folder && /[\\/:]/.test(name)) return wrong(notSimulated(leafOf(node.path)).err)
  return notRecognized(call)
}

function resultOf({ exitCode, out, err, question }: Output): Result {
  return { items: textItems([...out, ...err]), errors: [], exitCode, ...(question && { question }) }
}
