import { describe, expect, test } from 'vitest'
import { fold } from '../../../../model/machine/names.ts'
import type { RegistryValue } from '../../../../model/machine/parts.ts'
import { type HiveKey, hiveData, softwareHive, writeHive } from '../../../../sim/forms/exports/hive.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import { scenarioById } from '../../../laws/state.ts'
import { needing, programs } from '../../../needs.ts'
import { printed } from '../eventlog/programs.ts'
import { byHivexml, byHivexregedit, type Flat, flat, NUMBERS } from './hiveReaders.ts'

const TIME = Date.UTC(2007, 7, 27, 13, 12, 0)

const key = (name: string, keys: readonly HiveKey[] = [], values: readonly RegistryValue[] = []): HiveKey => {
  return { name, keys, values }
}

/** Every type and every kind of name; a big value; enough keys for a list of lists. */
const VALUES: readonly RegistryValue[] = [
  { name: '', type: 'sz', data: 'the default value' },
  { name: 'a "quoted\\name"', type: 'sz', data: 'Ω "x" \\ <&>' },
  { name: 'big', type: 'binary', data: 'ab'.repeat(70_000) },
  { name: 'empty', type: 'sz', data: '' },
  { name: 'expanded', type: 'expand-sz', data: '%SystemRoot%\\system32' },
  { name: 'four', type: 'binary', data: '00ff0102' },
  { name: 'list', type: 'multi-sz', data: ['a', 'bé', 'Ω'] },
  { name: 'none', type: 'binary', data: '' },
  { name: 'number', type: 'dword', data: 0xffff_fffe },
  { name: 'plain', type: 'sz', data: 'C:\\x/y "q", 20%, a|b' },
  { name: 'plain list', type: 'multi-sz', data: ['a|b', 'c\\d/e', '50%, "x"'] },
  { name: 'quad', type: 'qword', data: 2 ** 40 + 1 },
  { name: 'special', type: 'binary', data: '2f7c5c2c25224100' },
  { name: 'zone', type: 'expand-sz', data: 'Größe \u{1f600}' },
  { name: 'über', type: 'dword', data: 1 },
  { name: 'Ωmega', type: 'dword', data: 2 },
]

const MANY = Array.from({ length: 2500 }, (_, i) => key(`K${String(i).padStart(5, '0')}`))

const TREE = key('SOFTWARE', [
  key('Classes', [key('Many', MANY)]),
  key('Ärger', [key('below')], VALUES),
  key('Ключ', [], [{ name: 'x', type: 'sz', data: 'y' }]),
])

// ----------------------------------------------------------------------------------------------------------- reglookup

interface Looked {
  readonly keys: string[]
  readonly values: string[]
}

/** Each value as the program prints it: path, type and data, escaped in its way. */
function byReglookup(bytes: Uint8Array): Looked {
  const text = printed('reglookup', path => [path], bytes, 'hive').toString('latin1')
  const looked: Looked = { keys: [], values: [] }
  for (const row of text.split('\n').slice(1, -1)) {
    const [path = '', type = '', data = ''] = row.split(',')
    if (type === 'KEY') looked.keys.push(path)
    else looked.values.push(`${path},${type},${data}`)
  }
  return looked
}

/** What the program escapes besides all that is no printable ASCII. */
const IN_NAMES = /["%,/]/
const IN_DATA = /["%,]/
const IN_LISTS = /["%,|]/

function escaped(bytes: Buffer, special: RegExp): string {
  return [...bytes]
    .map(byte => {
      const char = String.fromCharCode(byte)
      if (byte >= 0x20 && byte <= 0x7e && !special.test(char)) return char
      return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

const isAscii = (text: string): boolean => Buffer.from(text).length === text.length

const nameBytes = (name: string): Buffer => {
  return Buffer.from(name, [...name].every(c => c.charCodeAt(0) < 256) ? 'latin1' : 'utf16le')
}

/** Texts beyond ASCII are printed as the bytes that they are in the file; so they are compared. */
const SHOWN: {
  readonly [T in RegistryValue['type']]: readonly [name: string, show: (value: RegistryValue) => string]
} = {
  sz: ['SZ', shownText],
  'expand-sz': ['EXPAND_SZ', shownText],
  binary: ['BINARY', value => escaped(hiveData(value), IN_DATA) || '(null)'],
  dword: ['DWORD', value => `0x${hiveData(value).readUInt32LE().toString(16).toUpperCase().padStart(8, '0')}`],
  qword: ['QWORD', value => `0x${hiveData(value).readBigUInt64LE().toString(16).padStart(16, '0')}`],
  'multi-sz': ['MULTI_SZ', shownList],
}

function shownText(value: RegistryValue): string {
  const text = String(value.data)
  return escaped(isAscii(text) ? Buffer.from(text) : hiveData(value), IN_DATA)
}

function shownList(value: RegistryValue): string {
  const list = value.data as readonly string[]
  if (!list.every(isAscii)) return escaped(hiveData(value), IN_LISTS)
  return list.map(text => escaped(Buffer.from(text), IN_LISTS)).join('|')
}

function lookedValues(values: readonly RegistryValue[], path: string): string[] {
  return values.map(value => {
    const [type, show] = SHOWN[value.type]
    return `${path}/${escaped(nameBytes(value.name), IN_NAMES)},${type},${show(value)}`
  })
}

function looked(tree: HiveKey, path = ''): Looked {
  const keys = [path === '' ? '/' : path]
  const values = lookedValues(tree.values, path)
  for (const child of tree.keys) {
    const below = looked(child, `${path}/${escaped(nameBytes(child.name), IN_NAMES)}`)
    keys.push(...below.keys)
    values.push(...below.values)
  }
  return { keys, values }
}

// --------------------------------------------------------------------------------------------------------------- tests

describe('a hive of every type and kind of name', () => {
  const bytes = writeHive(TREE, TIME)

  test('reads as it was written: hivexregedit', needing(programs('hivexregedit')), () => {
    expect(byHivexregedit(bytes)).toEqual(flat(TREE))
  })

  test('reads as it was written: hivexml', needing(programs('hivexml')), () => {
    expect(byHivexml(bytes)).toEqual(flat(TREE))
  })

  test('reads as it was written: reglookup', needing(programs('reglookup')), () => {
    expect(byReglookup(bytes)).toEqual(looked(TREE))
  })

  test('is the same at every call', () => {
    expect(Buffer.from(writeHive(TREE, TIME)).equals(bytes)).toBe(true)
  })

  test('fills its bins with cells, end to end', () => {
    const file = Buffer.from(bytes)
    expect(file.readUInt32LE(40)).toBe(file.length - 4096)
    for (let bin = 4096; bin < file.length; bin += file.readUInt32LE(bin + 8)) {
      expect(file.toString('latin1', bin, bin + 4)).toBe('hbin')
      expect(file.readUInt32LE(bin + 4)).toBe(bin - 4096)
      const end = bin + file.readUInt32LE(bin + 8)
      let at = bin + 32
      while (at < end) at += Math.abs(file.readInt32LE(at))
      expect(at).toBe(end)
    }
  })
})

test('an empty hive has its root', () => {
  const file = Buffer.from(writeHive(key('SOFTWARE'), TIME))
  expect(file.length).toBe(8192)
  const root = 4096 + file.readUInt32LE(36) + 4
  expect(file.toString('latin1', root, root + 2)).toBe('nk')
  expect(file.readUInt16LE(root + 2)).toBe(0x2c)
})

test.each([
  ['Exchange', 'EXCHANGE'],
  ['größe', 'GRÖßE'],
])('a list has the hash of the name in capitals, one for one: %s', (name, upper) => {
  const file = Buffer.from(writeHive(key('SOFTWARE', [key(name)]), TIME))
  const hash = [...upper].reduce((sum, char) => (Math.imul(sum, 37) + char.charCodeAt(0)) >>> 0, 0)
  expect(file.readUInt32LE(file.indexOf('lh\x01\0', 0, 'latin1') + 8)).toBe(hash)
})

describe('refused', () => {
  test('more than a megabyte in one value', () => {
    const value: RegistryValue = { name: 'huge', type: 'binary', data: '00'.repeat(1_048_577) }
    expect(() => writeHive(key('SOFTWARE', [], [value]), TIME)).toThrow('1048577 bytes in the value huge')
  })

  test('a key with a name of more than 255 characters', () => {
    expect(() => writeHive(key('SOFTWARE', [key('x'.repeat(256))]), TIME)).toThrow(RangeError)
  })
})

describe.each(['file-in-use', 'execution-policy-gpo-2008', 'registration-corrupt', 'clean-install-sp1'])(
  'the SOFTWARE hive of %s',
  id => {
    const { machine } = simulate(scenarioById(id).scenario, { seed: 1 }).servers[0]!
    const root = 'hklm\\software'
    const keys = [...machine.registry].filter(([path]) => path === root || path.startsWith(`${root}\\`))
    const bytes = softwareHive(machine)

    /** Keys without regard to case, and the order of values, are the program's. */
    const expectAll = (found: Flat): void => {
      const expected = keys.map(([path, { values }]) => [
        path.slice(root.length) || '\\',
        [...values.values()].map(v => `${v.name} ${NUMBERS[v.type]}:${hiveData(v).toString('hex')}`).sort(),
      ])
      const shown = [...found].map(([path, values]) => [
        fold(path),
        [...values].map(([name, data]) => `${name} ${data}`).sort(),
      ])
      expect(new Map(shown as [string, string[]][])).toEqual(new Map(expected as [string, string[]][]))
    }

    test('has every key and value of the registry: hivexregedit', needing(programs('hivexregedit')), () => {
      expectAll(byHivexregedit(bytes))
    })

    test('has every key and value of the registry: hivexml', needing(programs('hivexml')), () => {
      expectAll(byHivexml(bytes))
    })

    test('has every key and value of the registry: reglookup', needing(programs('reglookup')), () => {
      const values = keys.flatMap(([path, key]) => {
        const names = path.slice(root.length + 1).split('\\')
        return lookedValues([...key.values.values()], names.map(name => (name === '' ? '' : `/${name}`)).join(''))
      })
      const folded = (row: string): string => row.replace(/^.*?(?=\/[^/]*,)/, key => key.toLowerCase())
      const { keys: shown, values: found } = byReglookup(bytes)
      expect(shown.length).toBe(keys.length)
      expect(found.map(folded).sort()).toEqual(values.map(folded).sort())
    })
  },
)
