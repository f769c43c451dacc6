import type { ParseWarning } from '../../sim/diagnosis/parse/eventRecord.ts'
import {
  CUT_OFF,
  END_RECORD,
  END_SIGNATURE,
  evtRecord,
  evtRecords,
  HEADER,
  RECORD_HEADER,
  SIGNATURE,
} from '../../sim/diagnosis/parse/evt.ts'
import { CHUNK, chunkRecords, FILE_HEADER } from '../../sim/diagnosis/parse/evtx.ts'
import { ownBudget } from '../../sim/diagnosis/read/budget.ts'
import type { EventRecord } from '../../sim/forms/eventlog/record.ts'
import { eventFrom } from './event.ts'
import { type Pieces, Stream } from './stream.ts'

/** Events out of a log, whichever of the two formats it has, one after another. Does not know what an event means. */

export interface ReadOptions {
  /** Is told what cannot be read or trusted, and where; the rest is read all the same. */
  readonly warn?: (warning: ParseWarning) => void
  /** Which log an `.evt` is: it does not say so itself. */
  readonly channel?: string
}

const DEFAULT_CHANNEL = 'Application'
const EVTX = 'ElfFile\0'
const NO_LOG: ParseWarning = { offset: 0, reason: 'neither an .evt nor an .evtx file' }

const nobody = (): void => {}

/**
 * The events of a log that is in memory, oldest first: live, wrapped and damaged ones too. Never throws: what cannot be
 * read is a warning.
 */
export function* eventsOf(
  file: Uint8Array,
  { warn = nobody, channel = DEFAULT_CHANNEL }: ReadOptions = {},
): Generator<EventRecord> {
  const kind = kindOf(file)
  if (kind === undefined) return warn(NO_LOG)
  if (kind === 'evt') return yield* wholeEvt(file, warn, channel)
  // A log that has wrapped keeps its chunks in another order.
  for (const at of chunksOf(file)) yield* chunkEvents(file.subarray(at, at + CHUNK), at, warn)
}

/**
 * The events of a log that comes in pieces, such as the stream of a file. No more than a chunk of an `.evtx` or a record
 * of an `.evt` is kept; an `.evt` that is still being written, or has wrapped, is taken into memory whole. Chunks come in
 * the order of the file. Never throws but what the pieces throw.
 */
export async function* readEvents(source: Uint8Array | Pieces, options: ReadOptions = {}): AsyncGenerator<EventRecord> {
  if (source instanceof Uint8Array) return yield* eventsOf(source, options)
  const { warn = nobody, channel = DEFAULT_CHANNEL } = options
  const stream = new Stream(source)
  try {
    const kind = kindOf(await stream.next(HEADER))
    if (kind === 'evtx') yield* streamedEvtx(stream, warn)
    else if (kind === 'evt') yield* streamedEvt(stream, warn, channel)
    else warn(NO_LOG)
  } finally {
    await stream.close()
  }
}

type Warn = (warning: ParseWarning) => void

function kindOf(file: Uint8Array): 'evt' | 'evtx' | undefined {
  if (String.fromCharCode(...file.subarray(0, EVTX.length)) === EVTX) return 'evtx'
  return file.length >= HEADER && viewOf(file).getUint32(4, true) === SIGNATURE ? 'evt' : undefined
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

// -------------------------------------------------------------------------------------------------------------- evtx

function chunkEvents(chunk: Uint8Array, start: number, warn: Warn): Generator<EventRecord> {
  return chunkRecords(chunk, (offset, reason) => warn({ offset: start + offset, reason }), ownBudget(), eventFrom)
}

/** Where the chunks of a file begin, in the order of their first records. */
function chunksOf(file: Uint8Array): readonly number[] {
  const view = viewOf(file)
  const places = Array.from(
    { length: Math.ceil((file.length - FILE_HEADER) / CHUNK) },
    (_, i) => FILE_HEADER + i * CHUNK,
  )
  const first = (at: number): bigint =>
    at + FIRST_RECORD + 8 <= file.length ? view.getBigUint64(at + FIRST_RECORD, true) : 0n
  return places
    .map(at => ({ at, number: first(at) }))
    .sort((a, b) => (a.number < b.number ? -1 : a.number > b.number ? 1 : a.at - b.at))
    .map(({ at }) => at)
}
/** Of a chunk header: the identifier of the first record. */
const FIRST_RECORD = 24

async function* streamedEvtx(stream: Stream, warn: Warn): AsyncGenerator<EventRecord> {
  await stream.next(FILE_HEADER)
  stream.skip(FILE_HEADER)
  for (let chunk = await stream.next(CHUNK); chunk.length > 0; chunk = await stream.next(CHUNK)) {
    yield* chunkEvents(chunk, stream.offset, warn)
    stream.skip(chunk.length)
  }
}

// --------------------------------------------------------------------------------------------------------------- evt

function* wholeEvt(file: Uint8Array, warn: Warn, channel: string): Generator<EventRecord> {
  const warnings: ParseWarning[] = []
  const told = (): void => warnings.splice(0).forEach(warn)
  for (const record of evtRecords(file, channel, warnings, ownBudget().steps)) {
    told()
    yield record
  }
  told()
}

/** Neither dirty (1) nor wrapped (2), and the oldest record comes first. */
function isInOrder(header: DataView): boolean {
  return (header.getUint32(36, true) & 3) === 0 && header.getUint32(16, true) === HEADER
}

async function* streamedEvt(stream: Stream, warn: Warn, channel: string): AsyncGenerator<EventRecord> {
  if (!isInOrder(viewOf(await stream.next(HEADER)))) {
    return yield* wholeEvt(await stream.next(Number.POSITIVE_INFINITY), warn, channel)
  }
  stream.skip(HEADER)
  for (;;) {
    const { length, ends } = await headOf(stream)
    if (ends) return
    const bytes = await stream.next(length)
    const whole = length > 0 && bytes.length === length && viewOf(bytes).getUint32(length - 4, true) === length
    const record = whole ? evtRecord(viewOf(bytes), 0, length, channel) : undefined
    if (record === undefined) {
      // Where the next one stands can be told by looking at all that is left.
      const start = stream.offset
      const rest = await stream.next(Number.POSITIVE_INFINITY)
      if (rest.length === 0) return warn({ offset: start, reason: CUT_OFF })
      return yield* wholeEvt(
        withHeader(rest),
        ({ offset, reason }) => warn({ offset: offset - HEADER + start, reason }),
        channel,
      )
    }
    yield record
    stream.skip(length)
  }
}

/** What begins here: a record and its length, the end, or neither. */
async function headOf(stream: Stream): Promise<{ readonly length: number; readonly ends: boolean }> {
  const head = await stream.next(RECORD_HEADER)
  if (head.length < 8) return { length: head.length, ends: false }
  const [length, mark] = [viewOf(head).getUint32(0, true), viewOf(head).getUint32(4, true)]
  if (length === END_RECORD && mark === END_SIGNATURE) return { length, ends: true }
  return { length: mark === SIGNATURE && length >= RECORD_HEADER + 4 ? length : 0, ends: false }
}

/** The rest of a log as a log of its own. */
function withHeader(rest: Uint8Array): Uint8Array {
  const file = new Uint8Array(HEADER + rest.length)
  const header = viewOf(file)
  for (const [at, value] of [
    [0, HEADER],
    [4, SIGNATURE],
    [16, HEADER],
  ] as const)
    header.setUint32(at, value, true)
  file.set(rest, HEADER)
  return file
}
