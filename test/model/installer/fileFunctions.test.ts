import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { getFileHash, getFileVersion, handOut, hashParts } from '../../../model/installer/fileFunctions.ts'
import { iniValue, withIniValue } from '../../../model/installer/iniText.ts'
import { md5 } from '../../../model/installer/md5.ts'
import { writeFile } from '../../../model/machine/calls.ts'
import { emptyServer } from '../../conformance/foreign.ts'

/** Functions of the installer that look at files, and texts of .ini files. */

test('MD5 is that of everybody else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const expected = createHash('md5').update(bytes).digest()
      expect(md5(bytes)).toEqual([0, 4, 8, 12].map(at => expected.readInt32LE(at)))
    }),
    { seed: 1603 },
  )
})

test('of an empty file all four numbers are zero', () => {
  expect(hashParts('')).toEqual([0, 0, 0, 0])
})

describe('a buffer', () => {
  test.each([
    ['holds it all', { given: true, size: 4 }, { error: 0, length: 3, text: 'abc' }],
    ['takes what fits', { given: true, size: 3 }, { error: 234, length: 3, text: 'ab' }],
    ['takes its end alone', { given: true, size: 1 }, { error: 234, length: 3, text: '' }],
    ['takes nothing', { given: true, size: 0 }, { error: 234, length: 3 }],
    ['is not given: the length is asked for', { given: false, size: 0 }, { error: 0, length: 3 }],
    ['is not given, nor a size', { given: false, size: undefined }, { error: 0 }],
    ['has no size', { given: true, size: undefined }, { error: 87 }],
  ])('%s', (_, buffer, expected) => expect(handOut('abc', buffer)).toEqual(expected))
})

describe('the version of a file', () => {
  const recorder = emptyServer()
  writeFile(recorder, 'C:\\a.dll', { version: '8.0.685.25', languages: [1033, 1031] })
  writeFile(recorder, 'C:\\a.txt', { hash: 'a' })
  const all = { given: true, size: 100 }
  const ask = (path: string, version = all, language = all) => getFileVersion(recorder.machine, path, version, language)

  test('comes with its languages', () => {
    expect(ask('c:\\A.DLL')).toMatchObject({
      error: 0,
      version: { text: '8.0.685.25' },
      language: { text: '1033,1031' },
    })
    expect(ask('C:\\a.dll', { given: true, size: 5 })).toMatchObject({ error: 234, version: { text: '8.0.' } })
  })

  test('is missing', () => {
    expect([ask('C:\\a.txt').error, ask('C:\\b.dll').error, ask('a.dll').error]).toEqual([1006, 2, 2])
  })

  test('a hash needs no option', () => {
    const hash = (path: string | null, options = 0, size?: number) =>
      getFileHash(recorder.machine, path, options, size).error
    expect([hash('C:\\a.txt'), hash('C:\\a.txt', 1), hash('C:\\a.txt', 0, 4), hash(null), hash('C:\\no')]).toEqual([
      0, 87, 87, 87, 2,
    ])
  })
})

describe('an .ini file', () => {
  const text = '[One]\r\nkey=1\r\n\r\n[Two]\r\nkey = 2\r\n'

  test('has sections and keys without case', () => {
    expect([iniValue(text, 'one', 'KEY'), iniValue(text, 'TWO', 'key'), iniValue(text, 'Three', 'key')]).toEqual([
      '1',
      '2',
      undefined,
    ])
  })

  test('keeps everything else', () => {
    expect(withIniValue(text, 'One', 'other', 'x')).toBe('[One]\r\nkey=1\r\n\r\nother=x\r\n[Two]\r\nkey = 2\r\n')
    expect(withIniValue(text, 'two', 'Key', '3')).toBe('[One]\r\nkey=1\r\n\r\n[Two]\r\nKey=3\r\n')
    expect(withIniValue(text, 'One', 'key', undefined)).toBe('[Two]\r\nkey = 2\r\n')
    expect(withIniValue('', 'One', 'key', '1')).toBe('[One]\r\nkey=1\r\n')
    expect(withIniValue('[One]\r\nkey=1\r\n', 'One', 'key', undefined)).toBe('')
  })
})
