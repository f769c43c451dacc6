import { makeFolder } from '../../../model/machine/calls.ts'
import { childrenOf, fileAt, within } from '../../../model/machine/machine.ts'
import { byName, driveOf, extensionOf, fold, leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { upper } from '../../../model/words/letters.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { longDateOf, timeOf } from '../../forms/clock.ts'
import { withSize } from '../../forms/contents.ts'
import { linesOf } from '../../forms/exports/export.ts'
import { dirRows, FILE_NOT_FOUND, isListed, nothingFound, type Part } from '../../forms/exports/folders.ts'
import { errorText } from '../window/errors.ts'
import {
  changeAttributes,
  changeFolder,
  copyFile,
  destinationOf,
  hasWildcard,
  isHidden,
  mayCreate,
  missing,
  moveNode,
  nodesNamed,
  readLines,
  removeNode,
  removeTree,
  wildcard,
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
import { type CommandCall, type Given, invalidSwitch, leftOut, type PromptCommand } from '../window/syntax.ts'

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

function pushd(call: CommandCall): Output {
  const error = changeFolder(call.session, call.tail.trim())
  return error ? complain(error) : done()
}

// ------------------------------------------------------------------------------------------------------------- dir

interface Listing {
  readonly bare: boolean
  readonly below: boolean
  readonly sorted: (nodes: readonly FileNode[]) => readonly FileNode[]
  readonly shows: (node: FileNode) => boolean
}

const ORDERS: Readonly<Record<string, (a: FileNode, b: FileNode) => number>> = {
  n: (a, b) => byName(leafOf(a.path), leafOf(b.path)),
  s: (a, b) => a.size - b.size,
  e: (a, b) => byName(extensionOf(a.path), extensionOf(b.path)),
  d: (a, b) => a.modified - b.modified,
  g: (a, b) => Number(b.folder) - Number(a.folder),
}

/** `-d`: by date, the newest first; several letters: one after the other. */
function inOrderOf(nodes: readonly FileNode[], letters: string): readonly FileNode[] {
  const keys = [...letters.matchAll(/(-?)([nsedg])/g)]
  return [...nodes].sort((a, b) =>
    keys.reduce((sign, [, not, letter]) => sign || ORDERS[letter!]!(a, b) * (not === '-' ? -1 : 1), 0),
  )
}

const ORDER_LETTERS = /^(?:-?[nsedg])*$/i
const ATTRIBUTE_LETTERS = /^(?:-?[dhrs])*$/i

function listingOf(given: Given): Listing {
  const letters = given.value('/a')
  const order = given.value('/o')
  return {
    bare: given.has('/b'),
    below: given.has('/s'),
    sorted: order === undefined ? nodes => nodes : nodes => inOrderOf(nodes, order === '' ? 'gn' : fold(order)),
    // Without /a, whatever is hidden or belongs to the system stays out.
    shows: node => (letters === undefined ? !isHidden(node) : hasAttributes(node, fold(letters))),
  }
}

function hasAttributes(node: FileNode, letters: string): boolean {
  return [...letters.matchAll(/(-?)([dhrs])/g)].every(([, not, letter]) => {
    const has = letter === 'd' ? node.folder : node.attributes.includes(upper(letter!))
    return has !== (not === '-')
  })
}

/** One listing for each path, one below the other. */
function dir(call: CommandCall): Output {
  const { given } = call
  const letters = given.value('/a') ?? ''
  const order = given.value('/o') ?? ''
  if (!ATTRIBUTE_LETTERS.test(letters)) return leftOut(`/a${letters}`, call)
  if (!ORDER_LETTERS.test(order)) return leftOut(`/o${order}`, call)
  const paths = given.operands()
  const outputs = (paths.length === 0 ? ['.'] : paths).map(path => dirOf(call, path, listingOf(given)))
  return {
    exitCode: outputs.some(output => output.exitCode !== 0) ? 1 : 0,
    out: outputs.flatMap(({ out }) => out),
    err: outputs.flatMap(({ err }) => err),
  }
}

function dirOf(call: CommandCall, typed: string, { bare, below, sorted, shows }: Listing): Output {
  const machine = machineOf(call.session)
  const path = fullPath(call.session, typed)
  const node = fileAt(machine, path)
  if (!fileAt(machine, driveOf(path))) return complain(WIN32.PATH_NOT_FOUND)
  const folder = node?.folder ? node.path : (parentOf(path) ?? path)
  const named = node?.folder ? () => true : wildcard(leafOf(path))
  const sized = (file: FileNode): FileNode => withSize({ machine, facts: call.session.recorder.facts }, file)
  const folders = below ? [folder, ...within(machine, folder).flatMap(n => (n.folder ? [n.path] : []))] : [folder]
  const [first, ...others] = folders
    .filter(each => isListed(machine, each))
    .flatMap((each): Part[] => {
      const nodes = childrenOf(machine, each).filter(n => named(leafOf(n.path)) && shows(n))
      const whole = each === folder && node?.folder === true
      return nodes.length > 0 || (whole && !bare)
        ? [{ folder: each, nodes: sorted(bare ? nodes : nodes.map(sized)), whole }]
        : []
    })
  if (!first) return failed(1, [FILE_NOT_FOUND], bare ? [] : nothingFound(machine, folder))
  if (!bare) return done(linesOf(dirRows(machine, [first, ...others], below)))
  return done([first, ...others].flatMap(part => part.nodes.map(n => (below ? n.path : leafOf(n.path)))))
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
    if (rows === undefined) return { ...notSimulated(`the contents of ${path}`), out }
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
    return failed(1, [errorText(missing(call.session, fullPath(call.session, source)))], [COPIED(0)])
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
    if (fold(to) === fold(file.path)) return failed(1, ['The file cannot be copied onto itself.'], [...out, COPIED(i)])
    const error = copyFile(session, file, to)
    if (error) return failed(1, [errorText(error)], [...out, COPIED(i)])
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

// ---------------------------------------------------------------------------------------------------------- folders

function md(call: CommandCall): Output {
  const names = call.given.operands()
  if (names.length === 0) return failed(1, [SYNTAX])
  const err: string[] = []
  for (const name of names) {
    const path = fullPath(call.session, name)
    const text = fileAt(machineOf(call.session), path)
      ? `A subdirectory or file ${name} already exists.`
      : textOf(mayCreate(call.session, path) || makeFolder(call.session.recorder, path))
    if (text) err.push(text)
  }
  return err.length > 0 ? failed(1, err) : done()
}

const textOf = (error: number): string => (error === 0 ? '' : errorText(error))

function rd(call: CommandCall): Output {
  const { session } = call
  const names = call.given.operands()
  const below = call.given.has('/s')
  const quiet = call.given.has('/q')
  if (names.length === 0) return failed(1, [SYNTAX])
  const nodes = names.map(name => ({ name, node: fileAt(machineOf(session), fullPath(session, name)) }))
  const remove = (): Output => {
    const err = nodes.flatMap(({ name, node }) => {
      if (!node) return [errorText(missing(session, fullPath(session, name)))]
      if (!node.folder) return [errorText(267)]
      if (!below) return textOf(removeNode(session, node)) || []
      return removeTree(session, node.path).flatMap(({ path, error }) => [`${path} - ${errorText(error)}`])
    })
    return err.length > 0 ? failed(err.length === 1 ? 1 : 145, err) : done()
  }
  if (!below || quiet) return remove()
  return ask(call, { text: `${names.join(', ')}, Are you sure (Y/N)? `, answer: yes => (yes ? remove() : done()) })
}

/** Never an exit code of its own: a batch file cannot see that `del` has failed. */
function del(call: CommandCall): Output {
  const { session } = call
  const names = call.given.operands()
  const below = call.given.has('/s')
  const force = call.given.has('/f')
  const quiet = call.given.has('/q')
  if (names.length === 0) return failed(1, [SYNTAX])
  const everything = names.map(name => ({ name, ...filesToDelete(session, name, below) }))
  const remove = (): Output => {
    const err = everything.flatMap(({ name, files }) => {
      if (files.length === 0) return [`Could Not Find ${fullPath(session, name)}`]
      return files.flatMap(file => deleteOne(session, file, force))
    })
    return { exitCode: 0, out: [], err }
  }
  const whole = everything.find(entry => entry.whole)
  if (!whole || quiet) return remove()
  const path = whole.name.includes('*') ? fullPath(session, whole.name) : `${fullPath(session, whole.name)}\\*`
  return ask(call, { text: `${path}, Are you sure (Y/N)? `, answer: yes => (yes ? remove() : done()) })
}

/** `whole`: everything in a folder, which is asked about first. */
function filesToDelete(session: PromptSession, typed: string, below: boolean): { files: FileNode[]; whole: boolean } {
  const path = fullPath(session, typed)
  const folder = fileAt(machineOf(session), path)?.folder === true
  const root = folder ? path : (parentOf(path) ?? path)
  const test = folder ? () => true : wildcard(leafOf(path))
  const nodes = below ? within(machineOf(session), root) : childrenOf(machineOf(session), root)
  const files = nodes.filter(node => !node.folder && test(leafOf(node.path)) && !isHidden(node))
  return { files, whole: files.length > 0 && (folder || ['*', '*.*'].includes(leafOf(path))) }
}

function deleteOne(session: PromptSession, file: FileNode, force: boolean): string[] {
  const unlocked = force && file.attributes.includes('R') ? changeAttributes(session, file, new Map([['R', false]])) : 0
  const error = unlocked || removeNode(session, fileAt(machineOf(session), file.path) ?? file)
  return error ? [file.path, errorText(error)] : []
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
    names: ['dir'],
    help: 'dir [PATHS] [/a[dhrs-]] [/b] [/s] [/o[nsedg-]]   list files',
    inside: true,
    ms: 20,
    syntax: {
      flags: ['/b', '/s'],
      joined: ['/a', '/o'],
      idle: ['/c', '/n', '/4', '/-w', '/-p'],
      absent: ['/d', '/l', '/p', '/q', '/r', '/t*', '/w', '/x', '/-c'],
      since2008: ['/r'],
      refuse: invalidSwitch,
    },
    run: dir,
  },
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
  { names: ['md', 'mkdir'], help: 'md FOLDERS   make folders', inside: true, ms: 10, syntax: plain, run: md },
  {
    names: ['rd', 'rmdir'],
    help: 'rd [/s] [/q] FOLDERS   remove folders',
    inside: true,
    ms: 30,
    syntax: { flags: ['/s', '/q'], refuse: invalidSwitch },
    run: rd,
  },
  {
    names: ['del', 'erase'],
    help: 'del [/f] [/q] [/s] FILES   delete files',
    inside: true,
    ms: 15,
    syntax: { flags: ['/f', '/q', '/s'], absent: ['/p', '/a*'], refuse: invalidSwitch },
    run: del,
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
    run: shown(call => timeOf(machineOf(call.session)), 'setting the time'),
  },
]
