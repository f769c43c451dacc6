import { readFileSync } from 'node:fs'
import { runVectors, type VectorResult } from './vectors.ts'

/**
 * Runs vector files against the model: one line per failing vector, then the sum. Returns the exit code: 0 all passed,
 * 1 some failed, 2 a file cannot be used, 3 no file given.
 */
export function report(paths: readonly string[], print: (line: string) => void): number {
  if (paths.length === 0) {
    print('usage: npm run conformance -- FILE...')
    return 3
  }
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
