import { fold } from '../../../model/machine/names.ts'
import { upper } from '../../../model/words/letters.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { errorText } from '../window/errors.ts'
import { nodesNamed, readLines } from '../window/fileAccess.ts'
import { done, failed, fullPath, notSimulated, type Output } from '../window/session.ts'
import { type CommandCall, leftOut, type PromptCommand } from '../window/syntax.ts'
import { findstrCommand } from './findstr.ts'

/** `find`, `more`, `sort`, `fc`: lines of a pipe or of files. Does not know where the lines come from. */

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
      if (rows === undefined) return { ...notSimulated(`what is in ${path}`), out }
      if (typeof rows === 'number') return failed(1, [errorText(rows)], out)
      const chosen = chosenOf(rows)
      found += chosen.length
      const title = `---------- ${upper(path)}`
      out.push('', ...(counts ? [`${title}: ${chosen.length}`] : [title, ...chosen]))
    }
  }
  return { ...done(out), exitCode: found > 0 ? 0 : 1 }
}

// ------------------------------------------------------------------------------------------------- more, sort, fc

/** Rows of a file, or what is said instead. */
function rowsOf(call: CommandCall, name: string, missing: string): readonly string[] | Output {
  const node = nodesNamed(call.session, name)[0]
  const rows = readLines(call.session, node?.path ?? fullPath(call.session, name))
  if (rows === undefined) return notSimulated(`what is in ${name}`)
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
  findstrCommand,
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
