import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { LAYOUT_NAMES } from '../../tui/commandTable.ts'
import { CLI, inFolder, lab1603 } from './helpers.ts'

/** The command line of `export`: what it takes, what it leaves in the folder, how it ends. What a layout is: test/sim/pipeline/layouts. */

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(join(folder, name)).isFile())
    .sort()

const contents = (folder: string): [string, string][] =>
  filesIn(folder).map(name => [name, readFileSync(join(folder, name)).toString('base64')])

describe('export', () => {
  test.each(LAYOUT_NAMES)('writes %s, with a README, and nothing is left over', layout => {
    inFolder(cwd => {
      const { code, stdout, stderr } = lab1603(['export', 'superseded', '--as', layout, '--out', 'out', '--json'], {
        cwd,
      })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const files = filesIn(join(cwd, 'out'))
      expect(JSON.parse(stdout)).toMatchObject({ out: 'out', layout, runs: 1, files: files.length })
      expect(files).toContain('README.md')
      expect(files).toContain('labels.jsonl')
      expect(files.filter(name => name.startsWith('.'))).toEqual([])
    })
  })

  test('of a scenario, of its bundle and of a corpus is the same but for the names of the runs', () => {
    inFolder(cwd => {
      const as = ['--as', 'loghub', '--out']
      expect(lab1603(['run', 'superseded', '--seed', '3', '--out', 'superseded-3'], { cwd }).code).toBe(0)
      expect(lab1603(['export', 'superseded', '--seed', '3', ...as, 'a'], { cwd }).code).toBe(0)
      const { code, stdout } = lab1603(['export', 'superseded-3', ...as, 'b'], { cwd })
      expect(code).toBe(0)
      expect(stdout).toMatch(/^b: \d+ files of 1 run; what is true of them: b\/README\.md\n$/)
      expect(contents(join(cwd, 'b'))).toEqual(contents(join(cwd, 'a')))
    })
  })

  test('of a corpus has each of its bundles, by the names of their folders', () => {
    inFolder(cwd => {
      const made = lab1603(
        ['generate', '--scenario', 'superseded', 'not-elevated', '--count', '3', '--out', 'corpus'],
        { cwd },
      )
      expect(made.code).toBe(0)
      const bundles = readdirSync(join(cwd, 'corpus')).filter(name => name !== 'corpus.lock')
      const { code, stdout } = lab1603(['export', 'corpus', '--as', 'cmtraceopen', '--out', 'out', '--json'], { cwd })
      expect([code, JSON.parse(stdout).runs]).toEqual([0, 3])
      const scenarios = readdirSync(join(cwd, 'out')).filter(name => !name.includes('.'))
      expect(scenarios.sort()).toEqual(bundles.sort())
      const { code: refused, stderr } = lab1603(['export', 'corpus', '--seed', '2', '--as', 'loghub', '--out', 'b'], {
        cwd,
      })
      expect([refused, stderr]).toEqual([3, 'corpus was made with a seed, which cannot be changed\n'])
      expect(existsSync(join(cwd, 'b'))).toBe(false)
    })
  })

  test('where nothing has a place in the layout ends with 1, and the folder is empty', () => {
    inFolder(cwd => {
      expect(lab1603(['export', 'clean-install', '--as', 'sigmahq', '--out', 'out'], { cwd })).toEqual({
        code: 1,
        stdout: '',
        stderr: 'nothing in clean-install has a place in --as sigmahq; out is empty\n',
      })
      expect(readdirSync(join(cwd, 'out'))).toEqual([])
    })
  })

  test('that is killed leaves nothing with a name of the export', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-export-'))
    try {
      const out = join(folder, 'out')
      const child = spawn(process.execPath, [CLI, 'export', 'file-in-use', '--as', 'loghub', '--out', out])
      await vi.waitUntil(() => existsSync(out) && readdirSync(out).length > 0, { timeout: 30_000, interval: 1 })
      child.kill('SIGKILL')
      await once(child, 'close')
      expect(readdirSync(out)).toEqual([expect.stringMatching(/^\.unfinished-/)])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('takes an empty folder, and a link to one', () => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'empty'))
      symlinkSync('empty', join(cwd, 'link'))
      expect(lab1603(['export', 'superseded', '--as', 'sigmahq', '--out', 'link'], { cwd }).code).toBe(0)
      expect(filesIn(join(cwd, 'empty'))).toContain('README.md')
    })
  })

  test('touches no folder with something in it, and no file', () => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'mine'))
      writeFileSync(join(cwd, 'mine', 'note.txt'), 'mine')
      writeFileSync(join(cwd, 'file'), 'mine')
      for (const out of ['mine', 'file']) {
        const { code, stderr } = lab1603(['export', 'superseded', '--as', 'loghub', '--out', out], { cwd })
        expect([code, stderr]).toEqual([2, `${out} is there already, and not an empty folder; nothing was written\n`])
      }
      expect(filesIn(cwd)).toEqual(['file', 'mine/note.txt'])
    })
  })

  test.each([
    ['an unknown layout', ['export', 'superseded', '--as', 'sigma', '--out', 'out'], 3, 'Allowed choices are sigmahq'],
    ['no layout', ['export', 'superseded', '--out', 'out'], 3, "required option '--as <layout>' not specified"],
    ['no folder', ['export', 'superseded', '--as', 'loghub'], 3, "required option '--out <dir>' not specified"],
    [
      'an unknown scenario',
      ['export', 'superseeded', '--as', 'loghub', '--out', 'out'],
      2,
      'did you mean "superseded"?',
    ],
  ] as const)('%s is told, and nothing is written', (_, args, code, text) => {
    inFolder(cwd => {
      const ended = lab1603(args, { cwd })
      expect(ended.code).toBe(code)
      expect(ended.stderr).toContain(text)
      expect(readdirSync(cwd)).toEqual([])
    })
  })

  test("a scenario of somebody's own that says anything in its title stays one row, and one file", () => {
    inFolder(cwd => {
      const own = readFileSync(new URL('../../scenarios/superseded.yaml', import.meta.url), 'utf8')
      const title = 'title: "a | b: `c` # 2007-08-27"'
      writeFileSync(join(cwd, 'My Own (1).yaml'), own.replace(/^title: .*$/m, title))
      const { code, stderr } = lab1603(['export', 'My Own (1).yaml', '--as', 'attack-data', '--out', 'out'], { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const [set] = filesIn(join(cwd, 'out')).filter(name => name.endsWith('.yml'))
      expect(set).toBe('datasets/exchange_2007_rollups/my-own-1-1/my-own-1-1.yml')
      expect(readFileSync(join(cwd, 'out', set!), 'utf8')).toContain(
        'description: "Simulated: a | b: `c` # 2007-08-27"',
      )

      expect(readFileSync(join(cwd, 'out/README.md'), 'utf8')).toContain('| my-own-1-1 | a   b: `c` # 2007-08-27 | ')
    })
  })
})
