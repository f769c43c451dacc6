import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CLI } from './helpers.ts'

/** Chunks that are loaded when `entry` is: static imports only, followed to the end. */
function staticallyLoaded(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen
  seen.add(entry)
  const code = readFileSync(entry, 'utf8')
  for (const [, path] of code.matchAll(/(?:\bfrom|\bimport)\s*["'`](\.\/[\w-]+\.js)["'`]/g)) {
    staticallyLoaded(join(dirname(entry), path!), seen)
  }
  return seen
}

/** Words that stand in the code of each library, also when it is minified. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  ink: /ink-root|ink-text/,
  react: /react\.element|react\.transitional\.element/,
  yaml: /BAD_DIRECTIVE|yaml\.org,2002/,
  zod: /invalid_union|ZodError/,
  memfs: /Superblock|memfs/,
  'the model': /Microsoft\.Exchange\.Management\.dll/,
}

const onStart = [...staticallyLoaded(CLI)]
const codeOnStart = onStart.map(path => readFileSync(path, 'utf8')).join('\n')

describe('what is loaded at start', () => {
  it('includes the commander chunk, so the search for imports works', () => {
    expect(onStart.length).toBeGreaterThan(1)
    expect(codeOnStart).toContain('commander.')
  })

  it.each(Object.entries(SIGNS))('leaves out %s', (_name, sign) => {
    expect(sign.test(codeOnStart)).toBe(false)
  })

  it('is small', () => {
    expect(onStart.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(84_000)
  })

  it('starts with the line that makes it a program', () => {
    expect(readFileSync(CLI, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true)
  })
})

describe('what the player alone needs', () => {
  it.each(['ink', 'react'])('is %s, which no other command loads', name => {
    const { run } = commandChunks()
    expect(run).toBeDefined()
    const code = [...staticallyLoaded(run!)].map(path => readFileSync(path, 'utf8')).join('\n')
    expect(SIGNS[name]!.test(code)).toBe(false)
    expect(SIGNS.yaml!.test(code)).toBe(true)
  })
})

describe('what a bundle alone needs', () => {
  it.each(['zod', 'yaml'])('is %s, which who diagnoses a log does not wait for', name => {
    const { diagnose } = commandChunks()
    const code = [...staticallyLoaded(diagnose!)].map(path => readFileSync(path, 'utf8')).join('\n')
    expect(code).toContain('PROPERTY CHANGE')
    expect(SIGNS[name]!.test(code)).toBe(false)
  })
})

/** Where cli.js finds its commands. */
function commandChunks(): Readonly<Record<string, string>> {
  const code = readFileSync(CLI, 'utf8')
  const found = [...code.matchAll(/import\(["'`](\.\/(\w+?)\d*\.js)["'`]\)/g)]
  return Object.fromEntries(found.map(([, path, name]) => [name!, join(dirname(CLI), path!)]))
}
