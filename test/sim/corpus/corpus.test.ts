import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BUNDLE_VERSION } from '../../../sim/bundle/bundleFile.ts'
import { faultsOf } from '../../../sim/corpus/faults.ts'
import { BundleError, ForeignFolderError, generateCorpus, type Make } from '../../../sim/corpus/generate.ts'
import { LockError } from '../../../sim/corpus/lock.ts'
import { makeOne } from '../../../sim/corpus/make.ts'
import { type CorpusPlan, type CorpusScenario, corpusScenario, type Shard } from '../../../sim/corpus/plan.ts'
import { verify } from '../../../sim/corpus/verify.ts'
import { told } from '../../../sim/foreign/terminal.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import { around } from '../scenario/helpers.ts'

/** Small scenarios: a corpus of nothing but restarts and waits is one, too. */
const SCENARIOS = [
  written('waits', around({})),
  written('types', around({ steps: ["- command: 'sc query MSExchangeIS'"] })),
]

function written(id: string, text: string): CorpusScenario {
  const loaded = loadScenario(text, id)
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
  return corpusScenario(id, 'truth/scenario.yaml', text, loaded.scenario)
}

const planned = (count: number, shard?: Shard): CorpusPlan => ({ seed: 7, count, scenarios: SCENARIOS, shard })

const scenarioText = (id: string): string => readFileSync(`scenarios/${id}.yaml`, 'utf8')

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab1603-corpus-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function generate(folder: string, plan: CorpusPlan, make: Make = makeOne, lanes = 1) {
  return generateCorpus({ plan, folder: join(root, folder), toolVersion: 'test', make, lanes })
}

const lockOf = (folder: string, name = 'corpus.lock'): string => readFileSync(join(root, folder, name), 'utf8')

const check = (folder: string, again = false) => verify(join(root, folder), { again })

const bundlesIn = (folder: string): string[] => readdirSync(join(root, folder)).filter(name => /^\d/.test(name))

/** What a thread pool does to the order: the later bundle of two is ready first. */
function lateFirst(): Make {
  let turn = 0
  return async task => {
    await new Promise(resolve => setTimeout(resolve, turn++ % 2 === 0 ? 20 : 1))
    return makeOne(task)
  }
}

describe('a corpus', () => {
  it('holds what was asked for, in turn, each bundle with a seed of its own', async () => {
    const { made, kept } = await generate('a', planned(5))
    expect({ made, kept }).toEqual({ made: 5, kept: 0 })
    const { bundles, ...head } = JSON.parse(lockOf('a'))
    expect(head).toEqual({
      schemaVersion: 1,
      tool: 'lab1603 test',
      bundleVersion: BUNDLE_VERSION,
      seed: 7,
      count: 5,
      scenarios: SCENARIOS.map(({ id, sha256 }) => ({ id, sha256 })),
    })
    expect(bundles.map((row: { scenario: string }) => row.scenario)).toEqual([
      'waits',
      'types',
      'waits',
      'types',
      'waits',
    ])
    expect(new Set(bundles.map((row: { seed: number }) => row.seed)).size).toBe(5)
    expect(bundles.map((row: { path: string }) => row.path)).toEqual(bundlesIn('a'))
    expect(check('a', true)).toMatchObject({ what: 'corpus', bundles: 5, problems: [] })
  })

  it('has the same bytes in whatever order its bundles are ready', async () => {
    await generate('a', planned(6))
    await generate('b', planned(6), lateFirst(), 4)
    expect(lockOf('b')).toBe(lockOf('a'))
    expect(check('b')?.problems).toEqual([])
  })

  it('grows: what is there stays', async () => {
    await generate('a', planned(2))
    expect(await generate('a', planned(4))).toMatchObject({ made: 2, kept: 2 })
    await generate('b', planned(4))
    expect(lockOf('a')).toBe(lockOf('b'))
  })

  it('does not hold more than it is asked for, and says so before anything is written', async () => {
    await generate('a', planned(4))
    await expect(generate('a', planned(2))).rejects.toThrow(ForeignFolderError)
    await expect(generate('a', { ...planned(4), seed: 8 })).rejects.toThrow(/no part of this corpus/)
    expect(check('a')?.problems).toEqual([])
  })
})

describe('a corpus of combinations', () => {
  const faults = faultsOf(['file-in-use', 'disk-full-late', 'not-elevated'].map(scenarioText))
  const combined = (count: number, shard?: Shard): CorpusPlan => ({
    ...planned(count, shard),
    combine: { least: 0, most: 2, faults },
  })

  it('has the same bytes in any order and from any shards, and goes on where it was', async () => {
    await generate('a', combined(6))
    await generate('b', combined(6), lateFirst(), 3)
    for (const part of [2, 1]) await generate('parts', combined(6, { part, of: 2 }))
    expect(await generate('parts', combined(6))).toMatchObject({ made: 0, kept: 6 })
    for (const other of ['b', 'parts']) expect(lockOf(other)).toBe(lockOf('a'))
    const { combine, bundles } = JSON.parse(lockOf('a'))
    expect(combine).toBe('0-2')
    expect(bundles.every(({ scenario }: { scenario: string }) => scenario === 'combination')).toBe(true)
    expect(check('a', true)).toMatchObject({ bundles: 6, problems: [] })
  })

  it('carries its scenarios, of which each can be had again', async () => {
    await generate('a', combined(3))
    for (const name of bundlesIn('a')) {
      const manifest = JSON.parse(readFileSync(join(root, 'a', name, 'bundle.json'), 'utf8'))
      expect(manifest.scenario).toBe('truth/scenario.yaml')
      expect(check(join('a', name), true)).toMatchObject({ what: 'bundle', problems: [] })
    }
  })

  it('says when no server was found for one', async () => {
    const none: CorpusPlan = { ...planned(2), combine: { least: 4, most: 4, faults } }
    const error = await generate('a', none).catch(e => e)
    expect(error).toMatchObject({ finished: 0, failure: { kind: 'unbuilt' } })
    expect(existsSync(join(root, 'a', 'corpus.lock'))).toBe(false)
  })
})

describe('a corpus with mutants', () => {
  const mutated = (count: number, mutants = ['renamed', 'one-lost'], shard?: Shard): CorpusPlan => ({
    ...planned(count, shard),
    mutants,
  })

  it('has each bundle whole, then as each mutant leaves it, in folders that say so', async () => {
    expect(await generate('a', mutated(2))).toMatchObject({ made: 6, kept: 0 })
    const { mutants, count, bundles } = JSON.parse(lockOf('a'))
    expect({ mutants, count }).toEqual({ mutants: ['renamed', 'one-lost'], count: 2 })
    const [whole] = bundles
    expect(bundles.slice(0, 3)).toMatchObject([
      { seed: whole.seed },
      { path: `${whole.path}-renamed`, scenario: 'waits', seed: whole.seed, mutant: 'renamed' },
      { path: `${whole.path}-one-lost`, scenario: 'waits', seed: whole.seed, mutant: 'one-lost' },
    ])
    expect(bundles.map((row: { path: string }) => row.path).toSorted()).toEqual(bundlesIn('a'))
    const manifest = JSON.parse(readFileSync(join(root, 'a', bundles[1].path, 'bundle.json'), 'utf8'))
    expect(manifest.mutant).toEqual({ name: 'renamed', does: expect.stringContaining('names') })
    expect(manifest.reproduce).toMatch(/--seed \d+ --mutate renamed$/)
    expect(check('a', true)).toMatchObject({ bundles: 6, problems: [] })
  })

  it('has the same bytes in any order and from any shards', async () => {
    await generate('a', mutated(3))
    await generate('b', mutated(3), lateFirst(), 4)
    for (const part of [2, 1]) await generate('parts', mutated(3, undefined, { part, of: 2 }))
    expect(check('parts')?.problems).toEqual([])
    expect(await generate('parts', mutated(3))).toMatchObject({ made: 0, kept: 9 })
    for (const other of ['b', 'parts']) expect(lockOf(other)).toBe(lockOf('a'))
  })

  it('grows by mutants, and the whole bundles stay; it does not hold others', async () => {
    await generate('a', planned(2))
    expect(await generate('a', mutated(2))).toMatchObject({ made: 4, kept: 2 })
    await expect(generate('a', mutated(2, ['renamed']))).rejects.toThrow(/no part of this corpus/)
  })

  it('is not taken where its lock names another mutant than its folders', async () => {
    await generate('a', mutated(1))
    const lock = JSON.parse(lockOf('a'))
    for (const mutants of [['one-lost', 'renamed'], ['renamed'], ['../..', 'one-lost']]) {
      writeFileSync(join(root, 'a', 'corpus.lock'), JSON.stringify({ ...lock, mutants }))
      expect(() => check('a')).toThrow(LockError)
    }
  })

  it('says of a mutant that it does not know that it cannot be made again', async () => {
    await generate('a', mutated(1))
    const name = bundlesIn('a').find(one => one.endsWith('-renamed'))!
    const path = join(root, 'a', name, 'bundle.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"renamed"', '"eaten"'))
    expect(check(join('a', name), true)?.problems).toMatchObject([
      { problem: 'differs', why: expect.stringMatching(/no mutant eaten/) },
    ])
  })
})

describe('shards', () => {
  it.each([2, 3, 7])('%i of them make the same corpus', async of => {
    await generate('whole', planned(5))
    for (let part = of; part >= 1; part--) await generate('parts', planned(5, { part, of }))
    expect(check('parts', true)).toEqual(check('whole', true))
    expect(await generate('parts', planned(5))).toMatchObject({ made: 0, kept: 5 })
    expect(lockOf('parts')).toBe(lockOf('whole'))
    expect(readdirSync(join(root, 'parts'))).toEqual(readdirSync(join(root, 'whole')))
  })

  it('promise nothing until all are there', async () => {
    await generate('a', planned(5, { part: 1, of: 3 }))
    await generate('a', planned(5, { part: 3, of: 3 }))
    expect(() => check('a')).toThrow(new LockError(told`${join(root, 'a')} lacks part 2 of 3 of its lock`))
  })

  it('of two corpora do not belong together', async () => {
    await generate('a', planned(4, { part: 1, of: 2 }))
    await generate('b', { ...planned(4, { part: 2, of: 2 }), seed: 8 })
    renameSync(join(root, 'b', 'corpus.2-of-2.lock'), join(root, 'a', 'corpus.2-of-2.lock'))
    expect(() => check('a')).toThrow(/do not belong together/)
  })
})

/** A process with a number beyond the greatest. */
const GONE = '4194305-1'

describe('a run that was cut short', () => {
  const stopAfter = (count: number, failure: Exclude<Awaited<ReturnType<Make>>, { sha256: string }>): Make => {
    let made = 0
    return task => (made++ < count ? makeOne(task) : failure)
  }

  it('ends with the count and without a lock, and goes on where it was', async () => {
    const full = stopAfter(2, { kind: 'refused', code: 'ENOSPC', message: 'no space left on device' })
    const error = await generate('a', planned(5), full).catch(e => e)
    expect(error).toBeInstanceOf(BundleError)
    expect(error).toMatchObject({ finished: 2, failure: { code: 'ENOSPC' } })
    expect(existsSync(join(root, 'a', 'corpus.lock'))).toBe(false)
    expect(await generate('a', planned(5))).toMatchObject({ made: 3, kept: 2 })
    await generate('b', planned(5))
    expect(lockOf('a')).toBe(lockOf('b'))
  })

  it('leaves a half-written folder, which goes, and makes again what has lost or changed a byte', async () => {
    await generate('a', planned(3))
    const [first, second, third] = bundlesIn('a').map(name => join(root, 'a', name))
    mkdirSync(`${first}.lab1603/${GONE}/writing`, { recursive: true })
    writeFileSync(join(second!, 'truth/truth.json'), '{}')
    rmSync(join(third!, 'evidence'), { recursive: true })
    rmSync(join(root, 'a', 'corpus.lock'))
    writeFileSync(join(root, 'a', 'corpus.lock.new'), '{')
    expect(await generate('a', planned(3))).toMatchObject({ made: 2, kept: 1 })
    await generate('b', planned(3))
    expect(readdirSync(join(root, 'a'))).toEqual(readdirSync(join(root, 'b')))
    expect(lockOf('a')).toBe(lockOf('b'))
  })

  it('leaves alone what another shard is writing', async () => {
    await generate('a', planned(4, { part: 1, of: 2 }))
    const { path } = JSON.parse(lockOf('a', 'corpus.1-of-2.lock')).bundles[0]
    const theirs = join(root, 'a', `${path}.lab1603`, GONE, 'writing')
    mkdirSync(theirs, { recursive: true })
    await generate('a', planned(4, { part: 2, of: 2 }))
    expect(existsSync(theirs)).toBe(true)
  })
})

describe('a folder that is something else', () => {
  it.each(['notes.txt', 'bundle.json', '000001-waits-1', 'corpus.lock.bak'])(
    'with %s in it is left alone',
    async name => {
      mkdirSync(join(root, 'a'))
      writeFileSync(join(root, 'a', name), 'mine')
      await expect(generate('a', planned(2))).rejects.toThrow(new RegExp(`no part of this corpus: ${name};`))
      expect(readdirSync(join(root, 'a'))).toEqual([name])
    },
  )
})

describe('verify', () => {
  it('names what is missing, changed and unexpected', async () => {
    await generate('a', planned(5))
    const [b1, b2, b3, b4, b5] = bundlesIn('a')
    const at = (...path: string[]): string => join(root, 'a', ...path)
    const services = readFileSync(at(b1!, 'evidence/exports/services.txt'))
    services[5]! ^= 1
    writeFileSync(at(b1!, 'evidence/exports/services.txt'), services)
    rmSync(at(b2!, 'truth/labels.jsonl'))
    writeFileSync(at(b3!, 'evidence/more.txt'), '')
    writeFileSync(at(b4!, 'bundle.json'), readFileSync(at(b4!, 'bundle.json'), 'utf8').replace('"seed": ', '"seed":  '))
    rmSync(at(b5!), { recursive: true })
    writeFileSync(at('notes.txt'), '')
    expect(check('a')?.problems).toEqual([
      { path: 'notes.txt', problem: 'unexpected' },
      { path: `${b1}/evidence/exports/services.txt`, problem: 'changed' },
      { path: `${b2}/truth/labels.jsonl`, problem: 'missing' },
      { path: `${b3}/evidence/more.txt`, problem: 'unexpected' },
      { path: `${b4}/bundle.json`, problem: 'changed' },
      { path: b5, problem: 'missing' },
    ])
  })

  it('simulates again, and finds bytes that agree with each other and not with the simulator', async () => {
    await generate('a', planned(1))
    const [bundle] = bundlesIn('a')
    const manifest = join(root, 'a', bundle!, 'bundle.json')
    const json = JSON.parse(readFileSync(manifest, 'utf8'))
    writeFileSync(manifest, JSON.stringify({ ...json, seed: json.seed + 1 }))
    const alone = join('a', bundle!)
    expect(check(alone)).toMatchObject({ what: 'bundle', problems: [] })
    const again = check(alone, true)!.problems
    expect(again.length).toBeGreaterThan(0)
    expect(again.every(({ problem }) => problem === 'differs')).toBe(true)
  })

  it('holds a bundle of an earlier version to its bytes, and says that it would come out otherwise', async () => {
    await generate('a', planned(1))
    const alone = join('a', bundlesIn('a')[0]!)
    const manifest = join(root, alone, 'bundle.json')
    const json = JSON.parse(readFileSync(manifest, 'utf8'))
    writeFileSync(manifest, JSON.stringify({ ...json, schemaVersion: BUNDLE_VERSION - 1 }))
    expect(check(alone)).toMatchObject({ what: 'bundle', problems: [] })
    expect(check(alone, true)!.problems).toEqual([
      { path: 'bundle.json', problem: 'differs', why: expect.stringContaining(`version ${BUNDLE_VERSION - 1};`) },
    ])
  })

  it('takes a folder without a promise for none', () => {
    expect(check('.')).toBeUndefined()
  })

  it.each([
    ['no JSON', () => '{', /is not JSON/],
    ['a bundle less', (lock: string) => without(lock, 1), /promises 2 bundles and lists 1/],
    ['a path that leads out', (lock: string) => lock.replace('000001-', '../../1-'), /is not the path of that bundle/],
    ['another version', (lock: string) => lock.replace('"schemaVersion": 1', '"schemaVersion": 2'), /schemaVersion/],
    ['a key more', (lock: string) => lock.replace('"count"', '"more": 1, "count"'), /more/],
  ])('refuses a lock with %s', async (_what, spoil, words) => {
    await generate('a', planned(2))
    writeFileSync(join(root, 'a', 'corpus.lock'), spoil(lockOf('a')))
    expect(() => check('a')).toThrow(LockError)
    expect(() => check('a')).toThrow(words)
  })
})

function without(lock: string, count: number): string {
  const { bundles, ...head } = JSON.parse(lock)
  return JSON.stringify({ ...head, bundles: bundles.slice(count) })
}
