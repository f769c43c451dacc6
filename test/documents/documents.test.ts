import { readdirSync, readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../tui/commandTable.ts'
import { programOf } from '../../tui/program.ts'
import { DOCUMENTS } from './documents.ts'
import { withSection } from './section.ts'

const read = (path: string): string => readFileSync(path, 'utf8')

test.each(Object.keys(DOCUMENTS))('%s is what the data says', path => {
  expect(DOCUMENTS[path]!(read(path)), `${path} is behind the data: run \`npm run docs\``).toBe(read(path))
})

describe('a section', () => {
  const text = 'before\n<!-- a: written by npm run docs -->\nold\n<!-- a: end -->\nafter <!-- b: end -->\n'

  test('is written and the rest of the file left alone', () => {
    expect(withSection(text, 'a', 'new')).toBe(
      'before\n<!-- a: written by npm run docs -->\n\nnew\n\n<!-- a: end -->\nafter <!-- b: end -->\n',
    )
  })

  test('that has no place in the file is an error', () => {
    expect(() => withSection(text, 'b', 'new')).toThrow('b: end')
    expect(() => withSection('', 'a', 'new')).toThrow('a: end')
  })
})

/** What a shell makes of a line: quotes taken off, a comment and what is piped elsewhere cut off. */
function wordsOf(line: string): string[] {
  const words = line.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? []
  const end = words.findIndex(word => /^[#<>|]/.test(word))
  return words.slice(0, end < 0 ? words.length : end).map(word => word.replace(/^(['"])(.*)\1$/, '$2'))
}

/** What a line of the command line asks for. @throws CommanderError where it is wrong usage */
async function commandIn(line: string): Promise<string> {
  let asked = ''
  const program = programOf(async name => {
    asked = name
  })
  for (const one of [program, ...program.commands]) one.exitOverride().configureOutput({ writeErr: () => {} })
  await program.parseAsync(wordsOf(line), { from: 'user' })
  return asked
}

/** What a user reads; `docs/facts` has no commands of ours. */
const GUIDES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

describe('the commands that documents show', () => {
  const shown = GUIDES.flatMap(path =>
    [...read(path).matchAll(/^\$ (?:node dist\/cli\.js|lab1603) (.*)$/gm)].map(([, line]) => [path, line!] as const),
  )

  test.each(shown)('%s: %s', async (_, line) => {
    expect(Object.keys(COMMANDS)).toContain(await commandIn(line))
  })

  test('are many, and wrong ones would be seen', async () => {
    expect(shown.length).toBeGreaterThan(30)
    for (const wrong of ['runn file-in-use', 'run', 'run a b', 'run a --sed 1', 'generate --count 1']) {
      await expect(commandIn(wrong)).rejects.toThrow(CommanderError)
    }
  })
})
