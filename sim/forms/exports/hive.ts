import { clockTime, type Machine } from '../../../model/machine/machine.ts'
import { fold, inOrder, isKeyWithin, leafOf, parentOf } from '../../../model/machine/names.ts'
import type { RegistryData, RegistryValue } from '../../../model/machine/parts.ts'
import { upper } from '../../../model/words/letters.ts'
import { fileTime } from '../fileTime.ts'
import type { Export } from './export.ts'
import { CellWriter } from './hiveCells.ts'

/**
 * HKEY_LOCAL_MACHINE\SOFTWARE as the file that `reg save` writes: a registry hive, format regf 1.3. Layout: formats.md 4
 * and the specification of the format by M. Suhanov; sizes are in bytes, numbers little endian, references are offsets
 * from the end of the header.
 *
 * Every key has the time of the export: the simulated registry keeps no times. Data above 16,344 bytes stands in one cell,
 * as version 1.3 has it (lists of segments came with 1.4), and nothing above 1 MB is written.
 *
 * Does not know what a key is for.
 */

const ROOT = 'HKLM\\SOFTWARE'
const ROOT_KEY = fold(ROOT)

/** A key as a node of the tree. */
export interface HiveKey {
  readonly name: string
  readonly keys: readonly HiveKey[]
  readonly values: readonly RegistryValue[]
}

export function softwareHive(machine: Machine): Uint8Array {
  return writeHive(treeOf(machine), clockTime(machine))
}

export const hiveFile: Export = {
  name: leafOf(ROOT),
  encoding: 'binary',
  bytes: ({ machine }) => softwareHive(machine),
  hasKey: path => isKeyWithin(fold(path), ROOT_KEY),
}

interface Node extends HiveKey {
  readonly upper: string
  readonly keys: Node[]
}

const newNode = (name: string, values: readonly RegistryValue[]): Node => {
  return { name, upper: upper(name), keys: [], values }
}

/** No key of the registry is without the one above it. */
function treeOf(machine: Machine): HiveKey {
  const nodes = new Map<string, Node>()
  for (const [path, key] of machine.registry) {
    if (isKeyWithin(path, ROOT_KEY)) nodes.set(path, newNode(leafOf(key.path), inOrder(key.values)))
  }
  for (const [path, node] of nodes) nodes.get(parentOf(path)!)?.keys.push(node)
  for (const { keys } of nodes.values()) keys.sort(byUpper)
  return nodes.get(ROOT_KEY) ?? newNode(leafOf(ROOT), [])
}

/** The order of the lists: upper-case names, code unit by code unit. */
function byUpper({ upper: a }: Node, { upper: b }: Node): number {
  return a < b ? -1 : a > b ? 1 : 0
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

interface KeySetting {
  readonly parent: number
  readonly security: number
  readonly time: bigint
  readonly root: boolean
}

interface StoredName {
  readonly text: string
  readonly encoding: 'latin1' | 'utf16le'
  readonly size: number
}

/** Names with nothing above U+00FF are stored one byte a character, and flagged so. */
function storedName(text: string, most: number): StoredName {
  if (text.length > most) throw new RangeError(`a name of ${text.length} characters has no place in a hive`)
  return /[^\0-\xff]/.test(text)
    ? { text, encoding: 'utf16le', size: text.length * 2 }
    : { text, encoding: 'latin1', size: text.length }
}

/** nk: the key itself, then what it refers to. Returns its offset. */
function writeKey(cells: CellWriter, key: HiveKey, family: KeySetting): number {
  const name = storedName(key.name, 255)
  const at = cells.take(76 + name.size)
  const values = key.values.map(value => writeValue(cells, value))
  const below = { ...family, parent: at, root: false }
  const keys = key.keys.map(child => ({ name: child.name, at: writeKey(cells, child, below) }))
  const valueList = values.length > 0 ? writeList(cells, values) : NONE
  const keyList = keys.length > 0 ? writeKeyLists(cells, keys) : NONE
  cells.write(at, (bytes, from) => {
    bytes.write('nk', from, 'latin1')
    bytes.writeUInt16LE(
      (family.root ? KEY_FLAGS.root : 0) | (name.encoding === 'latin1' ? KEY_FLAGS.narrowName : 0),
      from + 2,
    )
    bytes.writeBigUInt64LE(family.time, from + 4)
    bytes.writeUInt32LE(family.root ? 0 : family.parent, from + 16)
    bytes.writeUInt32LE(keys.length, from + 20)
    bytes.writeUInt32LE(keyList, from + 28)
    bytes.writeUInt32LE(NONE, from + 32)
    bytes.writeUInt32LE(values.length, from + 36)
    bytes.writeUInt32LE(valueList, from + 40)
    bytes.writeUInt32LE(family.security, from + 44)
    bytes.writeUInt32LE(NONE, from + 48)
    bytes.writeUInt32LE(
      most(key.keys, child => child.name.length * 2),
      from + 52,
    )
    bytes.writeUInt32LE(
      most(key.values, value => value.name.length * 2),
      from + 60,
    )
    bytes.writeUInt32LE(most(key.values, sizeOf), from + 64)
    bytes.writeUInt16LE(name.size, from + 72)
    bytes.write(name.text, from + 76, name.encoding)
  })
  return at
}

function most<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((largest, item) => Math.max(largest, size(item)), 0)
}

/** The root cannot be deleted (8) and is the entry of its hive (4). */
const KEY_FLAGS = { root: 0x0c, narrowName: 0x20 } as const

function writeList(cells: CellWriter, offsets: readonly number[]): number {
  const at = cells.take(offsets.length * 4)
  cells.write(at, (bytes, from) => writeOffsets(bytes, from, offsets))
  return at
}

function writeOffsets(bytes: Buffer, from: number, offsets: readonly number[]): void {
  for (let i = 0; i < offsets.length; i++) bytes.writeUInt32LE(offsets[i]!, from + i * 4)
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
  cells.write(at, (bytes, from) => {
    bytes.write('ri', from, 'latin1')
    bytes.writeUInt16LE(lists.length, from + 2)
    writeOffsets(bytes, from + 4, lists)
  })
  return at
}

function writeHashList(cells: CellWriter, keys: readonly Listed[]): number {
  const at = cells.take(4 + keys.length * 8)
  cells.write(at, (bytes, from) => {
    bytes.write('lh', from, 'latin1')
    bytes.writeUInt16LE(keys.length, from + 2)
    keys.forEach((key, i) => {
      bytes.writeUInt32LE(key.at, from + 4 + i * 8)
      bytes.writeUInt32LE(hashOf(key.name), from + 8 + i * 8)
    })
  })
  return at
}

function hashOf(name: string): number {
  let hash = 0
  const capitals = upper(name)
  for (let i = 0; i < capitals.length; i++) hash = (Math.imul(hash, 37) + capitals.charCodeAt(i)) >>> 0
  return hash
}

// ------------------------------------------------------------------------------------------------------------ values

/** How data of a type is stored. Where it goes is zero already, so that texts end with a null character, lists with one more. */
interface DataForm {
  readonly number: number
  readonly size: (data: RegistryData) => number
  readonly put: (bytes: Buffer, at: number, data: RegistryData) => void
}

const text: Omit<DataForm, 'number'> = {
  size: data => (String(data).length + 1) * 2,
  put: (bytes, at, data) => bytes.write(String(data), at, 'utf16le'),
}

const joined = (data: RegistryData): string => (data as readonly string[]).map(item => `${item}\0`).join('')

const FORMS: Readonly<Record<RegistryValue['type'], DataForm>> = {
  sz: { number: 1, ...text },
  'expand-sz': { number: 2, ...text },
  binary: {
    number: 3,
    size: data => String(data).length / 2,
    put: (bytes, at, data) => bytes.write(String(data), at, 'hex'),
  },
  dword: { number: 4, size: () => 4, put: (bytes, at, data) => bytes.writeUInt32LE(Number(data) >>> 0, at) },
  'multi-sz': {
    number: 7,
    size: data => text.size(joined(data)),
    put: (bytes, at, data) => text.put(bytes, at, joined(data)),
  },
  qword: { number: 11, size: () => 8, put: (bytes, at, data) => bytes.writeBigUInt64LE(BigInt(Number(data)), at) },
}

const sizeOf = ({ type, data }: RegistryValue): number => FORMS[type].size(data)

/** vk; data of up to four bytes stands in the value itself. The default value has no name. */
function writeValue(cells: CellWriter, value: RegistryValue): number {
  const { number, put } = FORMS[value.type]
  const size = sizeOf(value)
  if (size > MOST_DATA) throw new RangeError(`${size} bytes in the value ${value.name} have no place in a hive`)
  const name = storedName(value.name, 16_383)
  const at = cells.take(20 + name.size)
  const resident = size <= 4
  const dataAt = resident ? 0 : cells.take(size)
  if (!resident) cells.write(dataAt, (bytes, from) => put(bytes, from, value.data))
  cells.write(at, (bytes, from) => {
    bytes.write('vk', from, 'latin1')
    bytes.writeUInt16LE(name.size, from + 2)
    bytes.writeUInt32LE(resident ? (size | 0x8000_0000) >>> 0 : size, from + 4)
    if (resident) put(bytes, from + 8, value.data)
    else bytes.writeUInt32LE(dataAt, from + 8)
    bytes.writeUInt32LE(number, from + 12)
    bytes.writeUInt16LE(name.encoding === 'latin1' && name.size > 0 ? 1 : 0, from + 16)
    bytes.write(name.text, from + 20, name.encoding)
  })
  return at
}

/** The bytes of a value. */
export function hiveData(value: RegistryValue): Buffer {
  const bytes = Buffer.alloc(sizeOf(value))
  FORMS[value.type].put(bytes, 0, value.data)
  return bytes
}

// ---------------------------------------------------------------------------------------------------------- security

/** sk: one descriptor for all keys, as most keys of SOFTWARE have it. */
function writeSecurity(cells: CellWriter, references: number): number {
  const descriptor = descriptorBytes()
  const at = cells.take(20 + descriptor.length)
  cells.write(at, (bytes, from) => {
    bytes.write('sk', from, 'latin1')
    bytes.writeUInt32LE(at, from + 4)
    bytes.writeUInt32LE(at, from + 8)
    bytes.writeUInt32LE(references, from + 12)
    bytes.writeUInt32LE(descriptor.length, from + 16)
    descriptor.copy(bytes, from + 20)
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
