import { deleteKey, makeFolder } from '../../../model/machine/calls.ts'
import { childrenOf, fileAt, registryKey, subkeysOf, within } from '../../../model/machine/machine.ts'
import { leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { powershellError } from '../../../model/words/powershell.ts'
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
  removeNode,
  removeTree,
  wildcard,
} from '../window/fileAccess.ts'
import { keyNamed } from '../window/registryKeys.ts'
import { fullPath, machineOf, type PromptSession } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import { registryPath } from './cmdletsOfRegistry.ts'
import { CHOICES, fileItem, find, missing, PATHS, pathsOf, texts } from './foundFiles.ts'
import { type Item, textItems, textOf } from './items.ts'
import { parameterValues } from './parameters.ts'
import { stopNotSimulated } from './tree.ts'

/** Files and folders as items of the file system. Whether a file may be touched is known to the machine. */

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
  return produced(
    isGiven(call, 'name') ? textItems(visible.map(n => leafOf(n.path))) : visible.map(n => fileItem(call.session, n)),
    errors,
  )
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

function testPath(call: CmdletCall): Produced {
  const answers = pathsOf(call).map(typed => {
    const path = registryPath(typed)
    if (path === undefined) return nodesNamed(call.session, typed).length > 0
    const key = keyNamed(machineOf(call.session), path)
    return key !== undefined && registryKey(machineOf(call.session), key.path) !== undefined
  })
  return produced(answers.map((value): Item => ({ kind: 'truth', value })))
}

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
      return produced(
        nodes.map(node => fileItem(call.session, node)),
        errors,
      )
    },
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
    names: ['Test-Path'],
    help: 'Test-Path PATH   is it there',
    accepts: 1,
    takes: PATHS,
    absent: ['pathtype', 'isvalid', 'filter', 'include', ...CHOICES],
    run: testPath,
  },
]
