import { makeFolder } from '../../../model/machine/calls.ts'
import { childrenOf, fileAt, within } from '../../../model/machine/machine.ts'
import { leafOf, parentOf } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { errorText } from '../window/errors.ts'
import {
  changeAttributes,
  isHidden,
  mayCreate,
  missing,
  removeNode,
  removeTree,
  wildcard,
} from '../window/fileAccess.ts'
import { ask, done, failed, fullPath, machineOf, type Output, type PromptSession } from '../window/session.ts'
import { type CommandCall, invalidSwitch, type PromptCommand } from '../window/syntax.ts'

/** `md`, `rd`, `del`: folders made and removed, files deleted. Whether they may be is known to the machine. */

const SYNTAX = SYNTAX_INCORRECT.text

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
  if (!below || quiet || nodes.every(({ node }) => !node)) return remove()
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

export const folderCommands: readonly PromptCommand[] = [
  {
    names: ['md', 'mkdir'],
    help: 'md FOLDERS   make folders',
    inside: true,
    ms: 10,
    syntax: { refuse: invalidSwitch },
    run: md,
  },
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
]
