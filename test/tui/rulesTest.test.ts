import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder, lab1603 } from './helpers.ts'

const ONE = ['--scenario', 'file-in-use', '--seed', '3']

/** Somebody's first rule: whatever happens is a fault. */
const LIES = `
schemaVersion: 1
pack: lies
rules:
  - id: anything
    cause: anything
    title: Something happened
    sources: [kb935490]
    grade: modelled
    role: fault
    signs:
      happened: {weight: 0.5, when: {some: {is: event}}}
    remedies: []
`

describe('rules test', () => {
  it('counts what rules find', () => {
    const { code, stdout, stderr } = lab1603(['rules', 'test', ...ONE, '--count', '2'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('2 bundles\n  causes found   2 of 2 (100.0 %)')
    expect(stdout).toMatch(/^ {2}file-in-use +2 +2 +0 +2 +2 +100\.0 % +2$/m)
  })

  it('prints one object, the same for the same seed', () => {
    const args = ['rules', 'test', ...ONE, '--combine', '1', '--count', '2', '--reporter', 'json']
    const { code, stdout } = lab1603(args)
    const result = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(result).toMatchObject({ schemaVersion: 1, bundles: 2 })
    expect(result.rules.find(({ id }: { id: string }) => id === 'file-in-use').exercisedBy).toHaveLength(2)
    expect(lab1603(args).stdout).toBe(stdout)
  })

  it('names bundles as `generate` does', () => {
    inFolder(cwd => {
      const which = [...ONE, '--count', '1']
      const { stdout } = lab1603(['rules', 'test', ...which, '--reporter', 'json'])
      const rule = JSON.parse(stdout).rules.find(({ id }: { id: string }) => id === 'file-in-use')
      lab1603(['generate', ...which, '--out', 'corpus'], { cwd })
      expect(lab1603(['verify', join('corpus', rule.exercisedBy[0])], { cwd }).code).toBe(0)
    })
  })

  it('tests packs of your own beside those of the program, and ends with 1 where they fall short', () => {
    inFolder(cwd => {
      writeFileSync(join(cwd, 'lies.yaml'), LIES)
      const args = ['rules', 'test', '--rules', 'lies.yaml', '--scenario', 'clean-install']
      expect(lab1603(args, { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('Fooled\n  anything') })
      expect(lab1603([...args, '--min-precision', '0.5', '--min-recall', '1'], { cwd })).toMatchObject({
        code: 1,
        stderr: 'anything: 0 of 1 claims are true\n',
      })
    })
  })

  it.each([
    ['a share above one', ['--min-recall', '1.5'], 'from 0 to 1'],
    ['a reporter that there is not', ['--reporter', 'xml'], 'Allowed choices are pretty, json'],
    ['more faults than there are', ['--scenario', 'file-in-use', '--combine', '3'], '--combine asks for 3'],
  ])('calls %s wrong usage', (_what, args, says) => {
    const { code, stderr } = lab1603(['rules', 'test', ...args])
    expect(code).toBe(3)
    expect(stderr).toContain(says)
  })

  it('is refused where a scenario cannot be used', () => {
    expect(lab1603(['rules', 'test', '--scenario', 'no-such']).code).toBe(2)
  })

  it('calls `rules` alone wrong usage, and says what there is', () => {
    const { code, stderr } = lab1603(['rules'])
    expect(code).toBe(3)
    expect(stderr).toContain('test')
  })
})
