/** Text as Windows programs write it. Lines in strings end with CRLF already. Knows no file. */

/** UTF-16LE with a byte order mark; written apart, so that the text is not copied into wider characters first. */
export function utf16(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafe(utf16Size(text))
  bytes.writeUInt16LE(0xfeff)
  bytes.write(text, 2, 'utf16le')
  return bytes
}

export const utf16Size = (text: string): number => 2 + text.length * 2

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8')
}

export const CRLF = '\r\n'

/** Lines with a CRLF after each. */
export function lines(rows: readonly string[]): string {
  return rows.length === 0 ? '' : rows.join(CRLF) + CRLF
}

/** A cell of a CSV row, in quotes where it needs them (RFC 4180). */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
