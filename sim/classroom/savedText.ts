/** Bytes that a spreadsheet or an editor has saved, as text. Does not know what the text says. */

/** A place in a text, both counted from 1. */
export interface TextPlace {
  readonly line: number
  readonly column: number
}

export interface Unreadable extends TextPlace {
  readonly message: string
}

/** How a file begins that says what it is; any other is UTF-8. */
const MARKS = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le', called: 'UTF-16' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be', called: 'UTF-16' },
] as const
const UTF8 = { encoding: 'utf-8', called: 'UTF-8' } as const

/** Without its mark; or where the first byte is that is no text. */
export function savedText(bytes: Uint8Array): string | Unreadable {
  const { encoding, called } = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte)) ?? UTF8
  const whole = decoded(bytes, encoding, false)
  const good = whole ?? beforeDamage(bytes, encoding)
  const zero = good.indexOf('\0')
  if (whole !== undefined && zero < 0) return whole
  const at = placeIn(zero < 0 ? good : good.slice(0, zero))
  return { ...at, message: `it is not ${called}: a table is UTF-8, or UTF-16 with its mark` }
}

/** Where a text ends, whichever end of a line it uses. */
export function placeIn(before: string): TextPlace {
  const rows = before.split(/\r\n|\n|\r/)
  return { line: rows.length, column: rows.at(-1)!.length + 1 }
}

/** @param cut bytes of one more character may be missing at the end */
function decoded(bytes: Uint8Array, encoding: string, cut: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut })
  } catch {
    return undefined
  }
}

/** All characters before the first that is none. A beginning is good as long as it goes not beyond that. */
function beforeDamage(bytes: Uint8Array, encoding: string): string {
  let [good, bad] = [0, bytes.length + 1]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (decoded(bytes.subarray(0, middle), encoding, true) === undefined) bad = middle
    else good = middle
  }
  return decoded(bytes.subarray(0, good), encoding, true)!
}
