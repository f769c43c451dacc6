import { fold } from '../../../model/machine/names.ts'
import { upper } from '../../../model/words/letters.ts'
import { errorText } from '../window/errors.ts'
import { nodesNamed, readLines } from '../window/fileAccess.ts'
import { type CommandCall, done, failed, notSimulated, type Output, type PromptCommand } from '../window/session.ts'

/** `find`, `findstr`, `more`: lines of a pipe or of files that hold a text. Does not know where the lines come from. */

interface Search {
  readonly texts: readonly string[]
  readonly files: readonly string[]
  readonly switches: readonly string[]
}

/** `find "text"`: the quotes are part of the call, so the raw rest is read. */
function find(call: CommandCall): Output {
  const quoted = /"((?:[^"]|"")*)"/.exec(call.tail)
  if (!quoted) return failed(2, ['FIND: Parameter format not correct'])
  const before = call.tail.slice(0, quoted.index).trim().split(/\s+/)
  const behind = call.tail.slice(quoted.index + quoted[0].length)
  const rest = [...behind.matchAll(/"([^"]*)"?|[^\s"]+/g)].map(([word, inner]) => inner ?? word)
  const switches = [...before, ...rest].filter(word => word.startsWith('/')).map(fold)
  const files = rest.filter(word => !word.startsWith('/'))
  return search(call, { texts: [quoted[1]!.replaceAll('""', '"')], files, switches }, path => [
    '',
    `---------- ${upper(path)}`,
  ])
}

/** `findstr one two FILE`: blanks part alternatives, /c:"one two" is one. Patterns are taken literally. */
function findstr(call: CommandCall): Output {
  const switches = call.args.filter(arg => arg.startsWith('/')).map(fold)
  const exact = call.args.filter(arg => /^\/c:/i.test(arg)).map(arg => arg.slice(3))
  const words = call.args.filter(arg => !arg.startsWith('/'))
  const texts = exact.length > 0 ? exact : (words[0] ?? '').split(/\s+/).filter(Boolean)
  if (texts.length === 0) return failed(2, ['FINDSTR: Bad command line'])
  return search(call, { texts, files: exact.length > 0 ? words : words.slice(1), switches }, undefined)
}

function search(call: CommandCall, wanted: Search, heading: ((path: string) => string[]) | undefined): Output {
  const has = (letter: string): boolean => wanted.switches.some(s => s === letter || s.startsWith(`${letter}/`))
  const shape = has('/i') ? fold : (text: string): string => text
  const texts = wanted.texts.map(shape)
  const chosen = (row: string): boolean => texts.some(text => shape(row).includes(text)) !== has('/v')
  const rowsOf = (rows: readonly string[]): string[] =>
    rows.flatMap((row, i) => (chosen(row) ? [has('/n') ? `${numbered(i + 1, heading !== undefined)}${row}` : row] : []))
  if (wanted.files.length === 0) {
    const rows = rowsOf(call.input ?? [])
    return { ...done(has('/c') ? [String(rows.length)] : rows), exitCode: rows.length > 0 ? 0 : 1 }
  }
  const out: string[] = []
  let found = 0
  for (const name of wanted.files) {
    const nodes = nodesNamed(call.session, name)
    if (nodes.length === 0) return failed(1, [`File not found - ${upper(name)}`], out)
    for (const { path } of nodes.filter(node => !node.folder)) {
      const rows = readLines(call.session, path)
      if (rows === undefined) return { ...notSimulated(`the contents of ${path}`), out }
      if (typeof rows === 'number') return failed(1, [errorText(rows)], out)
      const chosenRows = rowsOf(rows)
      found += chosenRows.length
      const prefix = !heading && nodes.length + wanted.files.length > 2 ? `${path}:` : ''
      const [blank = '', title = ''] = heading?.(path) ?? []
      if (has('/c') && heading) out.push(blank, `${title}: ${chosenRows.length}`)
      else out.push(...(heading?.(path) ?? []), ...chosenRows.map(row => prefix + row))
    }
  }
  return { ...done(out), exitCode: found > 0 ? 0 : 1 }
}

const numbered = (n: number, brackets: boolean): string => (brackets ? `[${n}]` : `${n}:`)

function more(call: CommandCall): Output {
  const [name] = call.args.filter(arg => !arg.startsWith('/'))
  if (name === undefined) return done(call.input ?? [])
  const node = nodesNamed(call.session, name)[0]
  const rows = readLines(call.session, node?.path ?? name)
  if (rows === undefined) return notSimulated(`the contents of ${name}`)
  return typeof rows === 'number' ? failed(1, [`Cannot access file ${name}`]) : done(rows)
}

const sorted = (call: CommandCall): Output => {
  const rows = [...(call.input ?? [])]
  return done(rows.sort((a, b) => (fold(a) < fold(b) ? -1 : fold(a) > fold(b) ? 1 : 0)))
}

export const filterCommands: readonly PromptCommand[] = [
  { names: ['find'], help: 'find [/i] [/v] [/c] [/n] "TEXT" [FILE]   lines that hold a text', ms: 60, run: find },
  {
    names: ['findstr'],
    help: 'findstr [/i] [/v] [/n] TEXT|/c:"TEXT" [FILE]   lines that hold a text',
    ms: 60,
    run: findstr,
  },
  { names: ['more'], help: 'more [FILE]   print', ms: 20, run: more },
  { names: ['sort'], help: 'sort   lines of a pipe in order', ms: 20, run: sorted },
]
