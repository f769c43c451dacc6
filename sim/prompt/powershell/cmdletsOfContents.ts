import { makeFolder, writeFile } from '../../../model/machine/calls.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { errorText } from '../window/errors.ts'
import { mayCreate, readLines, writeRows } from '../window/fileAccess.ts'
import { fullPath, machineOf, type PromptSession } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, isGiven, type Produced, produced } from './cmdlet.ts'
import { registryPath } from './cmdletsOfRegistry.ts'
import { fileItem, find, PATHS, pathsOf, TEXTS, texts } from './foundFiles.ts'
import { textItems } from './items.ts'
import { parameterValues } from './parameters.ts'
import { printItems } from './printing.ts'
import { stopNotSimulated } from './tree.ts'

/** What stands in files: read, written, added; and new files and folders. Whether they may be is known to the machine. */

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
  return error ? produced([], texts(error)) : madeAt(session, path)
}

const madeAt = (session: PromptSession, path: string): Produced => {
  const node = fileAt(machineOf(session), path)
  return produced(node ? [fileItem(session, node)] : [])
}

function makeDirectory(call: CmdletCall): Produced {
  const made = pathsOf(call).map(typed => {
    const path = fullPath(call.session, typed)
    if (fileAt(machineOf(call.session), path)) return produced([], [powershellError('itemExists', path)])
    const error = mayCreate(call.session, path) || makeFolder(call.session.recorder, path)
    return error ? produced([], texts(error)) : madeAt(call.session, path)
  })
  return produced(
    made.flatMap(one => one.items),
    made.flatMap(one => one.errors),
  )
}

export const contentCmdlets: readonly Cmdlet[] = [
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
    names: ['New-Item', 'ni'],
    help: 'New-Item PATH -Type Directory|File   make a folder or file',
    accepts: 1,
    takes: ['path', 'type', 'itemtype', 'name', 'value'],
    switches: ['force'],
    absent: ['credential'],
    run: newItem,
  },
  { names: ['mkdir', 'md'], help: '', accepts: 1, takes: ['path'], run: makeDirectory },
]
