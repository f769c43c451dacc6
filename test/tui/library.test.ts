import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import own from '../../package.json' with { type: 'json' }
import { install, type Packed, pack } from '../nodes/tarball.ts'
import { lab1603, ROOT } from './helpers.ts'

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
  it.each(['lab1603', 'lab1603/eventlog'])('of %s are enough for a strict project without other types', name => {
    expect(compiled(`export * from '${name}'`, ['--types', ''])).toBe('')
  })

  it('of the others need those of the package that each is for', () => {
    for (const peer of Object.keys(own.peerDependencies)) {
      const there = join(project, 'node_modules', peer)
      mkdirSync(dirname(there), { recursive: true })
      symlinkSync(join(ROOT, 'node_modules', peer), there)
    }
    const test = `import 'lab1603/vitest'
      import { anyFaulty } from 'lab1603/fast-check'
      import { assert, property } from 'fast-check'
      import { expect } from 'vitest'
      assert(property(anyFaulty, ({ scenario, seed }) => scenario.servers.length > seed))
      expect('folder').toDiagnose('file-in-use')`
    expect(compiled(test, ['--skipLibCheck'])).toBe('')
    expect(compiled(test.replace("'file-in-use'", '1'), ['--skipLibCheck'])).toContain('TS2345')
  })

  it('are those that an entry point leads to', () => {
    const files = readdirSync(join(project, 'node_modules', 'lab1603', 'dist', 'types'), { recursive: true })
    expect(files.filter(name => /\.d\.ts$/.test(String(name))).length).toBeLessThan(90)
  })
})

/** What the compiler says against a program of the project. */
function compiled(program: string, more: readonly string[]): string {
  writeFileSync(join(project, 'program.mts'), program)
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', ...more]
  const run = spawnSync(process.execPath, [compiler, ...options, 'program.mts'], { cwd: project, encoding: 'utf8' })
  return run.stdout
}

describe('the programs of the documents', () => {
  const programs = ['docs/library.md', 'docs/eventlog.md'].flatMap(page => {
    const blocks = [...readFileSync(page, 'utf8').matchAll(/```js\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```)?/g)]
    return blocks.map(([, program, output], i) => ({ name: `${page} ${i + 1}`, program: program!, output }))
  })

  it('are there', () => expect(programs.length).toBeGreaterThan(5))

  it.each(programs)('$name prints what stands below it', ({ program, output }) => {
    writeFileSync(join(project, 'program.mjs'), program)
    const run = spawnSync(process.execPath, ['program.mjs'], { cwd: project, encoding: 'utf8' })
    expect({ status: run.status, stdout: run.stdout, stderr: run.stderr }).toEqual({
      status: 0,
      stdout: output,
      stderr: '',
    })
  })
})

describe('the schemas', () => {
  it.each(['bundle', 'observations', 'rules', 'scenario'])('%s is the one that the command prints', name => {
    expect(inPackage(`dist/schema/${name}.json`)).toBe(lab1603(['schema', name]).stdout)
  })
})
