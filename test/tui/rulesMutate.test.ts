import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inFolder, lab1603, ROOT } from './helpers.ts'

const MINE = join(ROOT, 'test/fixtures/rules/mine.yaml')
const ARGS = ['rules', 'mutate', '--only', 'file-in-use', '--scenario', 'file-in-use', 'clean-install']

/** What is true of the second rule of that pack. */
const BACKUP = `schemaVersion: 1
examples:
  held-by-backup:
    - rows: {held: {is: event, id: 11306, open: true}, backup: {is: event, source: backup agent}}
      expect: found
      but: [{held: null}, {backup: null}]
`

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

test('evidence in parts notices more, and so do the examples beside a pack', () => {
  inFolder(cwd => {
    copyFileSync(MINE, join(cwd, 'mine.yaml'))
    const mutated = (...more: readonly string[]) =>
      JSON.parse(
        lab1603(['rules', 'mutate', '--rules', '.', '--scenario', 'clean-install', ...more, '--json'], { cwd }).stdout,
      )
    const whole = mutated()
    expect(whole.examples).toBe(0)
    expect(mutated('--mutate', 'only-events,only-logs').killed).toBeGreaterThanOrEqual(whole.killed)
    writeFileSync(join(cwd, 'mine.examples.yaml'), BACKUP)
    const besides = mutated()
    expect(besides.examples).toBe(3)
    expect(besides.killed).toBeGreaterThan(whole.killed)
  })
})

test('a person reads what nothing notices and what would; the exit code is 1 where too little is', () => {
  const args = ['rules', 'mutate', '--rules', MINE, '--scenario', 'file-in-use', '--fail-under', '100']
  const { code, stdout, stderr } = lab1603(args)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^\d+ of \d+ weakened rules \(\d+\.\d %\) are noticed by 1 bundles$/m)
  expect(stdout).toMatch(/^Not noticed in held-by-backup\n {2}[a-z-]+ signs\..*\n {4}wanted: a bundle/m)
  expect(stderr).toMatch(/weakened rules are noticed, which is less than 100 percent$/m)
  expect(lab1603([...ARGS, '--fail-under', '95'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/are noticed by 2 bundles and \d+ cases of examples$/m),
  })
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
