/** Text as Windows programs write it. Lines in strings end with CRLF already. */

/** UTF-16LE with a byte order mark. */
export function utf16(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`, 'utf16le')
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8')
}

export const CRLF = '\r\n'

/** Lines with a CRLF after each. */
export function lines(rows: readonly string[]): string {
  return rows.length === 0 ? '' : rows.join(CRLF) + CRLF
}
