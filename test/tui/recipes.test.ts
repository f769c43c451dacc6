import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { needing, PYEVTX } from '../needs.ts'
import { ROOT } from './helpers.ts'

/** The recipes of docs/fixtures.md, each followed to the letter in a folder of its own: files, commands, what is printed. */

interface Recipe {
  readonly title: string
  readonly files: readonly (readonly [name: string, content: string])[]
  readonly commands: readonly string[]
  /** What the last command prints. */
  readonly output: string | undefined
}

const FENCE = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm

const recipes = readFileSync('docs/fixtures.md', 'utf8')
  .split(/^## /m)
  .filter(part => /^\d/.test(part))
  .map((part): Recipe => {
    const fences = [...part.matchAll(FENCE)].map(([, language, name, content]) => ({
      language,
      name,
      content: content!,
    }))
    const ofLanguage = (wanted: string): string | undefined =>
      fences.find(({ language }) => language === wanted)?.content
    return {
      title: part.split('\n', 1)[0]!,
      files: fences.flatMap(({ name, content }) => (name === undefined ? [] : [[name, content] as const])),
      commands: [...(ofLanguage('console') ?? '').matchAll(/^\$ (.*)$/gm)].map(([, line]) => line!),
      output: ofLanguage('text'),
    }
  })

const folder = mkdtempSync(join(tmpdir(), 'lab1603-recipes-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the page takes to be installed: both programs on the path, and both packages. */
const programs = join(folder, 'bin')
mkdirSync(programs)
writeFileSync(join(programs, 'lab1603'), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'dist/cli.js')}" "$@"\n`)
writeFileSync(join(programs, 'python3'), '#!/bin/sh\nexec /usr/bin/python3 "$@"\n')
for (const name of ['lab1603', 'python3']) chmodSync(join(programs, name), 0o755)
const env = { ...process.env, PATH: [programs, join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter) }

function prepared({ title, files }: Recipe): string {
  const own = join(folder, title.replace(/\W+/g, '-'))
  mkdirSync(join(own, 'node_modules'), { recursive: true })
  symlinkSync(ROOT, join(own, 'node_modules', 'lab1603'))
  symlinkSync(join(ROOT, 'node_modules', 'vitest'), join(own, 'node_modules', 'vitest'))
  for (const [name, content] of files) writeFileSync(join(own, name), content)
  return own
}

/** What a line prints that ends well. */
function answerTo(line: string, cwd: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, env, encoding: 'utf8' })
  expect(status, `${line}\n${stdout}${stderr}`).toBe(0)
  return stdout
}

describe('docs/fixtures.md', () => {
  test('has five recipes', () => {
    expect(recipes.map(({ title }) => title.slice(0, 1))).toEqual(['1', '2', '3', '4', '5'])
    expect(recipes.every(({ files, commands }) => files.length > 0 && commands.length > 0)).toBe(true)
  })

  for (const recipe of recipes) {
    const asks = recipe.files.some(([name]) => name.endsWith('.py')) ? needing(PYEVTX) : {}
    test(recipe.title, { timeout: 300_000, ...asks }, () => {
      const cwd = prepared(recipe)
      const printed = recipe.commands.map(line => answerTo(line, cwd))
      if (recipe.output !== undefined) expect(printed.at(-1)).toBe(recipe.output)
    })
  }
})
