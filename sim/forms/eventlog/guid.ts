/** How the log formats store GUIDs. Knows no provider. */

const GUID = /^\{?([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})\}?$/i

/**
 * The bytes of `{1B562E86-B7AA-4131-BADC-B6F3A001407E}`: the first three groups little endian (MS-DTYP 2.3.4.2).
 * @param owner what the error names, such as `record 12`.
 * @throws RangeError if the text is no GUID.
 */
export function guidBytes(text: string, owner: string): Uint8Array {
  const groups = GUID.exec(text)?.slice(1)
  if (!groups) throw new RangeError(`${owner}: '${text}' is not a GUID`)
  return Uint8Array.from(groups.flatMap((digits, i) => (i < 3 ? bytesOf(digits).reverse() : bytesOf(digits))))
}

const bytesOf = (digits: string): number[] =>
  Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16))
