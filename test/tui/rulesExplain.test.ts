import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder, lab1603, ROOT } from './helpers.ts'

/** `rules explain` through the real command line. */

const EVIDENCE = join(ROOT, 'test/fixtures/diagnosis/file-in-use')

describe('rules explain', () => {
  it('tells the rules that hold first, and names those of which nothing does', () => {
    const { code, stdout, stderr } = lab1603(['rules', 'explain', EVIDENCE])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^file-in-use holds \(\d\d %\).*: A file that the rollup replaces was in use\n {2}\+ sign /)
    expect(stdout).toMatch(/MSI4e8f1\.LOG:20: .*Note: 1: 1306/)
    expect(stdout).toMatch(/\nNothing of these holds: [\s\S]*superseded/)
  })

  it('tells of one rule why it does not', () => {
    const { stdout } = lab1603(['rules', 'explain', EVIDENCE, '--rule', 'superseded'])
    expect(stdout).toMatch(/^superseded (?:does not hold|is not known)[^\n]*\n {2}[-?] sign told\n/)
  })

  it('has the same of every rule for a program', () => {
    const { rules } = JSON.parse(lab1603(['rules', 'explain', EVIDENCE, '--json']).stdout)
    expect(rules.length).toBeGreaterThan(40)
    expect(rules.find(({ rule }: { rule: string }) => rule === 'file-in-use')).toMatchObject({
      verdict: 'yes',
      signs: [
        { name: 'in-log', verdict: 'yes', cases: [{ branch: { rows: [{ line: 20 }, { line: 22 }, { line: 24 }] } }] },
        {},
      ],
    })
  })

  it('knows a rule by its name, or says which is meant', () => {
    expect(lab1603(['rules', 'explain', EVIDENCE, '--rule', 'file-in-us'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'there is no rule file-in-us; did you mean file-in-use?\n',
    })
  })

  it('refuses what holds nothing', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'x.bin'), Buffer.from([0x4d, 0x5a, 0, 0]))
      const { code, stderr } = lab1603(['rules', 'explain', 'x.bin'], { cwd })
      expect(code).toBe(2)
      expect(stderr).toContain('x.bin holds no log')
    })
  })
})
