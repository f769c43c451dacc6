import { childrenOf, within } from '../../../model/machine/machine.ts'
import { leafOf, parentOf } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { readByteLines, wildcard } from '../window/fileAccess.ts'
import { findstrPattern } from '../window/findstrPattern.ts'
import type { TextTest } from '../window/pattern.ts'
import { done, failed, fullPath, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import { type CommandCall, leftOut, type PromptCommand } from '../window/syntax.ts'

/** `findstr`: lines of a pipe or of files that patterns fit. It reads bytes: UTF-16 is in its way. What a pattern is: pattern.ts. */

interface Search {
  readonly tests: readonly TextTest[]
  /** A row that is not wanted is. */
  readonly not: boolean
  readonly numbers: boolean
  /** Names of files instead of rows. */
  readonly onlyNames: boolean
  readonly below: boolean
}

/** Every row that one of the patterns fits: `one two` are two of them, /c:"one two" is one. */
function findstr(call: CommandCall): Output {
  const { given } = call
  const words = given.operands()
  const exact = given.values('/c')
  const patterns = exact.length > 0 ? exact : (words[0] ?? '').split(' ').filter(Boolean)
  const files = exact.length > 0 ? words : words.slice(1)
  const tests = testsOf(given, patterns)
  const search = {
    not: given.has('/v'),
    numbers: given.has('/n'),
    onlyNames: given.has('/m'),
    below: given.has('/s'),
  }
  if (patterns.length === 0) return failed(2, ['FINDSTR: Bad command line'])
  if ('exitCode' in tests) return tests
  if (files.length > 0) return searchFiles(call.session, files, { ...search, tests })
  if (search.onlyNames || search.below) return leftOut(search.below ? '/s without files' : '/m without files', call)
  const rows = chosenRows(call.input ?? [], { ...search, tests })
  return { ...done(rows), exitCode: rows.length > 0 ? 0 : 1 }
}

/** A search text without /l and /r is a pattern if it is not given by /c; so is one with /r. */
function testsOf(given: CommandCall['given'], patterns: readonly string[]): readonly TextTest[] | Output {
  const anyCase = given.has('/i')
  const isLiteral = given.has('/l')
  const isPattern = given.has('/r') || (!isLiteral && given.values('/c').length === 0)
  const [whole, begins, ends] = [given.has('/x'), given.has('/b'), given.has('/e')]
  const tests: TextTest[] = []
  for (const text of patterns) {
    const source = isPattern ? text : text.replace(/[\\.*^$[\]]/g, '\\$&')
    const test = findstrPattern(`${whole || begins ? '^' : ''}${source}${whole || ends ? '$' : ''}`, anyCase)
    if (typeof test !== 'function') return notSimulated(`${test.notSimulated} of findstr`)
    tests.push(test)
  }
  return tests
}

function chosenRows(rows: readonly string[], { tests, not, numbers }: Search): string[] {
  return rows.flatMap((row, i) => {
    return tests.some(test => test(row)) !== not ? [numbers ? `${i + 1}:${row}` : row] : []
  })
}

/** Rows of several files have their names before them. A file that cannot be opened is told, and the next one read. */
function searchFiles(session: PromptSession, names: readonly string[], search: Search): Output {
  const out: string[] = []
  const err: string[] = []
  const named = names.map(name => ({ name, nodes: filesNamed(session, name, search.below) }))
  const many = search.below || names.length > 1 || names.some(name => /[*?]/.test(name))
  let unknown = false
  for (const { name, nodes } of named) {
    if (nodes.length === 0) err.push(`FINDSTR: Cannot open ${name}`)
    for (const { path, shown } of nodes) {
      const rows = readByteLines(session, path)
      if (typeof rows === 'number') err.push(`FINDSTR: Cannot open ${shown}`)
      else if (rows === undefined) {
        // Of many files those without a content are no reason to stop: a package holds no text.
        unknown = true
        if (!many) err.push(...notSimulated(`what is in ${path}`).err)
      } else {
        const chosen = chosenRows(rows, search)
        if (search.onlyNames) out.push(...(chosen.length > 0 ? [shown] : []))
        else out.push(...chosen.map(row => (many ? `${shown}:${row}` : row)))
      }
    }
  }
  if (unknown && many) err.push('lab1603: files whose contents are not simulated were passed over.')
  return { exitCode: out.length > 0 ? 0 : 1, out, err }
}

interface NamedFile {
  readonly path: string
  /** As findstr prints it: with the folder that was typed. */
  readonly shown: string
}

function filesNamed(session: PromptSession, name: string, below: boolean): NamedFile[] {
  const full = fullPath(session, name)
  const folder = parentOf(full) ?? full
  const test = wildcard(leafOf(full))
  const machine = machineOf(session)
  const nodes = below ? within(machine, folder) : childrenOf(machine, folder)
  const typed = name.replaceAll('/', '\\')
  const before = typed.slice(0, typed.lastIndexOf('\\') + 1)
  const isFound = (node: FileNode): boolean => !node.folder && test(leafOf(node.path))
  return nodes.filter(isFound).map(({ path }) => ({ path, shown: before + path.slice(folder.length + 1) }))
}

export const findstrCommand: PromptCommand = {
  names: ['findstr'],
  help: 'findstr [/i] [/v] [/n] [/m] [/s] [/r | /l] [/b] [/e] [/x] PATTERNS|/c:"PATTERN" [FILES]   lines that fit a pattern',
  ms: 60,
  syntax: {
    flags: ['/i', '/v', '/n', '/m', '/s', '/r', '/l', '/b', '/e', '/x'],
    joined: ['/c'],
    repeats: ['/c'],
    absent: ['/p', '/o', '/offline', '/off', '/g:*', '/f:*', '/d:*', '/a:*'],
    bundled: true,
    refuse: word => failed(2, [`FINDSTR: ${word} ignored`, 'FINDSTR: Bad command line']),
  },
  run: findstr,
}
