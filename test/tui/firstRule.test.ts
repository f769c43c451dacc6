import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CLI, inFolder } from './helpers.ts'

/** The way from a bundle to a test in CI, as docs/rules.md shows it, is gone command by command. */

const page = readFileSync('docs/rules.md', 'utf8')
const section = page.slice(page.indexOf('## A first rule'), page.indexOf('## Observations'))
const commands = [...section.matchAll(/^\$ (.+)$/gm)].map(([, command]) => command!.replace(/ +#.*$/, ''))

test('every command of a first rule does what the page says', () => {
  expect(commands.length).toBeGreaterThan(4)
  inFolder(cwd => {
    for (const command of commands) {
      const typed = command.replace('node dist/cli.js', `'${process.execPath}' '${CLI}'`)
      const { status, stderr } = spawnSync('sh', ['-c', typed], { cwd, encoding: 'utf8', input: '' })
      expect([command, status, status === 0 ? '' : stderr]).toEqual([command, 0, ''])
    }
    expect(readFileSync(join(cwd, 'lab/junit.xml'), 'utf8')).toMatch(/<testsuites [^>]*failures="0" errors="0">/)
    expect(readFileSync(join(cwd, 'lab/first.yaml'), 'utf8').split('\n')[0]).toContain('$schema=rules.schema.json')
  })
})
