import { describe, expect, test } from 'vitest'
import { explain, hresultOf, MEANINGS } from '../../../sim/explain/explain.ts'
import type { Meaning } from '../../../sim/explain/meaning.ts'

const GRADES = ['documented', 'observed', 'derived', 'modelled']

function meaningsOf(written: string): readonly Meaning[] {
  const found = explain(written)
  return found.known ? found.meanings : []
}

const named = (written: string): string[] => meaningsOf(written).map(({ kind, name }) => `${kind} ${name}`)

const near = (written: string): readonly string[] => {
  const found = explain(written)
  return found.known ? ['it is known'] : found.near
}

describe('the tables', () => {
  test.each(MEANINGS.map(meaning => [meaning.name, meaning] as const))('%s says everything', (_name, meaning) => {
    const { code, grade, kind, textOn2003 = 'as on Server 2008', ...texts } = meaning
    expect(Number.isInteger(code)).toBe(true)
    expect(GRADES).toContain(grade)
    expect(Object.keys(texts)).toEqual(['name', 'text', 'occurs', 'next', 'source'])
    for (const text of [textOn2003, ...Object.values(texts)]) expect(text.trim()).not.toBe('')
    for (const words of [meaning.occurs, meaning.next]) expect(words).toMatch(/[.:?]$/)
    expect(kind).toMatch(/^[a-z-]+$/)
  })

  test('say nothing twice', () => {
    const keys = MEANINGS.map(({ kind, name, code }) => `${kind} ${name} ${code}`)
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  })

  test.each(Array.from({ length: 54 }, (_, i) => 1601 + i).concat(1259, 1641, 3010))(
    'have the return code %i',
    code => {
      expect(meaningsOf(String(code)).map(({ kind }) => kind)).toContain('return-code')
    },
  )

  test('say of no event 11603 that it exists: return code 1603 ends in 11729', () => {
    expect(explain('11603').known).toBe(false)
  })
})

describe('a code', () => {
  test.each([
    ['1603', ['return-code ERROR_INSTALL_FAILURE', 'message message 1603']],
    ['3', ['return-value return value 3', 'system-error ERROR_PATH_NOT_FOUND']],
    ['1306', ['message message 1306']],
    ['11306', ['event MsiInstaller 11306']],
    ['1023', ['event MsiInstaller 1023']],
    ['7009', ['event Service Control Manager 7009']],
    ['20', ['event Microsoft-Windows-WindowsUpdateClient 20', 'event Windows Update Agent 20']],
    ['-2147287038', ['storage-code STG_E_FILENOTFOUND']],
    ['0x80030002', ['storage-code STG_E_FILENOTFOUND']],
  ])('%s has its meanings, most likely first', (code, meanings) => {
    expect(named(code)).toEqual(meanings)
  })

  test.each([
    '0x80070643',
    '0X80070643',
    '-2147023293',
    '2147944003',
    'error_install_failure',
    'Error Code: 0x80070643',
    'returned actual error code 1603',
    'MainEngineThread is returning 1603',
  ])('%s is the return code 1603 and nothing else', written => {
    expect(named(written)).toEqual(['return-code ERROR_INSTALL_FAILURE'])
  })

  test.each([
    ['return value 3', 'return-value return value 3'],
    ['Action ended 13:15:44: InstallFinalize. Return value 3.', 'return-value return value 3'],
    ['event 1023', 'event MsiInstaller 1023'],
    ['Note: 1: 2262', 'message message 2262'],
    ['Note: 1: 2262 2: Error 3: -2147287038', 'message message 2262'],
    ['MSI (s) (18:F4) [12:02:18:090]: Note: 1: 1402 2: UNKNOWN\\Net 3: 2', 'message message 1402'],
    ['Info 1603', 'message message 1603'],
    [
      'MSI (s) (18:F4) [13:14:02:218]: Product: Microsoft Exchange Server -- Error 1306. Another application has it open.',
      'message message 1306',
    ],
    ['LastError = 32', 'system-error ERROR_SHARING_VIOLATION'],
    ['System error 258.', 'system-error WAIT_TIMEOUT'],
    ['CAQuietExec:  Error 0x80070001: Command line returned an error.', 'system-error ERROR_INVALID_FUNCTION'],
  ])('is found in %s', (written, meaning) => {
    expect(named(written)).toEqual([meaning])
  })

  test.each([
    'Error 8/27/2007 1:12:00 PM Windows Update Agent 20 Installation Failure: 8.0.711.2 with error 0x80070643',
    '2007-08-27 13:12:00 C:\\8\\3.log KB935490 20',
  ])('is no number inside of a date, a time, a version or a path: %s', written => {
    expect(named(written).every(name => /^event .* 20$/.test(name))).toBe(true)
    expect(named(written)).not.toEqual([])
  })

  test('is an HRESULT only where Windows makes one of it', () => {
    const forms = (written: string) => meaningsOf(written).map(hresultOf)
    expect(forms('1603')).toEqual(['0x80070643', undefined])
    expect(forms('0')).toEqual([undefined, undefined])
    expect(forms('3010')).toEqual(['0x80070BC2'])
    expect(forms('1023')).toEqual([undefined])
  })

  test.each(
    MEANINGS.filter(meaning => hresultOf(meaning) !== undefined).map(
      meaning => [hresultOf(meaning)!, meaning] as const,
    ),
  )('%s comes back to its number, signed or not', (form, meaning) => {
    expect(meaningsOf(form)).toContain(meaning)
    expect(meaningsOf(String(Number(form) - 2 ** 32))).toContain(meaning)
  })
})

describe('an unknown code', () => {
  test.each([
    ['16043', ['1643', '1604', '1603']],
    ['1032603', []],
    ['10230', ['1030', '1023', '1020']],
    ['ERROR_INSTALL_FALURE', ['ERROR_INSTALL_FAILURE']],
    ['ERROR_INSTALL_FALIURE', ['ERROR_INSTALL_FAILURE']],
    ['USEREXIT', ['ERROR_INSTALL_USEREXIT']],
    ['8.0.711.2', []],
    ['1603x', []],
    ['sandwich', []],
    ['', []],
  ])('%s has neighbours', (written, neighbours) => {
    expect(near(written)).toEqual(neighbours)
  })

  test('has no more than five, of the kind that was asked for', () => {
    expect(near('event 1043')).toHaveLength(5)
    expect(near('return value 9')).toEqual(expect.arrayContaining(['8']))
    expect(near('return value 9').every(code => Number(code) <= 8)).toBe(true)
  })

  test.each(['0x80070000', '0x80080643', '0x', '-', '99999999999999999999'])(
    '%s is no slip of the program',
    written => {
      expect(explain(written).known).toBe(false)
    },
  )
})

test('of events with one number that of the source that is named', () => {
  const namesOf = (written: string): string[] => {
    const found = explain(written)
    return found.known ? found.meanings.map(({ name }) => name) : []
  }
  expect(namesOf('event 10005').length).toBeGreaterThan(1)
  for (const source of ['MsiInstaller', 'Microsoft-Windows-DistributedCOM', 'DCOM']) {
    expect(namesOf(`Error 8/27/2007 ${source} event 10005`)).toEqual([`${source} 10005`])
  }
})
