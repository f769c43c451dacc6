import { childrenOf, fileAt } from '../../../model/machine/machine.ts'
import { driveOf, fold, parentOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { longDateOf, shortTimeOf } from '../../forms/clock.ts'
import { errorText } from '../window/errors.ts'
import {
  changeFolder,
  copyFile,
  destinationOf,
  hasWildcard,
  missing,
  moveNode,
  nodesNamed,
  readLines,
  removeNode,
} from '../window/fileAccess.ts'
import {
  ask,
  done,
  failed,
  folderOn,
  fullPath,
  machineOf,
  notSimulated,
  type Output,
  type PromptSession,
} from '../window/session.ts'
import { type CommandCall, invalidSwitch, type PromptCommand } from '../window/syntax.ts'
import { dirCommand } from './dir.ts'
import { folderCommands } from './folders.ts'

/**
 * Commands on files and folders inside of cmd.exe. Whether a file may be touched is known to the machine.
 */

const SYNTAX = SYNTAX_INCORRECT.text

const complain = (error: number, code = 1): Output => failed(code, [errorText(error)])

// ----------------------------------------------------------------------------------------------------------- where

/** The whole rest is the path, blanks and all; /d also changes the drive. */
function cd(call: CommandCall): Output {
  const { session } = call
  const everywhere = /^\s*\/d(?=[\s"]|$)/i.test(call.tail)
  const typed = call.tail.replace(/^\s*\/d(?=[\s"]|$)/i, '').trim()
  if (typed === '') return done([printed(session.folder)])
  const path = typed.replaceAll('"', '')
  const drive = driveOf(/^[a-z]:/i.test(path) ? path : session.folder)
  if (/^"?[a-z]:"?$/i.test(typed) && !everywhere) return done([printed(folderOn(session, drive))])
  if (everywhere || drive === driveOf(session.folder)) {
    const error = changeFolder(session, typed)
    return error ? complain(error) : done()
  }
  const node = fileAt(machineOf(session), fullPath(session, typed))
  if (!node?.folder) return complain(WIN32.PATH_NOT_FOUND)
  session.folders.set(drive, node.path)
  return done()
}

/** Without a folder, those that it has left, the last one first. */
function pushd({ session, tail }: CommandCall): Output {
  if (tail.trim() === '') return done([...session.pushed].reverse().map(printed))
  const left = session.folder
  const error = changeFolder(session, tail.trim())
  if (error) return complain(error)
  session.pushed.push(left)
  return done()
}

/** Where nothing was pushed it does nothing. */
function popd({ session }: CommandCall): Output {
  const folder = session.pushed.pop()
  const error = folder === undefined ? 0 : changeFolder(session, printed(folder))
  return error ? complain(error) : done()
}

// ------------------------------------------------------------------------------------------------ reading, writing

function type(call: CommandCall): Output {
  const names = call.given.operands()
  if (names.length === 0) return failed(1, [SYNTAX])
  const out: string[] = []
  for (const name of names) {
    if (fold(name) === 'nul') continue
    const path = fullPath(call.session, name)
    const rows = readLines(call.session, path)
    if (rows === undefined) return { ...notSimulated(`what is in ${path}`), out }
    if (typeof rows === 'number') return failed(1, [errorText(rows)], out)
    if (names.length > 1) out.push('', path, '', '')
    out.push(...rows)
  }
  return done(out)
}

/** `echo.` and `echo text`: one character parts the name from the text. */
function echo(call: CommandCall): Output {
  const text = call.tail.slice(1).trimEnd()
  if (/^\s*(?:on|off)$/i.test(text)) return done()
  if (call.tail.trim() === '') return done(['ECHO is on.'])
  return done([text])
}

function copy(call: CommandCall): Output {
  const [source = '', target = '.'] = call.given.operands()
  const isTold = call.given.has('/y')
  if (source === '') return failed(1, [SYNTAX])
  if (`${source}${target}`.includes('+')) return notSimulated('copy of several files into one')
  const nodes = nodesNamed(call.session, source)
  const files = nodes
    .flatMap(n => (n.folder ? childrenOf(machineOf(call.session), n.path) : [n]))
    .filter(n => !n.folder)
  if (files.length === 0) {
    return failed(1, [errorText(missing(call.session, fullPath(call.session, source))), COPIED(0)])
  }
  const into = trailing(call.tail, target)
  const destination = (file: FileNode): string => destinationOf(call.session, file, into)
  // Only of several files some are copied before.
  const onItself = files.length === 1 && fold(destination(files[0]!)) === fold(files[0]!.path)
  const existing = files.find(file => !onItself && fileAt(machineOf(call.session), destination(file)))
  const copyAll = (): Output => copyFiles(call.session, files, into)
  if (!existing || isTold) return copyAll()
  const path = destination(existing)
  const no = (): Output => done([COPIED(0)])
  return ask(call, { text: `Overwrite ${path}? (Yes/No/All): `, answer: yes => (yes ? copyAll() : no()) })
}

/** A backslash at the end says that a folder is meant. */
function trailing(tail: string, target: string): string {
  const last = tail.split(/\s+/).findLast(word => word !== '' && !word.startsWith('/')) ?? ''
  return /\\"?(?:\/\S*)?$/.test(last) && !target.endsWith('\\') ? `${target}\\` : target
}

const COPIED = (n: number): string => `${String(n).padStart(9)} file(s) copied.`

function copyFiles(session: PromptSession, files: readonly FileNode[], target: string): Output {
  const out: string[] = []
  for (const [i, file] of files.entries()) {
    if (files.length > 1) out.push(file.path)
    const to = destinationOf(session, file, target)
    if (fold(to) === fold(file.path)) return failed(1, ['The file cannot be copied onto itself.', COPIED(i)], out)
    const error = copyFile(session, file, to)
    if (error) return failed(1, [errorText(error), COPIED(i)], out)
  }
  return done([...out, COPIED(files.length)])
}

function rename(call: CommandCall): Output {
  const [source = '', name = ''] = call.given.operands()
  if (source === '' || name === '' || /[\\:]/.test(name)) return failed(1, [SYNTAX])
  const nodes = nodesNamed(call.session, source)
  if (nodes.length === 0) return complain(missing(call.session, fullPath(call.session, source)))
  if (nodes.length > 1 || hasWildcard(name)) return notSimulated('ren with wildcards')
  const node = nodes[0]!
  const parent = parentOf(node.path)
  if (parent === undefined) return complain(WIN32.ACCESS_DENIED)
  const error = moveNode(call.session, node, `${parent}\\${name}`)
  if (error === WIN32.ALREADY_EXISTS)
    return failed(1, ['A duplicate file name exists, or the file', 'cannot be found.'])
  return error ? complain(error) : done()
}

function move(call: CommandCall): Output {
  const [source = '', target = '.'] = call.given.operands()
  const isTold = call.given.has('/y')
  if (source === '') return failed(1, [SYNTAX])
  const nodes = nodesNamed(call.session, source).filter(node => parentOf(node.path) !== undefined)
  if (nodes.length === 0) return complain(missing(call.session, fullPath(call.session, source)))
  const into = trailing(call.tail, target)
  const moveAll = (): Output => moveNodes(call.session, nodes, into)
  const existing = nodes
    .map(n => fileAt(machineOf(call.session), destinationOf(call.session, n, into)))
    .find(n => n && !n.folder)
  if (!existing || isTold) return moveAll()
  const text = `Overwrite ${existing.path}? (Yes/No/All): `
  return ask(call, { text, answer: yes => (yes ? moveAll() : done(['        0 file(s) moved.'])) })
}

function moveNodes(session: PromptSession, nodes: readonly FileNode[], target: string): Output {
  for (const node of nodes) {
    const to = destinationOf(session, node, target)
    const there = fileAt(machineOf(session), to)
    const error =
      (there && !there.folder && there !== node && removeNode(session, there)) || moveNode(session, node, to)
    if (error) return complain(error)
  }
  const kind = nodes.every(node => node.folder) ? 'dir' : 'file'
  return done([`${String(nodes.length).padStart(9)} ${kind}(s) moved.`])
}

const shown = (what: (call: CommandCall) => string, setting: string): ((call: CommandCall) => Output) => {
  return call =>
    call.given.has('/t') && call.given.operands().length === 0 ? done([what(call)]) : notSimulated(setting)
}

const plain = { refuse: invalidSwitch }

export const fileCommands: readonly PromptCommand[] = [
  { names: ['cd', 'chdir'], help: 'cd [/d] FOLDER   go to a folder', inside: true, ms: 3, run: cd },
  { names: ['pushd'], help: 'pushd FOLDER   go to a folder on any drive', inside: true, ms: 3, run: pushd },
  {
    names: ['popd'],
    help: 'popd   back to where pushd was typed',
    inside: true,
    ms: 3,
    syntax: { operands: 0, refuse: invalidSwitch },
    run: popd,
  },
  dirCommand,
  ...folderCommands,
  { names: ['type'], help: 'type FILES   print files', inside: true, ms: 20, syntax: plain, run: type },
  { names: ['echo'], help: 'echo TEXT [> FILE | >> FILE]   print, or write to a file', inside: true, ms: 2, run: echo },
  {
    names: ['copy'],
    help: 'copy [/y] FROM TO   copy files',
    inside: true,
    ms: 30,
    syntax: {
      flags: ['/y'],
      idle: ['/-y', '/v', '/b'],
      absent: ['/a', '/d', '/n', '/z', '/l'],
      operands: 2,
      refuse: invalidSwitch,
    },
    run: copy,
  },
  {
    names: ['ren', 'rename'],
    help: 'ren PATH NAME   rename a file or folder',
    inside: true,
    ms: 15,
    syntax: { operands: 2, refuse: invalidSwitch },
    run: rename,
  },
  {
    names: ['move'],
    help: 'move [/y] FROM TO   move files or a folder',
    inside: true,
    ms: 15,
    syntax: { flags: ['/y'], idle: ['/-y'], operands: 2, refuse: invalidSwitch },
    run: move,
  },
  {
    names: ['date'],
    help: 'date /t   the date',
    inside: true,
    ms: 2,
    syntax: { flags: ['/t'], refuse: invalidSwitch },
    run: shown(call => longDateOf(machineOf(call.session)), 'setting the date'),
  },
  {
    names: ['time'],
    help: 'time /t   the time',
    inside: true,
    ms: 2,
    syntax: { flags: ['/t'], refuse: invalidSwitch },
    run: shown(call => shortTimeOf(machineOf(call.session)), 'setting the time'),
  },
]
