import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type FormatEnvironment,
  formatRecord,
  formatText,
  type RecordFields,
} from '../../../../model/installer/language/formatted.ts'

const PROPERTIES: Readonly<Record<string, string>> = {
  one: 'mercury',
  two: 'venus',
  PropA: 'surprise',
  PropB: 'PropA',
  PropC: 'PropB',
  b: 'ball',
  literal: '[one]',
  braces: '{[one]}',
}

const environment: FormatEnvironment = {
  property: name => PROPERTIES[name],
  environment: name => (name.toLowerCase() === 'windir' ? 'C:\\WINDOWS' : undefined),
  file: key => (key === 'agent' ? 'C:\\Program Files\\agent.exe' : undefined),
  shortFile: key => (key === 'agent' ? 'C:\\PROGRA~1\\agent.exe' : undefined),
  component: key => (key === 'Core' ? 'C:\\Program Files\\' : undefined),
}

const FIELDS: RecordFields = [null, '2', 'hey', '1', null, 100, -100, '', null, null, null, null, 'big']
const record = (template: string): RecordFields => [template, ...FIELDS.slice(1)]

/** Mostly facts of the conformance vectors; where they and the SDK are silent, the row pins our reading. */
describe('without a package', () => {
  test.each([
    ['%1', '%1'],
    ['[1] [2]', '2 hey'],
    ['[5] [6]', '100 -100'],
    ['[1] test [0]', '2 test [1] test [0]'],
    ['[100]', ''],
    ['[02]', 'hey'],
    ['[-1][ 1][1 ]', '[-1][ 1][1 ]'],
    ['[property] [%WINDIR] [\\x]', '[property] [%WINDIR] [\\x]'],
    ['[\\[]Bracket Text[\\]]', '[\\[]Bracket Text[\\]]'],
    // inside out, but nothing that was filled in is read again
    ['[[3][1]] [2]', 'big hey'],
    ['[[3][[4]][1]] [2]]', '[1[]2] hey]'],
    ['[{[3][1]}] [2]', '[12] hey'],
    // brackets without an end
    [']a[1]b', ']a2b'],
    ['[a[1]b', '[a[1]b'],
    ['[a[1]b[1]c{}d[1]e]', '[a[1]b[1]cd2e]'],
    // groups
    ['{}', ''],
    ['{test} {[test]}', '{test} {[test]}'],
    ['{[1] [2]}', '2 hey'],
    ['{[1][4]}x', 'x'],
    ['{[1][7]}x', 'x'],
    ['{[1][4][dummy]}', '{2[dummy]}'],
    ['0{1{2{3{4[1]5}6}7}8}9', '01{2{3{4256}7}8}9'],
    ['{ {[1]}', ' {2'],
    ['{[1][}', '2['],
    ['{[{[1]}]}', '{[{[1]}]}'],
    ['{abc', '{abc'],
    // double braces
    ['a{{[1]{b}}}c', 'a}c'],
    ['{{a} b}}', ''],
    ['{{{{}}}}', '}}'],
    ['[{{boo}}1]', '[1]'],
    ['{{[1][2]}[3]} {[1][2]}', '{{2hey}1} {2hey}'],
    ['{{ {{[1]}', '{{ {{2}'],
  ])('%j is %j', (template, text) => expect(formatRecord(record(template))).toBe(text))

  it('lists the fields of a record that has no template', () => {
    expect(formatRecord([null, 'a', undefined, 3])).toBe('1: a 2:  3: 3 ')
    expect(formatRecord([])).toBe('')
  })
})

describe('with a package', () => {
  test.each([
    ['[1] [one] [nobody]', '2 mercury '],
    ['[PropC] [[PropC]] [[[PropC]]]', 'PropB PropA surprise'],
    ['{a[one]bc[two]d}', 'amercurybcvenusd'],
    ['{a[one]bc[bad]d}', ''],
    ['{abc{d[one]ef}}', 'abc{dmercuryef}'],
    ['{abc}{{def}hi{j[one]k}}', '{abc}'],
    ['[2] {[noprop] [one]} {abcdef}', 'hey  {abcdef}'],
    ['{[1][one]}', '2mercury'],
    // escapes: one character, and nothing in between counts
    ['[\\[]]', '[]'],
    ['[\\3asdf]', '3'],
    ['[\\a[]', 'a'],
    ['[\\a[b]]', 'a]'],
    ['[\\{][1][\\}]', '{2}'],
    ['{[\\}][one]}', '}mercury'],
    ['{\\x}', '{\\x}'],
    ['[abc\\x]', ''],
    ['[[]', '[[]'],
    ['[foo.$%}][1]', '2'],
    // references
    ['a[~]b[~]', 'a\0b\0'],
    ['[~abc]', ''],
    ['[%windir] [%WinDir] [%nope]', 'C:\\WINDOWS C:\\WINDOWS '],
    ['"[#agent]" [!agent] [$Core]', '"C:\\Program Files\\agent.exe" C:\\PROGRA~1\\agent.exe C:\\Program Files\\'],
    ['{[#nofile]}[$NoComponent]', ''],
    // what a property holds is not read again
    ['[literal] [braces]', '[one] {[one]}'],
  ])('%j is %j', (template, text) => expect(formatRecord(record(template), environment)).toBe(text))

  it('reads fields again, because the second pass reads what the first has written', () => {
    expect(formatRecord(['1: [1] ', '[%windir]'], environment)).toBe('1: C:\\WINDOWS ')
    expect(formatRecord([null, '[one]'], environment)).toBe('1: mercury ')
    expect(formatRecord(['[[1]]', '\\help'], environment)).toBe('h')
  })
})

it('formats a column without a record', () => {
  expect(formatText('"[#agent]" /r:[one]{ /x:[nobody]}[1]', environment)).toBe(
    '"C:\\Program Files\\agent.exe" /r:mercury[1]',
  )
})

it('shows what double braces enclose to the log, and hides it from the dialog', () => {
  const row = ['Error writing to file: [2]. {{ System error [3].}}  Verify{{ {[4]}}}.', 1310, 'C:\\x.dll', 5, null]
  expect(formatRecord(row)).toBe('Error writing to file: C:\\x.dll.   Verify}.')
  expect(formatRecord(row.slice(0, 1).concat('x', 'C:\\x.dll', 5), undefined, 'shown')).toContain(
    '.  System error 5.  Verify',
  )
})

it('leaves text without brackets and braces alone', () => {
  const plain = fc.string({ minLength: 1 }).filter(text => !/[[\]{}]/.test(text))
  fc.assert(
    fc.property(plain, text => formatRecord([text, 'x'], environment) === text),
    { seed: 1603 },
  )
})

it('answers any text', () => {
  const messy = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '\\', '1', 'one', '~', ' ') })
  fc.assert(
    fc.property(messy, text => typeof formatRecord(record(text), environment) === 'string'),
    { seed: 1603 },
  )
})
