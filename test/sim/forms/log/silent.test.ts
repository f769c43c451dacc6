import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { filesOf, needing, REAL_LOGS } from '../../../needs.ts'
import { logsOfScenario } from './logs.ts'

/**
 * A silent log: what tells the user of an action lags behind what the engine writes (msi-log-anatomy.md 4.1). Held to the
 * silent real ones; of a failed one only what comes before it failed.
 */

/** The line before the start of an action, or undefined where it has none. */
function beforeStart(lines: readonly string[], action: string): string | undefined {
  const at = lines.findIndex(line => line.startsWith('Action start ') && line.endsWith(`: ${action}.`))
  return at < 0 ? undefined : lines[at - 1]
}

/** By action: the line that its start comes behind. */
const BEHIND: readonly (readonly [action: string, line: RegExp])[] = [
  ['InstallValidate', /Note: 1: 22(?:05|62) .*TypeLib/],
  ['InstallInitialize', /Server not locked: locking for product|ActionText/],
  ['InstallFinalize', /Executing op: Header\(/],
]

const ours = logsOfScenario('file-in-use-second', 1).map(({ lines }) => lines)
const silent = ours.filter(lines => lines.some(line => line.includes('Running Script: ')))

test('there is a whole silent log', () => {
  expect(silent).toHaveLength(1)
  expect(silent[0]!.some(line => line.includes('Running UISequence'))).toBe(false)
})

test.each(BEHIND)('the start of %s comes behind what the engine writes first', (action, line) => {
  expect(beforeStart(silent[0]!, action)).toMatch(line)
})

test('the end of an action comes behind the start of the next', () => {
  const [lines] = silent
  const doing = lines!.findIndex(line => line.endsWith(': Doing action: FileCost'))
  expect(lines!.slice(doing - 1, doing + 2)).toEqual([
    expect.stringMatching(/^Action start .*: CostInitialize\.$/),
    expect.stringContaining('Doing action: FileCost'),
    expect.stringMatching(/^Action ended .*: CostInitialize\. Return value 1\.$/),
  ])
})

describe('real silent logs', needing(REAL_LOGS), () => {
  test.each(filesOf(REAL_LOGS, /^(?:003|004|006|01[0-7]|108)-.*\.txt$/))('%s', name => {
    const lines = readFileSync(`${REAL_LOGS.path}${name}`, 'utf8').split(/\r?\n/)
    for (const [action, line] of BEHIND) expect(beforeStart(lines, action), action).toMatch(line)
  })
})
