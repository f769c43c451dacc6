import type { Machine, RegistryValue } from '../../../model/machine/machine.ts'
import { byName, fold, isWithin, leafOf } from '../../../model/machine/names.ts'
import { CellWriter, fileTime } from './hiveCells.ts'

/**
 * HKEY_LOCAL_MACHINE\SOFTWARE as the file that `reg save` writes: a registry hive, format regf 1.3. Layout: formats.md 4
 * and the specification of the format by M. Suhanov; sizes are in bytes, numbers little endian, references are offsets
 * from the end of the header.
 *
 * Every key has the time of the export: the simulated registry keeps no times. Data above 16,344 bytes stands in one cell,
 * as version 1.3 has it (lists of segments came with 1.4), and nothing above 1 MB is written.
 */
const ROOT = 'HKLM\\SOFTWARE'

export function isInHive(path: string): boolean {
  return isWithin(path, ROOT)
}

/** A key as a node of the tree. */
export interface HiveKey {
  readonly name: string
  readonly keys: readonly HiveKey[]
  readonly values: readonly RegistryValue[]
}

export function softwareHive(machine: Machine): Uint8Array {
  return writeHive(treeOf(machine), machine.now)
}

interface Node {
  name: string
  keys: Map<string, Node>
  values: RegistryValue[]
}

const newNode = (name: string): Node => ({ name, keys: new Map(), values: [] })

function treeOf(machine: Machine): HiveKey {
  const root = newNode(leafOf(ROOT))
  for (const key of machine.registry.values()) {
    if (!isInHive(key.path)) continue
    let node = root
    for (const name of key.path.split('\\').slice(2)) {
      const next = node.keys.get(fold(name)) ?? newNode(name)
      node.keys.set(fold(name), next)
      node = next
    }
    node.values.push(...key.values.values())
  }
  return sorted(root)
}

function sorted({ name, keys, values }: Node): HiveKey {
  return {
    name,
    keys: [...keys.values()].map(sorted).sort((a, b) => byUpper(a.name, b.name)),
    values: values.sort((a, b) => byName(a.name, b.name)),
  }
}

/** The order of the lists: upper-case names, code unit by code unit. */
function byUpper(a: string, b: string): number {
  const x = a.toUpperCase()
  const y = b.toUpperCase()
  return x < y ? -1 : x > y ? 1 : 0
}

// ------------------------------------------------------------------------------------------------------------- cells

const NONE = 0xffff_ffff
/** Keys under one `lh` list; above that an `ri` list of lists. */
const KEYS_PER_LIST = 1012
const MOST_DATA = 1_048_576

/** @throws RangeError for data or a name that the format has no place for. */
export function writeHive(
  root: HiveKey,
  time: number,
  fileName = '\\SystemRoot\\System32\\Config\\SOFTWARE',
): Uint8Array {
  const cells = new CellWriter()
  const count = keyCount(root)
  const security = writeSecurity(cells, count)
  const rootCell = writeKey(cells, root, { parent: NONE, security, time: fileTime(time), root: true })
  return cells.finish(rootCell, time, fileName)
}

const keyCount = (key: HiveKey): number => key.keys.reduce((sum, child) => sum + keyCount(child), 1)

interface Family {
  readonly parent: number
  readonly security: number
  readonly time: bigint
  readonly root: boolean
}

/** Names with nothing above U+00FF are stored one byte a character, and flagged so. */
function nameOf(name: string, most: number): { bytes: Buffer; narrow: boolean } {
  if (name.length > most) throw new RangeError(`a name of ${name.length} characters has no place in a hive`)
  const narrow = !/[^\0-\xff]/.test(name)
  return { bytes: Buffer.from(name, narrow ? 'latin1' : 'utf16le'), narrow }
}

/** nk: the key itself, then what it refers to. Returns its offset. */
function writeKey(cells: CellWriter, key: HiveKey, family: Family): number {
  const { bytes: name, narrow } = nameOf(key.name, 255)
  const at = cells.take(76 + name.length)
  const values = key.values.map(value => writeValue(cells, value))
  const keys = key.keys.map(child => ({
    name: child.name,
    at: writeKey(cells, child, { ...family, parent: at, root: false }),
  }))
  const valueList = values.length > 0 ? writeList(cells, values) : NONE
  const keyList = keys.length > 0 ? writeKeyLists(cells, keys) : NONE
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(text => text.length * 2))
  cells.write(at, cell => {
    cell.write('nk', 0, 'latin1')
    cell.writeUInt16LE((family.root ? KEY_FLAGS.root : 0) | (narrow ? KEY_FLAGS.narrowName : 0), 2)
    cell.writeBigUInt64LE(family.time, 4)
    cell.writeUInt32LE(family.root ? 0 : family.parent, 16)
    cell.writeUInt32LE(keys.length, 20)
    cell.writeUInt32LE(keyList, 28)
    cell.writeUInt32LE(NONE, 32)
    cell.writeUInt32LE(values.length, 36)
    cell.writeUInt32LE(valueList, 40)
    cell.writeUInt32LE(family.security, 44)
    cell.writeUInt32LE(NONE, 48)
    cell.writeUInt32LE(longest(key.keys.map(child => child.name)), 52)
    cell.writeUInt32LE(longest(key.values.map(value => value.name)), 60)
    cell.writeUInt32LE(Math.max(0, ...key.values.map(value => dataOf(value).length)), 64)
    cell.writeUInt16LE(name.length, 72)
    name.copy(cell, 76)
  })
  return at
}

/** The root cannot be deleted (8) and is the entry of its hive (4). */
const KEY_FLAGS = { root: 0x0c, narrowName: 0x20 } as const

function writeList(cells: CellWriter, offsets: readonly number[]): number {
  const at = cells.take(offsets.length * 4)
  cells.write(at, cell => {
    for (const [i, offset] of offsets.entries()) cell.writeUInt32LE(offset, i * 4)
  })
  return at
}

interface Listed {
  readonly name: string
  readonly at: number
}

function writeKeyLists(cells: CellWriter, keys: readonly Listed[]): number {
  const lists: number[] = []
  for (let from = 0; from < keys.length; from += KEYS_PER_LIST) {
    lists.push(writeHashList(cells, keys.slice(from, from + KEYS_PER_LIST)))
  }
  if (lists.length === 1) return lists[0]!
  const at = cells.take(4 + lists.length * 4)
  cells.write(at, cell => {
    cell.write('ri', 0, 'latin1')
    cell.writeUInt16LE(lists.length, 2)
    for (const [i, list] of lists.entries()) cell.writeUInt32LE(list, 4 + i * 4)
  })
  return at
}

function writeHashList(cells: CellWriter, keys: readonly Listed[]): number {
  const at = cells.take(4 + keys.length * 8)
  cells.write(at, cell => {
    cell.write('lh', 0, 'latin1')
    cell.writeUInt16LE(keys.length, 2)
    keys.forEach((key, i) => {
      cell.writeUInt32LE(key.at, 4 + i * 8)
      cell.writeUInt32LE(hashOf(key.name), 8 + i * 8)
    })
  })
  return at
}

function hashOf(name: string): number {
  let hash = 0
  const upper = name.toUpperCase()
  for (let i = 0; i < upper.length; i++) hash = (Math.imul(hash, 37) + upper.charCodeAt(i)) >>> 0
  return hash
}

// ------------------------------------------------------------------------------------------------------------ values

const TYPES: Readonly<Record<RegistryValue['type'], number>> = {
  sz: 1,
  'expand-sz': 2,
  binary: 3,
  dword: 4,
  'multi-sz': 7,
  qword: 11,
}

/** vk; data of up to four bytes stands in the value itself. The default value has no name. */
function writeValue(cells: CellWriter, value: RegistryValue): number {
  const data = dataOf(value)
  if (data.length > MOST_DATA) {
    throw new RangeError(`${data.length} bytes in the value ${value.name} have no place in a hive`)
  }
  const { bytes: name, narrow } = nameOf(value.name, 16_383)
  const at = cells.take(20 + name.length)
  const resident = data.length <= 4
  const dataAt = resident ? 0 : cells.take(data.length)
  if (!resident) cells.write(dataAt, cell => data.copy(cell))
  cells.write(at, cell => {
    cell.write('vk', 0, 'latin1')
    cell.writeUInt16LE(name.length, 2)
    cell.writeUInt32LE(resident ? (data.length | 0x8000_0000) >>> 0 : data.length, 4)
    if (resident) data.copy(cell, 8)
    else cell.writeUInt32LE(dataAt, 8)
    cell.writeUInt32LE(TYPES[value.type], 12)
    cell.writeUInt16LE(narrow && name.length > 0 ? 1 : 0, 16)
    name.copy(cell, 20)
  })
  return at
}

/** The bytes of a value: texts end with a null character, lists with one more. */
export function dataOf({ type, data }: RegistryValue): Buffer {
  switch (type) {
    case 'sz':
    case 'expand-sz':
      return Buffer.from(`${String(data)}\0`, 'utf16le')
    case 'multi-sz':
      return Buffer.from(`${(data as readonly string[]).map(text => `${text}\0`).join('')}\0`, 'utf16le')
    case 'binary':
      return Buffer.from(String(data), 'hex')
    case 'dword': {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32LE(Number(data) >>> 0)
      return bytes
    }
    case 'qword': {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(BigInt(Number(data)))
      return bytes
    }
    default:
      return type satisfies never
  }
}

// ---------------------------------------------------------------------------------------------------------- security

/** sk: one descriptor for all keys, as most keys of SOFTWARE have it. */
function writeSecurity(cells: CellWriter, references: number): number {
  const descriptor = descriptorBytes()
  const at = cells.take(20 + descriptor.length)
  cells.write(at, cell => {
    cell.write('sk', 0, 'latin1')
    cell.writeUInt32LE(at, 4)
    cell.writeUInt32LE(at, 8)
    cell.writeUInt32LE(references, 12)
    cell.writeUInt32LE(descriptor.length, 16)
    descriptor.copy(cell, 20)
  })
  return at
}

const ADMINISTRATORS = [32, 544] as const
const SYSTEM = [18] as const
const USERS = [32, 545] as const
const ALL_ACCESS = 0xf003f
const READ = 0x20019
const SELF_RELATIVE_WITH_DACL = 0x8004
/** Inherited by keys below. */
const CONTAINER_INHERIT = 2

function sid(authorities: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + authorities.length * 4)
  bytes.writeUInt8(1, 0)
  bytes.writeUInt8(authorities.length, 1)
  bytes.writeUInt8(5, 7)
  for (const [i, part] of authorities.entries()) bytes.writeUInt32LE(part, 8 + i * 4)
  return bytes
}

function allow(access: number, who: readonly number[]): Buffer {
  const owner = sid(who)
  const head = Buffer.alloc(8)
  head.writeUInt8(CONTAINER_INHERIT, 1)
  head.writeUInt16LE(8 + owner.length, 2)
  head.writeUInt32LE(access, 4)
  return Buffer.concat([head, owner])
}

function descriptorBytes(): Buffer {
  const entries = Buffer.concat([allow(ALL_ACCESS, ADMINISTRATORS), allow(ALL_ACCESS, SYSTEM), allow(READ, USERS)])
  const list = Buffer.alloc(8)
  list.writeUInt8(2, 0)
  list.writeUInt16LE(8 + entries.length, 2)
  list.writeUInt16LE(3, 4)
  const owner = sid(ADMINISTRATORS)
  const group = sid(SYSTEM)
  const head = Buffer.alloc(20)
  head.writeUInt8(1, 0)
  head.writeUInt16LE(SELF_RELATIVE_WITH_DACL, 2)
  head.writeUInt32LE(20, 4)
  head.writeUInt32LE(20 + owner.length, 8)
  head.writeUInt32LE(20 + owner.length + group.length, 16)
  return Buffer.concat([head, owner, group, list, entries])
}
