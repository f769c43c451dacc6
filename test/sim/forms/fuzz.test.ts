import { EvtxFile } from '@ts-evtx/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longKey, type Machine } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import type { RegistryKey, RegistryValue } from '../../../model/machine/parts.ts'
import { parseEvt } from '../../../sim/diagnosis/parse/evt.ts'
import { parseEvtx } from '../../../sim/diagnosis/parse/evtx.ts'
import { foldKey, parseRegistry } from '../../../sim/diagnosis/parse/registry.ts'
import { splitLines } from '../../../sim/diagnosis/parse/text.ts'
import { writeEvt } from '../../../sim/forms/eventlog/evt.ts'
import { writeEvtx } from '../../../sim/forms/eventlog/evtx.ts'
import type { EventRecord } from '../../../sim/forms/eventlog/record.ts'
import { type HiveKey, hiveData, writeHive } from '../../../sim/forms/exports/hive.ts'
import { registryExport } from '../../../sim/forms/exports/registry.ts'
import { needing, programs } from '../../needs.ts'
import { controls, key, long, markup, surrogates, visible } from './anything.ts'
import { output, printed, withFile } from './eventlog/programs.ts'
import { event } from './eventlog/samples.ts'
import { exported, withKeywords } from './eventlog/xml.ts'
import { byHivexml, byHivexregedit, flat } from './exports/hiveReaders.ts'

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

  test('are read by evtxexport as they were written', needing(programs('evtxexport')), () => {
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

// ------------------------------------------------------------------------------------------------------ the registry

describe('keys and values of any kind in a hive', () => {
  test('are read by hivexregedit as they were written', needing(programs('hivexregedit')), () => {
    fc.assert(
      fc.property(key, tree => {
        expect(byHivexregedit(writeHive(tree, 0))).toEqual(flat(tree))
      }),
      { numRuns: 30 },
    )
  })

  test('are read by hivexml as they were written', needing(programs('hivexml')), () => {
    fc.assert(
      fc.property(key, tree => {
        expect(byHivexml(writeHive(tree, 0))).toEqual(flat(tree))
      }),
      { numRuns: 30 },
    )
  })
})

/** A machine whose registry is what hangs below a key that is exported. */
function machineWith(tree: HiveKey): Pick<Machine, 'registry'> {
  const registry = new Map<string, RegistryKey>()
  const add = (key: HiveKey, path: string): void => {
    registry.set(fold(path), { path, values: new Map(key.values.map(value => [fold(value.name), value])) })
    for (const child of key.keys) add(child, `${path}\\${child.name}`)
  }
  add(tree, `HKLM\\${EXPORTED}`)
  return { registry }
}

const EXPORTED = 'SOFTWARE\\Microsoft\\Exchange'

const exportOf = (tree: HiveKey): string =>
  Buffer.from(registryExport(machineWith(tree)))
    .toString('utf16le')
    .slice(1)

describe('keys and values of any kind in an export of the registry', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(key, tree => {
        const text = exportOf(tree)
        const { keys, values } = parseRegistry(splitLines(text))
        const written = [...machineWith(tree).registry.values()]
        expect([...keys.keys()].sort()).toEqual(written.map(({ path }) => foldKey(longKey(path))).sort())
        const read = values.map(({ key, name, type, data }) => ({ key, name, type, data }))
        const expected = written.flatMap(({ path, values }) =>
          [...values.values()].map(value => ({ key: longKey(path), name: value.name, ...shown(value) })),
        )
        expect(read.sort(byText)).toEqual(expected.sort(byText))
      }),
    )
  })

  test('are merged by hivexregedit into the same hive', needing(programs('hivexregedit')), () => {
    const microsoft = { name: 'Microsoft', keys: [], values: [] }
    const empty = writeHive({ name: 'SOFTWARE', keys: [microsoft], values: [] }, 0)
    fc.assert(
      fc.property(key, tree => {
        // It reads line by line, in UTF-8, and knows no text of several lines.
        const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ')
        const plain = mapTexts(tree, oneLine)
        const merged = withFile(Buffer.from(exportOf(plain).replaceAll('\r\n', '\n')), 'reg', reg =>
          printed('sh', hive => ['-c', MERGE, 'sh', hive, reg], empty, 'hive'),
        )
        const all = [...byHivexregedit(merged)].filter(([path]) => path.startsWith(`\\Microsoft\\Exchange`))
        const wanted = [...flat(plain, '\\Microsoft\\Exchange')]
        expect(new Map(all)).toEqual(new Map(wanted))
      }),
      { numRuns: 30 },
    )
  })
})

const MERGE = 'hivexregedit --merge --prefix "HKEY_LOCAL_MACHINE\\\\SOFTWARE" "$1" "$2" && cat "$1"'

function mapTexts(tree: HiveKey, change: (text: string) => string): HiveKey {
  return {
    ...tree,
    keys: tree.keys.map(child => mapTexts(child, change)),
    values: tree.values.map(value => (value.type === 'sz' ? { ...value, data: change(String(value.data)) } : value)),
  }
}

/** Data as the reader gives it: a number of eight bytes stays as they are. */
function shown(value: RegistryValue): Pick<RegistryValue, 'data'> & { readonly type: string } {
  const { type, data } = value
  return { type, data: type === 'qword' ? hiveData(value).toString('hex') : data }
}

const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
