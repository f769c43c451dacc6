import { childrenOf, within } from '../../../model/machine/machine.ts'
import { fold, leafOf, parentOf } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { upper } from '../../../model/words/letters.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { errorText } from '../window/errors.ts'
import { nodesNamed, readByteLines, readLines, wildcard } from '../window/fileAccess.ts'
import { findstrPattern, type TextTest } from '../window/pattern.ts'
import { done, failed, fullPath, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import { type CommandCall, leftOut, type PromptCommand } from '../window/syntax.ts'

/** `find`, `findstr`, `more`, `sort`, `fc`: lines of a pipe or of files. Does not know where the lines come from. */

// ------------------------------------------------------------------------------------------------------------- find

const FIND_SWITCHES: readonly string[] = ['/i', '/v', '/c', '/n']
const FIND_LEFT_OUT: readonly string[] = ['/off', '/offline']

/** `find "text"`: the quotes are part of the call, so the raw rest is read. */
function find(call: CommandCall): Output {
  const quoted = /"((?:[^"]|"")*)"/.exec(call.tail)
  if (!quoted) return failed(2, ['FIND: Parameter format not correct'])
  const before = call.tail.slice(0, quoted.index).trim().split(/\s+/).filter(Boolean)
  const behind = call.tail.slice(quoted.index + quoted[0].length)
  const rest = [...before, ...[...behind.matchAll(/"([^"]*)"?|[^\s"]+/g)].map(([word, inner]) => inner ?? word)]
  const switches = rest.filter(word => word.startsWith('/')).map(fold)
  const strange = switches.find(word => !FIND_SWITCHES.includes(word))
  if (strange !== undefined) {
    return FIND_LEFT_OUT.includes(strange) ? leftOut(strange, call) : failed(2, ['FIND: Invalid switch'])
  }
  const has = (name: string): boolean => switches.includes(name)
  const shape = has('/i') ? fold : (text: string): string => text
  const text = shape(quoted[1]!.replaceAll('""', '"'))
  // What nothing is looked for is never found.
  const chosen = (row: string): boolean => (text !== '' && shape(row).includes(text)) !== has('/v')
  const numbered = (row: string, i: number): string => (has('/n') ? `[${i + 1}]${row}` : row)
  const chosenOf = (rows: readonly string[]): string[] =>
    rows.flatMap((row, i) => (chosen(row) ? [numbered(row, i)] : []))
  return foundIn(
    call,
    rest.filter(word => !word.startsWith('/')),
    chosenOf,
    has('/c'),
  )
}

function foundIn(
  call: CommandCall,
  names: readonly string[],
  chosenOf: (rows: readonly string[]) => readonly string[],
  counts: boolean,
): Output {
  if (names.length === 0) {
    const rows = chosenOf(call.input ?? [])
    return { ...done(counts ? [String(rows.length)] : rows), exitCode: rows.length > 0 ? 0 : 1 }
  }
  const out: string[] = []
  let found = 0
  for (const name of names) {
    const nodes = nodesNamed(call.session, name)
    if (nodes.length === 0) return failed(1, [`File not found - ${upper(name)}`], out)
    for (const { path } of nodes.filter(node => !node.folder)) {
      const rows = readLines(call.session, path)
      if (rows === undefined) return { ...notSimulated(`the contents of ${path}`), out }
      if (typeof rows === 'number') return failed(1, [errorText(rows)], out)
      const chosen = chosenOf(rows)
      found += chosen.length
      const title = `---------- ${upper(path)}`
      out.push('', ...(counts ? [`${title}: ${chosen.length}`] : [title, ...chosen]))
    }
  }
  return { ...done(out), exitCode: found > 0 ? 0 : 1 }
}

// ---------------------------------------------------------------------------------------------------------- findstr

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
        if (!many) err.push(...notSimulated(`the contents of ${path}`).err)
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

// ------------------------------------------------------------------------------------------------- more, sort, fc

/** Rows of a file, or what is said instead. */
function rowsOf(call: CommandCall, name: string, missing: string): readonly string[] | Output {
  const node = nodesNamed(call.session, name)[0]
  const rows = readLines(call.session, node?.path ?? fullPath(call.session, name))
  if (rows === undefined) return notSimulated(`the contents of ${name}`)
  return typeof rows === 'number' ? failed(1, [missing]) : rows
}

const isRows = (rows: readonly string[] | Output): rows is readonly string[] => Array.isArray(rows)

/** All at once: nobody has to press a key. `+n` begins at a row. */
function more(call: CommandCall): Output {
  const words = call.given.operands()
  const from = words.find(word => /^\+\d+$/.test(word))
  const [name, extra] = words.filter(word => word !== from)
  if (extra !== undefined) return notSimulated('more with several files')
  const rows =
    name === undefined ? (call.input ?? []) : rowsOf(call, name, `Cannot access file ${fullPath(call.session, name)}`)
  return isRows(rows) ? done(rows.slice(Number(from ?? 0))) : rows
}

function sort(call: CommandCall): Output {
  const [name] = call.given.operands()
  const reverse = call.given.has('/r') || call.given.has('/reverse')
  const rows = name === undefined ? (call.input ?? []) : rowsOf(call, name, errorText(WIN32.FILE_NOT_FOUND))
  if (!isRows(rows)) return rows
  const sorted = [...rows].sort((a, b) => (fold(a) < fold(b) ? -1 : fold(a) > fold(b) ? 1 : 0))
  return done(reverse ? sorted.reverse() : sorted)
}

/** Longer files than this take too long to be compared row by row with each other. */
const MOST_COMPARED = 2000

function fc(call: CommandCall): Output {
  const { given } = call
  const [first, second] = given.operands()
  const [anyCase, numbers] = [given.has('/c'), given.has('/n')]
  if (first === undefined || second === undefined) return failed(-1, ['FC: Insufficient number of file specifications'])
  const files: { readonly title: string; readonly rows: readonly string[] }[] = []
  for (const name of [first, second]) {
    const rows = rowsOf(call, name, `FC: cannot open ${upper(name)} - No such file or folder`)
    if (!isRows(rows)) return rows
    if (rows.length > MOST_COMPARED) return notSimulated(`fc of files with more than ${MOST_COMPARED} lines`)
    files.push({ title: upper(name), rows })
  }
  const [a, b] = [files[0]!, files[1]!]
  const shape = anyCase ? fold : (text: string): string => text
  const parts = differences(a.rows.map(shape), b.rows.map(shape))
  const head = [`Comparing files ${first} and ${b.title}`]
  if (parts.length === 0) return done([...head, 'FC: no differences encountered', ''])
  const shown = ({ title, rows }: (typeof files)[number], from: number, to: number): string[] => {
    // One row before and one behind show where it was.
    const rowsShown = rows.slice(Math.max(0, from - 1), to + 1)
    const start = Math.max(0, from - 1) + 1
    return [
      `***** ${title}`,
      ...rowsShown.map((row, i) => (numbers ? `${String(start + i).padStart(5)}:  ${row}` : row)),
    ]
  }
  const body = parts.flatMap(part => [
    ...shown(a, part.a[0], part.a[1]),
    ...shown(b, part.b[0], part.b[1]),
    '*****',
    '',
  ])
  return { exitCode: 1, out: [...head, ...body], err: [] }
}

interface Difference {
  /** From, and behind the last, of each file. */
  readonly a: readonly [number, number]
  readonly b: readonly [number, number]
}

/** What is left when the longest common rows are taken out. */
function differences(a: readonly string[], b: readonly string[]): Difference[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
    }
  }
  const found: Difference[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [fromA, fromB] = [i, j]
    while ((i < a.length || j < b.length) && a[i] !== b[j]) {
      if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) i++
      else j++
    }
    if (i > fromA || j > fromB) found.push({ a: [fromA, i], b: [fromB, j] })
    i++
    j++
  }
  return found
}

export const filterCommands: readonly PromptCommand[] = [
  { names: ['find'], help: 'find [/i] [/v] [/c] [/n] "TEXT" [FILES]   lines that hold a text', ms: 60, run: find },
  {
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
  },
  {
    names: ['more'],
    help: 'more [+N] [FILE]   print, from line N on',
    ms: 20,
    syntax: { absent: ['/e', '/c', '/p', '/s', '/t*'], refuse: word => failed(1, [`Cannot access file ${word}`]) },
    run: more,
  },
  {
    names: ['sort'],
    help: 'sort [/r] [FILE]   lines in order',
    ms: 20,
    syntax: {
      flags: ['/r', '/reverse'],
      absent: ['/+*', '/l', '/m', '/rec', '/t', '/o', '/unique'],
      operands: 1,
      refuse: () => failed(1, ['Invalid switch.']),
    },
    run: sort,
  },
  {
    names: ['fc'],
    help: 'fc [/c] [/n] FILE FILE   what differs in two texts',
    ms: 40,
    syntax: {
      flags: ['/c', '/n'],
      idle: ['/l', '/u'],
      absent: ['/a', '/b', '/lb*', '/t', '/w', '/off'],
      operands: 2,
      refuse: word =>
        failed(-1, word.startsWith('/') ? ['FC: Invalid Switch'] : ['FC: Insufficient number of file specifications']),
    },
    run: fc,
  },
]
