import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { type RolldownOptions, rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BILL, LICENSES } from '../../packaging/thirdParty.ts'
import config from '../../rolldown.config.ts'
import { install, type Packed, pack } from '../nodes/tarball.ts'

/** What npm packs, and what somebody has who installs it. */

const folder = mkdtempSync(join(tmpdir(), 'lab1603-tarball-'))
let packed: Packed
let cli: string

beforeAll(() => {
  packed = pack(folder)
  cli = install(packed.file, join(folder, 'project'))
}, 600_000)
afterAll(() => rmSync(folder, { recursive: true }))

const inDist = (name: string): string => readFileSync(join('dist', name), 'utf8')

describe('the tarball', () => {
  it('has the program, the library, the scenarios, what npm always adds, and nothing else', () => {
    const folders = new Set(packed.paths.map(path => path.replace(/(?<=\/)[^/]*$/, '').replace(/(?<=\/types\/).*/, '')))
    expect([...folders].sort()).toEqual([
      'README.md',
      'dist/',
      'dist/entry/',
      'dist/library/',
      'dist/schema/',
      'dist/types/',
      'dist/web/',
      'package.json',
      'scenarios/',
    ])
    expect(packed.paths).toContain(`dist/${LICENSES}`)
    expect(packed.paths).toContain(`dist/${BILL}`)
  })

  it('has nothing of the tools, neither by name nor inside', () => {
    const names = packed.paths.filter(path => /bench|campaign|conformance|readme\.js|nodes/.test(path))
    expect(names).toEqual([])
    const code = packed.paths.filter(path => path.endsWith('.js'))
    const having = (sign: RegExp): string[] => code.filter(path => sign.test(readFileSync(path, 'utf8'))).sort()
    for (const sign of [/fc\.property/, /npm run /]) expect(having(sign)).toEqual([])
    // Parts of the library name the package that each is for.
    expect(having(/fast-check/)).toEqual(['dist/library/fast-check.js', 'dist/web/fast-check.js'])
    expect(having(/vitest/)).toEqual(['dist/library/vitest.js'])
    // A twentieth of it is memfs, for `lab1603/disk`.
    expect(packed.unpackedSize).toBeLessThan(5_200_000)
  })
})

// --------------------------------------------------------------------------------------------------------- licences

const RULE = '-'.repeat(80)

/** `name version` and its text. */
function textsByName(): ReadonlyMap<string, string> {
  const parts = inDist(LICENSES).split(`${RULE}\n`).slice(1)
  const pairs = parts.flatMap((head, i) => (i % 2 === 0 ? [[head.split('\n')[0]!, parts[i + 1]!] as const] : []))
  return new Map(pairs)
}

describe('the licence texts', () => {
  const texts = textsByName()

  it('are those of every package that the source imports, and of what these bring', () => {
    const names = [...texts.keys()].map(head => head.replace(/ \S+$/, ''))
    for (const name of ['commander', 'ink', 'react', 'yaml', 'zod', 'tinypool', 'fastest-levenshtein']) {
      expect(names).toContain(name)
    }
    for (const name of ['yoga-layout', 'react-reconciler', 'rolldown', 'buffer']) expect(names).toContain(name)
    for (const name of ['vitest', 'fast-check', 'typescript', 'ajv']) expect(names).not.toContain(name)
  })

  it('give each a licence and not only its name', () => {
    const grant =
      /Permission is hereby granted|Permission to use, copy, modify|Apache License\s+Version 2\.0|Redistribution and use in source and binary forms/
    expect([...texts].filter(([, text]) => !grant.test(text)).map(([name]) => name)).toEqual([])
  })

  it('are those of the bill of materials', () => {
    const named = components().map(({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`)
    expect(named.sort()).toEqual([...texts.keys()].sort())
  })
})

// ------------------------------------------------------------------------------------------------- bill of materials

interface Component {
  readonly group?: string
  readonly name: string
  readonly version: string
  readonly hashes: readonly [{ readonly content: string }]
}

type Lock = Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>

const bill = (): { components: readonly Component[] } => JSON.parse(inDist(BILL))
const components = (): readonly Component[] => bill().components

describe('the bill of materials', () => {
  it('is CycloneDX 1.6 by its schema', () => {
    const require = createRequire(import.meta.url)
    const about = require.resolve('@cyclonedx/cyclonedx-library/package.json')
    const file = (name: string): string => `${name}.SNAPSHOT.schema.json`
    const schema = (name: string) => JSON.parse(readFileSync(join(about, '..', 'res', 'schema', file(name)), 'utf8'))
    const ajv = new Ajv({ strict: false, allErrors: true })
    for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${file(name)}`)
    }
    addFormats.default(ajv)
    for (const format of ['iri-reference', 'idn-email']) ajv.addFormat(format, true)
    const valid = ajv.compile(schema('bom-1.6'))
    valid(bill())
    expect(valid.errors).toBe(null)
    expect(valid({ ...bill(), components: [{ type: 'libary', name: 'x' }] })).toBe(false)
  })

  it('names each package with the version and the hash of the lock file', () => {
    const lock = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages as Lock)
    const locked = lock.map(([folder, { version, integrity = '' }]) => {
      const hash = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
      return `${folder.replace(/^.*node_modules\//, '')} ${version} ${hash}`
    })
    for (const { group, name, version, hashes } of components()) {
      expect(locked).toContain(`${group ? `${group}/` : ''}${name} ${version} ${hashes[0]!.content}`)
    }
  })

  it('says nothing of when or where it was made', () => {
    expect(inDist(BILL)).not.toMatch(/serialNumber|timestamp/)
    for (const name of [BILL, LICENSES]) expect(inDist(name)).not.toContain(process.cwd())
  })
})

it('another build gives the same bytes', async () => {
  const made: (readonly [string, string])[] = []
  for (const packed of (config as RolldownOptions[]).slice(0, 2)) {
    const { output } = await (await rolldown(packed)).generate(packed.output as object)
    for (const file of output) made.push([file.fileName, file.type === 'chunk' ? file.code : String(file.source)])
  }
  expect(made.length).toBeGreaterThan(20)
  for (const [name, content] of made) expect([name, content === inDist(name)]).toEqual([name, true])
})

// ------------------------------------------------------------------------------------------------------- installed

describe('installed in an empty project', () => {
  const told = (...args: readonly string[]) =>
    spawnSync(process.execPath, [realpathSync(cli), ...args], { cwd: join(folder, 'project'), encoding: 'utf8' })

  it('brings no other package', () => {
    expect(readdirSync(join(folder, 'project', 'node_modules')).filter(name => !name.startsWith('.'))).toEqual([
      'lab1603',
    ])
  })

  it('runs by its name', () => {
    expect(spawnSync(cli, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('finds its scenarios and its worker', () => {
    expect(told('list', '--json').status).toBe(0)
    const made = told('generate', '--count', '2', '--out', 'corpus', '--jobs', '2')
    expect({ status: made.status, lines: made.stderr.split('\n').length }).toEqual({ status: 0, lines: 3 })
    expect(told('verify', 'corpus', '--again').status).toBe(0)
  })
})
