import { readFileSync } from 'node:fs'
import { filesOf, type Material, VECTORS } from '../needs.ts'
import { runVectors, type VectorResult } from './vectors.ts'

export const OWN_VECTORS: Material = { path: 'test/fixtures/vectors/', missing: undefined }

/** Our own vectors and, where they are there, the independent ones. */
export function vectorFiles(): readonly string[] {
  return [OWN_VECTORS, VECTORS]
    .filter(({ missing }) => missing === undefined)
    .flatMap(folder => filesOf(folder, /\.json$/).map(name => `${folder.path}${name}`))
}

/**
 * Runs vector files against the model: one line per failing vector, then the sum.
 * Returns the exit code: 0 none failed, 1 some failed, 2 a file cannot be used, or has nothing in it.
 */
export function report(paths: readonly string[], print: (line: string) => void): number {
  let passed = 0
  let failed = 0
  for (const path of paths) {
    const result = runFile(path)
    if (typeof result === 'string') {
      print(result)
      return 2
    }
    for (const { id, expected, actual } of result.failures)
      print(`${path}: ${id}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`)
    passed += result.passed
    failed += result.failures.length
  }
  print(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

function runFile(path: string): VectorResult | string {
  try {
    return runVectors(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    return `${path}: ${error instanceof Error ? error.message : String(error)}`
  }
}
