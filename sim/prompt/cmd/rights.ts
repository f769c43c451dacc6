import { within } from '../../../model/machine/machine.ts'
import { byName, fold, isWithin, leafOf, parentOf } from '../../../model/machine/names.ts'
import type { Denial, FileNode } from '../../../model/machine/parts.ts'
import { upper } from '../../../model/words/letters.ts'
import { SYSTEM_ERRORS, WIN32 } from '../../../model/words/systemErrors.ts'
import { linesOf } from '../../forms/exports/export.ts'
import { caclsRows, icaclsRows, processed } from '../../forms/exports/rights.ts'
import { errorText } from '../window/errors.ts'
import { changeAttributes, hasWildcard, missing, nodesNamed, wildcard } from '../window/fileAccess.ts'
import { done, failed, fullPath, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import { type CommandCall, leftOut, type PromptCommand, type Refusal } from '../window/syntax.ts'

/** `attrib`, `icacls`, `cacls`. Whether a file may be touched is known to the machine. */

const formatNotCorrect: Refusal = word => failed(1, [`Parameter format not correct - ${word}`])

function attrib(call: CommandCall): Output {
  const { session, given } = call
  const words = given.operands()
  const changes = words.filter(word => /^[+-][rsha]$/i.test(word))
  const unknown = words.find(word => /^[+-]/.test(word) && !/^[+-][rsha]$/i.test(word))
  if (unknown !== undefined) return formatNotCorrect(unknown, call)
  const archive = changes.find(change => fold(change).endsWith('a'))
  if (archive !== undefined) return leftOut(archive, call)
  const names = words.filter(word => !/^[+-]/.test(word))
  const below = given.has('/s')
  const found = (names.length === 0 ? ['*'] : names).map(name => ({ name, nodes: attributed(session, name, below) }))
  const lost = found.filter(({ nodes }) => nodes.length === 0).map(({ name }) => `File not found - ${name}`)
  const nodes = found.flatMap(({ nodes }) => nodes)
  if (nodes.length === 0) return failed(1, [], lost)
  if (changes.length === 0) return failed(lost.length > 0 ? 1 : 0, [], [...nodes.map(attributeLine), ...lost])
  const wanted = new Map(changes.map(change => [upper(change[1]!), change.startsWith('+')]))
  const err = nodes.flatMap(node => {
    const error = changeAttributes(session, node, wanted)
    return error ? [`${errorText(error).replace(/\.$/, '')} - ${node.path}`] : []
  })
  return failed(err.length + lost.length > 0 ? 1 : 0, err, lost)
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
  guests: 'BUILTIN\\Guests',
  'power users': 'BUILTIN\\Power Users',
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

/** The only one to whom the model refuses anything. */
const EVERYBODY = GROUPS.everyone!
/** They may do everything everywhere, by entries that are inherited: one more changes nothing, and one that is taken none of these. */
const WHO_MAY: readonly string[] = [GROUPS.system!, GROUPS.administrators!, GROUPS.administrator!]

interface Right {
  readonly name: string
  readonly reads: boolean
  readonly writes: boolean
}

/** Of each right what it lets somebody do, as far as the model knows. Simple ones stand alone, others in brackets. */
const SIMPLE_RIGHTS: Readonly<Record<string, readonly ('read' | 'write')[]>> = {
  N: [],
  F: ['read', 'write'],
  M: ['read', 'write'],
  RX: ['read'],
  R: ['read'],
  W: ['write'],
  D: [],
}
const SPECIFIC_RIGHTS: Readonly<Record<string, readonly ('read' | 'write')[]>> = {
  ...SIMPLE_RIGHTS,
  ...Object.fromEntries(
    ['DE', 'RC', 'WDAC', 'WO', 'S', 'AS', 'MA', 'REA', 'WEA', 'X', 'DC', 'RA', 'WA'].map(name => [name, []]),
  ),
  GR: ['read'],
  GE: ['read'],
  RD: ['read'],
  GW: ['write'],
  WD: ['write'],
  AD: ['write'],
  GA: ['read', 'write'],
}

/** `(OI)(CI)F`, `(RX,W)`: undefined is no right at all. */
function accessOf(typed: string): readonly ('read' | 'write')[] | undefined {
  const bare = upper(typed).replace(/^(?:\((?:OI|CI|IO|NP|I)\))*/, '')
  const list = /^\(([A-Z,]+)\)$/.exec(bare)?.[1]?.split(',')
  const known = list ? SPECIFIC_RIGHTS : SIMPLE_RIGHTS
  const found = (list ?? [bare]).map(right => (Object.hasOwn(known, right) ? known[right] : undefined))
  return found.includes(undefined) ? undefined : found.flatMap(access => access ?? [])
}

type Unread = { readonly nobody: string } | { readonly noRight: string }

/** `SYSTEM:(OI)(CI)F` -> who, and what. */
function rightOf(text: string): Right | Unread {
  const cut = text.lastIndexOf(':')
  const typed = (cut < 0 ? text : text.slice(0, cut)).trim()
  const name = accountCalled(typed)
  if (name === undefined) return { nobody: typed }
  const access = cut < 0 ? undefined : accessOf(text.slice(cut + 1))
  return access ? { name, reads: access.includes('read'), writes: access.includes('write') } : { noRight: text }
}

/** One of Windows' own, with or without where it belongs; undefined: nobody is called so. */
function accountCalled(typed: string): string | undefined {
  const folded = fold(typed)
  const name = Object.hasOwn(SIDS, folded) ? SIDS[folded]! : folded
  const known = Object.entries(GROUPS).find(([short, whole]) => name === short || name === fold(whole))
  return known?.[1]
}

/** Verbs that change rights; of each the words behind it are whose. */
const ACL_VERBS: readonly string[] = ['/grant', '/grant:r', '/deny', '/reset', '/remove', '/remove:d']

/**
 * The model knows what an ACL refuses to everybody. What is refused outweighs what is granted to anybody else, and what is
 * granted to everybody takes as much from it (SetEntriesInAcl, GRANT_ACCESS). Entries of anybody else are not simulated.
 */
function icacls(call: CommandCall): Output {
  const { session, given } = call
  const [path, ...names] = given.operands()
  const below = given.has('/t')
  // Without a change there is nothing to be silent about.
  given.has('/q')
  if (path === undefined) return failed(87, [], ['Invalid parameter'])
  const verbs = ACL_VERBS.filter(verb => given.has(verb))
  if (verbs.length > 1) return notSimulated(`icacls with ${verbs.join(' and ')} in one line`)
  const nodes = nodesNamed(session, path)
  if (nodes.length === 0) {
    const text = errorText(missing(session, fullPath(session, path)))
    return failed(WIN32.FILE_NOT_FOUND, [`${path}: ${text}`], [processed(0, 1)])
  }
  const [verb] = verbs
  if (verb !== undefined) return changeAll(call, nodes, verb, names, below)
  if (names[0] !== undefined) return invalidParameter(names[0], call)
  const machine = machineOf(session)
  const listed = below ? nodes.flatMap(node => [node, ...within(machine, node.path)]) : nodes
  return done(linesOf(icaclsRows(machine, [...new Set(listed.map(node => node.path))])))
}

const invalidParameter: Refusal = word => failed(87, [], [`Invalid parameter "${word}"`])

function changeAll(
  call: CommandCall,
  nodes: readonly FileNode[],
  verb: string,
  names: readonly string[],
  below: boolean,
): Output {
  const needsRights = verb.startsWith('/grant') || verb === '/deny'
  if (verb === '/reset') {
    if (names[0] !== undefined) return invalidParameter(names[0], call)
  } else if (names.length === 0) return invalidParameter(verb, call)
  const rights = needsRights ? names.map(rightOf) : []
  const noRight = rights.find(right => 'noRight' in right)
  if (noRight) return invalidParameter(noRight.noRight, call)
  const strangers = needsRights
    ? rights.flatMap(right => ('nobody' in right ? [right.nobody] : []))
    : names.filter(name => accountCalled(name) === undefined)
  if (strangers[0] !== undefined) {
    return failed(1332, [`${strangers[0]}: ${SYSTEM_ERRORS.ERROR_NONE_MAPPED.text}`], [processed(0, nodes.length)])
  }
  const given = rights.filter((right): right is Right => 'name' in right)
  const others = given.find(({ name }) => name !== EVERYBODY && (verb === '/deny' || !WHO_MAY.includes(name)))
  if (others) return notSimulated(`icacls ${verb} of ${others.name}`)
  const all = needsRights ? given.map(({ name }) => name) : names.map(name => accountCalled(name)!)
  // Whoever has no entry of his own there loses none.
  if (verb !== '/reset' && !all.includes(EVERYBODY)) return processedAll(call, nodes)
  const error = nodes.reduce(
    (no, node) => no || changeRights(call.session, node.path, verb, ofEverybody(given), below),
    0,
  )
  if (error) return failed(error, [errorText(error)], [processed(0, nodes.length)])
  return processedAll(call, nodes)
}

const ofEverybody = (rights: readonly Right[]): Right[] => rights.filter(({ name }) => name === EVERYBODY)

function processedAll({ given }: CommandCall, nodes: readonly FileNode[]): Output {
  const told = given.has('/q') ? [] : nodes.map(node => `processed file: ${node.path}`)
  return done([...told, processed(nodes.length, 0)])
}

/**
 * The older program, which writes what is inherited and the right itself otherwise; what it changes is not simulated, nor how
 * it lists what is denied in part.
 */
function cacls(call: CommandCall): Output {
  const [path, ...more] = call.given.operands()
  if (path === undefined || more.length > 0) return failed(1, ['Invalid arguments.'])
  const nodes = nodesNamed(call.session, path)
  if (nodes.length === 0) return failed(1, [errorText(missing(call.session, fullPath(call.session, path)))])
  const rows = caclsRows(
    machineOf(call.session),
    nodes.map(node => node.path),
  )
  return rows ? done(linesOf(rows)) : notSimulated('what cacls shows of rights that are denied in part')
}

function changeRights(
  session: PromptSession,
  path: string,
  verb: string,
  rights: readonly Right[],
  below: boolean,
): number {
  if (verb === '/deny') {
    const reads = rights.some(right => right.reads)
    const writes = rights.some(right => right.writes)
    const access = reads && writes ? 'full' : reads ? 'read' : 'write'
    return reads || writes ? setDenial(session, path, { path, access }) : 0
  }
  const everything = !verb.startsWith('/grant')
  const reads = everything || rights.some(right => right.reads)
  const writes = everything || rights.some(right => right.writes)
  const all = [...machineOf(session).denials.values()]
  const touched = all.filter(d => fold(d.path) === fold(path) || (below && isWithin(d.path, path)))
  return touched.reduce((no, denial) => no || setDenial(session, denial.path, lifted(denial, reads, writes)), 0)
}

/** What is left of a denial when reading or writing is allowed. */
function lifted(denial: Denial, reads: boolean, writes: boolean): Denial | undefined {
  const read = !reads && denial.access !== 'write'
  const write = !writes && denial.access !== 'read'
  if (!read && !write) return undefined
  return { path: denial.path, access: read && write ? 'full' : read ? 'read' : 'write' }
}

function setDenial(session: PromptSession, path: string, next: Denial | undefined): number {
  const before = machineOf(session).denials.get(fold(path))
  return session.recorder.attempt({ kind: 'denial', path, before, after: next })
}

export const rightsCommands: readonly PromptCommand[] = [
  {
    names: ['attrib'],
    help: 'attrib [+r|-r|+h|-h|+s|-s] [PATHS] [/s]   attributes',
    ms: 40,
    syntax: { flags: ['/s'], absent: ['/d', '/l'], since2008: ['/l'], refuse: formatNotCorrect },
    run: attrib,
  },
  {
    names: ['icacls'],
    help: 'icacls PATH [/grant NAME:(OI)(CI)F] [/deny ...] [/reset] [/t]   access rights',
    ms: 60,
    syntax: {
      flags: ['/t', '/q', ...ACL_VERBS],
      idle: ['/c', '/l'],
      absent: [
        '/save',
        '/restore',
        '/setowner',
        '/findsid',
        '/verify',
        '/substitute',
        '/remove:g',
        '/inheritance:e',
        '/inheritance:d',
        '/inheritance:r',
        '/setintegritylevel*',
      ],
      refuse: invalidParameter,
    },
    run: icacls,
  },
  {
    names: ['cacls'],
    help: '',
    ms: 60,
    syntax: {
      absent: ['/t', '/e', '/c', '/g', '/r', '/p', '/d', '/m', '/s*'],
      refuse: () => failed(1, ['Invalid arguments.']),
    },
    run: cacls,
  },
]
