import { childrenOf, fileAt, within } from '../../../model/machine/machine.ts'
import { byName, driveOf, extensionOf, fold, leafOf, parentOf } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { upper } from '../../../model/words/letters.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { asListed } from '../../forms/contents.ts'
import { linesOf } from '../../forms/exports/export.ts'
import { dirRows, FILE_NOT_FOUND, isListed, nothingFound, type Part } from '../../forms/exports/folders.ts'
import { errorText } from '../window/errors.ts'
import { isHidden, wildcard } from '../window/fileAccess.ts'
import { done, failed, fullPath, machineOf, type Output } from '../window/session.ts'
import { type CommandCall, type Given, invalidSwitch, leftOut, type PromptCommand } from '../window/syntax.ts'

/** `dir`: what it lists, and in which order. How it prints: forms/exports/folders.ts. */

const complain = (error: number): Output => failed(1, [errorText(error)])

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
  const seen = (file: FileNode): FileNode => asListed(call.session.recorder, file)
  const folders = below ? [folder, ...within(machine, folder).flatMap(n => (n.folder ? [n.path] : []))] : [folder]
  const [first, ...others] = folders
    .filter(each => isListed(machine, each))
    .flatMap((each): Part[] => {
      const nodes = childrenOf(machine, each).filter(n => named(leafOf(n.path)) && shows(n))
      const whole = each === folder && node?.folder === true
      return nodes.length > 0 || (whole && !bare) ? [{ folder: each, nodes: sorted(nodes.map(seen)), whole }] : []
    })
  if (!first) return failed(1, [FILE_NOT_FOUND], bare ? [] : nothingFound(machine, folder))
  if (!bare) return done(linesOf(dirRows(machine, [first, ...others], below)))
  return done([first, ...others].flatMap(part => part.nodes.map(n => (below ? n.path : leafOf(n.path)))))
}

export const dirCommand: PromptCommand = {
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
}
