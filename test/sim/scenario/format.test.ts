import { describe, expect, it } from 'vitest'
import { formatProblems, type Problem } from '../../../sim/scenario/load.ts'
import { around, problemsOf, withStep } from './helpers.ts'

const formatted = (text: string): string => formatProblems(problemsOf(text), text)

describe('formatProblems', () => {
  it('shows the line, a caret, what is allowed and what was meant', () => {
    expect(formatted(around({ server: ['arch: x68', 'rols: [mailbox]'] }))).toBe(
      [
        'broken.yaml:4:11 "x68" is not allowed here',
        '      arch: x68',
        '            ^',
        '  allowed: x64, x86',
        '  did you mean "x64"?',
        '',
        'broken.yaml:5:5 unknown key `rols`',
        '      rols: [mailbox]',
        '      ^',
        '  allowed: name, domain, os, installer, zone, arch, roles, baseline, rollups, cluster, install-path, background, change',
        '  did you mean "roles"?',
        '',
      ].join('\n'),
    )
  })

  it('shows paths so that they can be copied', () => {
    expect(formatted(withStep('install: {rollup: KB935490, log: C:/a/b}'))).toContain('  did you mean "C:\\a\\b"?\n')
  })

  it('says no more than there is', () => {
    const text = around({}).replace('title: A test', 'title: 5')
    expect(formatProblems([{ file: 'a', line: 99, column: 1, path: '', message: 'lost' }], text)).toBe(
      'a:99:1 lost\n  \n  ^\n',
    )
  })

  it('keeps the caret under what it means, after tabs and without the byte order mark', () => {
    const problem: Problem = { file: 'a', line: 1, column: 4, path: '', message: 'm' }
    expect(formatProblems([problem], '\ufeff\ta\tb\r\n')).toBe('a:1:4 m\n   a b\n     ^\n')
  })

  it('lets nothing in a file steer the terminal', () => {
    const text = around({ server: ['arch: "\\e[31mx\\u202e" # \u001b[2J\u202e'] })
    for (const steering of ['\u001b', '\u202e']) expect(formatted(text)).not.toContain(steering)
    expect(formatted(text)).toContain('"?[31mx?" is not allowed here\n      arch: "\\e[31mx\\u202e" # ?[2J?\n')
  })

  it('is empty without problems', () => {
    expect(formatProblems([], '')).toBe('')
  })
})
