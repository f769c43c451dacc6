import { describe, expect, test } from 'vitest'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { observe } from '../../../sim/diagnosis/observations/observe.ts'
import { parseHive } from '../../../sim/diagnosis/parse/hive.ts'
import { foldKey, parseRegistry } from '../../../sim/diagnosis/parse/registry.ts'
import { decodeText, splitLines } from '../../../sim/diagnosis/parse/text.ts'
import { type HiveKey, softwareHive, writeHive } from '../../../sim/forms/exports/hive.ts'
import { registryExport } from '../../../sim/forms/exports/registry.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'

/** The registry in each form in which somebody hands it over: the rows are the same. */

const KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Test'
const wide = (text: string): string => hex(Buffer.from(text, 'utf16le'))
const narrow = (text: string): string => hex(Buffer.from(text, 'latin1'))
const hex = (bytes: Buffer): string => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join()

const reg5 = `Windows Registry Editor Version 5.00

[${KEY}]
@="plain"
"b"="C:\\\\x y"
"d"=dword:00023c00
"e"=hex(2):${wide('%TEMP%\\a\0')}
"m"=hex(7):${wide('one\0two\0\0')}
"q"=hex(b):0a,00,00,00,00,00,00,00
"x"=hex:00,ff,10
`

const reg4 = reg5
  .replace('Windows Registry Editor Version 5.00', 'REGEDIT4')
  .replace(wide('%TEMP%\\a\0'), narrow('%TEMP%\\a\0'))
  .replace(wide('one\0two\0\0'), narrow('one\0two\0\0'))

const query = (between: string, noName: string, head = '', end = '') => `${head}
${KEY}
    ${[noName, 'REG_SZ', 'plain'].join(between)}
    ${['b', 'REG_SZ', 'C:\\x y'].join(between)}
    ${['d', 'REG_DWORD', '0x23c00'].join(between)}
    ${['e', 'REG_EXPAND_SZ', '%TEMP%\\a'].join(between)}
    ${['m', 'REG_MULTI_SZ', `one\\0two${end}`].join(between)}
    ${['q', 'REG_QWORD', '0xa'].join(between)}
    ${['x', 'REG_BINARY', '00FF10'].join(between)}
`

const TREE: HiveKey = {
  name: 'SOFTWARE',
  keys: [
    {
      name: 'Test',
      keys: [],
      values: [
        { name: '', type: 'sz', data: 'plain' },
        { name: 'b', type: 'sz', data: 'C:\\x y' },
        { name: 'd', type: 'dword', data: 0x23c00 },
        { name: 'e', type: 'expand-sz', data: '%TEMP%\\a' },
        { name: 'm', type: 'multi-sz', data: ['one', 'two'] },
        { name: 'q', type: 'qword', data: 10 },
        { name: 'x', type: 'binary', data: '00ff10' },
      ],
    },
  ],
  values: [],
}

const TEST_KEY = 'HKLM\\SOFTWARE\\Test'

/** What the rows say, without where they say it. */
function rows(path: string, bytes: Uint8Array): unknown[][] {
  const table = observe(evidenceFrom([{ path, bytes }]))
  return table.of(['registry']).map(({ key, name, type, value }) => [key, name, type, value])
}

describe('the same values', () => {
  const expected = [
    [TEST_KEY, '', 'sz', 'plain'],
    [TEST_KEY, 'b', 'sz', 'C:\\x y'],
    [TEST_KEY, 'd', 'dword', 0x23c00],
    [TEST_KEY, 'e', 'expand-sz', '%TEMP%\\a'],
    [TEST_KEY, 'm', 'multi-sz', ['one', 'two']],
    [TEST_KEY, 'q', 'qword', '0a00000000000000'],
    [TEST_KEY, 'x', 'binary', '00ff10'],
  ]

  test.each<[string, string, Uint8Array]>([
    ['an export of version 5', 'a.txt', Buffer.from(reg5)],
    ['an export of the older version', 'a.txt', Buffer.from(reg4)],
    ['reg query of Server 2008', 'a.txt', Buffer.from(query('    ', '(Default)'))],
    ['reg query of Server 2003', 'a.txt', Buffer.from(query('\t', '<NO NAME>', '\n! REG.EXE VERSION 3.0\n', '\\0\\0'))],
    ['a hive', 'SOFTWARE', writeHive(TREE, Date.UTC(2007, 7, 27))],
  ])('from %s', (_, path, bytes) => {
    expect(rows(path, bytes)).toEqual(expected)
  })

  test('from several forms at once are rows once, quoted from a text', () => {
    const evidence = evidenceFrom([
      { path: 'SOFTWARE', bytes: writeHive(TREE, 0) },
      { path: 'z.reg', bytes: Buffer.from(reg5) },
    ])
    const found = observe(evidence).of(['registry'])
    expect(found.map(({ path }) => path)).toEqual(expected.map(() => 'z.reg'))
  })
})

describe('what was asked for', () => {
  const looked = (text: string): unknown =>
    observe(evidenceFrom([{ path: 'a.txt', bytes: Buffer.from(text) }]))
      .of(['listing'])
      .find(({ of }) => (of as readonly string[]).includes('registry'))?.place

  test('is shown whole by a query without /v, and what is below it only with /s', () => {
    const printed = `${query('    ', '(Default)')}\n${KEY}\\Below\n`
    const folded = foldKey(KEY)
    expect(looked(`C:\\>reg query ${KEY}\n${printed}`)).toEqual([folded])
    expect(looked(`C:\\>reg query HKLM\\SOFTWARE\\Test /s\n${printed}`)).toEqual([folded, `${folded}\\below`])
    expect(looked(`C:\\>reg query "${KEY}" /v b\n${printed}`)).toEqual([])
    expect(looked(printed)).toEqual([])
  })

  test('and is not there', () => {
    const failed = 'ERROR: The system was unable to find the specified registry key or value.\n'
    expect(looked(`C:\\>reg query HKLM\\SOFTWARE\\Test\n\n${failed}`)).toEqual([foldKey(KEY)])
    expect(looked(`C:\\>reg query HKLM\\SOFTWARE\\Test /v x\n\n${failed}`)).toBeUndefined()
  })
})

describe('a hive', () => {
  const { machine } = simulate(scenarioById('file-in-use').scenario, { seed: 1 }).servers[0]!
  const hive = softwareHive(machine)
  const read = parseHive(hive)

  test('has what the export has of it', () => {
    const software = foldKey('HKLM\\SOFTWARE')
    const valuesOf = (exported: Pick<typeof read, 'values'>) =>
      exported.values.map(({ key, name, type, data }) => JSON.stringify([foldKey(key), name, type, data]))
    const text = parseRegistry(splitLines(decodeText(registryExport(machine)).text))
    const wanted = valuesOf({ values: text.values.filter(({ key }) => foldKey(key).startsWith(software)) })
    const found = new Set(valuesOf(read))
    expect(wanted.length).toBeGreaterThan(400)
    expect(wanted.filter(value => !found.has(value))).toEqual([])
  })

  test('tells by what stands in it which it is', () => {
    const name = (keys: readonly string[], path = '') =>
      parseHive(
        writeHive({ name: 'x', values: [], keys: keys.map(key => ({ name: key, keys: [], values: [] })) }, 0),
        path,
      )
        .keys.keys()
        .next().value
    expect(name(['Classes', 'Microsoft'])).toBe('hklm\\software')
    expect(name(['ControlSet001', 'Select'])).toBe('hklm\\system')
    expect(name(['Environment', 'Software'])).toBe('hkcu')
    expect(name(['a'], 'backup/SYSTEM.sav')).toBe('hklm\\system')
  })

  test('has a set of settings under the name that a running server has for it', () => {
    const tree = {
      name: 'x',
      values: [],
      keys: ['ControlSet001', 'Select'].map(name => ({ name, keys: [], values: [] })),
    }
    expect([...parseHive(writeHive(tree, 0)).keys.keys()]).toContain('hklm\\system\\currentcontrolset')
  })

  test('that is cut off or damaged gives what is left of it, and no error', () => {
    const whole = read.values.length
    for (const size of [0, 3, 4095, 4096, 4100, 20_000, Math.floor(hive.length / 2)]) {
      expect(parseHive(hive.subarray(0, size)).values.length).toBeLessThan(whole)
    }
    for (let seed = 1; seed <= 60; seed++) {
      const bytes = Uint8Array.from(hive)
      for (let i = 0; i < 200; i++)
        bytes[4096 + ((seed * 7919 + i * 104_729) % (bytes.length - 4096))] = (seed * 31 + i) % 256
      expect(parseHive(bytes).values.length).toBeLessThanOrEqual(20_000)
    }
  })

  test('that refers to itself is read once', () => {
    const bytes = Buffer.from(writeHive(TREE, 0))
    const list = bytes.indexOf('lh', 4096, 'latin1')
    const root = bytes.readUInt32LE(36)
    bytes.writeUInt32LE(root, list + 4)
    expect([...parseHive(bytes).keys.keys()]).toHaveLength(1)
  })
})
