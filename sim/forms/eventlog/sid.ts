/** How the log formats store security identifiers. Knows no account. */

const SID = /^S-1-(\d+|0x[0-9a-fA-F]{12})((?:-\d+)*)$/

/**
 * The bytes of a security identifier such as `S-1-5-18`: revision 1, count, authority (six bytes, big endian),
 * up to 15 sub-authorities (32 bits, little endian). Source: MS-DTYP 2.4.2.
 * @param owner what the error names, such as `record 12`.
 * @throws RangeError if the text is not a security identifier.
 */
export function sidBytes(text: string, owner: string): Uint8Array {
  const known = sids.get(text)
  if (known) return known
  const bytes = encoded(text, owner)
  if (sids.size > 1_000) sids.clear()
  sids.set(text, bytes)
  return bytes
}

/** Few accounts write many records; the memo only saves time. */
const sids = new Map<string, Uint8Array>()

function encoded(text: string, owner: string): Uint8Array {
  const match = SID.exec(text)
  const authority = Number(match?.[1])
  const subs = match?.[2]?.split('-').slice(1).map(Number) ?? []
  if (!match || authority >= 2 ** 48 || subs.length > 15 || subs.some(sub => sub >= 2 ** 32)) {
    throw new RangeError(`${owner}: '${text}' is not a security identifier`)
  }
  const bytes = new Uint8Array(8 + 4 * subs.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, 1)
  view.setUint8(1, subs.length)
  view.setUint16(2, Math.floor(authority / 2 ** 32))
  view.setUint32(4, authority % 2 ** 32)
  subs.forEach((sub, i) => void view.setUint32(8 + 4 * i, sub, true))
  return bytes
}
