import { type EvtOptions, EvtWriter } from '../sim/forms/eventlog/evt.ts'
import { type EvtxOptions, EvtxWriter } from '../sim/forms/eventlog/evtx.ts'
import { joined, type LogWriter, type Piece, piecesOf } from '../sim/forms/eventlog/pieces.ts'
import type { EventRecord } from '../sim/forms/eventlog/record.ts'

/**
 * Windows event logs, both formats and both ways: `.evt` of Windows NT to Server 2003, `.evtx` of Vista and later. Runs
 * wherever JavaScript does; asks for no disk. How the formats are: docs/eventlog-formats.md.
 */

export type { ParseWarning } from '../sim/diagnosis/parse/eventRecord.ts'
export type { EvtOptions } from '../sim/forms/eventlog/evt.ts'
export type { EvtxOptions } from '../sim/forms/eventlog/evtx.ts'
export type { Piece } from '../sim/forms/eventlog/pieces.ts'
export type { EventElement, EventRecord, RecordType } from '../sim/forms/eventlog/record.ts'
export { eventsOf, type ReadOptions, readEvents } from './eventlog/read.ts'
export type { Pieces } from './eventlog/stream.ts'

/** Events, oldest first. */
export type Events = Iterable<EventRecord> | AsyncIterable<EventRecord>

/** A whole `.evtx` file. @throws RangeError naming the record that cannot be written */
export const evtxFile = (events: Iterable<EventRecord>, options: EvtxOptions = {}): Uint8Array =>
  joined(piecesOf(new EvtxWriter(options), events))

/** A whole `.evt` file. @throws RangeError naming the record that cannot be written */
export const evtFile = (events: Iterable<EventRecord>, options: EvtOptions = {}): Uint8Array =>
  joined(piecesOf(new EvtWriter(options), events))

/**
 * An `.evtx` file, piece by piece, each with its place: a chunk at a time is in memory. The first piece is the header of a log
 * that is being written, and the last one takes its place.
 * @throws RangeError naming the record that cannot be written
 */
export const writeEvtx = (events: Events, options: EvtxOptions = {}): AsyncGenerator<Piece> =>
  written(new EvtxWriter(options), events)

/** An `.evt` file, piece by piece, in the same way. @throws RangeError naming the record that cannot be written */
export const writeEvt = (events: Events, options: EvtOptions = {}): AsyncGenerator<Piece> =>
  written(new EvtWriter(options), events)

async function* written(writer: LogWriter, events: Events): AsyncGenerator<Piece> {
  yield writer.begin()
  for await (const event of events) yield* writer.add(event)
  yield* writer.end()
}
