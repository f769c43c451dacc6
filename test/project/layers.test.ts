import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CAUSES } from '../../sim/causes.ts'
import { LAYERS } from './layers.ts'

/** What may not even look at all that stands above it. A diagnosis names causes by the ids that answer keys have. */
const BLIND: Readonly<Record<string, readonly string[]>> = {
  'sim/diagnosis': [
    'model/words',
    'sim/foreign',
    'sim/causes.ts',
    'sim/grouped.ts',
    'sim/limits.ts',
    'sim/readableFs.ts',
    'sim/written',
    'sim/explain',
  ],
  'sim/explain': ['model/words'],
  // Whoever sits in the lab does not see what is right before it is handed in: that is sim/drill/marking.
  'sim/drill': [
    ...['model/words', 'model/machine', 'model/installer', 'model/exchange', 'sim/foreign', 'sim/causes.ts'],
    ...['sim/written', 'sim/server', 'sim/forms', 'sim/prompt', 'sim/scenario', 'sim/run', 'sim/story'],
  ],
  'tui/drill': [
    ...['sim/foreign', 'sim/limits.ts', 'sim/readableFs.ts', 'sim/place/disk.ts', 'sim/written', 'sim/story/text.ts'],
    ...['model/words/letters.ts', 'model/words/buttons.ts', 'sim/explain', 'sim/drill/desk', 'tui/screen'],
    ...['session', 'lab', 'claims', 'grade', 'limits', 'transcript'].map(name => `sim/drill/${name}.ts`),
    ...['exit', 'output', 'place', 'terminal'].map(name => `tui/${name}.ts`),
  ],
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => relative('.', join(entry.parentPath, entry.name)).split(sep).join('/'))
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(match =>
    normalize(join(dirname(file), match[1]!))
      .split(sep)
      .join('/'),
  )
}

const within = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`)

/** The innermost folder of the list that a file stands in; -1: none. */
const layerOf = (file: string): number =>
  LAYERS.findLastIndex(
    place => within(file, place) && !LAYERS.some(inner => inner.startsWith(`${place}/`) && within(file, inner)),
  )

const seesAnswer = ({ target }: { readonly target: string }): boolean => within(target, 'sim/drill/marking')

const files = ['model', 'sim', 'library', 'tui'].flatMap(sources)

describe('layers', () => {
  test('every source file stands in a folder of the list', () => {
    expect(files.filter(file => layerOf(file) < 0)).toEqual([])
  })

  test.each(['sim/drill', 'tui/drill'])('%s does not see the answer', folder => {
    const own = files.filter(file => file.startsWith(`${folder}/`) && !file.startsWith('sim/drill/marking/'))
    const wrong = own
      .flatMap(file => importsOf(file).map(target => ({ file, target })))
      .filter(({ target }) => ![folder, ...BLIND[folder]!].some(place => within(target, place)))
      .concat(own.flatMap(file => importsOf(file).map(target => ({ file, target }))).filter(seesAnswer))
    expect(own.length).toBeGreaterThan(1)
    expect(wrong).toEqual([])
  })

  test.each(LAYERS)('%s imports nothing from below it', folder => {
    const layer = LAYERS.indexOf(folder)
    const allowed = BLIND[folder] && [folder, ...BLIND[folder]]
    const wrong = files
      .filter(file => layerOf(file) === layer)
      .flatMap(file => importsOf(file).map(target => ({ file, target })))
      .filter(({ target }) => !/\.(?:json|yaml)$/.test(target))
      .filter(({ target }) => layerOf(target) > layer || (allowed && !allowed.some(place => within(target, place))))
    expect(wrong).toEqual([])
  })

  test('the model imports no package and nothing of Node', () => {
    const wrong = files
      .filter(file => file.startsWith('model/'))
      .filter(file => /^import [^'\n]*'(?!\.)|^} from '(?!\.)/m.test(readFileSync(file, 'utf8')))
    expect(wrong).toEqual([])
  })
})

describe('machines elsewhere', () => {
  test.each([
    [/'(?:bullmq|ioredis)'/, 'sim/corpus/queue/redis.ts'],
    [/'@aws-sdk\//, 'sim/corpus/queue/s3.ts'],
  ])('%s is known in one file, and loaded when it is asked for', (name, place) => {
    expect(files.filter(file => name.test(readFileSync(file, 'utf8')))).toEqual([place])
    const imports = readFileSync(place, 'utf8')
      .match(/^import .*/gm)!
      .filter(line => name.test(line))
    expect(imports.filter(line => !line.startsWith('import type '))).toEqual([])
  })
})

describe('causes in, consequences out', () => {
  const scenarioIds = readdirSync('scenarios').map(name => name.replace(/\.yaml$/, ''))
  // Superseded is also the state of a patch, and a listing prints it.
  const names = [...new Set<string>([...CAUSES, ...scenarioIds])].filter(name => name !== 'superseded')
  const simulator = files.filter(
    file => /^(model|sim)\//.test(file) && !file.startsWith('sim/diagnosis/') && file !== 'sim/causes.ts',
  )

  test.each(names)('nothing in the simulator knows the name %s', name => {
    const knows = simulator.filter(file => new RegExp(`['"\`]${name}['"\`]`).test(readFileSync(file, 'utf8')))
    expect(knows).toEqual([])
  })

  test('only what writes or reads an answer has the list of causes', () => {
    const readers = simulator.filter(file => importsOf(file).includes('sim/causes.ts'))
    expect(readers.sort()).toEqual([
      'sim/bundle/schema.ts',
      'sim/corpus/standing.ts',
      'sim/drill/claims.ts',
      'sim/drill/marking/hints.ts',
      'sim/drill/session.ts',
      'sim/pipeline/layouts/cmtraceopen.ts',
      'sim/pipeline/layouts/sigmaRules.ts',
      'sim/scenario/changes.ts',
      'sim/scenario/schema.ts',
      'sim/scenario/spec.ts',
    ])
  })
})
