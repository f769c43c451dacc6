import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { byName, fold } from '../../../model/machine/names.ts'
import { UPCASE_MD5 } from '../../../model/words/capitals.ts'
import { lower, upper } from '../../../model/words/letters.ts'
import { needing, UNICODE } from '../../needs.ts'

/** Capitals as Windows has them, held to its own table, to Unicode's, and away from the host's. */

const BMP = Array.from({ length: 0x10000 }, (_, code) => code)
const letter = (code: number): string => String.fromCharCode(code)
const capital = (code: number): number => upper(letter(code)).charCodeAt(0)

describe('the table', () => {
  test('is $UpCase of Windows 6.0, bit by bit', () => {
    const bytes = Buffer.alloc(0x20000)
    for (const code of BMP) bytes.writeUInt16LE(capital(code), code * 2)
    expect(createHash('md5').update(bytes).digest('hex')).toBe(UPCASE_MD5)
  })

  /** Debian's unicode-data: what Unicode says now of the letters that it had then. */
  test('is Unicode 5.0 but for what is named', needing(UNICODE), () => {
    const data = readFileSync(`${UNICODE.path}UnicodeData.txt`, 'utf8').split('\n')
    const rows = data.map(line => line.split(';')).filter(row => row.length > 14)
    const simple = (field: number) =>
      new Map(rows.flatMap(row => (row[field] ? [[hex(row[0]!), hex(row[field]!)] as const] : [])))
    const [capitals, smalls, then] = [simple(12), simple(13), assignedBy(5, 0)]
    const known = BMP.filter(code => then.has(code) && then.has(capitals.get(code) ?? code))
    const bothWays = (code: number): boolean => smalls.get(capitals.get(code) ?? code) === code
    const expected = new Map(known.filter(bothWays).map(code => [code, capitals.get(code)!]))
    expect(BMP.filter(code => capital(code) !== (expected.get(code) ?? code))).toEqual(ITS_OWN)
    for (const [code, to] of ODD) expect([code, capital(code)]).toEqual([code, to])
  })
})

const hex = (text: string): number => Number.parseInt(text, 16)

/** The final sigma, and pairs that point the wrong way. */
const ODD: readonly (readonly [from: number, to: number])[] = [
  [0x023a, 0x2c65],
  [0x023e, 0x2c66],
  [0x03c2, 0x03a3],
  [0x1fc3, 0x1fc3],
  [0x1fcc, 0x1fc3],
  [0x1ff3, 0x1ff3],
  [0x1ffc, 0x1ff3],
  [0x2c65, 0x2c65],
  [0x2c66, 0x2c66],
]
const ITS_OWN = ODD.map(([from]) => from)

/** Every code that this version of Unicode has. */
function assignedBy(major: number, minor: number): ReadonlySet<number> {
  const rows = readFileSync(`${UNICODE.path}DerivedAge.txt`, 'utf8').matchAll(
    /^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\d+)\.(\d+)/gm,
  )
  const codes = [...rows].flatMap(([, first, last = first, one, two]) => {
    const older = Number(one) < major || (Number(one) === major && Number(two) <= minor)
    if (!older || hex(first!) > 0xffff) return []
    return Array.from({ length: hex(last!) - hex(first!) + 1 }, (_, i) => hex(first!) + i)
  })
  return new Set(codes)
}

describe('letters', () => {
  test('are one for one, and settle at once', () => {
    const wrong = BMP.filter(code => {
      const [one, big, small] = [letter(code), upper(letter(code)), lower(letter(code))]
      const settled = upper(big) === big && lower(small) === small && upper(small) === big && lower(big) === small
      return big.length !== 1 || small.length !== 1 || !settled || fold(one) !== small
    })
    expect(wrong).toEqual([])
  })

  test('beyond ASCII have nothing in it', () => {
    const isAscii = (text: string): boolean => text.charCodeAt(0) < 0x80
    const beyond = BMP.filter(code => !isAscii(letter(code))).map(letter)
    expect(beyond.filter(one => isAscii(upper(one)) || isAscii(lower(one)))).toEqual([])
  })

  test.each([
    ['Stra\u00dfe', 'STRA\u00dfE', true],
    ['Stra\u00dfe', 'STRASSE', false],
    ['\u00e4\u00f6\u00fc\u00ff', '\u00c4\u00d6\u00dc\u0178', true],
    ['\u0130', 'i', false],
    ['\u0131', 'I', false],
    ['\u017f', 's', false],
    ['\u212a', 'k', false],
    ['\u212b', '\u00e5', false],
    ['\u00b5', '\u03bc', false],
    ['\u03c3\u03c2', '\u03a3\u03a3', true],
    ['\u2c80', '\u2c81', true],
    ['\ufb00', 'FF', false],
    ['e\u0301', '\u00e9', false],
    ['\u1c88', '\ua64a', false],
    ['\ua7cb', '\u0264', false],
    ['\ua7dc', '\u019b', false],
    ['\u{10400}', '\u{10428}', false],
  ])('%j and %j are one name: %s', (a, b, same) => {
    expect(fold(a) === fold(b)).toBe(same)
    expect(upper(a) === upper(b)).toBe(same)
    expect(byName(a, b) === 0).toBe(same)
  })
})

// ---------------------------------------------------------------------------------------------------------- the host

/** Paths look like patterns. */
const IMPORTED = /from '.*'$/gm

const sources = ['model', 'sim', 'tui']
  .flatMap(folder => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)))
  .filter(file => /\.tsx?$/.test(file))
  .map(file => ({ file: file.replaceAll('\\', '/'), text: readFileSync(file, 'utf8').replace(IMPORTED, '') }))

const filesWith = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file)

describe('no pattern asks the host', () => {
  test('for a property of letters, but for controls and halves of pairs, which never change', () => {
    expect(filesWith(/\\[pP]\{(?!C[cs]\})/)).toEqual([])
  })

  test('for letters without regard to case beyond ASCII', () => {
    expect(filesWith(/\/[dgmsy]*(?:i[dgmsy]*[uv]|[uv][dgmsy]*i)[dgmsy]*[.,;)\s\]]/)).toEqual([])
    expect(filesWith(/RegExp\(.*'[dgmsy]*(?:i[dgmsy]*[uv]|[uv][dgmsy]*i)[dgmsy]*'\)/)).toEqual([])
  })
})
