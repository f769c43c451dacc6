import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CAUSES } from '../sim/scenario/causes.ts'

/**
 * The architecture as a list: a folder may import itself and what stands above it in its column. Type-only imports count
 * like any other.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'model/machine': [],
  'model/installer': ['model/machine'],
  'model/exchange': ['model/machine', 'model/installer'],
  'sim/run': ['model'],
  'sim/scenario': ['model', 'sim/run'],
  'sim/diagnosis': [],
  'sim/explain': [],
  'sim/artifacts': ['model', 'sim/run', 'sim/scenario', 'sim/simulate.ts'],
  // The prompt prints what files hold and what services are like, in the words of the artifacts.
  'sim/remedy/prompt': ['model', 'sim/run', 'sim/artifacts'],
  'sim/simulate.ts': ['model', 'sim/run', 'sim/scenario', 'sim/remedy/prompt'],
  'sim/story': ['model', 'sim/run', 'sim/artifacts', 'sim/simulate.ts'],
  'sim/remedy': ['model', 'sim/run', 'sim/scenario', 'sim/artifacts', 'sim/diagnosis', 'sim/story', 'sim/simulate.ts'],
  'sim/corpus': ['model', 'sim'],
  tui: ['model', 'sim'],
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

const folderOf = (file: string): string | undefined => Object.keys(MAY_IMPORT).find(place => within(file, place))

const files = ['model', 'sim', 'tui'].flatMap(sources)

describe('layers', () => {
  test('every source file stands in a folder of the list', () => {
    expect(files.filter(file => folderOf(file) === undefined)).toEqual([])
  })

  test.each(Object.keys(MAY_IMPORT))('%s imports only what it may', folder => {
    const allowed = [folder, ...MAY_IMPORT[folder]!]
    const wrong = files
      .filter(file => folderOf(file) === folder)
      .flatMap(file => importsOf(file).map(target => ({ file, target })))
      .filter(({ target }) => !target.endsWith('.json') && !allowed.some(a => within(target, a)))
    expect(wrong).toEqual([])
  })

  test('the model imports no package and nothing of Node', () => {
    const wrong = files
      .filter(file => file.startsWith('model/'))
      .filter(file => /^import [^'\n]*'(?!\.)|^} from '(?!\.)/m.test(readFileSync(file, 'utf8')))
    expect(wrong).toEqual([])
  })
})

describe('causes in, consequences out', () => {
  const scenarioIds = readdirSync('scenarios').map(name => name.replace(/\.yaml$/, ''))
  // Superseded is also the state of a patch, and a listing prints it.
  const names = [...new Set<string>([...CAUSES, ...scenarioIds])].filter(name => name !== 'superseded')
  const simulator = files.filter(
    file => /^(model|sim)\//.test(file) && !file.startsWith('sim/diagnosis/') && file !== 'sim/scenario/causes.ts',
  )

  test.each(names)('nothing in the simulator knows the name %s', name => {
    const knows = simulator.filter(file => new RegExp(`['"\`]${name}['"\`]`).test(readFileSync(file, 'utf8')))
    expect(knows).toEqual([])
  })
})
