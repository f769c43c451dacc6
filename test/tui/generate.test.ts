import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { progressLine, progressOn } from '../../tui/progress.ts'
import { CLI, inFolder, lab1603, ROOT, scenarioText } from './helpers.ts'

/** Two that have been there since the beginning. */
const TWO = ['--scenario', 'clean-install', 'file-in-use', '--seed', '3']

const bundlesIn = (folder: string): string[] => readdirSync(folder).filter(name => /^\d+-[\w-]+-\d+$/.test(name))
const lockOf = (folder: string): string => readFileSync(join(folder, 'corpus.lock'), 'utf8')

/** Waits until `ready`, without a word if the program is already gone. */
async function until(program: ChildProcess, ready: () => boolean): Promise<void> {
  while (program.exitCode === null && !ready()) await new Promise(resolve => setTimeout(resolve, 5))
}

describe('generate', () => {
  it('makes as many as are asked for, with the same bytes for any jobs and shards and in any time zone', () => {
    inFolder(cwd => {
      const order = ['generate', ...TWO, '--count', '5', '--out']
      const one = lab1603([...order, 'one', '--jobs', '1'], { cwd })
      expect({ code: one.code, stdout: one.stdout }).toEqual({ code: 0, stdout: '' })
      expect(one.stderr).toMatch(/^5 bundles in one: 5 made, 0 there already\ncorpus\.lock: SHA-256 [0-9a-f]{64}\n$/)
      expect(bundlesIn(join(cwd, 'one'))).toHaveLength(5)

      const env = { TZ: 'Asia/Tokyo', LC_ALL: 'tr_TR.UTF-8' }
      expect(lab1603([...order, 'two', '--jobs', '2'], { cwd, env }).code).toBe(0)
      for (const shard of ['2/2', '1/2'])
        expect(lab1603([...order, 'two-parts', '--shard', shard], { cwd }).code).toBe(0)
      expect(lab1603(['verify', 'two-parts'], { cwd })).toMatchObject({ code: 0, stderr: '' })
      expect(lab1603([...order, 'two-parts'], { cwd }).stderr).toContain('0 made, 5 there already')
      for (const other of ['two', 'two-parts']) expect(lockOf(join(cwd, other))).toBe(lockOf(join(cwd, 'one')))

      const again = lab1603(['verify', 'two', '--again'], { cwd })
      expect(again.code).toBe(0)
      expect(again.stdout).toMatch(/^5 bundles, \d+ files: as the lock promises, and the same when simulated again\n$/)
    })
  })

  it('combines faults, with the same bytes for any jobs, and the bundles can be replayed', () => {
    inFolder(cwd => {
      const order = ['generate', '--combine', '1-3', '--seed', '3', '--count', '6', '--out']
      expect(lab1603([...order, 'one', '--jobs', '1'], { cwd })).toMatchObject({ code: 0, stdout: '' })
      expect(lab1603([...order, 'two', '--jobs', '2'], { cwd }).code).toBe(0)
      expect(lockOf(join(cwd, 'two'))).toBe(lockOf(join(cwd, 'one')))
      expect(lab1603(['verify', 'two', '--again'], { cwd }).code).toBe(0)
      const [first] = bundlesIn(join(cwd, 'one'))
      expect(first).toMatch(/^000001-combination-\d+$/)
      const { code, stdout } = lab1603(['replay', join('one', first!), '--plain'], { cwd })
      expect(code).toBe(0)
      expect(stdout).toMatch(/install KB\d{6}/)
    })
  })

  it('writes each bundle as mutants leave it, with the same bytes for any jobs, and `run` writes one of them', () => {
    inFolder(cwd => {
      const order = ['generate', '--scenario', 'file-in-use', '--count', '1', '--mutate', 'pasted,tail', '--out']
      expect(lab1603([...order, 'one', '--jobs', '1'], { cwd }).stderr).toContain('3 bundles in one: 3 made')
      expect(lab1603([...order, 'two', '--jobs', '2'], { cwd }).code).toBe(0)
      expect(lockOf(join(cwd, 'two'))).toBe(lockOf(join(cwd, 'one')))
      expect(lab1603(['verify', 'two', '--again'], { cwd }).code).toBe(0)
      const tail = readdirSync(join(cwd, 'one')).find(name => name.endsWith('-tail'))!
      const { reproduce } = JSON.parse(readFileSync(join(cwd, 'one', tail, 'bundle.json'), 'utf8'))
      const [, ...args] = reproduce.split(' ')
      expect(lab1603([...args, '--out', 'again'], { cwd }).code).toBe(0)
      const manifest = (folder: string): string => readFileSync(join(cwd, folder, 'bundle.json'), 'utf8')
      expect(manifest('again')).toBe(manifest(join('one', tail)))
      expect(lab1603(['replay', join('one', tail), '--plain'], { cwd }).code).toBe(0)
    })
  })

  it('keeps all logs with other letters, and makes bundles anew that have others', () => {
    inFolder(cwd => {
      const order = ['generate', '--scenario', 'clean-install', '--count', '2', '--jobs', '1', '--out', 'c']
      expect(lab1603(order, { cwd }).code).toBe(0)
      expect(lab1603([...order, '--log-level', 'e'], { cwd }).stderr).toContain('2 made, 0 there already')
      expect(lab1603([...order, '--log-level', 'e'], { cwd }).stderr).toContain('0 made, 2 there already')
      expect(JSON.parse(lockOf(join(cwd, 'c')))).toMatchObject({ logLevel: 'e' })
      expect(lab1603(['verify', 'c', '--again'], { cwd }).code).toBe(0)
    })
  })

  it('does not combine more faults than stand together', () => {
    const args = ['generate', '--scenario', 'file-in-use', 'superseded', '--combine', '2', '--count', '1', '--out', 'x']
    const { code, stderr } = lab1603(args)
    expect(code).toBe(3)
    expect(stderr).toBe('--combine asks for 2 faults at once; of these scenarios, 1 can stand together on one server\n')
    expect(existsSync(join(ROOT, 'x'))).toBe(false)
  })

  it('killed in the middle and run again ends with the same lock', async () => {
    await inFolderAsync(async cwd => {
      const order = ['generate', ...TWO, '--count', '12', '--jobs', '2', '--out']
      for (const few of [1, 4, 9]) {
        const child = spawn(process.execPath, [CLI, ...order, 'killed'], { cwd, stdio: 'ignore' })
        const gone = once(child, 'exit')
        await until(child, () => existsSync(join(cwd, 'killed')) && bundlesIn(join(cwd, 'killed')).length >= few)
        child.kill('SIGKILL')
        await gone
        expect(child.signalCode).toBe('SIGKILL')
        expect(existsSync(join(cwd, 'killed', 'corpus.lock'))).toBe(false)
      }
      expect(lab1603([...order, 'killed'], { cwd }).stderr).toMatch(/: \d made, (9|1\d) there already/)
      expect(lab1603([...order, 'whole'], { cwd }).code).toBe(0)
      expect(lockOf(join(cwd, 'killed'))).toBe(lockOf(join(cwd, 'whole')))
      expect(readdirSync(join(cwd, 'killed'))).toEqual(readdirSync(join(cwd, 'whole')))
      expect(lab1603(['verify', 'killed'], { cwd }).code).toBe(0)
    })
  })

  it.each([
    ['a file stands', 'file', /^cannot write the corpus to file: .+\n$/],
    ['the parent is a file', 'file/corpus', /^cannot write the corpus to file\/corpus: .+\n$/],
    ['nobody may write', '/proc/corpus', /^cannot write the corpus to \/proc\/corpus: .+\n$/],
    ['something else is', 'mine', /^mine holds what is no part of this corpus: notes\.txt; choose .+\n$/],
  ])('where %s: one line and exit code 2', (_where, out, words) => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'file'), '')
      mkdirSync(join(cwd, 'mine'))
      writeFileSync(join(cwd, 'mine', 'notes.txt'), '')
      const { code, stdout, stderr } = lab1603(['generate', ...TWO, '--count', '2', '--out', out], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(words)
      expect(readdirSync(cwd)).toEqual(['file', 'mine'])
    })
  })

  it.each([
    ["change: [{write: {path: 'C:\\..\\..\\..\\..\\out.txt', text: x}}]", 'name: EXCH01'],
    ["change: [{write: {path: 'C:\\a\\..\\..\\out.txt', text: x}}]", 'name: EXCH01'],
    ["change: [{write: {path: 'C:/../../../out.txt', text: x}}]", 'name: EXCH01'],
    ['roles: [mailbox]', "name: '../../EXCH01'"],
  ])('never writes outside its folder: %s, %s', (line, name) => {
    inFolder(cwd => {
      const text = scenarioText('clean-install').replace(/name: \w+/, name)
      writeFileSync(
        join(cwd, 'odd.yaml'),
        text.replace(/ {4}roles: .*/, match => `${match}\n    ${line}`),
      )
      const order = ['generate', '--scenario', 'odd.yaml', '--count', '2', '--out', 'deep/er/corpus']
      const { code, stderr } = lab1603(order, { cwd })
      expect(code).toBe(2)
      expect(stderr).toContain('odd.yaml:')
      expect(readdirSync(cwd)).toEqual(['odd.yaml'])
    })
  })

  it('takes a file from anywhere, and where it lay changes no byte', () => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'a'))
      writeFileSync(join(cwd, 'a', 'my own.yaml'), scenarioText('clean-install'))
      const make = (from: string, out: string) =>
        lab1603(['generate', '--scenario', from, '--count', '1', '--out', out], { cwd }).code
      expect(make('a/my own.yaml', 'one')).toBe(0)
      expect(make(join(cwd, 'a', 'my own.yaml'), 'two')).toBe(0)
      expect(lockOf(join(cwd, 'one'))).toBe(lockOf(join(cwd, 'two')))
      expect(bundlesIn(join(cwd, 'one'))[0]).toMatch(/^000001-my_own-\d+$/)
    })
  })

  it.each([
    ['no count', ['--out', 'x']],
    ['no place', ['--count', '1']],
    ['no bundles', ['--count', '0', '--out', 'x']],
    ['half a bundle', ['--count', '1.5', '--out', 'x']],
    ['no jobs', ['--count', '1', '--out', 'x', '--jobs', '0']],
    ['a range backwards', ['--count', '1', '--out', 'x', '--combine', '4-1']],
    ['a range without an end', ['--count', '1', '--out', 'x', '--combine', '1-']],
    ['letters that mean nothing', ['--count', '1', '--out', 'x', '--log-level', 'q']],
    ['a mutant that there is not', ['--count', '1', '--out', 'x', '--mutate', 'pasted,tial']],
    ['a part beyond the last', ['--count', '1', '--out', 'x', '--shard', '3/2']],
  ])('with %s is wrong usage', (_what, args) => {
    expect(lab1603(['generate', ...args]).code).toBe(3)
    expect(existsSync(join(ROOT, 'x'))).toBe(false)
  })
})

describe('verify', () => {
  it('names a changed byte', () => {
    inFolder(cwd => {
      lab1603(['generate', '--scenario', 'clean-install', '--count', '2', '--out', 'c', '--jobs', '1'], { cwd })
      const path = `${bundlesIn(join(cwd, 'c'))[1]}/evidence/exports/registry.reg`
      const bytes = readFileSync(join(cwd, 'c', path))
      bytes[99]! ^= 1
      writeFileSync(join(cwd, 'c', path), bytes)
      expect(lab1603(['verify', 'c'], { cwd })).toEqual({ code: 1, stdout: `changed     ${path}\n`, stderr: '' })
      const { code, stdout } = lab1603(['verify', 'c', '--json'], { cwd })
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toEqual({
        schemaVersion: 1,
        folder: 'c',
        what: 'corpus',
        bundles: 2,
        files: expect.any(Number),
        problems: [{ path, problem: 'changed' }],
        again: false,
      })
    })
  })

  it('takes a single bundle', () => {
    inFolder(cwd => {
      lab1603(['run', 'file-in-use', '--rollup', 'KB940006', '--out', 'b'], { cwd })
      const { code, stdout } = lab1603(['verify', 'b', '--again'], { cwd })
      expect(code).toBe(0)
      expect(stdout).toMatch(/^\d+ files: as bundle\.json promises, and the same when simulated again\n$/)
    })
  })

  it.each([
    ['nothing', 'gone', /^cannot read gone: no such file or folder\n$/],
    ['no promise', '.', /^\. holds no corpus\.lock and no bundle\.json\n$/],
  ])('%s: one line and exit code 2', (_what, folder, words) => {
    inFolder(cwd => {
      const { code, stderr } = lab1603(['verify', folder], { cwd })
      expect(code).toBe(2)
      expect(stderr).toMatch(words)
    })
  })
})

describe('the bar', () => {
  it('is exact and fits its line', () => {
    expect(progressLine(5, 20, '000005-a-1', 79)).toBe('[######..................]  5 of 20  000005-a-1')
    expect(progressLine(5, 20, '000005-a-1', 30)).toHaveLength(30)
  })

  it('is drawn at most ten times a second, on a terminal alone, and is gone in the end', () => {
    const drawn: string[] = []
    let now = 0
    const draw = (isTTY: boolean, TERM: string): void => {
      const progress = progressOn({ isTTY, columns: 80, write: text => drawn.push(text) }, { TERM }, 9, () => now)
      for (let i = 0; i < 9; i++, now += 50) progress.step(`b${i}`)
      progress.end()
    }
    draw(false, 'xterm')
    draw(true, 'dumb')
    expect(drawn).toEqual([])
    draw(true, 'xterm')
    expect(drawn).toHaveLength(6)
    expect(drawn.at(-1)).toBe('\r\u001b[K')
  })
})

async function inFolderAsync(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-tui-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
