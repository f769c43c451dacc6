import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LAYERS } from '../project/layers.ts'
import { withSection } from './section.ts'

/** docs/ARCHITECTURE.md names for each invariant what holds it: that has to be there. */
const page = readFileSync('docs/ARCHITECTURE.md', 'utf8')

const invariants = page
  .slice(page.indexOf('## Invariants'), page.indexOf('## What is absent'))
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| invariant') && !line.startsWith('| ---'))

/** `test/x.test.ts` "what it is called", as the page has it. */
const NAMED = /`(test\/[\w./-]+)`(?: "([^"]+)")?/g

const namedIn = (line: string): { file: string; title: string | undefined }[] =>
  [...line.matchAll(NAMED)].map(([, file, title]) => ({ file: file!, title }))

test('every invariant names what holds it', () => {
  expect(invariants.length).toBeGreaterThan(15)
  expect(invariants.filter(line => namedIn(line).length === 0)).toEqual([])
})

test('what holds an invariant is there, under the name that the page gives', () => {
  const missing = invariants
    .flatMap(namedIn)
    .filter(
      ({ file, title }) => !existsSync(file) || (title !== undefined && !readFileSync(file, 'utf8').includes(title)),
    )
  expect(missing).toEqual([])
})

test('the map has the layers, in their order', () => {
  const map = page.slice(page.indexOf('## The map'), page.indexOf('## One run'))
  const rows = [...map.matchAll(/^\| `([^`]+)` \|/gm)].map(([, folder]) => folder!)
  const inner = (folder: string): boolean =>
    LAYERS.some(layer => folder.startsWith(`${layer}/`)) || folder.startsWith('sim/prompt/')
  expect(rows.filter(folder => !inner(folder))).toEqual(LAYERS.filter(folder => !inner(folder)))
})

test('recipes name files that are there', () => {
  const recipes = readFileSync('CONTRIBUTING.md', 'utf8')
  const named = [...recipes.matchAll(/`((?:sim|model|tui|test|docs)\/[\w./-]+\.(?:ts|md|txt))`/g)].map(
    ([, file]) => file!,
  )
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter(file => !/NAME|PAGE/.test(file) && !existsSync(file))).toEqual([])
})

test('the README fits on two screens, and each page of docs is one link away', () => {
  const readme = readFileSync('README.md', 'utf8')
  // The table of causes is looked up, not read.
  const read = withSection(readme, 'causes', '')
  expect(read.split('\n').length).toBeLessThan(150)
  const linked = (text: string): string[] =>
    [...text.matchAll(/\]\((?:docs\/)?([\w/.-]+\.md)/g)].map(([, path]) => path!)
  const reached = new Set(linked(readme))
  for (const path of [...reached].filter(name => existsSync(`docs/${name}`))) {
    for (const next of linked(readFileSync(`docs/${path}`, 'utf8'))) reached.add(next)
  }
  expect(readdirSync('docs').filter(name => name.endsWith('.md') && !reached.has(name))).toEqual([])
})
