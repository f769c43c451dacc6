/**
 * What any program pays that writes such a log: a loop that formats a prefix, a time and as much text as each line has,
 * and makes UTF-16LE of the whole. No model, no facts, no labels.
 */
const FILLER = 'x'.repeat(4096)

export function writeLikeIt(rows: readonly string[]): Uint8Array {
  let text = '\ufeff'
  for (let i = 0; i < rows.length; i++) {
    const { length } = rows[i]!
    text += length < PREFIX ? filler(length) : stamped(i, length)
    text += '\r\n'
  }
  return Buffer.from(text, 'utf16le')
}

/** The same for an event log: a loop that makes UTF-16LE of the texts of each record, and one file of them. */
export function writeEventsLikeIt(records: readonly (readonly string[])[]): Uint8Array {
  return Buffer.concat(records.flatMap(texts => texts.map(text => Buffer.from(`${text}\0`, 'utf16le'))))
}

/** `MSI (s) (18:F4) [12:02:17:888]: ` */
const PREFIX = 33

function stamped(i: number, length: number): string {
  return `MSI (s) (18:F4) [${two(i % 24)}:${two(i % 60)}:${two(i % 59)}:${three(i % 1000)}]: ${filler(length - PREFIX)}`
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}

function three(n: number): string {
  return String(n).padStart(3, '0')
}

function filler(length: number): string {
  return length <= FILLER.length
    ? FILLER.slice(0, length)
    : FILLER.repeat(Math.ceil(length / FILLER.length)).slice(0, length)
}
