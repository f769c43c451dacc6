import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import own from '../../package.json' with { type: 'json' }
import { install, type Packed, pack } from '../nodes/tarball.ts'
import { lab1603 } from './helpers.ts'

/** The library as npm packs it: what somebody has who imports it. */

const folder = mkdtempSync(join(tmpdir(), 'lab1603-library-'))
const project = join(folder, 'project')
let packed: Packed

beforeAll(() => {
  packed = pack(folder)
  install(packed.file, project)
}, 600_000)
afterAll(() => rmSync(folder, { recursive: true }))

const inPackage = (path: string): string => readFileSync(join(project, 'node_modules', 'lab1603', path), 'utf8')

/** Entry points that are modules. */
const ENTRIES = Object.entries(own.exports).flatMap(([name, entry]) =>
  typeof entry === 'string' ? [] : [{ name, entry }],
)

describe('the package', () => {
  it('is right by publint', async () => {
    const { messages } = await publint({ pkgDir: join(project, 'node_modules', 'lab1603'), strict: true, pack: false })
    expect(messages).toEqual([])
  })

  it('has types that are right by attw wherever modules are ES modules', async () => {
    const data = new Uint8Array(readFileSync(packed.file))
    const checked = await checkPackage(createPackageFromTarballData(data))
    const problems = checked.types ? checked.problems : ['no types']
    expect(problems.filter(problem => !ONLY_ESM.some(known => known(problem)))).toEqual([])
    expect(Object.keys(Object(checked).entrypoints)).toEqual(expect.arrayContaining(ENTRIES.map(({ name }) => name)))
  })

  it.each(ENTRIES)('$name names its types first', ({ entry }) => {
    expect(Object.keys(entry)[0]).toBe('types')
  })
})

/** What ES modules cannot be: a CommonJS module, and what TypeScript looked for before it knew `exports`. */
const ONLY_ESM: readonly ((problem: unknown) => boolean)[] = [
  problem => Object(problem).kind === 'CJSResolvesToESM',
  problem => Object(problem).resolutionKind === 'node10',
]

describe('the types', () => {
  it('are enough for a strict project without other types', () => {
    const imports = ENTRIES.map(({ name }, i) => `export * as entry${i} from '${own.name}${name.slice(1)}'`)
    writeFileSync(join(project, 'all.ts'), imports.join('\n'))
    expect(compiled('all.ts')).toBe('')
  })

  it('are those that an entry point leads to', () => {
    const files = readdirSync(join(project, 'node_modules', 'lab1603', 'dist', 'types'), { recursive: true })
    expect(files.filter(name => /\.d\.ts$/.test(String(name))).length).toBeLessThan(80)
  })
})

/** What the compiler says against a file of the project. */
function compiled(file: string): string {
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,dom',
    '--types',
    '',
  ]
  try {
    execFileSync(
      process.execPath,
      [join(import.meta.dirname, '../../node_modules/typescript/bin/tsc'), ...options, file],
      {
        cwd: project,
        encoding: 'utf8',
      },
    )
    return ''
  } catch (error) {
    return String(Object(error).stdout)
  }
}

describe('the schemas', () => {
  it.each(['bundle', 'observations', 'rules', 'scenario'])('%s is the one that the command prints', name => {
    expect(inPackage(`dist/schema/${name}.json`)).toBe(lab1603(['schema', name]).stdout)
  })
})
