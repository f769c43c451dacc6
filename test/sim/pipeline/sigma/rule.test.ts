import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventRecord } from '../../../../sim/forms/eventlog/record.ts'
import { judge } from '../../../../sim/pipeline/fixtures.ts'
import { sigmaEvent } from '../../../../sim/pipeline/sigma/event.ts'
import { loadSigmaRule } from '../../../../sim/pipeline/sigma/rule.ts'

const RECORD: EventRecord = {
  number: 7,
  timeUtc: 0,
  source: 'MsiInstaller',
  id: 11306,
  type: 'error',
  category: 0,
  strings: ['Product: X -- Error 1306. C:\\Exchange Server\\Bin\\a.dll', '(NULL)', ''],
  data: undefined,
  userSid: 'S-1-5-18',
  computer: 'EXCH01',
  channel: 'Application',
  qualifiers: 0,
}
const NAMED: EventRecord = { ...RECORD, source: 'Service Control Manager', id: 7036, names: ['param1', undefined, 'x'] }

const written = (detection: string, logsource = '{product: windows, service: application}'): string =>
  `title: t\nlogsource: ${logsource}\ndetection:\n${detection.replace(/^/gm, '  ')}\n`

function ruleOf(detection: string) {
  const loaded = loadSigmaRule(written(detection), 'rule.yml')
  return loaded.ok ? loaded.rule : expect.unreachable(JSON.stringify(loaded.problems))
}

const fits = (detection: string, record: EventRecord = RECORD): boolean => ruleOf(detection).fits(sigmaEvent(record))
const one = (item: string, condition = 's'): string => `s:\n  ${item}\ncondition: ${condition}`

describe('an event fits', () => {
  it.each([
    'EventID: 11306',
    "EventID: '11306'",
    'eventid: [1, 11306]',
    'Provider_Name: msiinstaller',
    "Provider_Name: 'msi*'",
    "Provider_Name: 'ms?installer'",
    'Level: 2',
    'EventID|gte: 11306',
    'EventID|lt: 11307',
    "Data|contains: 'error 1306'",
    "Data|contains: '\\Exchange Server\\'",
    "Data|endswith: '\\a.dll'",
    "Data|startswith: 'Product:'",
    "Data|contains|all: ['Error', 'a.dll']",
    "Data|re: 'Error 1\\d{3}\\.'",
    "Data: '(NULL)'",
    "param2: '(NULL)'",
    'Nothing: null',
    'Nothing|exists: false',
    'Channel|exists: true',
    "Channel|cased: 'Application'",
    "Data|contains|cased: 'Error'",
  ])('%s', item => {
    expect(fits(one(item))).toBe(true)
    expect(fits(one(item, 'not s'))).toBe(false)
  })

  it.each([
    'EventID: 11307',
    "EventID: '1130'",
    "Provider_Name: 'msi?'",
    "Data|contains: 'Exchange Server\\Bin\\b'",
    "Data|contains|all: ['Error', 'b.dll']",
    "Data|contains|cased: 'error'",
    "Data|re: '^Error'",
    "Data: '\\*'",
    'Channel: null',
    'Nothing|exists: true',
    "Nothing: ''",
  ])('not by %s', item => expect(fits(one(item))).toBe(false))

  it('by names of the manifest where the event has them', () => {
    expect(fits(one("param1|contains: 'Product'"), NAMED)).toBe(true)
    expect(fits(one("param2: '(NULL)'"), NAMED)).toBe(true)
    expect(fits(one("Data|contains: 'Product'"), NAMED)).toBe(false)
  })

  it('by an element in place of data', () => {
    const userData = { name: 'E', content: [{ name: 'Inner', content: [{ name: 'Code', content: ['1306'] }] }] }
    expect(fits(one("Code: '1306'"), { ...RECORD, userData: userData.content[0]! })).toBe(true)
  })
})

describe('a condition', () => {
  const detection = (condition: string): string =>
    `a:\n  EventID: 11306\na2:\n  EventID: 1\nb:\n  - Level: 4\n  - Level: 2\nwords:\n  - nowhere\n  - 'error 1306'\ncondition: ${condition}`

  it.each([
    ['a', true],
    ['a2', false],
    ['a and b', true],
    ['a2 or words', true],
    ['not a2 and not (a2 or not b)', true],
    ['a2 and a or b', true],
    ['a2 and (a or b)', false],
    ['1 of a*', true],
    ['all of a*', false],
    ['1 of them', true],
    ['all of them', false],
    ['not all of a* and words', true],
    ['A'.toLowerCase(), true],
  ])('%s: %s', (condition, expected) => expect(fits(detection(condition))).toBe(expected))

  it('of several, one is enough', () => {
    expect(fits('a:\n  EventID: 1\nb:\n  EventID: 11306\ncondition: [a, b]')).toBe(true)
  })
})

describe('what an event lacks', () => {
  it('is one item that it answers the other way round', () => {
    const rule = ruleOf('s:\n  EventID: 11306\n  Level: 4\nf:\n  Task: 0\ncondition: s and not f')
    const event = sigmaEvent(RECORD)
    expect(rule.items).toEqual(['s.EventID', 's.Level', 'f.Task'])
    expect(rule.items.map((_, i) => rule.fits(event, [i]))).toEqual([false, false, false])
    expect([0, 1, 2].filter(i => rule.fits(sigmaEvent({ ...RECORD, type: 'information' }), [i]))).toEqual([2])
    expect([0, 1, 2].filter(i => rule.fits(sigmaEvent({ ...RECORD, category: 1 }), [i]))).toEqual([1])
  })
})

describe('a log of a server', () => {
  const judged = (detection: string, ...records: EventRecord[]) =>
    judge(ruleOf(detection), [{ server: 'EXCH01', log: 'Application', records }])

  it('is near where one event lacks one item, and what else is asked holds', () => {
    const wanted = 's:\n  EventID: 11306\n  Level: 4\ncondition: s'
    expect(judged(wanted, { ...RECORD, number: 6, id: 1 }, RECORD)).toEqual({
      verdict: 'near',
      matches: [],
      near: { server: 'EXCH01', log: 'Application', record: 7, item: 's.Level' },
    })
    expect(judged(wanted, { ...RECORD, id: 1 })).toEqual({ verdict: 'miss', matches: [] })
  })

  it('is not near where one item is enough, or any event would be', () => {
    expect(judged(one('EventID: 1'), RECORD).verdict).toBe('miss')
    expect(judged('a:\n  EventID: 1\nb:\n  EventID: 2\ncondition: a or b', RECORD).verdict).toBe('miss')
  })

  it('is a hit by each event that fits, of the channel that is asked', () => {
    expect(judged(one('EventID: 11306'), RECORD, { ...RECORD, number: 8 }).matches.map(({ record }) => record)).toEqual(
      [7, 8],
    )
    const system = [{ server: 'EXCH01', log: 'System' as const, records: [RECORD] }]
    expect(judge(ruleOf(one('EventID: 11306')), system).verdict).toBe('miss')
  })
})

describe('what is not understood is refused with its place', () => {
  it.each([
    [one("Data|base64: 'x'"), /^5:5 the modifier `base64` is not understood here$/],
    [one("Data|contain: 'x'"), /^5:5 the modifier `contain` /],
    [one("Data|re: '(a+)+'"), /^5:\d+ "\(a\+\)\+" repeats what repeats itself$/],
    [one('EventID|gt: many'), /^5:\d+ "many" is no number$/],
    ['s: {}\ncondition: s', /^4:6 this asks for nothing$/],
    ['s: []\ncondition: s', /^4:6 this asks for nothing$/],
    [one('EventID: []'), /^5:14 this asks for nothing$/],
    [one('EventID|exists: maybe'), /^5:21 "maybe" is not true or false$/],
    [one('Data|contains|re: x'), /^5:5 `contains` and `re` do not go together$/],
    [one('EventID: {a: 1}'), /^5:\d+ this is no value$/],
    [one('EventID: 1', 's | count() > 5'), /^6:14 the condition counts or correlates events/],
    [one('EventID: 1', 's and t'), /^6:14 the condition names "t", which is no selection$/],
    [one('EventID: 1', '(s'), /^6:14 the condition lacks a closing parenthesis$/],
    [one('EventID: 1', '2 of s*'), /^6:14 the condition asks for "2 of"$/],
    [one('EventID: 1', "''"), /^6:14 the condition ends where a selection should stand$/],
    ['s:\n  EventID: 1', /^4:3 `condition` is missing$/],
    [`${one('EventID: 1')}\ntimeframe: 5m`, /^7:3 `timeframe` counts events over time/],
  ])('%j', (detection, message) => {
    const loaded = loadSigmaRule(written(detection), 'rule.yml')
    const [problem] = loaded.ok ? [] : loaded.problems
    expect(`${problem?.line}:${problem?.column} ${problem?.message}`).toMatch(message)
  })

  it.each([
    ['{product: linux}', /"linux": these servers run Windows/],
    ['{product: windows, service: security}', /"security": no such log is simulated/],
    ['{product: windows, category: process_creation}', /"process_creation": no such events are simulated/],
  ])('%s', (logsource, message) => {
    const loaded = loadSigmaRule(written(one('EventID: 1'), logsource), 'rule.yml')
    expect(loaded.ok ? [] : loaded.problems.map(({ message }) => message)).toEqual([expect.stringMatching(message)])
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(loadSigmaRule(`title: t\nlogsource: {}\ndetection: ${text}`, 'x')).toHaveProperty('ok')
      }),
      { numRuns: 300 },
    )
  })
})

describe('wildcards', () => {
  /** The same as a regular expression, for patterns that cannot take for ever. */
  const asExpression = (pattern: string): RegExp =>
    new RegExp(`^${pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`)

  it('fit what a regular expression would', () => {
    const letters = (from: string[]) =>
      fc.array(fc.constantFrom(...from), { maxLength: 8 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(letters(['a', 'b', '*', '?']), letters(['a', 'b']), (pattern, text) => {
        fc.pre(pattern !== '')
        const record = { ...RECORD, strings: [text] }
        expect(fits(one(`param1: '${pattern}'`), record)).toBe(asExpression(pattern).test(text))
      }),
      { numRuns: 500 },
    )
  })

  it('take no longer for a text that somebody made for them', () => {
    const record = { ...RECORD, strings: ['a'.repeat(20_000)] }
    expect(fits(one(`Data: '${'*a'.repeat(200)}b'`), record)).toBe(false)
  })
})
