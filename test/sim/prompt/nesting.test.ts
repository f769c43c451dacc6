import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wildcard } from '../../../sim/prompt/window/fileAccess.ts'
import { server } from './helpers.ts'

/** Lines in lines: as deep as Windows goes, and an answer of its own behind that. */

const times = (count: number, text: string): string => text.repeat(count)

describe('brackets of cmd', () => {
  test.each([
    ['(echo a)', ['a']],
    ['(echo a & echo b) | find "b"', ['b']],
    ['( (echo a) && echo b )', ['a ', 'b ']],
    ['(echo a', ['The syntax of the command is incorrect.']],
    [`${times(50, '(')}echo a${times(50, ')')}`, ['a']],
    [`${times(4000, '(')}echo a${times(4000, ')')}`, ['( was unexpected at this time.']],
  ])('%s', (line, output) => {
    expect(
      server()
        .type(line)
        .map(row => row.trim()),
    ).toEqual(output.map(row => row.trim()))
  })

  test('have one redirection', () => {
    const { type } = server()
    type('(echo a & echo b) > C:\\x.txt')
    expect(type('type C:\\x.txt').map(row => row.trim())).toEqual(['a', 'b'])
  })
})

describe('prompts in prompts', () => {
  test.each([
    [`${times(20, 'cmd /c ')}echo a`, 'a'],
    [`${times(1000, 'cmd /c ')}echo a`, 'The system cannot execute the specified program.'],
    [`${times(1000, 'start ')}echo a`, 'The system cannot execute the specified program.'],
    [`${times(20, 'powershell -c ')}hostname`, 'EXCH01'],
    [`${times(500, 'powershell -c ')}hostname`, 'The script failed due to call depth overflow.'],
    [`powershell -c ${times(90, '(')}hostname${times(90, ')')}`, 'EXCH01'],
    [`powershell -c ${times(4000, '(')}hostname${times(4000, ')')}`, 'The script failed due to call depth overflow.'],
    [`echo ${times(8200, 'a')}`, 'The input line is too long.'],
    [`echo ${times(2000, '%TEMP%')}`.slice(0, 8000), 'The input line is too long.'],
  ])('%#', (line, first) => {
    expect(server().type(line)[0]).toMatch(new RegExp(`^${first.replaceAll('.', '\\.')}`))
  })

  test('a line for each of many, for each of many, ends', () => {
    const { type } = server()
    const each = times(4, 'Get-Service | % {')
    expect(type(`powershell -c "${each} hostname ${times(4, '}')}"`).at(-1)).toContain('is not simulated')
  })

  test('what was too deep leaves the prompt as it was', () => {
    const { type, prompt } = server()
    const before = prompt.text
    type(`${times(1000, 'cmd /c ')}cd C:\\`)
    expect(prompt.text).toBe(before)
    expect(type('echo a')).toEqual(['a'])
  })
})

describe('wildcards', () => {
  test.each([
    ['*.log', ['a.log', '.log'], ['a.log1', 'log']],
    ['a*b*c', ['abc', 'aXbYc', 'abbcc'], ['ab', 'acb', 'bac']],
    ['a?c', ['abc'], ['ac', 'abbc']],
    ['*a*a*', ['aa', 'xaxax'], ['a', 'xax']],
    ['ab*ba', ['abba', 'abxba'], ['aba']],
    ['', [''], ['a']],
    ['?*', ['a', 'ab'], ['']],
    ['A.*', ['a.b'], ['ab']],
  ])('%s', (pattern, fitting, others) => {
    const test = wildcard(pattern)
    expect(fitting.filter(name => !test(name))).toEqual([])
    expect(others.filter(test)).toEqual([])
  })

  /** What the pattern says, tried in every way. */
  function fitsAnyhow(name: string, pattern: string): boolean {
    if (pattern === '') return name === ''
    if (pattern[0] === '*')
      return fitsAnyhow(name, pattern.slice(1)) || (name !== '' && fitsAnyhow(name.slice(1), pattern))
    return name !== '' && (pattern[0] === '?' || pattern[0] === name[0]) && fitsAnyhow(name.slice(1), pattern.slice(1))
  }

  test('fit as the pattern says', () => {
    const letters = (units: string) => fc.string({ unit: fc.constantFrom(...units), maxLength: 8 })
    fc.assert(
      fc.property(letters('ab*?'), letters('ab'), (pattern, name) => {
        expect(wildcard(pattern)(name)).toBe(fitsAnyhow(name, pattern))
      }),
    )
  })

  test('are not tried in every way', () => {
    expect(wildcard(`${times(2000, 'a*')}b`)(times(4000, 'a'))).toBe(false)
  })
})

describe('a shell in another', () => {
  test('begins where that one stands, and what is set in it is gone with it', () => {
    const { prompt } = server()
    for (const line of ['cd /d C:\\WINDOWS', 'set FOO=bar', 'cmd']) prompt.run(line)
    expect(prompt.folder).toBe('C:\\WINDOWS')
    expect(prompt.run('echo %FOO%').output).toEqual(['bar'])
    for (const line of ['cd C:\\', 'set FOO=baz', 'exit']) prompt.run(line)
    expect(prompt.folder).toBe('C:\\WINDOWS')
    expect(prompt.run('echo %FOO%').output).toEqual(['bar'])
  })

  test.each(['powershell cd C:\\', 'cmd /c cd C:\\', 'powershell -command "cd C:\\; exit 3"'])(
    '%s moves nobody',
    line => {
      const { prompt } = server()
      const before = prompt.folder
      prompt.run(line)
      expect([prompt.shell, prompt.folder]).toEqual(['cmd', before])
    },
  )

  test('is left one at a time', () => {
    const { prompt } = server()
    const shells = ['powershell', 'cmd', 'exit', 'exit', 'exit'].map(line => {
      prompt.run(line)
      return prompt.shell
    })
    expect(shells).toEqual(['powershell', 'cmd', 'powershell', 'cmd', 'cmd'])
  })
})
