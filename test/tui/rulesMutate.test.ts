import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lab1603, ROOT } from './helpers.ts'

const MINE = join(ROOT, 'test/fixtures/rules/mine.yaml')
const ARGS = ['rules', 'mutate', '--only', 'file-in-use', '--scenario', 'file-in-use', 'clean-install']

test('weakened rules are counted, the same for every number of jobs', () => {
  const args = [...ARGS, '--mutate', 'only-events', '--json', '--jobs']
  const { code, stdout, stderr } = lab1603([...args, '1'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const result = JSON.parse(stdout)
  expect(result).toMatchObject({ schemaVersion: 1, bundles: 4 })
  expect(result.alive).toHaveLength(result.mutants - result.killed)
  expect(result.killed).toBeGreaterThan(0)
  expect(lab1603([...args, '2']).stdout).toBe(stdout)
})

test('evidence in parts notices more, and nothing less', () => {
  const killed = (args: readonly string[]): number => JSON.parse(lab1603([...args, '--json']).stdout).killed
  expect(killed([...ARGS, '--mutate', 'only-events,only-logs'])).toBeGreaterThan(killed(ARGS))
})

test('a person reads what nothing notices and what would; the exit code is 1 where too little is', () => {
  const { code, stdout, stderr } = lab1603([...ARGS, '--fail-under', '100'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/^\d+ of \d+ weakened rules \(\d+\.\d %\) are noticed by 2 bundles$/m)
  expect(stdout).toMatch(/^Not noticed in file-in-use\n {2}[a-z-]+ signs\..*\n {4}wanted: a bundle/m)
  expect(stderr).toMatch(/weakened rules are noticed, which is less than 100 percent$/m)
})

test('packs of somebody are weakened beside those of the program, which stay whole', () => {
  const { stdout } = lab1603(['rules', 'mutate', '--rules', MINE, '--scenario', 'file-in-use', '--json'])
  const { alive } = JSON.parse(stdout) as { readonly alive: readonly { readonly rule: string }[] }
  expect(alive.map(({ rule }) => rule)).toContain('held-by-backup')
  expect(alive.map(({ rule }) => rule)).not.toContain('file-in-use')
})

test('what is not there cannot be weakened', () => {
  expect(lab1603(['rules', 'mutate', '--only', 'file-in-us'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean file-in-use?'),
  })
  expect(lab1603([...ARGS, '--mutate', 'paste'])).toMatchObject({ code: 3, stderr: expect.stringContaining('pasted') })
  expect(lab1603([...ARGS, '--count', '5'])).toMatchObject({ code: 3, stderr: expect.stringContaining('--combine') })
})
