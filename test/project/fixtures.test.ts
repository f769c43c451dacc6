import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The table of test/fixtures/README.md: what is there, and who reads it. */
const FOLDER = 'test/fixtures'

const rows = [...readFileSync(`${FOLDER}/README.md`, 'utf8').matchAll(/^\| `([^`]+)` \| .+ \| `([^`]+)` \|$/gm)]
const paths = rows.map(([, path]) => path!)

const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name !== 'README.md')
  .map(entry => `${entry.parentPath}/${entry.name}`.slice(FOLDER.length + 1))

test('every fixture is in the table, and every row has its files', () => {
  expect(files.filter(file => !paths.some(path => file.startsWith(path)))).toEqual([])
  expect(paths.filter(path => !files.some(file => file.startsWith(path)))).toEqual([])
})

test('who reads them is there, and reads that folder', () => {
  for (const [, path, reader] of rows) {
    expect(readFileSync(reader!, 'utf8'), reader).toContain(`fixtures/${/^[^/]*\/?/.exec(path!)![0]}`)
  }
})

const texts = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name))
  .map(name => readFileSync(`test/${name}`, 'utf8'))

test('and each excerpt and each evidence is named by a test', () => {
  const names = ['bulletin', 'diagnosis'].flatMap(folder => readdirSync(`${FOLDER}/${folder}`))
  expect(names.length).toBeGreaterThan(5)
  expect(names.filter(name => !texts.some(text => text.includes(`'${name}`)))).toEqual([])
})
