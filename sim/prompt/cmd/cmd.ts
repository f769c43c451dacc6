import { appendText, writeFile } from '../../../model/machine/calls.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { fold, joinPath, leafOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { CANNOT_EXECUTE, LINE_TOO_LONG, SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { upper } from '../../../model/words/letters.ts'
import { variable } from '../window/environment.ts'
import { errorText } from '../window/errors.ts'
import { mayCreate, readLines } from '../window/fileAccess.ts'
import { isOfSystem, programName, searchPath } from '../window/searchPath.ts'
import {
  after,
  done,
  failed,
  fullPath,
  machineOf,
  nested,
  notSimulated,
  type Output,
  type PromptSession,
  tooManyLines,
  waitingFor,
} from '../window/session.ts'
import { isOnServer, type PromptCommand, startCommand } from '../window/syntax.ts'
import { commandNamed, insideNamed } from './commands.ts'
import { type Control, type For, withText } from './control.ts'
import { installPackage, isPackage } from './installer.ts'
import {
  expandVariables,
  insideWordsOf,
  isRemark,
  type Pipeline,
  parseLine,
  type Redirect,
  type Stage,
  wordsOf,
} from './line.ts'
import { filler, holds, roundsOf } from './loops.ts'
import { isProgram, startProgram } from './processes.ts'

/**
 * The command prompt reads a line: variables, pipelines, redirections, and the program of each stage. Knows no program:
 * commands.ts.
 */
export function runCmdLine(session: PromptSession, line: string, input?: readonly string[]): Output {
  if (isRemark(line)) return { ...done(), exitCode: session.exitCode }
  const expanded = expandVariables(line, name => variable(session, name))
  if (expanded.length > LONGEST_LINE) return failed(1, [LINE_TOO_LONG.text])
  const pipelines = parseLine(expanded)
  if (!('unexpected' in pipelines)) return runPipelines(session, pipelines, input)
  const { unexpected } = pipelines
  return failed(255, [unexpected === 'newline' ? SYNTAX_INCORRECT.text : `${unexpected} was unexpected at this time.`])
}

/** KB830473: in characters. */
export const LONGEST_LINE = 8191

function runPipelines(session: PromptSession, pipelines: readonly Pipeline[], input?: readonly string[]): Output {
  const isPassedOver = ({ when }: Pipeline): boolean =>
    (when === 'success' && session.exitCode !== 0) || (when === 'failure' && session.exitCode === 0)
  return oneByOne(
    session,
    pipelines.map(one => () => (isPassedOver(one) ? undefined : runPipe(session, one.stages, input))),
  )
}

/**
 * Parts of a line one after the other; undefined: one that is passed over. A program that asks holds the rest back until it
 * has its answer.
 */
function oneByOne(session: PromptSession, parts: readonly (() => Output | undefined)[], from = 0): Output {
  const rows: (readonly string[])[] = []
  for (let i = from; i < parts.length; i++) {
    const output = parts[i]!()
    if (!output) continue
    // One stream on the screen: what a command complains about follows what it printed.
    rows.push(output.out, output.err)
    session.exitCode = output.exitCode
    const { question } = output
    if (!question) continue
    const answer = (yes: boolean): Output => {
      const answered = question.answer(yes)
      session.exitCode = answered.exitCode
      return after([...answered.out, ...answered.err], oneByOne(session, parts, i + 1))
    }
    return { exitCode: output.exitCode, out: rows.flat(), err: [], question: { text: question.text, answer } }
  }
  return { exitCode: session.exitCode, out: rows.flat(), err: [] }
}

function runPipe(session: PromptSession, stages: readonly Stage[], input?: readonly string[]): Output {
  let handed = input
  let output = done()
  const complaints: (readonly string[])[] = []
  for (const [index, stage] of stages.entries()) {
    const run = (): Output => runStage(session, stage, handed)
    output = stages.length > 1 ? waitingFor(session, run) : run()
    handed = output.out
    if (index === stages.length - 1) break
    if (output.question) return notSimulated('a question before the end of a pipe')
    complaints.push(output.err)
  }
  return { ...output, err: [...complaints, output.err].flat() }
}

function runStage(session: PromptSession, stage: Stage, input?: readonly string[]): Output {
  // cmd opens the target before it starts the program: `type nul > file` empties it, `x > missing\file` runs nothing.
  const refusal = stage.redirects.map(redirect => openTarget(session, redirect)).find(error => error !== 0)
  if (refusal) return failed(1, [errorText(refusal)])
  const read = readFrom(session, stage.redirects)
  if (typeof read === 'object' && 'exitCode' in read) return read
  const handed = read ?? input
  const output = stage.control
    ? runControl(session, stage.control, handed)
    : stage.group
      ? runGroup(session, stage.group, handed)
      : runCommand(session, stage.text, handed)
  return stage.redirects.some(({ stream }) => stream !== 0) ? redirected(session, output, stage.redirects) : output
}

function runGroup(session: PromptSession, group: readonly Pipeline[], input?: readonly string[]): Output {
  return nested(
    session,
    () => runPipelines(session, group, input),
    tooDeep => (tooDeep ? failed(1, [CANNOT_EXECUTE.text]) : tooManyLines()),
  )
}

function runControl(session: PromptSession, control: Control, input?: readonly string[]): Output {
  if (control.kind === 'if') {
    const chosen = holds(session, control) ? control.body : control.otherwise
    return chosen.length === 0 ? { ...done(), exitCode: session.exitCode } : runGroup(session, chosen, input)
  }
  const rounds = roundsOf(session, control, line => waitingFor(session, () => session.runCmd(line)))
  if ('exitCode' in rounds) return rounds
  return oneByOne(
    session,
    rounds.map(values => () => runRound(session, control, values)),
  )
}

/** With echo on, cmd shows each line that it makes of a loop. */
function runRound(session: PromptSession, { variable, body, text }: For, values: readonly string[]): Output {
  const fill = filler(session, variable, values)
  const output = runGroup(session, withText(body, fill))
  return text.startsWith('@') ? output : after(['', `${printed(session.folder)}>${fill(text)}`], output)
}

/** `< file`: its lines instead of what a pipe brings. */
function readFrom(session: PromptSession, redirects: readonly Redirect[]): readonly string[] | Output | undefined {
  const from = redirects.findLast(({ stream }) => stream === 0)
  if (!from) return undefined
  if (fold(from.target) === 'nul') return []
  const rows = readLines(session, fullPath(session, from.target))
  return typeof rows === 'number' ? failed(1, [errorText(rows)]) : (rows ?? notSimulated(`what is in ${from.target}`))
}

function openTarget(session: PromptSession, { stream, target, append }: Redirect): number {
  if (isStream(target) || stream === 0) return 0
  const path = fullPath(session, target)
  const refused = mayCreate(session, path)
  if (refused || (append && fileAt(machineOf(session), path))) return refused
  return writeFile(session.recorder, path, { content: { kind: 'text', text: '' } })
}

const isStream = (target: string): boolean => target.startsWith('&') || fold(target) === 'nul'

/** From left to right: `> F 2>&1` sends both into the file, `2>&1 > F` leaves the errors where the output went before. */
function redirected(session: PromptSession, output: Output, redirects: readonly Redirect[]): Output {
  const streams = { 1: '&1', 2: '&2' }
  for (const { stream, target } of redirects) {
    if (stream !== 0) streams[stream] = target === '&1' ? streams[1] : target === '&2' ? streams[2] : target
  }
  const rowsTo = (target: string): readonly string[] => [
    ...(streams[1] === target ? output.out : []),
    ...(streams[2] === target ? output.err : []),
  ]
  const files = [...new Set(Object.values(streams))].filter(target => !isStream(target))
  const errors = files.map(target => {
    const text = rowsTo(target)
      .map(row => `${row}\r\n`)
      .join('')
    return text === '' ? 0 : appendText(session.recorder, fullPath(session, target), text)
  })
  const error = errors.find(code => code !== 0)
  const shown = { ...output, out: rowsTo('&1'), err: rowsTo('&2') }
  return error === undefined ? shown : { ...shown, exitCode: 1, err: [...shown.err, errorText(error)] }
}

// ------------------------------------------------------------------------------------------------------ one command

function runCommand(session: PromptSession, typed: string, input: readonly string[] | undefined): Output {
  const text = typed.replace(/^[\s@]+/, '')
  if (text === '') return done()
  if (/^[A-Za-z]:$/.test(text)) return changeDrive(session, upper(text))
  const inside = insideCommand(text)
  if (inside) return start(session, inside.command, inside.name, inside.tail, insideWordsOf(inside.tail), input)
  const { name, tail } = programOf(text)
  const command = commandNamed(programName(name))
  if (command && isOnServer(command, session) && isThere(session, name))
    return start(session, command, name, tail, wordsOf(tail), input)
  return runFile(session, name, tail, text)
}

function start(
  session: PromptSession,
  command: PromptCommand,
  name: string,
  tail: string,
  args: readonly string[],
  input: readonly string[] | undefined,
): Output {
  return startCommand(command, { session, name, args, tail, input })
}

/** `cd..`, `dir/b`, `echo.`: the name of a command inside cmd ends where its letters end. */
function insideCommand(text: string): { command: PromptCommand; name: string; tail: string } | undefined {
  const name = /^[a-z]+(?=$|[\s/\\.,;=:+([\]"])/i.exec(text)?.[0]
  const command = name === undefined ? undefined : insideNamed(fold(name))
  return command && name !== undefined ? { command, name, tail: text.slice(name.length) } : undefined
}

function programOf(text: string): { name: string; tail: string } {
  const word = /^(?:"[^"]*"?|[^\s"])+/.exec(text)?.[0] ?? text
  return { name: word.replaceAll('"', ''), tail: text.slice(word.length) }
}

/** A name with a folder must be there; what belongs to Windows is, though the model does not list every program. */
function isThere(session: PromptSession, name: string): boolean {
  if (!/[\\/:]/.test(name)) return true
  const path = fullPath(session, name)
  return isOfSystem(session, path) || fileAt(machineOf(session), path) !== undefined
}

/** Neither a command nor a known program: a document with an association, a program without a model, or nothing. */
function runFile(session: PromptSession, name: string, tail: string, text: string): Output {
  const path = fullPath(session, name)
  const node = fileAt(machineOf(session), path)
  if (isPackage(name) && node)
    return installPackage({ session, name, tail, args: wordsOf(tail), input: undefined }, text)
  const script = /\.ps1$/i.test(name) ? (node ?? onPath(session, name)) : undefined
  if (script) return inNotepad(leafOf(script.path))
  if (node && isProgram(session, node)) return startProgram(session, node)
  if (node && !node.folder && /\.[a-z0-9]{2,4}$/i.test(name)) return notSimulated(`${leafOf(node.path)}`)
  return failed(9009, [
    `'${name}' is not recognized as an internal or external command,`,
    'operable program or batch file.',
  ])
}

const onPath = (session: PromptSession, name: string): FileNode | undefined =>
  /[\\/:]/.test(name)
    ? undefined
    : searchPath(session)
        .map(folder => fileAt(machineOf(session), joinPath(folder, name)))
        .find(node => node !== undefined)

/** To cmd a script of PowerShell is a text: a window shows it, and nothing runs. */
const inNotepad = (name: string): Output =>
  failed(1, [`lab1603: cmd opens ${name} in Notepad, as Windows does with a script; nothing has run.`])

function changeDrive(session: PromptSession, drive: string): Output {
  if (!fileAt(machineOf(session), drive)) return failed(1, [errorText(15)])
  session.folders.set(session.folder.slice(0, 2), session.folder)
  session.folder = session.folders.get(drive) ?? drive
  return done()
}
