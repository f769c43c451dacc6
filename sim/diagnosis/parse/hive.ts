import { lower, upper } from '../../../model/words/letters.ts'
import { LIMITS } from '../../limits.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { dataOfBytes, type ExportedValue, foldKey, type RegistryExport } from './registry.ts'

/**
 * Reads a registry hive, format regf 1.3 to 1.6: its keys and values, whatever else is in it. Layout: formats.md 4 and the
 * specification by M. Suhanov; references are offsets from the end of the header. Never throws, whatever the bytes: a cell
 * that is none is passed over, and no key is read twice. Does not know what a key is for.
 */

const HEADER = 4096
const NONE = 0xffff_ffff
const RESIDENT = 0x8000_0000
/** Windows has 512 levels; the path of a key is text that is made for each. */
const MOST_LEVELS = LIMITS.nesting.most
/** What a segment of long data holds. */
const SEGMENT = 16_344
/** Longer data is no text that a rule asks for. */
const MOST_DATA = SEGMENT
/** A byte that is kept: a hive in which all values share one cell must not grow to many times its size. */
const STEPS_PER_BYTE = LIMITS.steps.most / 2

export function parseHive(bytes: Uint8Array, path = '', file: FileBudget = ownBudget()): RegistryExport {
  return new Hive(bytes, file).read(path)
}

interface Found {
  readonly at: number
  readonly path: string
  readonly level: number
}

class Hive {
  readonly #bytes: Buffer
  readonly #file: FileBudget
  readonly #keys = new Map<string, number>()
  readonly #values: ExportedValue[] = []
  readonly #seen = new Set<number>()

  constructor(bytes: Uint8Array, file: FileBudget) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#file = file
  }

  read(fileName: string): RegistryExport {
    const root = this.#cell(this.#u32(36), 'nk')
    if (root === undefined) this.#file.warn('no root key: the hive is damaged')
    else
      this.#walk(
        root,
        rootOf(
          this.#below(root).map(({ name }) => name),
          fileName,
        ),
      )
    return { keys: this.#keys, values: this.#values, binary: true }
  }

  /** Keys in the order of the hive, each before those below it. */
  #walk(root: number, path: string): void {
    const open: Found[] = [{ at: root, path, level: 0 }]
    for (let key = open.pop(); key; key = open.pop()) {
      if (this.#seen.has(key.at)) continue
      this.#seen.add(key.at)
      this.#key(key)
      if (key.level === MOST_LEVELS) continue
      for (const { at, name } of this.#below(key.at).reverse()) {
        open.push({ at, path: joined(key.path, name, key.level), level: key.level + 1 })
      }
    }
  }

  #key({ at, path }: Found): void {
    this.#file.steps.spend(path.length * STEPS_PER_BYTE)
    if (this.#file.keep('keys')) this.#keys.set(foldKey(path), this.#keys.size + 1)
    const count = this.#u32(at + 36)
    const list = count === 0 ? undefined : this.#cell(this.#u32(at + 40))
    if (list === undefined) return
    for (let i = 0; i < Math.min(count, this.#size(list) / 4); i++) {
      this.#file.steps.spend(1)
      const value = this.#cell(this.#u32(list + 4 * i), 'vk')
      if (value !== undefined && this.#file.keep('values')) this.#values.push(this.#value(value, path))
    }
  }

  #value(at: number, key: string): ExportedValue {
    const name = this.#name(at + 20, this.#u16(at + 2), this.#u16(at + 16), 1)
    const { type, data } = dataOfBytes(this.#u32(at + 12), this.#data(at))
    const shown = `${key}: ${name === '' ? '@' : name} = ${type === 'binary' ? type : String(data)}`
    return { line: this.#values.length + 1, key, name, type, data, text: shown }
  }

  /** In the value itself, in a cell, or in segments that a list of lists names. */
  #data(at: number): Buffer {
    const size = this.#u32(at + 4)
    if (size >= RESIDENT) return this.#part(at + 8, Math.min(size - RESIDENT, 4))
    const cell = this.#cell(this.#u32(at + 8))
    if (cell === undefined) return Buffer.alloc(0)
    const wanted = Math.min(size, MOST_DATA)
    const long = size > SEGMENT && this.#isKind(cell, 'db')
    return long ? this.#segments(cell, wanted) : this.#part(cell, Math.min(wanted, this.#size(cell)))
  }

  #segments(at: number, size: number): Buffer {
    const list = this.#cell(this.#u32(at + 4))
    const parts: Buffer[] = []
    for (let i = 0; list !== undefined && i < this.#u16(at + 2) && i * SEGMENT < size; i++) {
      const cell = this.#cell(this.#u32(list + 4 * i))
      if (cell !== undefined) parts.push(this.#part(cell, Math.min(SEGMENT, size - i * SEGMENT)))
    }
    return Buffer.concat(parts)
  }

  #part(at: number, size: number): Buffer {
    this.#file.steps.spend(size * STEPS_PER_BYTE)
    return this.#bytes.subarray(at, at + size)
  }

  /** Keys below a key: a list, or a list of lists. */
  #below(at: number): { readonly at: number; readonly name: string }[] {
    const list = this.#u32(at + 20) === 0 ? undefined : this.#cell(this.#u32(at + 28))
    if (list === undefined) return []
    const lists = this.#isKind(list, 'ri') ? this.#references(list, 4) : [list]
    return lists
      .flatMap(each => this.#references(each, this.#isKind(each, 'li') ? 4 : 8))
      .filter(key => this.#isKind(key, 'nk'))
      .map(key => ({ at: key, name: this.#name(key + 76, this.#u16(key + 72), this.#u16(key + 2), 0x20) }))
  }

  #references(list: number, width: number): number[] {
    const count = Math.min(this.#u16(list + 2), (this.#size(list) - 4) / width)
    this.#file.steps.spend(Math.max(0, count))
    return Array.from({ length: Math.max(0, Math.floor(count)) }, (_, i) =>
      this.#cell(this.#u32(list + 4 + i * width)),
    ).filter(cell => cell !== undefined)
  }

  #name(at: number, size: number, flags: number, narrow: number): string {
    this.#file.steps.spend(size * STEPS_PER_BYTE)
    return this.#bytes.toString((flags & narrow) !== 0 ? 'latin1' : 'utf16le', at, at + size)
  }

  // ------------------------------------------------------------------------------------------------------------ cells

  /** Where the content of a cell begins; undefined where no cell in use can be. */
  #cell(offset: number, kind?: string): number | undefined {
    const at = HEADER + offset
    if (offset === NONE || at + 8 > this.#bytes.length || this.#bytes.readInt32LE(at) >= 0) return undefined
    return kind === undefined || this.#isKind(at + 4, kind) ? at + 4 : undefined
  }

  #isKind(at: number, kind: string): boolean {
    return this.#bytes[at] === kind.charCodeAt(0) && this.#bytes[at + 1] === kind.charCodeAt(1)
  }

  /** Bytes of its content, as far as the file goes. */
  #size(at: number): number {
    return Math.min(-this.#bytes.readInt32LE(at - 4) - 4, this.#bytes.length - at)
  }

  #u16(at: number): number {
    return at + 2 <= this.#bytes.length ? this.#bytes.readUInt16LE(at) : 0
  }

  #u32(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#bytes.readUInt32LE(at) : 0
  }
}

// -------------------------------------------------------------------------------------------------------------- names

/** What stands in a hive tells which it is; the name of the file does where that says nothing. */
const ROOTS: readonly (readonly [holds: readonly string[], root: string])[] = [
  [['select', 'mountpoints'], 'HKEY_LOCAL_MACHINE\\SYSTEM'],
  [['select', 'controlset001'], 'HKEY_LOCAL_MACHINE\\SYSTEM'],
  [['microsoft', 'classes'], 'HKEY_LOCAL_MACHINE\\SOFTWARE'],
  [['software', 'environment'], 'HKEY_CURRENT_USER'],
]

const NAMES: readonly (readonly [name: string, root: string])[] = [
  ['system', 'HKEY_LOCAL_MACHINE\\SYSTEM'],
  ['software', 'HKEY_LOCAL_MACHINE\\SOFTWARE'],
  ['ntuser', 'HKEY_CURRENT_USER'],
]

function rootOf(keys: readonly string[], path: string): string {
  const below = new Set(keys.map(lower))
  const held = ROOTS.find(([holds]) => holds.every(name => below.has(name)))?.[1]
  const fileName = lower(path.split(/[\\/]/).at(-1) ?? '')
  return held ?? NAMES.find(([name]) => fileName.startsWith(name))?.[1] ?? upper(fileName)
}

/** The set of settings that a server starts with has a name of its own on it. */
const joined = (path: string, name: string, level: number): string =>
  `${path}\\${level === 0 && lower(name) === 'controlset001' ? 'CurrentControlSet' : name}`
