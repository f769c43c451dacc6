import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/**
 * Only text that steers no terminal is printed. The compiler sees to that where things are printed (refused.ts); here,
 * that there is no other place, and that nobody gives the type to a text without the work.
 */

const ROOT = join(import.meta.dirname, '..', '..')
const SOURCES = ['model', 'sim', 'tui'].flatMap(folder =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name))
    .map(name => `${folder}/${name.replaceAll('\\', '/')}`),
)

const holding = (form: RegExp): string[] =>
  SOURCES.filter(path => form.test(readFileSync(join(ROOT, path), 'utf8'))).sort()

test('one module writes to stdout and stderr, and Ink is given no words', () => {
  expect(holding(/\b(?:stdout|stderr)\??\.(?:write|end|cork)\b/)).toEqual(['tui/output.ts'])
  expect(holding(/\bstream\.write\b/)).toEqual(['tui/output.ts', 'tui/progress.ts'])
  expect(holding(/\bconsole(?:\.\w|\[)|\bemitWarning\b|\bstdio\b/)).toEqual([])
  expect(holding(/import \{[^}]*\brender\b[^}]*\} from 'ink'/)).toEqual(['tui/screen/draw.ts'])
  expect(holding(/import \{[^}]*\b(?:Text|Static|Transform|Newline)\b[^}]*\} from 'ink'|\.writeTo/)).toEqual([])
})

test('a text is of the type only by what makes it so', () => {
  expect(holding(/\bas (?:\w+ as )*Shown\b|<Shown>|\bis Shown\b|ts-expect-error|ts-ignore|\bas any\b/)).toEqual([
    'sim/foreign/terminal.ts',
  ])
})

test('a word is fit for a command only by its kind, and a command only by its words', () => {
  expect(holding(/\bas (?:\w+ as )*(?:Word|Argument|Command)\b/)).toEqual(['sim/foreign/commandLine.ts'])
})
