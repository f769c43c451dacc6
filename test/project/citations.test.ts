import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * No citation is dead, and no link: what a source file, a test, a scenario or a document rests on can be looked up. The
 * forms are those of docs/facts/README.md. It knows where a citation leads, not whether the place says what is claimed.
 */
interface Place {
  readonly file: string
  readonly line: number
  readonly text: string
}

/** It has dead citations of its own. */
const SELF = 'test/project/citations.test.ts'
/** Where the short names are explained, with the numbers that others gave to their pages. */
const SOURCES = 'docs/facts/sources.md'
/** Evidence, and what was handed in: not our words. */
const FOREIGN = /^(?:test\/fixtures\/|node_modules\/|dist\/|out\/)/

const read = (file: string): string => readFileSync(file, 'utf8')

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter(file => ending.test(file) && !FOREIGN.test(file))
}

const documents = [...readdirSync('.').filter(name => name.endsWith('.md')), ...filesUnder('docs', /\.md$/)]
const sources = ['model', 'sim', 'tui', 'test', 'scenarios', 'rules'].flatMap(folder =>
  filesUnder(folder, /\.(?:tsx?|ya?ml)$/),
)
const files = [...sources.filter(file => file !== SELF), ...documents].map(file => ({ file, text: read(file) }))

// ------------------------------------------------------------------------------------------------ what can be cited

/** `## 4.2 With a wizard` and `### F31 A service ...` */
function sectionsOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^#+ (F\d\d|\d+(?:\.\d+)*)\.?(?= )/gm)].map(([, section]) => section!))
}

const TABLES = filesUnder('docs', /\.tsv$/)
const pages = new Map([...documents, ...TABLES].map(file => [basename(file), sectionsOf(read(file))]))

/** What the first cells of a document's tables have in backticks. */
function namesIn(document: string): string[] {
  if (!existsSync(document)) return []
  const cells = [...read(document).matchAll(/^\|([^|]*)\|/gm)].map(([, cell]) => cell!)
  return cells.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
}

/** A row may stand for a family: `win32 Msi/PAGE`. */
const FAMILY = /PAGE|FUNCTION|TITLE/
const rows = namesIn(SOURCES).filter(row => !/\.(?:md|tsv)\b/.test(row))
const names = new Set(rows.filter(row => !FAMILY.test(row)))
const families = rows.filter(row => FAMILY.test(row)).map(row => new RegExp(`^${row.replace(FAMILY, '.+')}$`))
const isName = (name: string): boolean => names.has(name) || families.some(family => family.test(name))

// ------------------------------------------------------------------------------------------------------- how one cites

/** Between the words of a citation: a blank, or a new line of a comment. */
const GAP = String.raw`(?: |\n *(?:\*|\/\/|#)? *)`
const SECTION = String.raw`(?:F\d\d|\d+(?:\.\d+)*)(?![\w%])`
const ASIDE = String.raw`(?:${GAP}\([^()]*\))?`
const listOf = (item: string): string => `${item}${ASIDE}(?:(?:,|,?${GAP}and|${GAP}to)${GAP}${item}${ASIDE})*`

/** `formats.md 3`, also `` `formats.md` 3 `` and `[formats.md](formats.md) 3`; no path, and not the form `PAGE.md 3`. */
const PAGE = new RegExp(
  String.raw`(?<![\w./*-])(?!PAGE\.|TABLE\.)([A-Za-z][\w-]*\.(?:md|tsv))\b(?:\`|\]\([^)]*\))?(?:${GAP}(${listOf(SECTION)}))?`,
  'g',
)
const LOG = new RegExp(String.raw`\b(?:corpus|log)${GAP}(${listOf(String.raw`[01]\d\d\b`)})`, 'g')
/** What can only be a short name, wherever it stands. */
const NAME = /(?<![\w\\/.-])(?:kb\d{6,7}|bb\d{6}|ms\d\d-\d{3}|technet-[a-z][\w-]*|bulletin(?:-data)?)(?![\w-]|\.\w)/g
/** A row of data: its grade and its source, or the source alone where its file has grades. A custom action has a source as well. */
const ROWS = [
  /\b(?:documented|observed|derived|modelled)\(\s*'([^']+)'/g,
  /'(?:documented|observed|derived|modelled)',\s*'(?!(?:observed|derived|modelled)')([^']+)'/g,
  /\bsource: '([^']+)'(?!,\s*target)/g,
]
const LISTS = /^ *(?:sources|documents): \[((?!\.\.\.)[^\]]*)\]/gm

type Dead = (text: string) => { readonly at: number; readonly text: string }[]

const deadPages: Dead = text =>
  [...text.matchAll(PAGE)].flatMap(({ 0: whole, 1: page, 2: list, index }) => {
    const known = pages.get(page!)
    const cited = list === undefined ? [] : [...list.replaceAll(/\([^()]*\)/g, '').matchAll(/F?\d+(?:\.\d+)*/g)]
    const dead = known === undefined || cited.some(([section]) => !known.has(section))
    return dead ? [{ at: index, text: whole }] : []
  })

const deadLogs: Dead = text =>
  [...text.matchAll(LOG)].flatMap(({ 0: whole, 1: list, index }) => {
    const cited = list!.replaceAll(/\([^()]*\)/g, '').match(/\d{3}/g)!
    return cited.every(log => names.has(`corpus ${log}`)) ? [] : [{ at: index, text: whole }]
  })

const deadNames: Dead = text =>
  [...text.matchAll(NAME)].flatMap(({ 0: name, index }) => (isName(name) ? [] : [{ at: index, text: name }]))

/** A number without its page. */
const LOOSE = /\b(?:decisions? \d+|excerpts? 0\d|seed 00\d)\b/g

const deadNumbers: Dead = text => [...text.matchAll(LOOSE)].map(({ 0: whole, index }) => ({ at: index, text: whole }))

/** What is neither a page nor a log nor a short name; words behind a colon say what it is cited for. */
function unknownIn(source: string): string[] {
  const rest = source.replace(/: .*/, '').replaceAll(PAGE, '').replaceAll(LOG, '')
  const parts = rest.split(/[,;]/).map(part => part.trim())
  return parts.filter(part => part !== '' && !isName(part))
}

const deadRows: Dead = text =>
  /\bgrade\b/.test(text)
    ? ROWS.flatMap(row => [...text.matchAll(row)]).flatMap(({ 1: source, index }) =>
        unknownIn(source!).map(name => ({ at: index, text: name })),
      )
    : []

const deadLists: Dead = text =>
  [...text.matchAll(LISTS)].flatMap(({ 1: list, index }) =>
    unknownIn(list!.replaceAll("'", '')).map(name => ({ at: index, text: name })),
  )

/** In a table of a document with the columns grade and source. */
const deadCells: Dead = text => {
  let column = -1
  let at = 0
  return text.split('\n').flatMap(line => {
    const here = at
    at += line.length + 1
    const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).map(cell => cell.trim()) : []
    if (cells.length === 0) column = -1
    else if (cells.includes('grade')) column = cells.indexOf('source')
    const cited = [...(cells[column] ?? '').matchAll(/`([^`]+)`/g)].map(([, source]) => source!)
    return cited.flatMap(unknownIn).map(name => ({ at: here, text: name }))
  })
}

const ANYWHERE = [deadPages, deadLogs, deadNumbers]
const IN_DOCUMENTS = [...ANYWHERE, deadNames, deadCells]
const IN_CODE = [...ANYWHERE, deadNames, deadRows, deadLists]

function kindsFor(file: string): readonly Dead[] {
  if (file === SOURCES) return ANYWHERE
  return file.endsWith('.md') ? IN_DOCUMENTS : IN_CODE
}

/** What tests read beside the project: its names stand behind `shared/`, or in the list of what tests need. */
const BESIDE = /(?:shared\/|material\('[^']*', ')(?:[\w-]+\/)*([\w-]+\.md)/g
const beside = files
  .filter(({ file }) => file.startsWith('test/'))
  .flatMap(({ text }) => [...text.matchAll(BESIDE)].map(([, name]) => name!))

function deadIn(file: string, text: string): Place[] {
  const found = kindsFor(file)
    .flatMap(kind => kind(text))
    .filter(({ text: cited }) => !(file.startsWith('test/') && beside.includes(cited)))
  return found.map(({ at, text: cited }) => ({ file, line: text.slice(0, at).split('\n').length, text: cited }))
}

const shown = (places: readonly Place[]): string[] => [
  ...new Set(places.map(({ file, line, text }) => `${file}:${line}: ${text.replaceAll(/\s+(?:\*|\/\/|#)?\s*/g, ' ')}`)),
]

// --------------------------------------------------------------------------------------------------------------- links

/** As GitHub makes them: lower case, no punctuation, blanks to hyphens. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (file: string): string[] =>
  [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!.replaceAll(/[`*]/g, '')))

function isDeadLink(file: string, target: string): boolean {
  const [path, anchor] = target.split('#') as [string, string?]
  const there = path === '' ? file : join(dirname(file), path)
  return !existsSync(there) || (anchor !== undefined && !anchorsOf(there).includes(anchor))
}

function deadLinksIn(file: string, text: string): Place[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, block => block.replaceAll(/[^\n]/g, ''))
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .filter(([, target]) => !/^[a-z]+:/.test(target!) && isDeadLink(file, target!))
    .map(({ 1: target, index }) => ({ file, line: prose.slice(0, index).split('\n').length, text: target! }))
}

describe('citations', () => {
  test('no citation is dead', () => {
    expect(shown(files.flatMap(({ file, text }) => deadIn(file, text)))).toEqual([])
  })

  test('no link of a document is dead', () => {
    expect(shown(documents.flatMap(file => deadLinksIn(file, read(file))))).toEqual([])
  })

  test('the pages on logs name no other logs than are listed', () => {
    const about = files.filter(({ file }) => file.startsWith('docs/facts/msi-log-'))
    const cited = about.flatMap(({ text }) => text.match(/(?<=[( ])0\d\d(?=[,):; ])/g) ?? [])
    expect(about).toHaveLength(2)
    expect([...new Set(cited)].filter(log => !names.has(`corpus ${log}`))).toEqual([])
  })

  test('nothing but a test reads what is not in the repository', () => {
    const outside = files.filter(({ file }) => !file.startsWith('test/'))
    expect(outside.filter(({ text }) => /\.\.\/shared\b/.test(text)).map(({ file }) => file)).toEqual([])
  })

  test('citations are found at all', () => {
    const all = files.map(({ text }) => text).join('\n')
    expect([...all.matchAll(PAGE)].length).toBeGreaterThan(300)
    expect([...all.matchAll(LOG)].length).toBeGreaterThan(20)
    expect([...all.matchAll(NAME)].length).toBeGreaterThan(100)
    expect(ROWS.flatMap(row => [...all.matchAll(row)]).length).toBeGreaterThan(150)
    expect([...all.matchAll(LISTS)].length).toBeGreaterThan(50)
  })
})

describe('a dead citation is found', () => {
  test.each([
    ['a page that is not there', 'Layout: diagnosis.md 4 and the specification', 'diagnosis.md 4'],
    ['a section that is not there', '(msi-log-anatomy.md 2.3, 4, 99.5, 7)', 'msi-log-anatomy.md 2.3, 4, 99.5, 7'],
    ['with words between', "'msi-log-anatomy.md 8.1 (019), 8.99 (022)'", 'msi-log-anatomy.md 8.1 (019), 8.99 (022)'],
    ['the end of a range', 'msi-log-anatomy.md 8.1 to 8.99.', 'msi-log-anatomy.md 8.1 to 8.99'],
    ['on the next line of a comment', ' * Layout: formats.md\n * 99 and so on', 'formats.md 99'],
    ['a page in backticks', 'as `formats.md` 99 says', 'formats.md` 99'],
    ['a table', 'texts: nothing.tsv.', 'nothing.tsv'],
    ['a log', 'as in corpus 001, 199 and 010', 'corpus 001, 199 and 010'],
    ['a short name', 'an article (kb0000000)', 'kb0000000'],
    ['a row', "grade: 'documented', source: 'nobody-knows',", 'nobody-knows'],
    ['a row without names', "grade: ['x', 'observed', 'nobody-knows'],", 'nobody-knows'],
    ['a graded value', "grade = documented('nobody-knows')", 'nobody-knows'],
    ['one of several', "grade = observed('formats.md 3, nobody-knows')", 'nobody-knows'],
    ['a number without a page', 'as ours (decisions 4 and 5).', 'decisions 4'],
    ['the sources of a scenario', 'sources: [formats.md 3, nobody-knows]', 'nobody-knows'],
  ])('%s', (_, text, dead) => {
    expect(shown(deadIn('x.ts', text))).toEqual([expect.stringContaining(`: ${dead}`)])
  })

  test.each([
    "grade = modelled('our choice: as it came')",
    "grade = documented('win32 Msi/any-page')",
    "{ source: 'Service Control Manager' }",
    "grade, source: 'WixCA', target: 'CAQuietExec'",
    "new URL('../elsewhere/DESIGN.md', import.meta.url)",
    'formats.md 3: what it is cited for',
    'msi-log-anatomy.md 8.1 (019 in the client), 8.2 (025 in the service); corpus 001 to 017',
  ])('and not in %s', text => {
    expect(deadIn('x.ts', text)).toEqual([])
  })

  test('in a table with grades', () => {
    const table = ['| rule | grade | source |', '| --- | --- | --- |', '| one | documented | `nobody-knows`, memory |']
    expect(shown(deadIn('x.md', table.join('\n')))).toEqual(['x.md:3: nobody-knows'])
  })

  test('and so is a dead link', () => {
    const text =
      '[a](docs/facts/formats.md#3-msiinstaller-as-stored) [b](docs/facts/formats.md#none) [c](none.md) [d](https://x.y)'
    expect(shown(deadLinksIn('x.md', text))).toEqual(['x.md:1: docs/facts/formats.md#none', 'x.md:1: none.md'])
  })
})
