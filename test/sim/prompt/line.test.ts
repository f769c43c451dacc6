import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { insideWordsOf, parseLine, wordsOf } from '../../../sim/prompt/cmd/line.ts'
import { parseStatements } from '../../../sim/prompt/powershell/statement.ts'

const texts = (line: string): unknown => {
  const steps = parseLine(line)
  return 'unexpected' in steps ? steps : steps.map(step => step.stages.map(stage => stage.text))
}

describe('a line of cmd', () => {
  test.each([
    ['a & b && c || d', [['a'], ['b'], ['c'], ['d']]],
    ['a "x & y" | b', [['a "x & y"', 'b']]],
    ['echo 1>x', [['echo']]],
    ['echo a1>x', [['echo a1']]],
    ['a^&b', [['a&b']]],
    ['a & rem b & c', [['a']]],
    ['a | | b', { unexpected: '|' }],
    ['(a & b) > x', [['']]],
    ['echo (a & b)', [['echo (a'], ['b)']]],
    ['()', { unexpected: ')' }],
    ['(a) b', { unexpected: 'b' }],
    ['(a)(b)', { unexpected: '(' }],
    ['(a', { unexpected: 'newline' }],
    [`${'('.repeat(101)}a${')'.repeat(101)}`, { unexpected: '(' }],
  ])('%s', (line, expected) => {
    expect(texts(line)).toEqual(expected)
  })

  test('redirections', () => {
    const steps = parseLine('a >> "C:\\x y.txt" 2>&1')
    expect('unexpected' in steps ? [] : steps[0]?.stages[0]?.redirects).toEqual([
      { stream: 1, append: true, target: 'C:\\x y.txt' },
      { stream: 2, append: false, target: '&1' },
    ])
  })

  test('words', () => {
    expect(wordsOf(' a "b c" d"e f"g "" h=\\"i ')).toEqual(['a', 'b c', 'de fg', '', 'h="i'])
    expect(wordsOf('"C:\\dir\\" x')).toEqual(['C:\\dir\\', 'x'])
    expect(insideWordsOf('/s/q "C:\\a b",c;d')).toEqual(['/s', '/q', 'C:\\a b', 'c', 'd'])
  })

  test('words without quotes and blanks come back', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Za-z0-9:=.*\\/-]+$/)), words => {
        expect(wordsOf(words.join(' '))).toEqual(words)
      }),
    )
  })
})

describe('a line of PowerShell', () => {
  const kinds = (line: string): unknown => {
    const parsed = parseStatements(line, name => (name === 'x' ? 'value' : undefined))
    return 'error' in parsed ? parsed.error : parsed.map(s => s.map(c => c.map(t => `${t.kind} ${t.text}`)))
  }

  test.each([
    ['a; b | c', [[['word a']], [['word b'], ['word c']]]],
    ["& 'it''s' \"$x `$x\"", [[['word &', "string it's", 'string value $x']]]],
    ['a {b; "}"} (c (d)).e.f # g', [[['word a', 'block b; "}"', 'group c (d)']]]],
    ['a b,c > d', [[['word a', 'word b', 'comma ,', 'word c', 'redirect >', 'word d']]]],
    ['a (b', "Missing closing ')' in expression."],
  ])('%s', (line, expected) => {
    expect(kinds(line)).toEqual(expected)
  })
})
