import { lower, upper } from '../words/letters.ts'

/**
 * The forms of a GUID in the installer's registry: `{braces}` in packages, 32 packed digits in key and value names,
 * 20 base-85 characters in descriptors. Every function throws a RangeError that quotes what it was given. Knows no key
 * and no package.
 */

/** How the digits of a GUID move when it is packed: runs of digits, each run reversed. */
const PACKED_RUNS: readonly number[] = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2]

const BASE_85 = "!$%&'()*+,-.0123456789=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}~"
const DIGIT_OF_CHARACTER: ReadonlyMap<string, number> = new Map(
  [...BASE_85].map((character, digit) => [character, digit]),
)
const DIGITS_PER_WORD = 5

/** Where each little-endian 32-bit word of a GUID in memory finds its bytes, as offsets into the 32 hex digits. */
const WORD_BYTES: readonly (readonly number[])[] = [
  [6, 4, 2, 0],
  [10, 8, 14, 12],
  [16, 18, 20, 22],
  [24, 26, 28, 30],
]

/** `{486E1EC5-C935-4FDD-AA51-D2626C668FC7}` -> `5CE1E684539CDDF4AA152D26C666F87C`. */
export function packGuid(guid: string): string {
  const known = packed.get(guid)
  if (known !== undefined) return known
  const result = reverseRuns(digitsOf(guid))
  packed.set(guid, result)
  return result
}

/** The codes of all components are packed again and again; the memo only saves time. */
const packed = new Map<string, string>()

export const isPackedGuid = (text: string): boolean => /^[0-9A-Fa-f]{32}$/.test(text)

/** The inverse of `packGuid`: 32 packed digits -> upper case in braces. */
export function unpackGuid(packed: string): string {
  if (!isPackedGuid(packed)) throw new RangeError(`not a packed GUID (32 hex digits): ${quoted(packed)}`)
  return braced(reverseRuns(packed))
}

/** `{7DF88A48-996F-4EC8-A022-BF956F9B2CBB}` -> `rcHQPHq?CA@Uv-XqMI1e`, as Darwin descriptors spell it. */
export function compressGuid(guid: string): string {
  const known = compressed.get(guid)
  if (known !== undefined) return known
  const digits = digitsOf(guid)
  const result = WORD_BYTES.map(offsets => wordToBase85(wordAt(digits, offsets))).join('')
  compressed.set(guid, result)
  return result
}

/** A feature is published with the codes of all its components; this memo too only saves time. */
const compressed = new Map<string, string>()

/** The inverse of `compressGuid`. Five characters can say more than 32 bits hold; such words are refused. */
export function decompressGuid(text: string): string {
  if (text.length !== WORD_BYTES.length * DIGITS_PER_WORD)
    throw new RangeError(`not a compressed GUID (20 characters): ${quoted(text)}`)
  const digits: string[] = Array(32).fill('0')
  WORD_BYTES.forEach((offsets, index) => {
    const word = base85ToWord(text.slice(index * DIGITS_PER_WORD, (index + 1) * DIGITS_PER_WORD), text)
    offsets.forEach((offset, byte) => {
      const pair = hex((word >>> (8 * byte)) & 0xff, 2)
      digits[offset] = pair[0]!
      digits[offset + 1] = pair[1]!
    })
  })
  return braced(digits.join(''))
}

/**
 * A GUID that depends on nothing but the name: the same on every machine, and different names get different ones in
 * practice. Four lanes of FNV-1a (32 bit, over UTF-16 code units), each started from its own offset and finished with
 * the avalanche step of MurmurHash3. Its bits say version 4, a random one (RFC 4122), as those of real packages mostly do.
 */
export function guidFrom(name: string): string {
  const [first, second, third, fourth] = [0, 1, 2, 3].map(lane => avalanche(fnv1a(name, lane))) as Words
  return braced(
    [first, (second & ~0xf000) | 0x4000, (third & 0x3fff_ffff) | 0x8000_0000, fourth]
      .map(word => hex(word >>> 0, 8))
      .join(''),
  )
}

/** The same as other programs write it: small letters, no braces. */
export const uuidFrom = (name: string): string => lower(guidFrom(name).slice(1, -1))

type Words = [number, number, number, number]

function digitsOf(guid: string): string {
  if (!/^\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}$/.test(guid))
    throw new RangeError(`not a GUID in braces: ${quoted(guid)}`)
  return upper(guid.replace(/[{}-]/g, ''))
}

function braced(digits: string): string {
  return `{${upper(digits).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}}`
}

function reverseRuns(digits: string): string {
  let from = 0
  return PACKED_RUNS.map(length => {
    const run = digits.slice(from, from + length)
    from += length
    return [...run].reverse().join('')
  }).join('')
}

function wordAt(digits: string, offsets: readonly number[]): number {
  return offsets.reduceRight((word, offset) => word * 256 + Number.parseInt(digits.slice(offset, offset + 2), 16), 0)
}

/** Least significant digit first. */
function wordToBase85(word: number): string {
  let rest = word
  let text = ''
  for (let digit = 0; digit < DIGITS_PER_WORD; digit++) {
    text += BASE_85[rest % 85]
    rest = Math.floor(rest / 85)
  }
  return text
}

function base85ToWord(characters: string, whole: string): number {
  const word = [...characters].reduceRight((sum, character) => {
    const digit = DIGIT_OF_CHARACTER.get(character)
    if (digit === undefined) throw new RangeError(`not a base-85 character: ${character} in ${quoted(whole)}`)
    return sum * 85 + digit
  }, 0)
  if (word > 0xffffffff) throw new RangeError(`more than 32 bits: ${characters} in ${quoted(whole)}`)
  return word
}

function fnv1a(name: string, lane: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(lane, 0x9e3779b9)) >>> 0
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return hash
}

function avalanche(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0')
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
