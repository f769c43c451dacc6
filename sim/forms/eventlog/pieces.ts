import type { EventRecord } from './record.ts'

/** A log that is written piece by piece: no more of it is in memory than a piece. Knows neither format. */

/** Bytes of a file, and where they belong. */
export interface Piece {
  readonly at: number
  readonly bytes: Uint8Array
}

/**
 * What a file header says is known at its end only. So the first piece is the header of a log that is being written, each
 * piece follows the one before, and the last one takes the place of the first: whoever is stopped in between leaves a
 * log that says so.
 */
export interface LogWriter {
  begin(): Piece
  /** @throws RangeError naming the record that cannot be written; nothing of it is in the log then. */
  add(record: EventRecord): readonly Piece[]
  end(): readonly Piece[]
}

/** The pieces of a whole log. */
export function* piecesOf(writer: LogWriter, records: Iterable<EventRecord>): Generator<Piece> {
  yield writer.begin()
  for (const record of records) yield* writer.add(record)
  yield* writer.end()
}

/** A file of them. */
export function joined(pieces: Iterable<Piece>): Uint8Array {
  const all = [...pieces]
  const file = new Uint8Array(Math.max(0, ...all.map(({ at, bytes }) => at + bytes.length)))
  for (const { at, bytes } of all) file.set(bytes, at)
  return file
}
