import { installRoot } from '../../../model/exchange/files.ts'
import { runScript } from '../../../model/exchange/scripts/powershell.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { fold, joinPath, leafOf, normalPath } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { commandNamed, insideNamed, programNamed } from '../cmd/commands.ts'
import { installPackage, isPackage } from '../cmd/installer.ts'
import { isLeftOutCmdlet } from '../cmd/leftOut.ts'
import { wordsOf } from '../cmd/line.ts'
import { exit } from '../cmd/system.ts'
import {
  done,
  failed,
  fullPath,
  machineOf,
  nested,
  notSimulated,
  type Output,
  type PromptQuestion,
  type PromptSession,
  type Typed,
  tooManyLines,
} from '../window/session.ts'
import { startCommand } from '../window/syntax.ts'
import type { Cmdlet } from './cmdlet.ts'
import { cmdletNamed } from './cmdlets.ts'
import { writeRows } from './cmdletsOfFiles.ts'
import { type Item, memberOf, printItems, textItems } from './items.ts'
import { type BadStatement, parametersOf, parseStatements, type ShellToken, type Statement } from './statement.ts'

/**
 * PowerShell 1.0 reads a line: cmdlets, the scripts of the product, and the programs that cmd has too. Knows no cmdlet
 * by name.
 */

/** What a command of a pipeline came to; `errors` as they stand on the screen. */
interface Result {
  readonly items: readonly Item[]
  readonly errors: readonly string[]
  readonly exitCode: number
  readonly question?: PromptQuestion
}

const nothing: Result = { items: [], errors: [], exitCode: 0 }
const wrong = (errors: readonly string[], exitCode = 1): Result => ({ items: [], errors, exitCode })

export function runShellLine(session: PromptSession, line: string): Output {
  const statements = parseStatements(line, name => variable(session, name))
  if ('error' in statements) return failed(1, parseError(line, statements))
  return runStatements(session, line, statements, 0, done())
}

function runStatements(
  session: PromptSession,
  line: string,
  statements: readonly Statement[],
  from: number,
  before: Output,
): Output {
  let output = before
  for (let i = from; i < statements.length; i++) {
    const result = runStatement(session, line, statements[i]!)
    const rows = [...output.out, ...printItems(machineOf(session), result.items), ...result.errors]
    output = { exitCode: result.exitCode, out: rows, err: [] }
    const { question } = result
    if (!question) continue
    const answer = (yes: boolean): Output => runStatements(session, line, statements, i + 1, question.answer(yes))
    return { ...output, question: { text: question.text, answer } }
  }
  return output
}

// ------------------------------------------------------------------------------------------------------ error texts

/** `At line:1 char:8`, and the line with a mark behind the word. */
function place(line: string, end: number): string[] {
  const at = line[end] === ' ' ? end + 1 : end
  return [`At line:1 char:${at}`, `+ ${line.slice(0, at)} <<<< ${line.slice(at)}`]
}

function parseError(line: string, { error, at }: BadStatement): string[] {
  return [error, ...place(line, Math.min(at + 1, line.length))]
}

function notRecognized(line: string, token: ShellToken, name: string): Result {
  const text = powershellError('notRecognized', name)
  return wrong([text, ...place(line, token.end)])
}

// -------------------------------------------------------------------------------------------------------- pipelines

function runStatement(session: PromptSession, line: string, statement: Statement): Result {
  let items: readonly Item[] = []
  const errors: string[] = []
  let result = nothing
  for (const [index, tokens] of statement.entries()) {
    const redirect = tokens.findIndex(token => token.kind === 'redirect')
    const own = redirect < 0 ? tokens : tokens.slice(0, redirect)
    result = runCommand(session, line, own, items, index === 0)
    items = result.items
    errors.push(...result.errors)
    if (redirect < 0 || result.question) continue
    const target = tokens[redirect + 1]
    if (!target || tokens[redirect]!.text === '2>&1') continue
    const rows = printItems(machineOf(session), items)
    items = []
    if (tokens[redirect]!.text.startsWith('2')) errors.length = 0
    else if (fold(target.text) !== 'nul' && target.text !== '') {
      const error = writeRows(session, fullPath(session, target.text), rows, tokens[redirect]!.text.includes('>>'))
      if (error) errors.push(powershellError('noPartOfPath', target.text), ...place(line, target.end))
    }
  }
  const failedSoFar = errors.length > 0 && result.exitCode === 0
  return { ...result, items, errors, exitCode: failedSoFar ? 1 : result.exitCode }
}

function runCommand(
  session: PromptSession,
  line: string,
  tokens: readonly ShellToken[],
  input: readonly Item[],
  first: boolean,
): Result {
  const [token, ...rest] = tokens
  if (!token) return nothing
  if (token.kind === 'group') return first ? group(session, token) : notRecognized(line, token, token.text)
  if (token.kind === 'word' && (token.text === '&' || token.text === '.') && rest[0]) {
    return invoke(session, line, rest[0], rest.slice(1), input, first)
  }
  if (token.kind === 'string') {
    if (rest[0]) return wrong([powershellError('unexpectedToken', rest[0].text), ...place(line, rest[0].end)])
    return { ...nothing, items: textItems([token.text]) }
  }
  if (token.kind !== 'word') return wrong([powershellError('unexpectedToken', token.text), ...place(line, token.end)])
  if (rest[0]?.text === '=' || /^\$\w+=/.test(token.text))
    return wrong(["lab1603: variables of one's own are not simulated."])
  if (line[token.start] === '$') return { ...nothing, items: token.text.startsWith('$') ? [] : textItems([token.text]) }
  return invoke(session, line, token, rest, input, first)
}

function group(session: PromptSession, token: ShellToken): Result {
  return nested(
    session,
    () => runGroup(session, token),
    tooDeep => wrong(tooDeep ? [powershellError('callDepth')] : tooManyLines().err),
  )
}

/** `(Get-Item x).VersionInfo.FileVersion` */
function runGroup(session: PromptSession, token: ShellToken): Result {
  const statements = parseStatements(token.text, name => variable(session, name))
  if ('error' in statements) return wrong(parseError(token.text, statements))
  const results = statements.map(statement => runStatement(session, token.text, statement))
  const machine = machineOf(session)
  const items = token.members.reduce<readonly Item[]>(
    (found, name) => found.flatMap(item => memberOf(machine, item, name)),
    results.flatMap(result => result.items),
  )
  const errors = results.flatMap(result => result.errors)
  return { items, errors, exitCode: errors.length > 0 ? 1 : (results.at(-1)?.exitCode ?? 0) }
}

// --------------------------------------------------------------------------------------------------------- commands

function invoke(
  session: PromptSession,
  line: string,
  name: ShellToken,
  given: readonly ShellToken[],
  input: readonly Item[],
  first: boolean,
): Result {
  const settled = settle(session, given)
  if ('errors' in settled) return settled
  const cmdlet = cmdletNamed(name.text)
  if (cmdlet) return runCmdlet(session, line, name, cmdlet, settled.tokens, input, first)
  if (fold(name.text) === 'exit') return { ...nothing, exitCode: exit(session, settled.tokens[0]?.text ?? '').exitCode }
  if (isLeftOutCmdlet(name.text)) return wrong(notSimulated(name.text).err)
  const script = scriptNamed(session, name.text)
  if (script !== undefined) return runProductScript(session, line, name, script, settled.tokens)
  return runProgram(session, line, name, settled.tokens, input, first)
}

/** Arguments in brackets become what they result in. */
function settle(
  session: PromptSession,
  tokens: readonly ShellToken[],
): { readonly tokens: readonly ShellToken[] } | Result {
  const settled: ShellToken[] = []
  for (const token of tokens) {
    if (token.kind !== 'group') {
      settled.push(token)
      continue
    }
    const result = group(session, token)
    if (result.errors.length > 0) return result
    const text = printItems(machineOf(session), result.items.slice(0, 1)).join(' ').trim()
    settled.push({ ...token, kind: 'string', text })
  }
  return { tokens: settled }
}

function runCmdlet(
  session: PromptSession,
  line: string,
  token: ShellToken,
  cmdlet: Cmdlet,
  tokens: readonly ShellToken[],
  input: readonly Item[],
  first: boolean,
): Result {
  const name = cmdlet.names[0]!
  session.recorder.spend(cmdlet.ms ?? CMDLET_MS)
  const parameters = parametersOf(tokens, cmdlet)
  if ('unknown' in parameters) {
    const { unknown } = parameters
    const text = `${name} : A parameter cannot be found that matches parameter name '${unknown.text.replace(/^-|:.*$/g, '')}'.`
    return wrong([text, ...place(line, unknown.end)])
  }
  const extra = cmdlet.accepts === undefined ? undefined : parameters.positional[cmdlet.accepts]
  if (extra) {
    const text = `${name} : A parameter cannot be found that matches parameter name '${extra[0] ?? ''}'.`
    return wrong([text, ...place(line, token.end)])
  }
  const { items, errors } = cmdlet.run({ session, name, parameters, input, first })
  const quiet = /^s/i.test(parameters.named.get('erroraction')?.[0] ?? '')
  const shownErrors = quiet ? [] : errors.flatMap(text => [`${name} : ${text}`, ...place(line, token.end)])
  return { items, errors: shownErrors, exitCode: errors.length > 0 ? 1 : 0 }
}

const CMDLET_MS = 60

// ---------------------------------------------------------------------------------------------------------- scripts

/** Scripts that the model can run; any other one would be a pretence. */
const MODELLED: ReadonlySet<string> = new Set(['servicecontrol.ps1', 'updateowa.ps1'])

/** Folders where a bare name is looked for: setup puts those of the product on the path, the current folder is not on it. */
function searchPath(session: PromptSession): string[] {
  const { systemRoot } = machineOf(session).windows
  const root = normalPath(installRoot)
  return [joinPath(systemRoot, 'system32'), systemRoot, joinPath(root, 'Bin'), joinPath(root, 'Scripts')]
}

/** Full path of a script that is called so, with or without `.ps1`. */
function scriptNamed(session: PromptSession, name: string): string | undefined {
  const file = /\.ps1$/i.test(name) ? name : `${name}.ps1`
  const typed = file.replaceAll('/', '\\')
  const paths = /[\\:]/.test(typed)
    ? [fullPath(session, typed)]
    : searchPath(session).map(folder => joinPath(folder, typed))
  return paths.map(path => fileAt(machineOf(session), path)?.path).find(path => path !== undefined)
}

function runProductScript(
  session: PromptSession,
  line: string,
  name: ShellToken,
  path: string,
  tokens: readonly ShellToken[],
): Result {
  if (!MODELLED.has(fold(leafOf(path)))) return wrong(notSimulated(`the script ${leafOf(path)}`).err)
  const { exitCode, output } = runScript(session.recorder, path, tokens.map(token => token.text).join(' '))
  if (output.length === 0) return { ...nothing, exitCode }
  return wrong([...output, ...place(line, name.end)], exitCode)
}

// --------------------------------------------------------------------------------------------------------- programs

/** A program gets words; one with a blank goes in quotes. */
function runProgram(
  session: PromptSession,
  line: string,
  name: ShellToken,
  tokens: readonly ShellToken[],
  input: readonly Item[],
  first: boolean,
): Result {
  const words = joinedWords(tokens)
  const tail = words.map(word => ` ${/\s/.test(word) || word === '' ? `"${word}"` : word}`).join('')
  const handed = first ? undefined : printItems(machineOf(session), input)
  const call: Typed = { session, name: name.text, args: wordsOf(tail), tail, input: handed }
  const plain = fold(leafOf(name.text.replaceAll('/', '\\'))).replace(/\.(?:exe|com)$/, '')
  const command = fold(name.text) === 'help' ? commandNamed('help') : programNamed(plain)
  const path = fullPath(session, name.text)
  const node = fileAt(machineOf(session), path)
  if (command && (!/[\\/:]/.test(name.text) || node || isSystem(session, path))) {
    return resultOf(startCommand(command, call))
  }
  if (node && isPackage(name.text)) return resultOf(installPackage(call, `"${path}"${tail}`))
  if (node && !node.folder && /[\\/:]/.test(name.text)) return wrong(notSimulated(leafOf(node.path)).err)
  return notRecognized(line, name, name.text)
}

const isSystem = (session: PromptSession, path: string): boolean =>
  fold(path).startsWith(fold(joinPath(machineOf(session).windows.systemRoot, 'system32')))

function resultOf(output: Output): Result {
  const { exitCode, out, err, question } = output
  return { items: textItems([...out, ...err]), errors: [], exitCode, ...(question && { question }) }
}

/** Tokens that touch are one word: `a,b`. */
function joinedWords(tokens: readonly ShellToken[]): string[] {
  const words: string[] = []
  tokens.forEach((token, i) => {
    if (i > 0 && tokens[i - 1]!.end === token.start) words.push((words.pop() ?? '') + token.text)
    else words.push(token.text)
  })
  return words
}

// -------------------------------------------------------------------------------------------------------- variables

const VARIABLES: Readonly<Record<string, (session: PromptSession) => string>> = {
  'env:systemroot': session => machineOf(session).windows.systemRoot,
  'env:windir': session => machineOf(session).windows.systemRoot,
  'env:systemdrive': () => 'C:',
  'env:computername': session => machineOf(session).name,
  'env:username': () => 'Administrator',
  'env:userprofile': session => machineOf(session).windows.adminProfile,
  'env:temp': session => machineOf(session).windows.adminTemp,
  'env:tmp': session => machineOf(session).windows.adminTemp,
  'env:programfiles': () => 'C:\\Program Files',
  home: session => machineOf(session).windows.adminProfile,
  true: () => 'True',
  false: () => 'False',
  lastexitcode: session => String(session.exitCode),
  // Set by the profile of the Exchange Management Shell.
  exinstall: () => installRoot,
  exbin: () => `${installRoot}Bin\\`,
  exscripts: () => `${installRoot}Scripts\\`,
}

function variable(session: PromptSession, name: string): string | undefined {
  return Object.hasOwn(VARIABLES, name) ? VARIABLES[name]!(session) : undefined
}

// ------------------------------------------------------------------------------------- lines typed at the other window

const SCRIPT_WORD = /^[^\s'"|&<>]+\.ps1(?=\s|$)/i
const QUOTED_SCRIPT = /^\s*"[^"]+\.ps1"/i
/** `& 'x'`, `. 'x'`, `(Get-Item x).y`, `$env:x` */
const OPENING = /^(?:&\s*['"(]|\.\s+['"]|\(\s*[a-z]+-[a-z]+\b|\$[a-z]+\b)/i

/**
 * The line for PowerShell, where one typed at the command prompt makes sense only there; undefined: it is cmd's own. A
 * script's quoted path is called, as a double click would try to.
 */
export function shellLineOf(line: string): string | undefined {
  const text = line.trim()
  if (QUOTED_SCRIPT.test(text)) return `& ${text}`
  const pieces = [...text.matchAll(/(?:"[^"]*"?|'[^']*'?|[^;"'])+/g)].map(([piece]) => piece.trim())
  const [first = '', ...others] = pieces
  if (isShellStatement(first)) return text
  const word = /^[a-z]+/i.exec(first)?.[0] ?? ''
  const shared = insideNamed(word) !== undefined && cmdletNamed(word) !== undefined
  // `cd 'C:\Program Files'` and `cd ...; .\x.ps1`: single quotes and semicolons mean nothing to cmd.
  return shared && (/^[a-z]+\s+'/i.test(first) || others.some(isShellStatement)) ? text : undefined
}

function isShellStatement(text: string): boolean {
  if (OPENING.test(text) || SCRIPT_WORD.test(text)) return true
  const word = /^[a-z]+-[a-z]+(?=[\s|;]|$)/i.exec(text)?.[0]
  return word !== undefined && (cmdletNamed(word) !== undefined || isLeftOutCmdlet(word))
}
