import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inFolder, lab1603, ROOT } from './helpers.ts'

const OTHERS = ['--scenario', 'file-in-use', 'disk-full-early', 'clean-install']

const foundIn = (cwd: string, pack: string): unknown => {
  const args = ['rules', 'test', '--rules', pack, '--scenario', 'clean-install', '--reporter', 'json']
  const { code, stdout } = lab1603(args, { cwd })
  return [code, JSON.parse(stdout).examples.map(({ expect, why }: Tried) => [expect, why])]
}

interface Tried {
  readonly expect: string
  readonly why?: string
}

const HOLDS = [
  0,
  [
    ['found', undefined],
    ['absent', undefined],
  ],
]

it('a first rule finds its cause in the bundle, and nothing where nothing is wrong', () => {
  inFolder(cwd => {
    lab1603(['run', 'file-in-use', '--out', 'bundle'], { cwd })
    const { code, stdout } = lab1603(['rules', 'new', 'bundle', '--cause', 'file-in-use', ...OTHERS], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=rules\.schema\.json\n/)
    expect(stdout).toContain('its healthy twin has not')
    expect(stdout).toMatch(/^ {6}event: \{weight: 0\.\d+, when: \{some: \{is: event, .*open: true\}\}\}$/m)
    expect(stdout).toContain('# 1 of 1 scenarios with this cause have such a row, and 0 of 2 others.')
    writeFileSync(join(cwd, 'first.yaml'), stdout)
    expect(foundIn(cwd, 'first.yaml')).toEqual(HOLDS)
  })
})

it('a real log does as well, for a cause that no scenario has, and stands where it was asked for', () => {
  inFolder(cwd => {
    copyFileSync(join(ROOT, 'test/fixtures/diagnosis/wrong-baseline.log'), join(cwd, 'real.log'))
    const args = ['rules', 'new', 'real.log', '--cause', 'our-own', '--out', 'first.yaml', ...OTHERS]
    expect(lab1603(args, { cwd })).toMatchObject({ code: 0, stdout: '' })
    const text = readFileSync(join(cwd, 'first.yaml'), 'utf8')
    expect(text).toContain('sources: [real.log]')
    expect(foundIn(cwd, 'first.yaml')).toEqual(HOLDS)
    const again = lab1603(args, { cwd })
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot write first.yaml') })
    expect(readFileSync(join(cwd, 'first.yaml'), 'utf8')).toBe(text)
  })
})

it('nothing is written where nothing tells it from the healthy', () => {
  inFolder(cwd => {
    writeFileSync(join(cwd, 'shopping.txt'), 'milk\n')
    const args = ['rules', 'new', 'shopping.txt', '--cause', 'our-own', '--out', 'first.yaml', ...OTHERS]
    expect(lab1603(args, { cwd })).toMatchObject({ code: 2, stdout: '' })
    expect(existsSync(join(cwd, 'first.yaml'))).toBe(false)
    expect(lab1603(['rules', 'new', 'nowhere', '--cause', 'our-own'], { cwd }).code).toBe(2)
    expect(lab1603(['rules', 'new', 'shopping.txt', '--cause', 'Our Own'], { cwd }).code).toBe(3)
    expect(lab1603(['rules', 'new', '-', '--cause', 'our-own'], { cwd, input: 'milk' }).code).toBe(3)
  })
})
