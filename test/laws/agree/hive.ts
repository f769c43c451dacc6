/**
 * A hive as `reg save` writes it, read back: windows-installer and the format's specification by M. Suhanov. Knows nothing of
 * the writer, and no more of the format than keys, values and their lists.
 */

export interface HiveValue {
  readonly name: string
  readonly type: number
  readonly bytes: Buffer
}

/** Values by the path of their key below the root, `Microsoft\Exchange`; the root is the empty path. */
export type Hive = ReadonlyMap<string, readonly HiveValue[]>

const NONE = 0xffff_ffff
/** Where offsets count from. */
const HEADER = 4096

export function readHive(file: Uint8Array): Hive {
  const hive = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  const keys = new Map<string, readonly HiveValue[]>()
  readKey(hive, hive.readUInt32LE(36), undefined, keys)
  return keys
}

/** A cell without its size. */
const cell = (hive: Buffer, offset: number): Buffer => hive.subarray(HEADER + offset + 4)

function readKey(
  hive: Buffer,
  offset: number,
  parent: string | undefined,
  keys: Map<string, readonly HiveValue[]>,
): void {
  const key = cell(hive, offset)
  expectMark(key, 'nk')
  const name = nameIn(key, 76, key.readUInt16LE(72), (key.readUInt16LE(2) & 0x20) !== 0)
  const path = parent === undefined ? '' : parent === '' ? name : `${parent}\\${name}`
  keys.set(path, readValues(hive, key.readUInt32LE(36), key.readUInt32LE(40)))
  for (const child of readList(hive, key.readUInt32LE(28))) readKey(hive, child, path, keys)
}

function readValues(hive: Buffer, count: number, list: number): HiveValue[] {
  return Array.from({ length: count }, (_, i) => readValue(hive, cell(hive, list).readUInt32LE(i * 4)))
}

function readValue(hive: Buffer, offset: number): HiveValue {
  const value = cell(hive, offset)
  expectMark(value, 'vk')
  const name = nameIn(value, 20, value.readUInt16LE(2), (value.readUInt16LE(16) & 1) !== 0)
  const size = value.readUInt32LE(4)
  // Up to four bytes stand where the offset would.
  const resident = size >= 0x8000_0000
  const bytes = resident
    ? value.subarray(8, 8 + size - 0x8000_0000)
    : cell(hive, value.readUInt32LE(8)).subarray(0, size)
  return { name, type: value.readUInt32LE(12), bytes }
}

/** Keys below a key: a list with hashes, or a list of lists. */
function readList(hive: Buffer, offset: number): number[] {
  if (offset === NONE) return []
  const list = cell(hive, offset)
  const count = list.readUInt16LE(2)
  const width = list.toString('latin1', 0, 2) === 'ri' ? 4 : 8
  const offsets = Array.from({ length: count }, (_, i) => list.readUInt32LE(4 + i * width))
  return width === 4 ? offsets.flatMap(inner => readList(hive, inner)) : offsets
}

const nameIn = (bytes: Buffer, at: number, size: number, narrow: boolean): string =>
  bytes.toString(narrow ? 'latin1' : 'utf16le', at, at + size)

function expectMark(bytes: Buffer, mark: string): void {
  const found = bytes.toString('latin1', 0, 2)
  if (found !== mark) throw new RangeError(`a cell begins with ${found} in place of ${mark}`)
}
