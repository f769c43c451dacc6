import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { INPUT_LIMITS } from '../../sim/limits.ts'
import { inFolder, lab1603, ROOT, scenarioText } from './helpers.ts'

/** What is no regular file, or too large for one, wherever a file is expected. In a folder of evidence: test/sim/diagnosis/budget. */

const SCENARIO = 'clean-install'
const NO_FILE = ['pipe', 'device', 'folder'] as const

function put(kind: (typeof NO_FILE)[number], path: string): void {
  rmSync(path, { force: true, recursive: true })
  if (kind === 'pipe') execFileSync('mkfifo', [path])
  else if (kind === 'folder') mkdirSync(path)
  else symlinkSync('/dev/zero', path)
}

const refused = (args: readonly string[], cwd: string): string => {
  const { code, stdout, stderr } = lab1603(args, { cwd })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^[^\n]*\n$/)
  return stderr
}

describe.each(NO_FILE)('a %s', kind => {
  const words = kind === 'folder' ? 'it is a folder' : 'it is no regular file'

  it('in place of a scenario', () => {
    inFolder(cwd => {
      put(kind, join(cwd, 's.yaml'))
      for (const command of ['run', 'repair', 'generate --count 1 --out c --scenario']) {
        expect(refused([...command.split(' '), 's.yaml'], cwd)).toBe(`cannot read s.yaml: ${words}\n`)
      }
    })
  })

  it('in place of files of a bundle, and of a lock', () => {
    inFolder(cwd => {
      expect(
        lab1603(['generate', '--scenario', SCENARIO, '--count', '1', '--seed', '1', '--out', 'c'], { cwd }).code,
      ).toBe(0)
      const bundle = readdirSync(join(cwd, 'c')).find(name => name !== 'corpus.lock')!
      cpSync(join(cwd, 'c', bundle), join(cwd, 'b'), { recursive: true })
      put(kind, join(cwd, 'b/truth/scenario.yaml'))
      expect(refused(['replay', 'b'], cwd)).toBe('b lacks truth/scenario.yaml\n')
      put(kind, join(cwd, 'b/bundle.json'))
      expect(refused(['replay', 'b'], cwd)).toBe('b is no bundle: it has no bundle.json\n')
      put(kind, join(cwd, 'c/corpus.lock'))
      expect(refused(['verify', 'c'], cwd)).toContain(`c/corpus.lock ${words.slice(3)}`)
    })
  })
})

describe('what is larger than its kind may be', () => {
  it('is not read', () => {
    inFolder(cwd => {
      const large = (path: string, { most }: { readonly most: number }): void => {
        writeFileSync(join(cwd, path), '')
        truncateSync(join(cwd, path), most + 1)
      }
      large('s.yaml', INPUT_LIMITS.scenario)
      expect(refused(['run', 's.yaml'], cwd)).toBe(
        'cannot read s.yaml: it has more than 1,048,576 bytes of a scenario\n',
      )
      large('corpus.lock', INPUT_LIMITS.lock)
      expect(refused(['verify', '.'], cwd)).toBe('corpus.lock has more than 268,435,456 bytes of a corpus.lock\n')
      rmSync(join(cwd, 'corpus.lock'))
      large('bundle.json', INPUT_LIMITS.manifest)
      expect(refused(['replay', '.'], cwd)).toBe('./bundle.json has more than 16,777,216 bytes of a bundle.json\n')
      expect(lab1603(['run', '-'], { cwd, input: 'x'.repeat(2 ** 20 + 1) }).stderr).toBe(
        'cannot read -: it has more than 1,048,576 bytes of a scenario\n',
      )
    })
  })
})

describe('a pipe that the shell has opened', () => {
  it('is read, under each of its names', () => {
    inFolder(cwd => {
      const text = scenarioText(SCENARIO)
      for (const name of ['-', '/dev/stdin', '/dev/fd/0']) {
        expect(lab1603(['replay', name, '--plain'], { cwd, input: text }).code).toBe(0)
      }
      const log = '=== Logging started: 8/27/2007  13:13:00 ===\nProperty(S): REBOOT = Force\n'
      expect(lab1603(['diagnose', '-'], { cwd, input: log }).code).toBe(0)
      const substituted = execFileSync('bash', [
        '-c',
        `node "${ROOT}/dist/cli.js" diagnose <(sleep 0.2; printf '${log}') --json`,
      ])
      expect(JSON.parse(substituted.toString()).findings).toEqual([])
    })
  })

  it('is another thing than a socket', () => {
    inFolder(cwd => {
      const server = createServer().listen(join(cwd, 's.yaml'))
      expect(refused(['run', 's.yaml'], cwd)).toBe('cannot read s.yaml: it is no regular file\n')
      server.close()
    })
  })
})
