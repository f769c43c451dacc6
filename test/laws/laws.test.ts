import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectHolds } from './sampled.ts'
import { FAILURES, type StoredFailure, TRIALS } from './trials.ts'

const stored = existsSync(FAILURES)
  ? readdirSync(FAILURES).map(name => JSON.parse(readFileSync(`${FAILURES}/${name}`, 'utf8')) as StoredFailure)
  : []

test(`${stored.length} cases that a campaign has found hold now`, () => {
  for (const { law, case: n } of stored) expectHolds(TRIALS.find(({ name }) => name === law)!, n)
})

/** Takes minutes and a Redis of its own: test/tui/queue.test.ts asks the same of one case. */
const CAMPAIGN_ONLY: readonly string[] = ['queue']

test('of every law a sample is taken by some test', () => {
  const tests = ['test/laws', 'test/scenarios', 'test/sim/workbench', 'test/tui']
    .flatMap(folder => readdirSync(folder).map(name => `${folder}/${name}`))
    .filter(path => path.endsWith('.test.ts'))
    .map(path => readFileSync(path, 'utf8'))
    .join('\n')
  const constant = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const unsampled = TRIALS.map(({ name }) => name).filter(name => !tests.includes(`(${constant(name)})`))
  expect(unsampled).toEqual(CAMPAIGN_ONLY)
  expect(new Set(TRIALS.map(({ name }) => name)).size).toBe(TRIALS.length)
})
