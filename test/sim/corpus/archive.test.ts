import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unpackTar } from 'modern-tar'
import { afterAll, describe, expect, it } from 'vitest'
import { corpusArchive } from '../../../sim/corpus/archive.ts'
import { generateCorpus } from '../../../sim/corpus/generate.ts'
import { LockError } from '../../../sim/corpus/lock.ts'
import { makeOne, type Packed, packOne, type Unplaced } from '../../../sim/corpus/make.ts'
import { type CorpusPlan, corpusScenario, type Shard } from '../../../sim/corpus/plan.ts'
import { verify } from '../../../sim/corpus/verify.ts'
import { verifyArchive } from '../../../sim/corpus/verifyArchive.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import { TAR_END, TarError, type Tarred, tarPart } from '../../../sim/tar.ts'
import { around } from '../scenario/helpers.ts'

/** The same corpus as a stream of tar, held against the folder that the same plan makes, and against tar itself. */

const root = mkdtempSync(join(tmpdir(), 'lab1603-archive-'))
afterAll(() => rmSync(root, { recursive: true }))

const text = around({})
const loaded = loadScenario(text, 'waits')
const scenario = loaded.ok ? loaded.scenario : expect.unreachable()
const planned = (count: number, shard?: Shard): CorpusPlan => ({
  seed: 7,
  count,
  scenarios: [corpusScenario('waits', 'truth/scenario.yaml', text, scenario)],
  shard,
})

type Make = (task: Unplaced) => Promise<Packed>

async function archived(plan: CorpusPlan, lanes = 1, make: Make = packOne): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of corpusArchive({ plan, toolVersion: 'test', make, lanes })) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** A pool has no order: the later of two is ready first. */
function lateFirst(): Make {
  let turn = 0
  return async task => {
    await new Promise(resolve => setTimeout(resolve, turn++ % 2 === 0 ? 20 : 1))
    return packOne(task)
  }
}

const stream = (bytes: Uint8Array): ReadableStream<Uint8Array> => new Blob([new Uint8Array(bytes)]).stream()
const judged = (bytes: Uint8Array, again = false) => verifyArchive(stream(bytes), { again })

const whole = await archived(planned(3))

/** Its files, for an archive that somebody has changed. */
async function filesOf(archive: Uint8Array): Promise<Tarred[]> {
  const entries = await unpackTar(archive.slice())
  return entries.map(({ header, data }) => ({ path: header.name, bytes: data!, mtime: header.mtime!.getTime() }))
}

const files = await filesOf(whole)
const tarOf = async (of: readonly Tarred[]): Promise<Buffer> => Buffer.concat([await tarPart(of), TAR_END])

describe('a corpus as an archive', () => {
  it('has the same bytes however many make it', async () => {
    expect((await archived(planned(3), 4, lateFirst())).equals(whole)).toBe(true)
  })

  it('is the folder of the same plan, for tar as well', async () => {
    const folder = join(root, 'folder')
    const unpacked = join(root, 'unpacked')
    await generateCorpus({ plan: planned(3), folder, toolVersion: 'test', make: makeOne, lanes: 1 })
    execFileSync('sh', ['-c', 'mkdir "$0" && tar xf - -C "$0"', unpacked], { input: whole })
    expect(execFileSync('diff', ['-r', folder, unpacked], { encoding: 'utf8' })).toBe('')
    expect(verify(unpacked, { again: true })).toEqual(verify(folder, { again: true }))
    const tarred = execFileSync('tar', ['cf', '-', '-C', root, 'folder'], { maxBuffer: 2 ** 26 })
    expect(await judged(tarred)).toEqual(verify(folder, { again: false }))
  })

  it('is as promised, and the same when simulated again', async () => {
    const found = { what: 'corpus', bundles: 3, files: files.length - 1, problems: [] }
    expect(await judged(whole)).toEqual(found)
    expect(await judged(whole, true)).toEqual(found)
  })

  it('can be one part of a plan', async () => {
    const part = await archived(planned(3, { part: 2, of: 3 }))
    expect(await judged(part)).toMatchObject({ bundles: 1, problems: [] })
    expect((await filesOf(part)).at(-1)!.path).toBe('corpus.2-of-3.lock')
  })
})

const bundle = files[0]!.path.split('/')[0]!
const services = `${bundle}/evidence/exports/services.txt`
const onto = (path: string, bytes: Uint8Array): Tarred[] =>
  files.map(file => (file.path === path ? { ...file, bytes } : file))

describe('an archive that is not as its lock promises', () => {
  it.each([
    ['changed', services, onto(services, Buffer.from('x'))],
    ['missing', services, files.filter(({ path }) => path !== services)],
    ['unexpected', `${bundle}/note.txt`, [{ ...files[0]!, path: `${bundle}/note.txt` }, ...files]],
    ['unexpected', 'note.txt', [{ ...files[0]!, path: 'note.txt' }, ...files]],
    ['missing', bundle, files.filter(({ path }) => !path.startsWith(bundle))],
    ['missing', `${bundle}/bundle.json`, files.filter(({ path }) => path !== `${bundle}/bundle.json`)],
    [
      'changed',
      `${bundle}/bundle.json`,
      onto(
        `${bundle}/bundle.json`,
        Buffer.concat([files.find(({ path }) => path === `${bundle}/bundle.json`)!.bytes, Buffer.from('\n')]),
      ),
    ],
    ['unexpected', bundle, [...files, ...files.filter(({ path }) => path.startsWith(bundle))]],
  ])('%s: %s', async (problem, path, of) => {
    const found = await judged(await tarOf(of))
    expect(found?.problems.map(({ path, problem }) => ({ path, problem }))).toEqual([{ path, problem }])
  })

  it('a file that is there twice is told, whichever of them is as promised', async () => {
    const own = files.find(({ path }) => path === `${bundle}/bundle.json`)!
    for (const again of [own, { ...own, bytes: Buffer.from('{}') }]) {
      const found = await judged(
        await tarOf([...files.slice(0, files.indexOf(own) + 1), again, ...files.slice(files.indexOf(own) + 1)]),
      )
      expect(found?.problems).toEqual([{ path: own.path, problem: 'unexpected', why: 'it is there twice' }])
    }
  })

  it('a lock is one where locks stand, and when it is complete', async () => {
    const lock = files.at(-1)!
    const below = `${bundle}/evidence/corpus.lock`
    const found = await judged(
      await tarOf([
        { ...lock, path: below },
        { ...lock, path: 'corpus.lock.new-1-2', bytes: Buffer.from('{') },
        ...files,
      ]),
    )
    expect(found?.problems).toEqual([{ path: below, problem: 'unexpected' }])
  })

  it('a link is no file', async () => {
    const place = join(root, 'linked')
    execFileSync('sh', ['-c', 'mkdir "$0" && tar xf - -C "$0"', place], { input: whole })
    const path = join(place, services)
    const kept = join(root, 'kept.txt')
    writeFileSync(kept, readFileSync(path))
    execFileSync('ln', ['-sf', kept, path])
    const tarred = execFileSync('tar', ['cf', '-', '-C', place, ...readdirSync(place)], { maxBuffer: 2 ** 26 })
    expect((await judged(tarred))?.problems).toEqual([{ path: services, problem: 'changed' }])
  })
})

describe('other archives', () => {
  it('a bundle alone is held against its manifest, whatever stands above it', async () => {
    const own = files.filter(({ path }) => path.startsWith(`${bundle}/`))
    const expected = { what: 'bundle', bundles: 1, files: own.length, problems: [] }
    for (const above of ['', './', 'out/monday/', `${bundle}/`]) {
      const moved = own.map(file => ({ ...file, path: above + file.path.slice(bundle.length + 1) }))
      expect(await judged(await tarOf(moved), true), above).toEqual(expected)
    }
  })

  it('nothing is promised where there is neither lock nor manifest', async () => {
    expect(await judged(await tarOf([{ ...files[0]!, path: 'note.txt' }]))).toBeUndefined()
  })

  it('cut anywhere, it is no whole one', async () => {
    for (const length of [0, 100, 512, 700, whole.length >> 1, whole.length - 1024]) {
      await expect(judged(whole.subarray(0, length)), String(length)).rejects.toThrow(TarError)
    }
    await expect(judged(Buffer.alloc(2000, 7))).rejects.toThrow(TarError)
  })

  it('a second lock, or one that is none, is refused', async () => {
    const lock = files.at(-1)!
    await expect(judged(await tarOf([...files, { ...lock, path: 'other/corpus.lock' }]))).rejects.toThrow(LockError)
    await expect(judged(await tarOf([{ ...lock, bytes: Buffer.from('{}') }]))).rejects.toThrow(LockError)
  })
})
