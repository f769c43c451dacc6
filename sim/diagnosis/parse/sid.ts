import { upper } from '../../../model/words/letters.ts'

/** Security identifiers as bytes. Knows no account. */

/**
 * The text `S-1-...` of the security identifier at `offset`, or `undefined` if `size` bytes cannot hold it.
 * Source: MS-DTYP 2.4.2 (revision, count, six bytes of authority big endian, sub-authorities little endian).
 */
export function sidText(view: DataView, offset: number, size: number): string | undefined {
  if (size < 8 || offset + size > view.byteLength) return undefined
  const count = view.getUint8(offset + 1)
  if (size < 8 + 4 * count) return undefined
  const authority = view.getUint16(offset + 2) * 2 ** 32 + view.getUint32(offset + 4)
  // An authority that needs more than 32 bits is written in hexadecimal (MS-DTYP 2.4.2.1).
  const head = authority < 2 ** 32 ? String(authority) : `0x${upper(authority.toString(16)).padStart(12, '0')}`
  const tail = Array.from({ length: count }, (_, i) => view.getUint32(offset + 8 + 4 * i, true))
  return ['S', view.getUint8(offset), head, ...tail].join('-')
}
