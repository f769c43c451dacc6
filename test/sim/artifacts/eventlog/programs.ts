import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'

/**
 * A test that needs programs of the machine. Where one is missing the test is skipped and its name says why; in
 * continuous integration, which must have them, it fails.
 */
export function testWith(programs: readonly string[], name: string, body: () => void): void {
  const missing = programs.filter(program => spawnSync(program, ['-V']).error !== undefined)
  if (missing.length === 0) return void test(name, body)
  const reason = `${missing.join(', ')} not installed`
  if (process.env.CI !== 'true') return void test.skip(`${name} (skipped: ${reason})`, body)
  test(name, () => {
    throw new Error(reason)
  })
}

/** What a program prints about a file of these bytes. @throws if it fails. */
export function output(program: string, args: readonly string[], bytes: Uint8Array, extension: string): string {
  return withFile(bytes, extension, path => {
    const run = spawnSync(program, [...args, path], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      maxBuffer: 2 ** 28,
    })
    if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr}`)
    return run.stdout
  })
}

/** Calls `use` with the path of a temporary file. */
export function withFile<T>(bytes: Uint8Array, extension: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'eventlog-'))
  try {
    const path = join(folder, `Application.${extension}`)
    writeFileSync(path, bytes)
    return use(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Every text that `pattern` captures. */
export function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(match => match[1] ?? '')
}
