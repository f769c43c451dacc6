import { EvtxFile } from '@ts-evtx/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RegistryValue } from '../../../model/machine/machine.ts'
import { writeEvt } from '../../../sim/artifacts/eventlog/evt.ts'
import { writeEvtx } from '../../../sim/artifacts/eventlog/evtx.ts'
import type { EventRecord } from '../../../sim/artifacts/eventlog/record.ts'
import { type HiveKey, writeHive } from '../../../sim/artifacts/exports/hive.ts'
import { parseEvt } from '../../../sim/diagnosis/parse/evt.ts'
import { parseEvtx } from '../../../sim/diagnosis/parse/evtx.ts'
import { output, testWith, withFile } from './eventlog/programs.ts'
import { event } from './eventlog/samples.ts'
import { exported, withKeywords } from './eventlog/xml.ts'
import { byHivexml, byHivexregedit, flat } from './exports/hiveReaders.ts'

/** Texts that writers and readers tend to get wrong, and any others. NUL ends a text in these formats. */
const CONTROLS = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1))
const SPECIALS = ['<', '>', '&', '"', "'", ']]>', '&amp;', '&#x41;', '<!--', '%1', '%%1058', '\\', '\r\n', ', ']
const visible = fc.string({ unit: 'grapheme-composite', maxLength: 60 })
const markup = fc
  .array(fc.constantFrom(...SPECIALS, 'a', 'Ω', '\u{1f600}'), { maxLength: 20 })
  .map(parts => parts.join(''))
const long = fc.tuple(visible, fc.nat(100)).map(([text, times]) => (text || 'x').repeat(times))
const controls = fc.array(fc.constantFrom(...CONTROLS, 'a'), { maxLength: 20 }).map(parts => parts.join(''))
const surrogates = fc
  .array(fc.integer({ min: 0xd800, max: 0xdfff }), { maxLength: 8 })
  .map(units => String.fromCharCode(...units))

/** Every source has a name, in one line; a computer's has no character that XML marks up, which libevtx could not show. */
const logOf = (text: fc.Arbitrary<string>, sources = text): fc.Arbitrary<readonly EventRecord[]> => {
  const source = sources.map(name => name.replace(/[\r\n]/g, '') || 'x')
  const computer = fc.constantFrom('EXCH01', 'EXCH-Ä', 'サーバー')
  const row = fc.record({ source, computer, strings: fc.array(text, { maxLength: 2 }) })
  return fc
    .array(row, { minLength: 1, maxLength: 6 })
    .map(rows => rows.map((changes, i) => event({ number: i + 1, ...changes })))
}

describe('texts of any kind in an event log', () => {
  const texts = { visible, markup, long, controls, surrogates }

  test.each(Object.entries(texts))('are read as they were written: %s', (_, text) => {
    fc.assert(
      fc.property(logOf(text), records => {
        expect(parseEvt(writeEvt(records))).toEqual({ records, warnings: [] })
        expect(parseEvtx(writeEvtx(records))).toEqual({ records: records.map(withKeywords), warnings: [] })
      }),
    )
  })

  testWith(['evtxexport'], 'are read by evtxexport as they were written', () => {
    // The version in Debian takes pairs of surrogates for other characters, leaves attributes as they are, and has no
    // output for a text of one character that XML marks up.
    const plane0 = fc
      .oneof(visible, markup, long)
      .map(text => text.replace(/[\u{10000}-\u{10ffff}]/gu, 'Ω').replace(/^[<>&]$/, '$&$&'))
    fc.assert(
      fc.property(logOf(plane0, fc.constant('Größe & Söhne')), records => {
        expect(exported(output('evtxexport', ['-f', 'xml'], writeEvtx(records), 'evtx'))).toEqual(
          records.map(withKeywords),
        )
      }),
      { numRuns: 30 },
    )
  })

  test('are read by @ts-evtx/core as they were written', () => {
    fc.assert(
      fc.property(logOf(fc.oneof(visible, markup, long)), records => {
        withFile(writeEvtx(records), 'evtx', path => {
          const read = [...EvtxFile.openSync(path).records()].map(record => record.renderXml())
          expect(exported(read.join('\n')).map(inOneText)).toEqual(records.map(withKeywords).map(inOneText))
        })
      }),
    )
  })
})

/** That reader joins the strings and folds white space. */
function inOneText({ strings, source, computer, ...record }: EventRecord) {
  const folded = (text: string): string => text.replace(/\s+/g, '')
  return {
    ...record,
    source: folded(source),
    computer: folded(computer),
    strings: folded(strings.join(',')).replace(/,+$/, ''),
  }
}

// ---------------------------------------------------------------------------------------------------------- the hive

const name = fc
  .oneof(
    visible,
    fc.string({ unit: fc.constantFrom('a', 'Z', 'ß', 'İ', 'Ω', '\u{1f600}', '"', "'", '<', '&', '%', '/') }),
  )
  .map(text => text.replace(/[\\\s\p{C}\]]/gu, '').slice(0, 100))

const value = fc
  .record({ name, type: fc.constantFrom('sz', 'expand-sz', 'dword', 'qword', 'multi-sz', 'binary') })
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
    values: fc.uniqueArray(value, { maxLength: 5, selector: ({ name: of }) => of.toUpperCase() }),
  })

const several = (key: fc.Arbitrary<HiveKey>): fc.Arbitrary<readonly HiveKey[]> =>
  fc.uniqueArray(key, { maxLength: 4, selector: ({ name: of }) => of.toUpperCase() })

const key = keysAbove(several(keysAbove(several(keysAbove(fc.constant([]))))))

describe('keys and values of any kind in a hive', () => {
  testWith(['hivexregedit'], 'are read by hivexregedit as they were written', () => {
    fc.assert(
      fc.property(key, tree => {
        expect(byHivexregedit(writeHive(tree, 0))).toEqual(flat(tree))
      }),
      { numRuns: 30 },
    )
  })

  testWith(['hivexml'], 'are read by hivexml as they were written', () => {
    fc.assert(
      fc.property(key, tree => {
        expect(byHivexml(writeHive(tree, 0))).toEqual(flat(tree))
      }),
      { numRuns: 30 },
    )
  })
})
