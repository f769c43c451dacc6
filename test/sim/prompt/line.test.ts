import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { insideWordsOf, parseLine, wordsOf } from '../../../sim/prompt/cmd/line.ts'
import { readLine } from '../../../sim/prompt/powershell/reader.ts'

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
  const shape = (line: string): unknown => {
    try {
      return readLine(line).map(statement =>
        statement.kind === 'pipeline' ? statement.commands.map(command => command.kind) : statement.kind,
      )
    } catch (error) {
      return (error as Error).message
    }
  }

  test.each([
    ['a; b | c', [['command'], ['command', 'command']]],
    ["'text' | b; $x", [['expression', 'command'], ['expression']]],
    ['$x = 1, 2; $x += 3; $x++', ['assign', 'assign', 'assign']],
    ['if (1) { a } elseif (2) { b } else { c } d', ['if', ['command']]],
    ['foreach ($x in Get-Service a*) { b $x }; while ($x) { break }', ['foreach', 'while']],
    ['for ($i = 0; $i -lt 3; $i++) { a }', ['for']],
    ['function f($a, $b) { $a }', ['function']],
    ['a (b', "Missing closing ')' in expression."],
    ['if (1) { a', "Missing closing '}' in statement block."],
    ['a }', "Unexpected token '}' in expression or statement."],
    ["'a' -join ','", "Unexpected token '-join' in expression or statement."],
    ['do { a } while (1)', 'lab1603: the statement do is not simulated.'],
    ['@{a=1}', 'lab1603: a hash table is not simulated.'],
    ['[int]1', 'lab1603: the type [int] is not simulated.'],
  ])('%s', (line, expected) => {
    expect(shape(line)).toEqual(expected)
  })
})
