import fc from 'fast-check'
import type { RegistryValue } from '../../../model/machine/parts.ts'
import { upper } from '../../../model/words/letters.ts'
import type { HiveKey } from '../../../sim/forms/exports/hive.ts'

/** Texts that writers and readers tend to get wrong, and any others. NUL ends a text in these formats. */
const CONTROLS = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1))
const SPECIALS = ['<', '>', '&', '"', "'", ']]>', '&amp;', '&#x41;', '<!--', '%1', '%%1058', '\\', '\r\n', ', ']
export const visible = fc.string({ unit: 'grapheme-composite', maxLength: 60 })
export const markup = fc
  .array(fc.constantFrom(...SPECIALS, 'a', 'Ω', '\u{1f600}'), { maxLength: 20 })
  .map(parts => parts.join(''))
export const long = fc.tuple(visible, fc.nat(100)).map(([text, times]) => (text || 'x').repeat(times))
export const controls = fc.array(fc.constantFrom(...CONTROLS, 'a'), { maxLength: 20 }).map(parts => parts.join(''))
export const surrogates = fc
  .array(fc.integer({ min: 0xd800, max: 0xdfff }), { maxLength: 8 })
  .map(units => String.fromCharCode(...units))

// ------------------------------------------------------------------------------------------------------ the registry

const name = fc
  .oneof(
    visible,
    fc.string({ unit: fc.constantFrom('a', 'Z', 'ß', 'İ', 'Ω', '\u{1f600}', '"', "'", '<', '&', '%', '/') }),
  )
  .map(text => text.replace(/[\\\s\p{C}\]]/gu, '').slice(0, 100))

/** Unlike that of a key it may have a backslash, or any blank within. */
const valueName = fc
  .tuple(name, fc.constantFrom('', ' ', '\\', '=hex:', ' "\\" '), name)
  .map(parts => parts.join('').trim())

const value = fc
  .record({ name: valueName, type: fc.constantFrom('sz', 'expand-sz', 'dword', 'qword', 'multi-sz', 'binary') })
  .chain(({ name: of, type }): fc.Arbitrary<RegistryValue> => {
    const text = fc.oneof(visible, markup, long)
    switch (type) {
      case 'dword':
        return fc.nat(0xffff_ffff).map(data => ({ name: of, type, data }))
      case 'qword':
        return fc.maxSafeNat().map(data => ({ name: of, type, data }))
      case 'multi-sz':
        return fc
          .array(
            text.map(t => t || 'x'),
            { maxLength: 4 },
          )
          .map(data => ({ name: of, type, data }))
      case 'binary':
        return fc
          .uint8Array({ maxLength: 3000 })
          .map(data => ({ name: of, type, data: Buffer.from(data).toString('hex') }))
      default:
        return text.map(data => ({ name: of, type: type as 'sz', data }))
    }
  })

const keysAbove = (keys: fc.Arbitrary<readonly HiveKey[]>): fc.Arbitrary<HiveKey> =>
  fc.record({
    name: name.map(text => text || 'k'),
    keys,
    values: fc.uniqueArray(value, { maxLength: 5, selector: ({ name: of }) => upper(of) }),
  })

const several = (key: fc.Arbitrary<HiveKey>): fc.Arbitrary<readonly HiveKey[]> =>
  fc.uniqueArray(key, { maxLength: 4, selector: ({ name: of }) => upper(of) })

/** A key with values and two generations below it. */
export const key = keysAbove(several(keysAbove(several(keysAbove(fc.constant([]))))))
