import { deleteKey, makeFolder, writeFile } from '../../../model/machine/calls.ts'
import { childrenOf, fileAt, registryKey, subkeysOf, within } from '../../../model/machine/machine.ts'
import { leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { keyNamed } from '../cmd/registry.ts'
import { errorText } from '../window/errors.ts'
import {
  changeAttributes,
  changeFolder,
  copyFile,
  destinationOf,
  hasWildcard,
  isHidden,
  mayCreate,
  moveNode,
  nodesNamed,
  readLines,
  removeNode,
  removeTree,
  wildcard,
  writeRows,
} from '../window/fileAccess.ts'
import { fullPath, machineOf, type PromptSession } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import { registryPath } from './cmdletsOfRegistry.ts'
import { type Item, textItems, textOf } from './items.ts'
import { parameterValues } from './parameters.ts'
import { printItems } from './printing.ts'
import { stopNotSimulated } from './tree.ts'

/** Files and folders as items of the file system. Whether a file may be touched is known to the machine. */

const missing = (path: string): string => powershellError('noPath', printed(path))
const fileItem = (node: FileNode): Item => ({ kind: 'file', path: node.path })

/** By position, or by one of the two names; the second one takes a star for a star, which no name has. */
const pathsTyped = ({ parameters }: CmdletCall): readonly string[] =>
  parameters.named.get('literalpath') ?? parameterValues(parameters, 'path', 0)

/** Paths of the call, or of the files that come through the pipe. */
function pathsOf(call: CmdletCall): readonly string[] {
  const typed = pathsTyped(call)
  if (typed.length > 0 || call.first) return typed
  return call.input.flatMap(item => (item.kind === 'file' ? [item.path] : item.kind === 'text' ? [item.text] : []))
}

interface FoundFiles {
  readonly nodes: readonly FileNode[]
  readonly errors: readonly string[]
}

function find(call: CmdletCall): FoundFiles {
  const nodes: FileNode[] = []
  const errors: string[] = []
  for (const path of pathsOf(call)) {
    const found = nodesNamed(call.session, path)
    if (found.length === 0 && !hasWildcard(path)) errors.push(missing(fullPath(call.session, path)))
    nodes.push(...found)
  }
  return { nodes, errors }
}

/** Error texts for what went wrong, none for 0. */
const texts = (error: number): string[] => (error === 0 ? [] : [errorText(error)])

function setLocation(call: CmdletCall): Produced {
  const [path = machineOf(call.session).windows.adminProfile] = parameterValues(call.parameters, 'path', 0)
  if (registryPath(path) !== undefined) throw stopNotSimulated('a registry key as the current location')
  const error = changeFolder(call.session, path)
  return error ? produced([], [missing(fullPath(call.session, path))]) : produced([])
}

function getChildren(call: CmdletCall): Produced {
  const machine = machineOf(call.session)
  const typed = pathsOf(call)
  const isDeep = isGiven(call, 'recurse')
  const showsAll = isGiven(call, 'force')
  const filters = parameterValues(call.parameters, 'filter', 1)
  const included = parameterValues(call.parameters, 'include')
  const keys = typed.filter(path => registryPath(path) !== undefined)
  if (keys.length > 0) return childKeys(call, keys, isDeep || filters.length + included.length > 0)
  const errors: string[] = []
  const items = (typed.length > 0 ? typed : ['.']).flatMap(path => {
    const nodes = nodesNamed(call.session, path)
    if (nodes.length === 0 && !hasWildcard(path)) errors.push(missing(fullPath(call.session, path)))
    return nodes.flatMap(node => {
      if (!node.folder || hasWildcard(path)) return [node]
      return isDeep ? within(machine, node.path) : childrenOf(machine, node.path)
    })
  })
  const [narrowing, any] = [filters.map(wildcard), included.map(wildcard)]
  const isWanted = (name: string): boolean =>
    narrowing.every(test => test(name)) && (any.length === 0 || any.some(test => test(name)))
  const visible = items.filter(n => (showsAll || !isHidden(n)) && isWanted(leafOf(n.path)))
  return produced(isGiven(call, 'name') ? textItems(visible.map(n => leafOf(n.path))) : visible.map(fileItem), errors)
}

/** `Get-ChildItem HKLM:\SOFTWARE`: keys below a key. */
function childKeys(call: CmdletCall, paths: readonly string[], more: boolean): Produced {
  if (more) throw stopNotSimulated('Get-ChildItem of the registry with filters or below')
  const machine = machineOf(call.session)
  const errors: string[] = []
  const items = paths.flatMap(typed => {
    const key = keyNamed(machine, registryPath(typed)!)
    if (!key || !registryKey(machine, key.path)) {
      errors.push(powershellError('noPath', typed))
      return []
    }
    return subkeysOf(machine, key.path).map(
      (name): Item => ({ kind: 'key', path: `${key.path}\\${name}`, shown: `${key.shown}\\${name}` }),
    )
  })
  return produced(isGiven(call, 'name') ? textItems(items.map(item => leafOf(textOf(machine, item)))) : items, errors)
}

function getContent(call: CmdletCall): Produced {
  const { nodes, errors } = find(call)
  const more: string[] = []
  const [count] = parameterValues(call.parameters, 'totalcount')
  const rows = nodes.flatMap(node => {
    const lines = readLines(call.session, node.path)
    if (Array.isArray(lines)) return lines as readonly string[]
    if (typeof lines !== 'number') throw stopNotSimulated(`the contents of ${node.path}`)
    more.push(errorText(lines))
    return []
  })
  return produced(textItems(count === undefined ? rows : rows.slice(0, Math.max(0, Number(count) || 0))), [
    ...errors,
    ...more,
  ])
}

/** Set-Content, Add-Content, Out-File. */
function putContent(call: CmdletCall, append: boolean): Produced {
  const { session, parameters } = call
  const path = fullPath(
    session,
    (parameters.named.get('path') ?? parameters.named.get('filepath') ?? parameters.positional[0])?.[0] ?? '',
  )
  const given = parameterValues(parameters, 'value', 1)
  const isGivenRows = given.length > 0 || parameters.named.has('value')
  const rows = isGivenRows ? given : printItems(machineOf(session), call.input)
  return produced([], texts(writeRows(session, path, rows, append)))
}

function copyItem(call: CmdletCall): Produced {
  const { nodes, errors } = find(call)
  const [target = '.'] = parameterValues(call.parameters, 'destination', call.first ? 1 : 0)
  const isDeep = isGiven(call, 'recurse')
  const failures = nodes.flatMap(node => {
    const to = destinationOf(call.session, node, target)
    if (!node.folder) return texts(copyFile(call.session, node, to))
    if (!fileAt(machineOf(call.session), to)) {
      const error = mayCreate(call.session, to) || makeFolder(call.session.recorder, to)
      if (error) return texts(error)
    }
    return isDeep ? copyTree(call.session, node, to) : []
  })
  return produced([], [...errors, ...failures])
}

function copyTree(session: PromptSession, from: FileNode, to: string): string[] {
  // The list stands before the first copy: a folder copied into itself would have no end.
  return within(machineOf(session), from.path).flatMap(node => {
    const target = to + node.path.slice(from.path.length)
    return texts(node.folder ? makeFolder(session.recorder, target) : copyFile(session, node, target))
  })
}

function moveItem(call: CmdletCall): Produced {
  const { nodes, errors } = find(call)
  const [target = '.'] = parameterValues(call.parameters, 'destination', call.first ? 1 : 0)
  const failures = nodes.flatMap(node =>
    texts(movable(node) || moveNode(call.session, node, destinationOf(call.session, node, target))),
  )
  return produced([], [...errors, ...failures])
}

/** The root of a drive goes nowhere. */
const movable = (node: FileNode): number => (parentOf(node.path) === undefined ? 5 : 0)

function renameItem(call: CmdletCall): Produced {
  const { nodes, errors } = find(call)
  const [typed = ''] = parameterValues(call.parameters, 'newname', call.first ? 1 : 0)
  const name = leafOf(typed)
  const failures = nodes.flatMap(node =>
    texts(movable(node) || (name === '' ? 123 : moveNode(call.session, node, `${parentOf(node.path)}\\${name}`))),
  )
  return produced([], [...errors, ...failures])
}

function removeItem(call: CmdletCall): Produced {
  const [isDeep, isForced] = [isGiven(call, 'recurse'), isGiven(call, 'force')]
  const key = removedKey(call)
  if (key) return key
  const { nodes, errors } = find(call)
  const failures = nodes.flatMap(node => {
    if (node.folder && isDeep) {
      return removeTree(call.session, node.path).map(
        ({ path, error }) => `Cannot remove item ${path}: ${errorText(error)}`,
      )
    }
    if (node.folder && childrenOf(machineOf(call.session), node.path).length > 0) {
      return [`The item at ${node.path} has children and the -recurse parameter was not specified.`]
    }
    const unlocked = isForced ? changeAttributes(call.session, node, new Map([['R', false]])) : 0
    const error = unlocked || removeNode(call.session, fileAt(machineOf(call.session), node.path) ?? node)
    return error ? [`Cannot remove item ${node.path}: ${errorText(error)}`] : []
  })
  return produced([], [...errors, ...failures])
}

/** `Remove-Item HKLM:\...`: a key with all that is below. */
function removedKey(call: CmdletCall): Produced | undefined {
  const [typed = ''] = parameterValues(call.parameters, 'path', 0)
  const path = registryPath(typed)
  if (path === undefined) return undefined
  const key = keyNamed(machineOf(call.session), path)
  if (!key?.path.includes('\\') || !registryKey(machineOf(call.session), key.path))
    return produced([], [powershellError('noPath', typed)])
  return deleteKey(call.session.recorder, key.path) ? produced([], [powershellError('registryDenied')]) : produced([])
}

function newItem(call: CmdletCall): Produced {
  const { session, parameters } = call
  const [typed = ''] = parameterValues(parameters, 'path', 0)
  const [kind = 'file'] = [...parameterValues(parameters, 'type'), ...parameterValues(parameters, 'itemtype')]
  if (registryPath(typed) !== undefined) throw stopNotSimulated('New-Item in the registry')
  const [name] = parameterValues(parameters, 'name')
  const path = fullPath(session, name === undefined ? typed : `${typed}\\${name}`)
  const there = fileAt(machineOf(session), path)
  const isForced = isGiven(call, 'force')
  if (there && !isForced) return produced([], [powershellError('itemExists', path)])
  const isFolder = /^d/i.test(kind)
  if (!isFolder && !/^f/i.test(kind))
    return produced([], [`The type '${kind}' is not a known type for the file system.`])
  const [value = ''] = parameterValues(parameters, 'value')
  const error =
    mayCreate(session, path) ||
    (isFolder
      ? makeFolder(session.recorder, path)
      : writeFile(session.recorder, path, { content: { kind: 'text', text: value } }))
  return error
    ? produced([], texts(error))
    : produced([{ kind: 'file', path: fileAt(machineOf(session), path)?.path ?? path }])
}

function makeDirectory(call: CmdletCall): Produced {
  const made = pathsOf(call).map(typed => {
    const path = fullPath(call.session, typed)
    if (fileAt(machineOf(call.session), path)) return produced([], [powershellError('itemExists', path)])
    const error = mayCreate(call.session, path) || makeFolder(call.session.recorder, path)
    return error ? produced([], texts(error)) : produced([{ kind: 'file', path }])
  })
  return produced(
    made.flatMap(one => one.items),
    made.flatMap(one => one.errors),
  )
}

function testPath(call: CmdletCall): Produced {
  const answers = pathsOf(call).map(typed => {
    const path = registryPath(typed)
    if (path === undefined) return nodesNamed(call.session, typed).length > 0
    const key = keyNamed(machineOf(call.session), path)
    return key !== undefined && registryKey(machineOf(call.session), key.path) !== undefined
  })
  return produced(answers.map((value): Item => ({ kind: 'truth', value })))
}

/** Parameters of paths that are not simulated. */
const CHOICES = ['exclude', 'credential']
const PATHS = ['path', 'literalpath']
const TEXTS = ['encoding', 'filter', 'include', ...CHOICES]

export const fileCmdlets: readonly Cmdlet[] = [
  {
    names: ['Set-Location', 'cd', 'chdir', 'sl'],
    help: 'cd FOLDER   go to a folder',
    accepts: 1,
    takes: ['path'],
    absent: ['literalpath', 'passthru', 'stackname'],
    run: setLocation,
  },
  {
    names: ['Get-Location', 'pwd', 'gl'],
    help: '',
    accepts: 0,
    takes: [],
    absent: ['psprovider', 'psdrive', 'stack', 'stackname'],
    run: ({ session }) => produced(textItems(['', 'Path', '----', printed(session.folder), ''])),
  },
  {
    names: ['Get-ChildItem', 'dir', 'ls', 'gci'],
    help: 'Get-ChildItem [PATH] [FILTER] [-Recurse] [-Force] [-Name]   list files, or keys of HKLM: (dir, ls)',
    accepts: 2,
    takes: [...PATHS, 'filter', 'include'],
    switches: ['recurse', 'force', 'name'],
    absent: CHOICES,
    run: getChildren,
  },
  {
    names: ['Get-Item', 'gi'],
    help: '(Get-Item FILE).VersionInfo   the version of a file',
    accepts: 1,
    takes: PATHS,
    switches: ['force'],
    absent: ['filter', 'include', ...CHOICES],
    run(call) {
      // A hidden file that is called by its name is found in any case.
      isGiven(call, 'force')
      const { nodes, errors } = find(call)
      return produced(nodes.map(fileItem), errors)
    },
  },
  {
    names: ['Get-Content', 'type', 'cat', 'gc'],
    help: 'Get-Content FILE [-TotalCount N]   print a file',
    accepts: 1,
    takes: [...PATHS, 'totalcount'],
    absent: ['readcount', 'wait', 'delimiter', 'force', ...TEXTS],
    run: getContent,
  },
  {
    names: ['Set-Content', 'sc'],
    help: 'Set-Content FILE TEXT   write to a file (sc is this: the program is sc.exe)',
    accepts: 2,
    takes: ['path', 'value'],
    absent: ['literalpath', 'force', 'passthru', ...TEXTS],
    run: call => putContent(call, false),
  },
  {
    names: ['Add-Content', 'ac'],
    help: 'Add-Content FILE TEXT   write at the end',
    accepts: 2,
    takes: ['path', 'value'],
    absent: ['literalpath', 'force', 'passthru', ...TEXTS],
    run: call => putContent(call, true),
  },
  {
    names: ['Out-File'],
    help: 'Out-File FILE   what a pipe prints, into a file',
    accepts: 1,
    takes: ['filepath'],
    switches: ['append'],
    absent: ['encoding', 'width', 'force', 'noclobber', 'inputobject'],
    run: call => putContent(call, isGiven(call, 'append')),
  },
  {
    names: ['Copy-Item', 'copy', 'cp', 'cpi'],
    help: 'Copy-Item FROM TO [-Recurse]   copy',
    accepts: 2,
    takes: [...PATHS, 'destination'],
    switches: ['recurse'],
    absent: ['force', 'container', 'passthru', 'filter', 'include', ...CHOICES],
    run: copyItem,
  },
  {
    names: ['Move-Item', 'move', 'mv', 'mi'],
    help: 'Move-Item FROM TO   move',
    accepts: 2,
    takes: [...PATHS, 'destination'],
    absent: ['force', 'passthru', 'filter', 'include', ...CHOICES],
    run: moveItem,
  },
  {
    names: ['Rename-Item', 'ren', 'rni'],
    help: 'Rename-Item PATH NAME   rename',
    accepts: 2,
    takes: ['path', 'newname'],
    absent: ['force', 'passthru', 'credential'],
    run: renameItem,
  },
  {
    names: ['Remove-Item', 'del', 'erase', 'rd', 'rmdir', 'rm', 'ri'],
    help: 'Remove-Item PATH [-Recurse] [-Force]   delete',
    accepts: 1,
    takes: PATHS,
    switches: ['recurse', 'force'],
    absent: ['filter', 'include', ...CHOICES],
    run: removeItem,
  },
  {
    names: ['New-Item', 'ni'],
    help: 'New-Item PATH -Type Directory|File   make a folder or file',
    accepts: 1,
    takes: ['path', 'type', 'itemtype', 'name', 'value'],
    switches: ['force'],
    absent: ['credential'],
    run: newItem,
  },
  { names: ['mkdir', 'md'], help: '', accepts: 1, takes: ['path'], run: makeDirectory },
  {
    names: ['Test-Path'],
    help: 'Test-Path PATH   is it there',
    accepts: 1,
    takes: PATHS,
    absent: ['pathtype', 'isvalid', 'filter', 'include', ...CHOICES],
    run: testPath,
  },
]
