import { describe, expect, it } from 'vitest'
import { lab1603 } from './helpers.ts'

describe('explain', () => {
  it('says what a code means, most likely first', () => {
    const { code, stdout, stderr } = lab1603(['explain', '1603'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const heads = stdout.split('\n').filter(line => /^\S/.test(line))
    expect(heads).toEqual(['1603, return code: ERROR_INSTALL_FAILURE, 0x80070643', '1603, installer message'])
    for (const label of ['text', 'when', 'next', 'from']) expect(stdout).toContain(`\n  ${label}  `)
    expect(stdout).toContain('from  system-error-codes (documented)')
    expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(100)
  })

  it.each([
    [['0x80070643'], '1603, return code'],
    [['-2147023293'], '1603, return code'],
    [['-2147287038'], '-2147287038, storage code: STG_E_FILENOTFOUND'],
    [['return', 'value', '3'], '3, return value of an action'],
    [['Note: 1: 2262'], '2262, installer message'],
    [['7009'], '7009, event: Service Control Manager 7009'],
  ])('understands %j', (written, head) => {
    const { code, stdout } = lab1603(['explain', ...written])
    expect(code).toBe(0)
    expect(stdout.startsWith(head)).toBe(true)
  })

  it('has an object for a program', () => {
    const { code, stdout, stderr } = lab1603(['explain', '1603', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const explained = JSON.parse(stdout)
    expect(Object.keys(explained)).toEqual(['schemaVersion', 'code', 'meanings'])
    expect(explained).toMatchObject({ schemaVersion: 1, code: '1603' })
    expect(explained.meanings).toEqual([
      {
        kind: 'return-code',
        code: 1603,
        name: 'ERROR_INSTALL_FAILURE',
        text: 'Fatal error during installation.',
        occurs: expect.any(String),
        next: expect.any(String),
        grade: 'documented',
        source: 'system-error-codes',
        hresult: '0x80070643',
      },
      expect.objectContaining({ kind: 'message', code: 1603 }),
    ])
  })

  it.each([[['16043']], [['16043', '--json']]])('answers %j, which nobody knows, with what is near', args => {
    const { code, stdout, stderr } = lab1603(['explain', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('no meaning of "16043" is known')
    expect(stderr).toContain('near it: 1643, 1604, 1603')
  })

  it('knows nothing near some things', () => {
    const { code, stderr } = lab1603(['explain', 'sandwich'])
    expect(code).toBe(2)
    expect(stderr).not.toContain('near it')
  })

  it.each([
    ['nothing', [], "missing required argument 'code'"],
    ['an unknown option', ['1603', '--jsn'], 'Did you mean --json?'],
  ])('calls %s wrong usage', (_what, args, says) => {
    const { code, stdout, stderr } = lab1603(['explain', ...args])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain(says)
  })

  it('gives examples that work', () => {
    const { code, stdout } = lab1603(['explain', '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('Examples:\n  lab1603 explain 1603')
    const examples = stdout.split('\n').filter(line => line.startsWith('  lab1603 explain'))
    expect(examples.length).toBeGreaterThan(3)
    for (const example of examples) {
      const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)
      expect(lab1603(words.slice(1)).code).toBe(0)
    }
  })
})
