import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { everyText, shortTexts } from './tables.ts'

/**
 * What Windows and the installer say stands once. Every text of model/words is looked for in the sources of the program: its
 * words between what is filled in may stand in its own file and nowhere else, and the whole of it once in there.
 */
const WORDS = 'model/words/'

const sources = ['model', 'sim', 'tui']
  .flatMap(folder => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)))
  .filter(file => /\.tsx?$/.test(file))
  .map(file => ({ file: file.replaceAll('\\', '/'), text: withoutComments(readFileSync(file, 'utf8')) }))

/** Comments may quote. What a literal or a pattern escapes is read as what it stands for. */
function withoutComments(source: string): string {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  return code
    .replaceAll(/\\s\+|\\r|\\n/g, ' ')
    .replaceAll('\\', '')
    .replaceAll(/\s+/g, ' ')
}

const blank = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('\\', '').trim()

const HOLES = /\[\d\]|%\d|\{\{|\}\}|[{}]/

/** Few words are the speech of many: what is shorter says nothing about where it comes from. */
const isTelling = (part: string): boolean => part.split(' ').length >= 4 && part.length >= 20

const partsOf = (text: string): string[] => text.split(HOLES).map(blank).filter(isTelling)

const filesWith = (part: string): string[] => sources.filter(({ text }) => text.includes(part)).map(({ file }) => file)

const count = (part: string): number => sources.reduce((sum, { text }) => sum + text.split(part).length - 1, 0)

const texts = [...new Set(everyText())]
const parts = [...new Set(texts.flatMap(partsOf))]

describe('a text of Windows', () => {
  test('is one of some hundred', () => {
    expect(texts.length).toBeGreaterThan(500)
    expect(parts.length).toBeGreaterThan(400)
  })

  test('stands in model/words and nowhere else', () => {
    const elsewhere = parts.flatMap(part =>
      filesWith(part)
        .filter(file => !file.startsWith(WORDS))
        .map(file => ({ part, file })),
    )
    expect(elsewhere).toEqual([])
  })

  test('is nowhere copied in part: no six words of it in a row', () => {
    const known = new Set(texts.flatMap(text => text.split(HOLES)).flatMap(runsOf))
    const copies = sources
      .filter(({ file }) => !file.startsWith(WORDS))
      .flatMap(({ file, text }) => runsOf(text).map(run => ({ file, run })))
      .filter(({ run }) => known.has(run))
    expect(copies).toEqual([])
  })

  test('stands there once, and so do its longer parts', () => {
    const whole = texts.filter(text => !HOLES.test(text)).map(blank)
    const long = parts.filter(part => part.split(' ').length >= LONG)
    const twice = [...whole.filter(isTelling), ...long].filter(text => count(text) > 1)
    expect(twice.filter(text => !OF_SEVERAL.includes(text))).toEqual([])
  })

  test('short as it may be, stands nowhere else when it is an error of Windows or a name for a start type', () => {
    const short = shortTexts()
    expect(short.length).toBeGreaterThan(30)
    const elsewhere = short.flatMap(text =>
      sources
        .filter(({ file, text: code }) => !file.startsWith(WORDS) && new RegExp(`['"\`]${text}\\.?['"\`]`).test(code))
        .map(({ file }) => `${text}: ${file}`),
    )
    expect(elsewhere).toEqual([])
  })
})

/** So many words in a row are nobody's own. */
const RUN = 6

function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []
  return words.slice(RUN - 1).map((_, i) => words.slice(i, i + RUN).join(' '))
}

const LONG = 10

/** Sentences that several messages of the Error table have. */
const OF_SEVERAL: readonly string[] = [
  'Verify that the file exists and that you can access it.',
  '. Verify that the file exists and that you can access it.',
  'A file that is required cannot be installed because the cabinet file',
  'Verify that you have sufficient access to that key, or contact your support personnel.',
  "'. That user will need to run that install again before they can use that product.",
]

describe('the search for a second copy', () => {
  test.each([
    ["x = 'The service has not been started.'", 'The service has not been started.'],
    ['/There\\s+is\\s+not\\s+enough\\s+space/', 'There is not enough space'],
    ['"Product: %1 - Update could not be installed."', 'Update could not be installed.'],
    ["'it said: It\\'s a text of Windows'", "It's a text of Windows"],
  ])('finds it in %s', (code, part) => {
    expect(withoutComments(code)).toContain(part)
  })

  test('passes over a comment', () => {
    expect(withoutComments('/** The service has not been started. */ const a = 1\n// The service\n')).not.toContain(
      'The service',
    )
  })
})
