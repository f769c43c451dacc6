import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { CLI, inFolder, lab1603 } from './helpers.ts'

const ORDER = ['generate', '--scenario', 'product-absent', '--count', '2', '--out']
const SAME = '2 bundles, 45 files: as the lock promises\n'

describe('a corpus as an archive', () => {
  it('goes through a pipe, or into a file, with the same bytes', () => {
    inFolder(cwd => {
      const { status, stdout } = spawnSync(
        'sh',
        ['-c', `"$0" "$1" ${ORDER.join(' ')} - | tee piped.tar | "$0" "$1" verify -`, process.execPath, CLI],
        { cwd, encoding: 'utf8' },
      )
      expect({ status, stdout: stdout.replace(/\d+ files/, '45 files') }).toEqual({ status: 0, stdout: SAME })
      const { code, stdout: rows, stderr } = lab1603([...ORDER, 'corpus.tar', '--json', '--jobs', '2'], { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '2 bundles and their lock in corpus.tar\n' })
      const made = rows
        .trimEnd()
        .split('\n')
        .map(row => JSON.parse(row))
      expect(made).toMatchObject([
        {
          schemaVersion: 1,
          path: expect.stringMatching(/^000001-product-absent-\d+$/),
          scenario: 'product-absent',
          made: true,
        },
        { path: expect.stringMatching(/^000002-/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ])
      const bytes = readFileSync(join(cwd, 'corpus.tar'))
      expect(readFileSync(join(cwd, 'piped.tar')).equals(bytes)).toBe(true)
      writeFileSync(join(cwd, 'corpus.tar.gz'), zlib.gzipSync(bytes))
      expect(lab1603(['verify', 'corpus.tar.gz', '--json'], { cwd }).code).toBe(0)
      const folder = lab1603([...ORDER, 'folder', '--json', '--jobs', '1'], { cwd })
      expect(folder.stdout).toBe(rows)
      expect(lab1603([...ORDER, 'corpus.tar'], { cwd })).toEqual({
        code: 2,
        stdout: '',
        stderr: 'corpus.tar is there already; nothing was written\n',
      })
    })
  })

  it('zstd is there or refused by name', () => {
    inFolder(cwd => {
      const { code, stderr } = lab1603([...ORDER, 'corpus.tar.zst'], { cwd })
      const isThere = 'createZstdCompress' in zlib
      expect(code).toBe(isThere ? 0 : 2)
      expect(existsSync(join(cwd, 'corpus.tar.zst'))).toBe(isThere)
      if (isThere) expect(lab1603(['verify', 'corpus.tar.zst'], { cwd }).code).toBe(0)
      else expect(stderr).toMatch(/^corpus\.tar\.zst: Node \S+ knows no zstd, which comes with 22\.15/)
    })
  })

  it.each([
    [['--out', '-', '--json'], '--out - and --json do not go together: both write to stdout\n'],
    [
      ['--out', '-', '--queue', 'redis://127.0.0.1:1'],
      '--queue and --out - do not go together: workers write to a folder or a store\n',
    ],
  ])('%j is wrong usage', (options, stderr) => {
    expect(lab1603([...ORDER.slice(0, -1), ...options])).toEqual({ code: 3, stdout: '', stderr })
  })

  it.each([
    ['no archive', Buffer.from('no archive at all'.repeat(100))],
    ['nothing', Buffer.alloc(0)],
    ['a cut gzip', zlib.gzipSync(Buffer.alloc(5000)).subarray(0, 20)],
  ])('%s is not verified', (_what, input) => {
    const { code, stdout, stderr } = lab1603(['verify', '-'], { input })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^- is no tar archive, or not all of one: /)
  })
})
