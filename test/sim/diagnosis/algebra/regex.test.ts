import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { whyRefused } from '../../../../sim/diagnosis/algebra/refusal.ts'
import { regexOf } from '../../../../sim/diagnosis/algebra/regex.ts'

describe('a pattern is refused', () => {
  test.each([
    ['/(a+)+$/', 'repeats itself'],
    ['/(a*)*/', 'repeats itself'],
    ['/(a|a)*$/', 'begin alike'],
    ['/(?:\\w|\\d){9}x/', 'begin alike'],
    ['/(a?){30}a{30}/', 'repeats itself'],
    ['/a?a?a?a?a?a?a?a?a?aaaaaaaa/', 'too much open'],
    ['/(?:a|ab)(?:a|ab)(?:a|ab)(?:a|ab)(?:a|ab)(?:a|ab)(?:a|ab)x/', 'too much open'],
    ['/.*a.*b.*c/', '3 repeats without end'],
    ['/(a)\\1/', 'refers back'],
    ['/(?=a)b/', 'looks ahead'],
    ['/(?<!a)b/', 'looks ahead or behind'],
    ['/a(/', 'no regular expression'],
    ['/a/g', 'a flag other than'],
    ['/a/y', 'a flag other than'],
    [`/${'a'.repeat(1001)}/`, 'longer than'],
  ])('%s', (written, why) => {
    expect(whyRefused(written)).toContain(why)
  })
})

describe('a pattern may stand', () => {
  test.each([
    '/\\bblank\\b/i',
    '/Could not find (?:a part of )?the path .*ExchangeSetupLogs/i',
    '/^[A-Z]:\\\\ExchangeSetupLogs$/i',
    '/error|warning|event/',
    '/(?:MSI|Windows) Installer (?:installed|reconfigured)/',
    '/(?:ab)+c/',
    '/[\\w.-]+@x/',
    'C:\\WINDOWS',
    '/ begins with a slash',
  ])('%s', written => {
    expect(whyRefused(written)).toBeUndefined()
    expect(() => regexOf(written)).not.toThrow()
  })
})

/** Parts from which patterns are drawn that have many ways to fit the same text. */
const part = fc.constantFrom(
  'a',
  'b',
  '.',
  'a*',
  'a+',
  '.*',
  'a?',
  '(a|b)',
  '(a|ab)',
  '(a+)+',
  '(?:a|a)*',
  '[ab]+',
  '\\w*',
)

test('whatever may stand comes to an end soon, on texts that are made for it', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 7 }), parts => {
      const written = `/${parts.join('')}c/`
      if (whyRefused(written) !== undefined) return
      const repeats = parts.filter(one => /[*+]/.test(one)).length
      // At a length at which one more repeat, or nesting, would take for ever; the test ends or it does not.
      const text = 'ab'.repeat(repeats > 1 ? 60 : 400)
      expect(regexOf(written)!.test(text)).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('those of the packs of the program are not exponential, by another judge', async () => {
  process.env.RECHECK_SYNC_BACKEND = 'pure'
  const { checkSync } = await import('recheck')
  const written = readFileSync('rules/exchange-2007.yaml', 'utf8').match(/(?<=')\/[^']+\/[a-z]*(?=')/g) ?? []
  expect(written.length).toBeGreaterThan(10)
  for (const pattern of new Set(written)) {
    const { source, flags } = regexOf(pattern)!
    const found = checkSync(source, flags, { timeout: 1500, attackTimeout: 200 })
    expect([pattern, found.status === 'vulnerable' && found.complexity.type]).not.toContain('exponential')
  }
})
