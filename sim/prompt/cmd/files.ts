import { makeFolder } from '../../../model/machine/calls.ts'
import { childrenOf, fileAt, within } from '../../../model/machine/machine.ts'
import { byName, driveOf, fold, isWithin, leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { Denial, FileNode } from '../../../model/machine/parts.ts'
import { SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { upper } from '../../../model/words/letters.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { longDateOf, timeOf } from '../../forms/clock.ts'
import { withSize } from '../../forms/contents.ts'
import { linesOf } from '../../forms/exports/export.ts'
import { dirRows, FILE_NOT_FOUND, isListed, nothingFound, type Part } from '../../forms/exports/folders.ts'
import { icaclsRows, processed } from '../../forms/exports/rights.ts'
import { errorText } from '../window/errors.ts'
import {
  changeAttributes,
  changeFolder,
  copyFile,
  destinationOf,
  hasWildcard,
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
  type CommandCall,
  done,
  failed,
  folderOn,
  fullPath,
  machineOf,
  notSimulated,
  type Output,
  type PromptCommand,
  type PromptSession,
} from '../window/session.ts'

/**
 * Commands on files and folders: those inside cmd.exe, `attrib` and `icacls`. Whether a file may be touched is known to
 * the machine.
 */

const SYNTAX = SYNTAX_INCORRECT.text

const switchesOf = (args: readonly string[]): string[] => args.filter(a => a.startsWith('/')).map(fold)
const operandsOf = (args: readonly string[]): string[] => args.filter(a => !a.startsWith('/'))
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
  readonly shows: (node: FileNode) => boolean
}

function listingOf(switches: readonly string[]): Listing {
  const letters = switches
    .find(s => s.startsWith('/a'))
    ?.slice(2)
    .replace(/^:/, '')
  return {
    bare: switches.includes('/b'),
    below: switches.includes('/s'),
    // Without /a, whatever is hidden or belongs to the system stays out.
    shows: node => (letters === undefined ? !/[HS]/.test(node.attributes) : hasAttributes(node, letters)),
  }
}

function hasAttributes(node: FileNode, letters: string): boolean {
  return [...letters.matchAll(/(-?)([dhrs])/g)].every(([, not, letter]) => {
    const has = letter === 'd' ? node.folder : node.attributes.includes(upper(letter!))
    return has !== (not === '-')
  })
}

function dir(call: CommandCall): Output {
  const machine = machineOf(call.session)
  const { bare, below, shows } = listingOf(switchesOf(call.args))
  const path = fullPath(call.session, operandsOf(call.args)[0] ?? '.')
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
        ? [{ folder: each, nodes: bare ? nodes : nodes.map(sized), whole }]
        : []
    })
  if (!first) return failed(1, [FILE_NOT_FOUND], bare ? [] : nothingFound(machine, folder))
  if (!bare) return done(linesOf(dirRows(machine, [first, ...others], below)))
  return done([first, ...others].flatMap(part => part.nodes.map(n => (below ? n.path : leafOf(n.path)))))
}

// ------------------------------------------------------------------------------------------------ reading, writing

function type(call: CommandCall): Output {
  const names = operandsOf(call.args)
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
  const names = operandsOf(call.args)
  const [source = '', target = '.'] = names
  if (source === '' || names.length > 2 || source.includes('+')) return failed(1, [SYNTAX])
  const nodes = nodesNamed(call.session, source)
  const files = nodes
    .flatMap(n => (n.folder ? childrenOf(machineOf(call.session), n.path) : [n]))
    .filter(n => !n.folder)
  if (files.length === 0) {
    return failed(1, [errorText(missing(call.session, fullPath(call.session, source)))], [COPIED(0)])
  }
  const into = trailing(call.tail, target)
  const existing = files.find(file => fileAt(machineOf(call.session), destinationOf(call.session, file, into)))
  const copyAll = (): Output => copyFiles(call.session, files, into)
  if (!existing || switchesOf(call.args).includes('/y')) return copyAll()
  const path = destinationOf(call.session, existing, into)
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
  const [source = '', name = '', more] = operandsOf(call.args)
  if (source === '' || name === '' || more !== undefined || /[\\:]/.test(name)) return failed(1, [SYNTAX])
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
  const [source = '', target = '.', more] = operandsOf(call.args)
  if (source === '' || more !== undefined) return failed(1, [SYNTAX])
  const nodes = nodesNamed(call.session, source).filter(node => parentOf(node.path) !== undefined)
  if (nodes.length === 0) return complain(missing(call.session, fullPath(call.session, source)))
  const into = trailing(call.tail, target)
  const moveAll = (): Output => moveNodes(call.session, nodes, into)
  const existing = nodes
    .map(n => fileAt(machineOf(call.session), destinationOf(call.session, n, into)))
    .find(n => n && !n.folder)
  if (!existing || switchesOf(call.args).includes('/y')) return moveAll()
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
  const names = operandsOf(call.args)
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
  const names = operandsOf(call.args)
  const switches = switchesOf(call.args)
  if (names.length === 0) return failed(1, [SYNTAX])
  const nodes = names.map(name => ({ name, node: fileAt(machineOf(session), fullPath(session, name)) }))
  const remove = (): Output => {
    const err = nodes.flatMap(({ name, node }) => {
      if (!node) return [errorText(missing(session, fullPath(session, name)))]
      if (!node.folder) return [errorText(267)]
      if (!switches.includes('/s')) return textOf(removeNode(session, node)) || []
      return removeTree(session, node.path).flatMap(({ path, error }) => [`${path} - ${errorText(error)}`])
    })
    return err.length > 0 ? failed(err.length === 1 ? 1 : 145, err) : done()
  }
  if (!switches.includes('/s') || switches.includes('/q')) return remove()
  return ask(call, { text: `${names.join(', ')}, Are you sure (Y/N)? `, answer: yes => (yes ? remove() : done()) })
}

/** Never an exit code of its own: a batch file cannot see that `del` has failed. */
function del(call: CommandCall): Output {
  const { session } = call
  const names = operandsOf(call.args)
  const switches = switchesOf(call.args)
  if (names.length === 0) return failed(1, [SYNTAX])
  const everything = names.map(name => ({ name, ...filesToDelete(session, name, switches.includes('/s')) }))
  const remove = (): Output => {
    const err = everything.flatMap(({ name, files }) => {
      if (files.length === 0) return [`Could Not Find ${fullPath(session, name)}`]
      return files.flatMap(file => deleteOne(session, file, switches.includes('/f')))
    })
    return { exitCode: 0, out: [], err }
  }
  const whole = everything.find(entry => entry.whole)
  if (!whole || switches.includes('/q')) return remove()
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
  const files = nodes.filter(node => !node.folder && test(leafOf(node.path)) && !/[HS]/.test(node.attributes))
  return { files, whole: files.length > 0 && (folder || ['*', '*.*'].includes(leafOf(path))) }
}

function deleteOne(session: PromptSession, file: FileNode, force: boolean): string[] {
  const unlocked = force && file.attributes.includes('R') ? changeAttributes(session, file, new Map([['R', false]])) : 0
  const error = unlocked || removeNode(session, fileAt(machineOf(session), file.path) ?? file)
  return error ? [file.path, errorText(error)] : []
}

// ----------------------------------------------------------------------------------------------- attributes, rights

function attrib(call: CommandCall): Output {
  const { session } = call
  const changes = call.args.filter(arg => /^[+-][rsha]$/i.test(arg))
  const unknown = call.args.find(arg => /^[+-]/.test(arg) && !/^[+-][rsha]$/i.test(arg))
  if (unknown !== undefined) return failed(1, [`Parameter format not correct - ${unknown}`])
  const names = operandsOf(call.args).filter(arg => !/^[+-]/.test(arg))
  const below = switchesOf(call.args).includes('/s')
  const nodes = (names.length === 0 ? ['*'] : names).flatMap(name => attributed(session, name, below))
  if (nodes.length === 0) return failed(1, [], [`File not found - ${names[0] ?? '*'}`])
  if (changes.length === 0) return done(nodes.map(attributeLine))
  const wanted = new Map(changes.map(change => [upper(change[1]!), change.startsWith('+')]))
  const err = nodes.flatMap(node => {
    const error = changeAttributes(session, node, wanted)
    return error ? [`${errorText(error).replace(/\.$/, '')} - ${node.path}`] : []
  })
  return err.length > 0 ? failed(1, err) : done()
}

function attributed(session: PromptSession, name: string, below: boolean): FileNode[] {
  const nodes = nodesNamed(session, name).filter(node => !hasWildcard(name) || !node.folder)
  if (!below) return nodes
  const path = fullPath(session, name)
  const test = wildcard(leafOf(path))
  const inside = within(machineOf(session), parentOf(path) ?? path).filter(n => !n.folder && test(leafOf(n.path)))
  return [...new Set([...nodes, ...inside])].sort((a, b) => byName(a.path, b.path))
}

function attributeLine({ attributes, path }: FileNode): string {
  const letter = (name: string): string => (attributes.includes(name) ? name : ' ')
  return `    ${letter('S')}${letter('H')}${letter('R')}     ${path}`
}

const GROUPS: Readonly<Record<string, string>> = {
  system: 'NT AUTHORITY\\SYSTEM',
  administrators: 'BUILTIN\\Administrators',
  administrator: 'Administrator',
  everyone: 'Everyone',
  users: 'BUILTIN\\Users',
  'authenticated users': 'NT AUTHORITY\\Authenticated Users',
  'network service': 'NT AUTHORITY\\NETWORK SERVICE',
  'local service': 'NT AUTHORITY\\LOCAL SERVICE',
}
/** Well-known SIDs that people type so as not to depend on a language. */
const SIDS: Readonly<Record<string, string>> = {
  '*s-1-5-18': 'system',
  '*s-1-5-32-544': 'administrators',
  '*s-1-1-0': 'everyone',
}

interface Right {
  readonly name: string
  readonly reads: boolean
  readonly writes: boolean
}

/** `SYSTEM:(OI)(CI)F` -> who, and what. A string is the name that nobody has. */
function rightOf(text: string): Right | string {
  const cut = text.lastIndexOf(':')
  const typed = (cut < 0 ? text : text.slice(0, cut)).trim()
  const leaf = fold(leafOf(typed))
  const name = SIDS[leaf] ?? leaf
  if (cut < 0 || !Object.hasOwn(GROUPS, name)) return typed
  const letters = upper(text.slice(cut + 1))
    .replace(/\((?:OI|CI|IO|NP|I)\)/g, '')
    .replace(/[()]/g, ',')
  const rights = letters.split(',').filter(part => part !== '')
  const full = rights.some(r => r === 'F' || r === 'M' || r === 'C')
  return {
    name: GROUPS[name]!,
    reads: full || rights.some(r => r.startsWith('R') || r === 'GR'),
    writes: full || rights.includes('W'),
  }
}

const ACL_VERBS: ReadonlySet<string> = new Set([
  '/grant',
  '/grant:r',
  '/deny',
  '/reset',
  '/remove',
  '/remove:d',
  '/remove:g',
  '/inheritance:e',
])

/** The model knows what an ACL refuses to everybody, not to whom: a grant to any of Windows' own names lifts it. */
function icacls(call: CommandCall): Output {
  const { session } = call
  const path = operandsOf(call.args)[0]
  if (path === undefined) return failed(87, [], ['Invalid parameter'])
  const nodes = nodesNamed(session, path)
  if (nodes.length === 0) {
    const text = errorText(missing(session, fullPath(session, path)))
    return failed(WIN32.FILE_NOT_FOUND, [`${path}: ${text}`], [processed(0, 1)])
  }
  const verb = call.args.find(arg => ACL_VERBS.has(fold(arg)))
  if (verb === undefined) {
    const strange = switchesOf(call.args).find(s => !['/t', '/c', '/q', '/l'].includes(s))
    if (strange !== undefined) return notSimulated(`icacls ${strange}`)
    const paths = nodes.map(node => node.path)
    return done(linesOf(icaclsRows(machineOf(session), paths)))
  }
  const rights = call.args
    .slice(call.args.indexOf(verb) + 1)
    .filter(arg => !arg.startsWith('/') && arg !== path)
    .map(rightOf)
  const stranger = rights.find(right => typeof right === 'string')
  const needsRights = fold(verb).startsWith('/grant') || fold(verb) === '/deny'
  if (needsRights && rights.length === 0) return failed(87, [], [`Invalid parameter "${verb}"`])
  if (needsRights && typeof stranger === 'string') {
    const text = 'No mapping between account names and security IDs was done.'
    return failed(1332, [`${stranger}: ${text}`], [processed(0, nodes.length)])
  }
  const given = rights.filter(right => typeof right !== 'string')
  for (const node of nodes) changeRights(session, node.path, fold(verb), given, switchesOf(call.args).includes('/t'))
  return done([...nodes.map(node => `processed file: ${node.path}`), processed(nodes.length, 0)])
}

function changeRights(
  session: PromptSession,
  path: string,
  verb: string,
  rights: readonly Right[],
  below: boolean,
): void {
  if (verb === '/deny') {
    const reads = rights.some(right => right.reads)
    const writes = rights.some(right => right.writes)
    const access = reads && writes ? 'full' : reads ? 'read' : 'write'
    if (reads || writes) setDenial(session, path, { path, access })
    return
  }
  const everything = !verb.startsWith('/grant')
  const reads = everything || rights.some(right => right.reads)
  const writes = everything || rights.some(right => right.writes)
  const all = [...machineOf(session).denials.values()]
  const touched = all.filter(d => fold(d.path) === fold(path) || (below && isWithin(d.path, path)))
  for (const denial of touched) setDenial(session, denial.path, lifted(denial, reads, writes))
}

/** What is left of a denial when reading or writing is allowed. */
function lifted(denial: Denial, reads: boolean, writes: boolean): Denial | undefined {
  const read = !reads && denial.access !== 'write'
  const write = !writes && denial.access !== 'read'
  if (!read && !write) return undefined
  return { path: denial.path, access: read && write ? 'full' : read ? 'read' : 'write' }
}

function setDenial(session: PromptSession, path: string, next: Denial | undefined): void {
  const before = machineOf(session).denials.get(fold(path))
  session.recorder.attempt({ kind: 'denial', path, before, after: next })
}

export const fileCommands: readonly PromptCommand[] = [
  { names: ['cd', 'chdir'], help: 'cd [/d] FOLDER   go to a folder', inside: true, ms: 3, run: cd },
  { names: ['pushd'], help: 'pushd FOLDER   go to a folder on any drive', inside: true, ms: 3, run: pushd },
  { names: ['dir'], help: 'dir [PATH] [/a] [/b] [/s]   list files', inside: true, ms: 20, run: dir },
  { names: ['type'], help: 'type FILE   print a file', inside: true, ms: 20, run: type },
  { names: ['echo'], help: 'echo TEXT [> FILE | >> FILE]   print, or write to a file', inside: true, ms: 2, run: echo },
  { names: ['copy'], help: 'copy [/y] FROM TO   copy files', inside: true, ms: 30, run: copy },
  { names: ['ren', 'rename'], help: 'ren PATH NAME   rename a file or folder', inside: true, ms: 15, run: rename },
  { names: ['move'], help: 'move [/y] FROM TO   move files or a folder', inside: true, ms: 15, run: move },
  { names: ['md', 'mkdir'], help: 'md FOLDER   make a folder', inside: true, ms: 10, run: md },
  { names: ['rd', 'rmdir'], help: 'rd [/s] [/q] FOLDER   remove a folder', inside: true, ms: 30, run: rd },
  { names: ['del', 'erase'], help: 'del [/f] [/q] [/s] FILES   delete files', inside: true, ms: 15, run: del },
  { names: ['attrib'], help: 'attrib [+r|-r|+h|-h|+s|-s] PATH   attributes', ms: 40, run: attrib },
  {
    names: ['icacls', 'cacls'],
    help: 'icacls PATH [/grant NAME:(OI)(CI)F] [/deny ...] [/reset] [/t]   access rights',
    ms: 60,
    run: icacls,
  },
  {
    names: ['date'],
    help: 'date /t   the date',
    inside: true,
    ms: 2,
    run: call => done([longDateOf(machineOf(call.session))]),
  },
  {
    names: ['time'],
    help: 'time /t   the time',
    inside: true,
    ms: 2,
    run: call => done([timeOf(machineOf(call.session))]),
  },
]
