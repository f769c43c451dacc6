/** Bytes as text, and text as lines. Does not know what kind of file it is. */

export type TextEncoding = 'utf-16le' | 'utf-16be' | 'utf-8' | 'latin1'

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
]

/**
 * Text of any of the encodings in which Windows writes logs, with or without byte order mark. A file without a mark is
 * UTF-16 if every other byte of its start is mostly zero, UTF-8 if it is valid, and single bytes otherwise.
 */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding } {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, i) => bytes[i] === byte)) {
      return { text: decode(bytes.subarray(mark.length), encoding), encoding }
    }
  }
  const encoding = guess(bytes)
  return { text: decode(bytes, encoding), encoding }
}

function decode(bytes: Uint8Array, encoding: TextEncoding): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (encoding !== 'utf-16be') return buffer.toString(encoding)
  // Swapping wants whole pairs; a last odd byte is half a character and says nothing.
  return Buffer.from(buffer.subarray(0, buffer.length & ~1))
    .swap16()
    .toString('utf-16le')
}

const SAMPLE = 4096

function guess(bytes: Uint8Array): TextEncoding {
  const size = Math.min(SAMPLE, bytes.length & ~1)
  const zeros = [0, 0]
  for (let i = 0; i < size; i++) if (bytes[i] === 0) zeros[i & 1]! += 1
  const [even, odd] = [zeros[0]!, zeros[1]!]
  if (odd > size / 5 && even < odd / 4) return 'utf-16le'
  if (even > size / 5 && odd < even / 4) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'latin1'
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Lines as an editor numbers them: ended by LF or CR LF; the empty line after a last line end is none. */
export function splitLines(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map(line => (line.endsWith('\r') ? line.slice(0, -1) : line))
}
