import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const readme = readFileSync('README.md', 'utf8')

describe('the README', () => {
  test('begins with what it is for and the two commands', () => {
    expect(readme.indexOf('npm ci && npm start')).toBeLessThan(700)
    expect(readme.indexOf('npm cit')).toBeLessThan(800)
  })

  test('shows what npm start really prints', () => {
    const out = join(mkdtempSync(join(tmpdir(), 'lab1603-')), 'bundle')
    const story = execFileSync(process.execPath, ['dist/cli.js', 'run', 'file-in-use', '--out', out], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', COLUMNS: undefined },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(readme).toContain(story.trim())
  })

  test('gives every package a reason', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>
    }
    const table = readme.slice(readme.indexOf('## What it is built from'))
    for (const name of Object.keys(devDependencies)) expect(table).toContain(name.replace('@biomejs/', ''))
  })
})
