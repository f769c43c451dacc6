import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLI, inFolder, lab1603 } from './helpers.ts'

/** What stands where somebody wants a bundle or a corpus to be. Every moment and every refusal: test/sim/place. */

const run = (cwd: string, out: string, seed = '1') =>
  lab1603(['run', 'clean-install', '--seed', seed, '--out', out], { cwd })

const seedIn = (folder: string): number => JSON.parse(readFileSync(join(folder, 'bundle.json'), 'utf8')).seed

describe('run', () => {
  it('takes no folder for a bundle because a file in it is called bundle.json', () => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'proj/src'), { recursive: true })
      writeFileSync(join(cwd, 'proj/bundle.json'), '{"name": "thesis"}')
      writeFileSync(join(cwd, 'proj/src/main.js'), 'work of years')
      const { code, stdout, stderr } = run(cwd, 'proj')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toBe(
        'proj holds what lab1603 did not write: bundle.json, src/main.js; ' +
          'nothing there was touched; move it away, or choose another place with --out\n',
      )
      expect(readFileSync(join(cwd, 'proj/src/main.js'), 'utf8')).toBe('work of years')
    })
  })

  it('again, leaves notes that somebody keeps in the bundle', () => {
    inFolder(cwd => {
      const again = () => lab1603(['run', 'clean-install'], { cwd })
      expect(again().code).toBe(0)
      expect(again().code).toBe(0)
      const note = join(cwd, 'out/clean-install-1/evidence/C/notes.txt')
      writeFileSync(note, 'mine')
      const { code, stdout, stderr } = again()
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('out/clean-install-1 holds what lab1603 did not write: evidence/C/notes.txt;')
      expect(readFileSync(note, 'utf8')).toBe('mine')
      expect(lab1603(['verify', 'out/clean-install-1'], { cwd }).stdout).toBe('unexpected  evidence/C/notes.txt\n')
    })
  })

  it('again, leaves a file of the bundle that somebody has changed', () => {
    inFolder(cwd => {
      run(cwd, 'b')
      const log = join(cwd, 'b/evidence/exports/services.txt')
      writeFileSync(log, 'with remarks')
      const { code, stderr } = run(cwd, 'b', '2')
      expect(code).toBe(2)
      expect(stderr).toContain('evidence/exports/services.txt (changed)')
      expect(readFileSync(log, 'utf8')).toBe('with remarks')
      expect(seedIn(join(cwd, 'b'))).toBe(1)
    })
  })

  it('replaces an older bundle, whatever is missing of it', () => {
    inFolder(cwd => {
      run(cwd, 'b')
      rmSync(join(cwd, 'b/truth'), { recursive: true })
      expect(run(cwd, 'b', '2').code).toBe(0)
      expect(seedIn(join(cwd, 'b'))).toBe(2)
      expect(lab1603(['verify', 'b', '--again'], { cwd }).code).toBe(0)
    })
  })

  it('follows a link and keeps it', () => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'real'))
      symlinkSync('real', join(cwd, 'link'))
      for (const seed of ['1', '2']) expect(run(cwd, 'link', seed).code).toBe(0)
      expect(readlinkSync(join(cwd, 'link'))).toBe('real')
      expect(readdirSync(join(cwd, 'real'))).toEqual(['bundle.json', 'evidence', 'truth'])
      expect(seedIn(join(cwd, 'real'))).toBe(2)
    })
  })

  it.each(['.', '..', ''])('keeps the folder that the shell stands in: --out "%s"', out => {
    inFolder(cwd => {
      run(cwd, 'b')
      const here = join(cwd, out === '..' ? 'b/evidence' : 'b')
      const inodes = [statSync(join(cwd, 'b')).ino, statSync(here).ino]
      expect(run(here, out, '2').code).toBe(0)
      expect([statSync(join(cwd, 'b')).ino, statSync(here).ino]).toEqual(inodes)
      expect(seedIn(join(cwd, 'b'))).toBe(2)
      expect(readdirSync(cwd)).toEqual(['b'])
    })
  })

  it('says what it is that stands there', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'file'), 'mine')
      symlinkSync('file', join(cwd, 'to-file'))
      symlinkSync('gone', join(cwd, 'to-nothing'))
      for (const [out, words] of [
        ['file', 'file is there and is no folder; choose another place with --out\n'],
        ['to-file', 'to-file is there and is no folder; choose another place with --out\n'],
        ['to-nothing', 'to-nothing is a link to something that is not there; choose another place with --out\n'],
        ['file/b', 'cannot write the bundle to file/b: a part of the path is a file, not a folder\n'],
      ]) {
        expect(run(cwd, out!)).toEqual({ code: 2, stdout: '', stderr: words })
      }
      expect(readdirSync(cwd)).toEqual(['file', 'to-file', 'to-nothing'])
    })
  })
})

describe('generate', () => {
  const generate = (cwd: string, count = '3') =>
    lab1603(['generate', '--scenario', 'clean-install', '--count', count, '--jobs', '1', '--out', 'c'], { cwd })

  const bundlesIn = (cwd: string): string[] => readdirSync(join(cwd, 'c')).filter(name => /^\d{6}-/.test(name))
  const lockIn = (cwd: string): string => readFileSync(join(cwd, 'c/corpus.lock'), 'utf8')

  it('leaves bundles with notes in them, makes the others, and says so', () => {
    inFolder(cwd => {
      generate(cwd)
      const lock = lockIn(cwd)
      const [first, second] = bundlesIn(cwd).map(name => join(cwd, 'c', name))
      writeFileSync(join(first!, 'note.txt'), 'mine')
      writeFileSync(join(second!, 'truth/note.txt'), 'mine too')
      rmSync(join(first!, 'truth/truth.json'))
      const { code, stdout, stderr } = generate(cwd, '5')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      const [one, two, ...rest] = stderr.trimEnd().split('\n')
      expect(one).toMatch(/^c\/000001-.* holds what lab1603 did not write: note\.txt; nothing there was touched/)
      expect(two).toMatch(
        /^c\/000002-.* holds what lab1603 did not write: truth\/note\.txt; nothing .*; 3 of 5 bundles finished, no lock written$/,
      )
      expect(rest).toEqual([])
      expect(existsSync(join(first!, 'truth/truth.json'))).toBe(false)
      expect(readFileSync(join(second!, 'truth/note.txt'), 'utf8')).toBe('mine too')
      expect(lockIn(cwd)).toBe(lock)

      rmSync(join(first!, 'note.txt'))
      rmSync(join(second!, 'truth/note.txt'))
      expect(generate(cwd, '5').stderr).toContain('5 bundles in c: 1 made, 4 there already')
      expect(lab1603(['verify', 'c'], { cwd }).code).toBe(0)
    })
  })

  it('makes bundles again whose files were changed, and puts those aside', () => {
    inFolder(cwd => {
      generate(cwd)
      const lock = lockIn(cwd)
      const [first, second] = bundlesIn(cwd)
      writeFileSync(join(cwd, 'c', first!, 'truth/truth.json'), 'my own truth')
      writeFileSync(join(cwd, 'c', second!, 'bundle.json'), 'my own list')
      const { code, stderr } = generate(cwd)
      expect(code).toBe(0)
      expect(stderr).toContain(
        `what was changed of a bundle is in ${join(cwd, 'c.set-aside', first!)}; the bundle is as it should be\n`,
      )
      expect(stderr).toContain('3 bundles in c: 2 made, 1 there already\n')
      expect(readFileSync(join(cwd, 'c.set-aside', first!, 'truth/truth.json'), 'utf8')).toBe('my own truth')
      expect(readdirSync(join(cwd, 'c.set-aside', second!))).toEqual(['bundle.json'])
      expect(lockIn(cwd)).toBe(lock)
      expect(lab1603(['verify', 'c'], { cwd }).code).toBe(0)
    })
  })

  it('follows the link that a bundle or the corpus is', () => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'elsewhere'))
      symlinkSync('elsewhere', join(cwd, 'c'))
      generate(cwd)
      const [first] = bundlesIn(cwd)
      rmSync(join(cwd, 'c', first!), { recursive: true })
      mkdirSync(join(cwd, 'bundle'))
      symlinkSync('../bundle', join(cwd, 'c', first!))
      expect(generate(cwd).code).toBe(0)
      expect(readlinkSync(join(cwd, 'c'))).toBe('elsewhere')
      expect(readlinkSync(join(cwd, 'c', first!))).toBe('../bundle')
      expect(readdirSync(join(cwd, 'bundle'))).toEqual(['bundle.json', 'evidence', 'truth'])
    })
  })

  it.each<[what: string, put: (cwd: string, bundle: string) => void, named: RegExp]>([
    ['a file in place of a bundle', (cwd, bundle) => put(cwd, bundle), /^c holds .*: 000001-/],
    ['a link to nothing in place of a bundle', (cwd, bundle) => link(cwd, bundle), /^c holds .*: 000001-/],
    ['another corpus.lock', cwd => put(cwd, 'corpus.lock'), /^c holds .*: corpus\.lock;/],
    ['a link in place of corpus.lock', cwd => link(cwd, 'corpus.lock'), /^c holds .*: corpus\.lock;/],
    [
      'somebody else with the name of a part',
      cwd => put(cwd, 'corpus.1-of-2.lock'),
      /^c holds .*: corpus\.1-of-2\.lock;/,
    ],
    ['a lock that was never begun here', cwd => put(cwd, 'corpus.lock.new'), /^c holds .*: corpus\.lock\.new;/],
    ['a link in place of a lock begun', cwd => link(cwd, 'corpus.lock.new'), /^c holds .*: corpus\.lock\.new;/],
  ])('leaves %s', (_what, take, named) => {
    inFolder(cwd => {
      generate(cwd, '1')
      const [bundle] = bundlesIn(cwd)
      rmSync(join(cwd, 'c', bundle!), { recursive: true })
      rmSync(join(cwd, 'c/corpus.lock'))
      writeFileSync(join(cwd, 'mine'), 'mine')
      take(cwd, bundle!)
      const before = readdirSync(join(cwd, 'c'))
      const { code, stderr } = generate(cwd, '1')
      expect(code).toBe(2)
      expect(stderr).toMatch(named)
      expect(readdirSync(join(cwd, 'c'))).toEqual(before)
      expect(readFileSync(join(cwd, 'mine'), 'utf8')).toBe('mine')
    })
  })

  const put = (cwd: string, name: string): void => writeFileSync(join(cwd, 'c', name), 'mine')
  const link = (cwd: string, name: string): void =>
    symlinkSync(name.startsWith('corpus') ? '../mine' : 'nothing', join(cwd, 'c', name))
})

describe('two at once', () => {
  const started = async (cwd: string, args: readonly string[]): Promise<{ code: unknown; stderr: string }> => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', text => {
      stderr += text
    })
    const [code] = await once(child, 'close')
    return { code, stderr }
  }

  async function both(cwd: string, one: readonly string[], other: readonly string[]): Promise<void> {
    const ended = await Promise.all([started(cwd, one), started(cwd, other)])
    expect(ended.map(({ code }) => code)).toContain(0)
    for (const { code, stderr } of ended)
      if (code !== 0) expect(stderr).toMatch(/another lab1603 writes there|exchanged|half exchanged/)
  }

  it('run: one bundle or the other, whole', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'lab1603-two-'))
    for (const times of [1, 2]) {
      const order = (seed: number) => ['run', 'clean-install', '--seed', String(times * seed), '--out', 'b']
      await both(cwd, order(3), order(4))
      expect([3, 4]).toContain(seedIn(join(cwd, 'b')) / times)
      expect(lab1603(['verify', 'b'], { cwd }).code).toBe(0)
      expect(readdirSync(cwd)).toEqual(['b'])
    }
    rmSync(cwd, { recursive: true })
  })

  it('generate: the same corpus', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'lab1603-two-'))
    const order = ['generate', '--scenario', 'clean-install', '--count', '4', '--jobs', '2', '--out', 'c']
    await both(cwd, order, order)
    expect(lab1603(order, { cwd }).stderr).toContain('0 made, 4 there already')
    expect(lab1603(['verify', 'c'], { cwd }).code).toBe(0)
    expect(readdirSync(cwd)).toEqual(['c'])
    rmSync(cwd, { recursive: true })
  })
})

describe('a bundle that is half exchanged', () => {
  /** Killed between the two: the old list is gone, the new one has not come. */
  function halfExchanged(cwd: string): string {
    run(cwd, 'b')
    run(cwd, 'other', '2')
    const work = join(cwd, 'b/.lab1603/4194305-1')
    mkdirSync(join(work, 'old'), { recursive: true })
    renameSync(join(cwd, 'b/bundle.json'), join(work, 'old/bundle.json'))
    renameSync(join(cwd, 'other'), join(work, 'new'))
    return join(cwd, 'b')
  }

  it.each([
    ['diagnose', 'b'],
    ['diagnose', 'b/evidence'],
    ['diagnose', 'b/evidence/exports/services.txt'],
    ['replay', 'b'],
  ])('is not taken for a bundle: %s %s', (command, path) => {
    inFolder(cwd => {
      halfExchanged(cwd)
      const { code, stdout, stderr } = lab1603([command, path], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toBe(
        'b is half exchanged: a lab1603 is at it, or was killed; lab1603 verify b brings it to an end\n',
      )
    })
  })

  it.each([
    ['verify', ['verify', 'b']],
    ['run', ['run', 'clean-install', '--seed', '2', '--out', 'b']],
  ])('is brought to its end by %s', (_command, args) => {
    inFolder(cwd => {
      const folder = halfExchanged(cwd)
      const { code, stderr } = lab1603(args, { cwd })
      expect(code).toBe(0)
      expect(stderr).not.toMatch(/killed|aside/)
      expect(seedIn(folder)).toBe(2)
      expect(readdirSync(folder)).toEqual(['bundle.json', 'evidence', 'truth'])
      expect(lab1603(['diagnose', 'b'], { cwd }).code).toBe(0)
    })
  })
})
