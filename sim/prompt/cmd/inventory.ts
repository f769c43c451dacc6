import { makeFolder } from '../../../model/machine/calls.ts'
import { childrenOf, fileAt, freeOn, isServer2003, within } from '../../../model/machine/machine.ts'
import { byName, fold, leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { SYNTAX_INCORRECT } from '../../../model/words/commandPrompt.ts'
import { upper } from '../../../model/words/letters.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { grouped } from '../../forms/clock.ts'
import { freeBytes } from '../../forms/exports/disk.ts'
import { systemInfoRows } from '../../forms/systemInfo.ts'
import { errorText } from '../window/errors.ts'
import { copyFile, hasWildcard, isHidden, mayCreate, nodesNamed, wildcard } from '../window/fileAccess.ts'
import { searchPath } from '../window/searchPath.ts'
import { done, failed, fullPath, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import { type CommandCall, invalidArgument, type PromptCommand } from '../window/syntax.ts'
import { unreachableWmi } from '../window/wmi.ts'
import { isThisServer } from './services.ts'

/**
 * What else an engineer asks a server: what it is, how it reaches others, where a program lies, how much room there is, and
 * `xcopy`. Where the model knows a part of the answer, the rest says that it is missing. Forms from memory, modelled.
 */

const only = (what: string): string => `lab1603: ${what} is not simulated.`

function systeminfo({ session }: CommandCall): Output {
  const lost = unreachableWmi(session)
  if (lost !== undefined) return failed(1, [`ERROR: ${errorText(lost)}`])
  return done(['', ...systemInfoRows(machineOf(session)), '', only('every other row of systeminfo')])
}

const DIRECT = '    Direct access (no proxy server).'

/** The model has no proxy, so everything is reached directly or not at all. */
function netsh({ session, given }: CommandCall): Output {
  const words = given.operands().map(fold)
  // There is no proxy to be taken back.
  const isKnown = ['winhttp show proxy', 'winhttp reset proxy'].includes(words.join(' '))
  return isKnown && !isServer2003(machineOf(session))
    ? done(['', 'Current WinHTTP proxy settings:', '', DIRECT, ''])
    : notSimulated(`netsh ${words.join(' ')}`.trimEnd())
}

const proxycfg = (): Output =>
  done([
    'Microsoft (R) WinHTTP Default Proxy Configuration Tool',
    'Copyright (c) Microsoft Corporation. All rights reserved.',
    '',
    'Current WinHTTP proxy settings under:',
    '',
    '  HKEY_LOCAL_MACHINE\\',
    '    SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections\\',
    '      WinHttpSettings :',
    '',
    DIRECT,
    '',
  ])

/** Without a way to the Internet no name is found there; with one, an address would have to be made up. */
function ping(call: CommandCall): Output {
  const machine = machineOf(call.session)
  const [host] = call.given.operands()
  if (host === undefined) return failed(1, ['IP address must be specified.'])
  if (isThisServer(machine, host)) return notSimulated('ping of the server itself')
  return machine.settings.internet || !host.includes('.') || /^[\d.]+$/.test(host)
    ? notSimulated(`the address of ${host}`)
    : failed(1, [`Ping request could not find host ${host}. Please check the name and try again.`])
}

/** Free bytes, and which drives there are; the model has no size of a drive. */
function fsutil({ session, given }: CommandCall): Output {
  const [area = '', verb = '', drive = '', more] = given.operands()
  if (fold(`${area} ${verb}`) === 'fsinfo drives' && drive === '') {
    const drives = [...machineOf(session).free.keys()].sort(byName)
    return done(['', `Drives: ${drives.map(name => `${name}\\`).join(' ')}`])
  }
  if (fold(`${area} ${verb}`) !== 'volume diskfree' || more !== undefined) {
    return notSimulated(`fsutil ${given.operands().join(' ')}`.trimEnd())
  }
  const free = freeOn(machineOf(session), upper(drive.replace(/\\$/, '')))
  if (free === undefined) return failed(1, [`Error:  ${errorText(WIN32.PATH_NOT_FOUND)}`])
  const [first = '', ...others] = freeBytes(free)
  return done([first, only('the size of a drive'), ...others])
}

/** Server 2008: where on the path a file lies. */
function where(call: CommandCall): Output {
  const { session } = call
  const machine = machineOf(session)
  if (isServer2003(machine)) return notSimulated('where on Server 2003')
  const names = call.given.operands()
  if (names.length === 0) return failed(2, [`ERROR: ${SYNTAX_INCORRECT.text}`, 'Type "WHERE /?" for usage.'])
  const found = names.map(name => ({ name, paths: pathsCalled(session, name) }))
  const out = found.flatMap(({ paths }) => paths)
  // The model does not list every program of Windows: one that is not found may be there.
  const lost = found.flatMap(({ name, paths }) => (paths.length > 0 ? [] : [name]))
  return lost.length === 0
    ? done(out)
    : { ...notSimulated(`where ${lost.join(' ')}: programs of Windows that are no files here`), out }
}

function pathsCalled(session: PromptSession, name: string): string[] {
  const test = wildcard(name)
  const isCalled = (file: string): boolean =>
    test(file) || ['.exe', '.com', '.bat', '.cmd'].some(end => fold(file) === fold(name) + end)
  return [...new Set([session.folder, ...searchPath(session)])].flatMap(folder =>
    childrenOf(machineOf(session), folder).flatMap(({ folder: isFolder, path }) =>
      !isFolder && isCalled(leafOf(path)) ? [path] : [],
    ),
  )
}

// ------------------------------------------------------------------------------------------------------------ xcopy

/** Files of a folder, with /s and /e those below it. An existing file is asked about on Windows: here /y says it. */
function xcopy(call: CommandCall): Output {
  const { session, given } = call
  const [source, target] = given.operands()
  const [deep, empty, sure, folder, hidden] = ['/s', '/e', '/y', '/i', '/h'].map(name => given.has(name))
  if (source === undefined || target === undefined) return failed(4, ['Invalid number of parameters'])
  const machine = machineOf(session)
  const from = fullPath(session, source)
  const node = fileAt(machine, from)
  const base = node?.folder ? node.path : (parentOf(from) ?? from)
  const all = node?.folder || (hasWildcard(source) && fileAt(machine, base)?.folder)
  const isNamed = node?.folder ? () => true : wildcard(leafOf(from))
  const nodes = all
    ? (deep || empty ? within(machine, base) : childrenOf(machine, base)).filter(
        each => each.folder || isNamed(leafOf(each.path)),
      )
    : nodesNamed(session, source)
  const files = nodes.filter(each => !each.folder && (hidden || !isHidden(each)))
  if (nodes.length === 0 && !node) return failed(4, [`File not found - ${leafOf(source)}`, '0 File(s) copied'])
  const to = fullPath(session, target)
  const there = fileAt(machine, to)
  if (!there?.folder && !folder && !/\\$/.test(target))
    return notSimulated('the question of xcopy whether the target is a file (say /i)')
  const destination = (file: FileNode): string => to + file.path.slice(base.length)
  const existing = files.find(file => fileAt(machine, destination(file)))
  if (existing && !sure) return notSimulated('the question of xcopy whether to overwrite (say /y)')
  return copyAll(
    call,
    nodes.filter(each => each.folder && empty),
    files,
    to,
    destination,
  )
}

function copyAll(
  { session }: CommandCall,
  folders: readonly FileNode[],
  files: readonly FileNode[],
  to: string,
  destination: (node: FileNode) => string,
): Output {
  const out: string[] = []
  const made = [to, ...folders.map(destination)]
  for (const path of made) {
    const refused = fileAt(machineOf(session), path) ? 0 : makeFolder(session.recorder, path)
    if (refused) return failed(4, [errorText(refused), '0 File(s) copied'])
  }
  for (const file of files) {
    const path = destination(file)
    const parent = parentOf(path)
    if (parent !== undefined && !fileAt(machineOf(session), parent)) makeFolder(session.recorder, parent)
    const error = mayCreate(session, path) || copyFile(session, file, path)
    if (error) return failed(4, [errorText(error), `${out.length} File(s) copied`], out)
    out.push(printed(file.path))
  }
  return done([...out, `${grouped(out.length)} File(s) copied`])
}

export const inventoryCommands: readonly PromptCommand[] = [
  {
    names: ['systeminfo'],
    help: 'systeminfo   what the server is',
    ms: 4000,
    syntax: { absent: ['/s', '/u', '/p', '/fo', '/nh'], operands: 0, refuse: invalidArgument },
    run: systeminfo,
  },
  {
    names: ['netsh'],
    help: 'netsh winhttp show|reset proxy   how services reach the Internet (Server 2008)',
    ms: 300,
    syntax: { refuse: (_, call) => notSimulated(`netsh${call.tail}`) },
    run: netsh,
  },
  {
    names: ['proxycfg'],
    help: 'proxycfg   how services reach the Internet (Server 2003)',
    on: 'windows-server-2003',
    ms: 60,
    syntax: {
      idle: ['/d'],
      absent: ['/p', '/u'],
      signs: '/-',
      operands: 0,
      refuse: () => failed(1, ['Invalid arguments.']),
    },
    run: proxycfg,
  },
  {
    names: ['ping'],
    help: 'ping HOST   is it found',
    ms: 2500,
    syntax: {
      absent: ['/t', '/a', '/n', '/l', '/f', '/i', '/v', '/r', '/s', '/j', '/k', '/w', '/4', '/6'],
      signs: '/-',
      operands: 1,
      refuse: word => failed(1, [/^[-/]/.test(word) ? `Bad option ${word}.` : `Bad parameter ${word}.`]),
    },
    run: ping,
  },
  {
    names: ['fsutil'],
    help: 'fsutil volume diskfree DRIVE   free bytes; fsutil fsinfo drives',
    ms: 60,
    syntax: { refuse: (_, call) => notSimulated(`fsutil${call.tail}`) },
    run: fsutil,
  },
  {
    names: ['where'],
    help: 'where FILE   where on the path it lies (Server 2008)',
    ms: 60,
    syntax: { absent: ['/r', '/q', '/f', '/t'], refuse: invalidArgument },
    run: where,
  },
  {
    names: ['xcopy'],
    help: 'xcopy FROM TO [/s | /e] [/i] [/h] [/y]   copy folders',
    ms: 100,
    syntax: {
      flags: ['/s', '/e', '/y', '/i', '/h'],
      idle: ['/r', '/v'],
      absent: [
        '/k',
        '/f',
        '/a',
        '/m',
        '/d*',
        '/p',
        '/w',
        '/c',
        '/q',
        '/l',
        '/g',
        '/t',
        '/u',
        '/n',
        '/o',
        '/x',
        '/z',
        '/b',
        '/exclude:*',
        '/-y',
      ],
      operands: 2,
      refuse: word => failed(4, [word.startsWith('/') ? `Invalid switch - ${word}` : 'Invalid number of parameters']),
    },
    run: xcopy,
  },
]
