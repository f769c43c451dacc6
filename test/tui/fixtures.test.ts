import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { needing, programs } from '../needs.ts'
import { inFolder, lab1603, ROOT } from './helpers.ts'

const RULE = join(ROOT, 'test/fixtures/sigma/file-in-use.yml')
const ORDER = ['fixtures', '--for', RULE, '--out', 'out', '--scenario']
const EVTXEXPORT = programs('evtxexport')

/** What another reader of the format shows of the events with a number. */
const shown = (file: string, id: number): number =>
  execFileSync('evtxexport', [file], { encoding: 'utf8', maxBuffer: 2 ** 26 })
    .split('\n\n')
    .filter(event => new RegExp(`Event identifier\\s*: 0x[0-9a-f]+ \\(${id}\\)`).test(event)).length

describe('fixtures for a rule', () => {
  it('are bundles that it finds and bundles that it must not, as another reader sees them', needing(EVTXEXPORT), () => {
    inFolder(cwd => {
      const scenarios = ['file-in-use', 'clean-install', 'product-absent', 'superseded']
      const { code, stdout, stderr } = lab1603([...ORDER, ...scenarios], { cwd })
      expect({ code, stderr }).toEqual({ code: 0, stderr: 'none of 4 scenarios comes near it\n' })
      expect(stdout).toContain('must be found:\n  hit/file-in-use-1  ')
      const out = join(cwd, 'out')
      const { fixtures, rule } = JSON.parse(readFileSync(join(out, 'fixtures.json'), 'utf8'))
      expect(rule.file).toBe('file-in-use.yml')
      expect(readFileSync(join(out, 'file-in-use.yml'), 'utf8')).toBe(readFileSync(RULE, 'utf8'))
      expect(readdirSync(out).sort()).toEqual(['file-in-use.yml', 'fixtures.json', 'hit', 'miss'])
      for (const { verdict, bundle, matches, logs } of fixtures) {
        expect(lab1603(['verify', bundle], { cwd: out }).code).toBe(0)
        const { file } = logs.find(({ log }: { log: string }) => log === 'Application')
        expect([bundle, shown(join(out, file), 11306)]).toEqual([bundle, verdict === 'hit' ? matches.length : 0])
      }
      expect(lab1603([...ORDER, 'file-in-use'], { cwd })).toMatchObject({
        code: 2,
        stderr: 'out is there already, and not an empty folder; nothing was written\n',
      })
    })
  })

  it('a rule that nothing fits ends with 1, and says what is nearest', () => {
    inFolder(cwd => {
      const rule = readFileSync(RULE, 'utf8').replace('EventID: 11306', 'EventID: 11307')
      writeFileSync(join(cwd, 'rule.yml'), rule)
      const { code, stdout } = lab1603(['fixtures', '--for', 'rule.yml', '--scenario', 'file-in-use', '--out', 'out'], {
        cwd,
      })
      expect(code).toBe(1)
      expect(stdout).toMatch(/near\/file-in-use-1 {2}.*: Application \d+ but for selection\.EventID\n/)
    })
  })

  it('a rule that asks for more than is simulated is refused with its place, and nothing is written', () => {
    inFolder(cwd => {
      mkdirSync(join(cwd, 'rules'))
      writeFileSync(
        join(cwd, 'rules/r.yml'),
        'title: t\nlogsource:\n  category: process_creation\ndetection:\n  s:\n    Image|windash: x\n  condition: s\n',
      )
      const { code, stderr } = lab1603(['fixtures', '--for', 'rules/r.yml', '--out', 'out'], { cwd })
      expect(code).toBe(2)
      expect(stderr).toMatch(/^rules\/r\.yml:3:13 "process_creation": no such events are simulated/)
      expect(stderr).toMatch(/^rules\/r\.yml:6:5 the modifier `windash` is not understood here$/m)
      expect(existsSync(join(cwd, 'out'))).toBe(false)
    })
  })
})
