import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { builtPatterns, partsOf, patternsOf } from './patterns.ts'

/**
 * No regular expression takes more than linear time, but for those that are listed. recheck judges each; that takes minutes, so its verdicts are kept
 * and a sample is judged again in every run. A pattern that is new or changed has no verdict and is judged at once.
 */

const VERDICTS = 'test/fixtures/patterns.json'
const verdicts: Readonly<Record<string, string>> = JSON.parse(readFileSync(VERDICTS, 'utf8'))

/** Not linear, and why that does no harm. */
const BOUNDED: Readonly<Record<string, string>> = {
  '/\\d+$/': 'a version of our own table',
  '/\\{([^}]*)\\}/g': 'message texts of our own table',
  '/\\{\\{(.*?)\\}\\}/g': 'message texts of our own table',
  '/\\\\"?(?:\\/\\S*)?$/': 'one word of a command line; only a newline could make it start anew, and a word has none',
  '/\\B(?=(?:\\d{3})+$)/g': 'a number that JavaScript printed: 21 digits at most',
  '/\\s*\\r\\n/g': 'texts of our own tables',
  '/"((?:[^"]|"")*)"(?!")/y': 'sticky: tried at one place of a command line, never at the next',
}

/**
 * Words and blanks, as texts of our own tables are looked for: before each run of blanks stands something else, so that no
 * blank is in two of them. recheck takes long for what can be seen.
 */
const SENTENCE =
  /^\/(?:\(\?<=\\s\))?(?:[\w:,'"<=>%-]|\\[.*+?^${}()|[\]/\\]|(?<=[^+|/)]|\\[+/)])(?:\\s\+| )(?=[\w:,'"<=>%-]|\\[.*+?^${}()|[\]/\\])|(?<=[^+|])\|(?=\w))+(?:\(\?=\\s\))?\/[gi]$/

/** recheck does not come to a verdict in its time: these are held by nothing here, so there may not be more of them. */
const UNDECIDED = 'unknown'
const MOST_UNDECIDED = 7

const { checkSync } = await judge()

/** Without Java and without a program of its own. */
async function judge(): Promise<typeof import('recheck')> {
  process.env.RECHECK_SYNC_BACKEND = 'pure'
  return import('recheck')
}

function verdictOf(pattern: string): string {
  const found = checkSync(...partsOf(pattern), { timeout: 20_000, attackTimeout: 500, randomSeed: 1 })
  return found.status === 'vulnerable'
    ? `${found.complexity.type}${found.complexity.type === 'polynomial' ? found.complexity.degree : ''}`
    : found.status
}

const patterns = new Set([
  ...patternsOf(['model', 'sim', 'library', 'tui']).keys(),
  ...(await builtPatterns(['model', 'sim'])),
])
const fresh = [...patterns].filter(pattern => verdicts[pattern] === undefined && !SENTENCE.test(pattern))
const EVERY = 40

describe('regular expressions', () => {
  test('there are some, and the fixture names no other', () => {
    expect(patterns.size).toBeGreaterThan(200)
    expect(Object.keys(verdicts).filter(pattern => !patterns.has(pattern))).toEqual([])
  })

  test(`one that ${VERDICTS} does not know is linear`, { timeout: 120_000 }, () => {
    expect(fresh.map(pattern => [pattern, verdictOf(pattern)]).filter(([, verdict]) => verdict !== 'safe')).toEqual([])
  })

  test('what is not linear has its reason, and no reason is left over', () => {
    expect(Object.values(verdicts).filter(verdict => verdict === UNDECIDED).length).toBeLessThanOrEqual(MOST_UNDECIDED)
    const bad = Object.keys(verdicts).filter(pattern => !['safe', UNDECIDED].includes(verdicts[pattern]!))
    expect(bad.sort()).toEqual(Object.keys(BOUNDED).sort())
  })

  test('verdicts that are kept are those of recheck', { timeout: 120_000 }, () => {
    const quick = Object.keys(verdicts).filter((pattern, i) => i % EVERY === 0 && verdicts[pattern] === 'safe')
    expect(
      quick
        .map(pattern => [pattern, verdictOf(pattern)])
        .filter(([, verdict]) => verdict !== 'safe' && verdict !== UNDECIDED),
    ).toEqual([])
  })

  test('recheck does find one that is not', () => {
    expect(verdictOf('/\\0+$/')).toBe('polynomial2')
    expect(verdictOf('/^(a+)+$/')).toBe('exponential')
  })
})
