import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Programs of the machine, and what they make of our bytes. Which of them a test needs, `needing` says. */

/** What a program prints about a file of these bytes. @throws if it fails. */
export function printed(
  program: string,
  args: (path: string) => readonly string[],
  bytes: Uint8Array,
  extension: string,
): Buffer {
  return withFile(bytes, extension, path => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', PERL_UNICODE: 'SDA' }
    // To a file: hivexml opens /dev/stdout by name, which it cannot if that is a socket.
    const out = openSync(`${path}.out`, 'w')
    const run = spawnSync(program, args(path), { env, encoding: 'utf8', stdio: ['ignore', out, 'pipe'] })
    closeSync(out)
    if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr}`)
    return readFileSync(`${path}.out`)
  })
}

/** The same as text, of a program that takes the file last. */
export function output(program: string, args: readonly string[], bytes: Uint8Array, extension: string): string {
  return printed(program, path => [...args, path], bytes, extension).toString('utf8')
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
