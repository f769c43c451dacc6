import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type EventElement,
  type EventRecord,
  eventsOf,
  evtFile,
  evtxFile,
  type ParseWarning,
  readEvents,
  writeEvt,
  writeEvtx,
} from '../../library/eventlog.ts'
import { parseEvt } from '../../sim/diagnosis/parse/evt.ts'
import { joined } from '../../sim/forms/eventlog/pieces.ts'
import { needing, programs } from '../needs.ts'
import { all, output } from '../sim/forms/eventlog/programs.ts'
import { AWKWARD, anyLog, event, manyEvents, START } from '../sim/forms/eventlog/samples.ts'
import { withKeywords } from '../sim/forms/eventlog/xml.ts'

/** An event of a provider with a manifest, with every field that there is. */
const FULL: EventRecord = event({
  source: 'Microsoft-Windows-Security-Auditing',
  providerGuid: '{54849625-5478-4994-A5BA-3E3B0328C30D}',
  id: 4688,
  type: 'audit-success',
  keywords: 0x8020_0000_0000_0000n,
  ticks: 4321,
  writtenUtc: START + 2,
  version: 2,
  level: 4,
  category: 13_312,
  opcode: 1,
  processId: 4,
  threadId: 0xffff_fff0,
  activityId: '{01234567-89AB-CDEF-0123-456789ABCDEF}',
  relatedActivityId: '{FEDCBA98-7654-3210-FEDC-BA9876543210}',
  channel: 'Security',
  strings: ['S-1-5-18', '', 'C:\\Windows\\System32\\cmd.exe <&>'],
  names: ['SubjectUserSid', undefined, 'NewProcessName'],
})

const USER_DATA: EventElement = {
  name: 'EventXML',
  attributes: { xmlns: 'Event_NS' },
  content: [
    'in front',
    { name: 'Param1', content: ['one'] },
    { name: 'Empty', content: [] },
    { name: 'p:Param2', content: [''] },
  ],
}
/** The strings are the texts of the innermost elements. */
const OWN: EventRecord = event({ userData: USER_DATA, strings: ['one', '', ''], data: undefined })

/** As a reader shows it: keywords are always there. */
const read = (records: readonly EventRecord[]): EventRecord[] => records.map(withKeywords)

async function* inPieces(file: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.slice(at, at + size)
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

const numbered = (records: readonly EventRecord[]): EventRecord[] =>
  records.map((record, i) => ({ ...record, number: i + 1 }))

describe('an .evtx', () => {
  test('keeps every field', () => {
    const records = numbered([FULL, OWN, event(), { ...FULL, level: 5 }, event({ type: 'error', level: 1 })])
    expect([...eventsOf(evtxFile(records))]).toEqual(read(records))
  })

  const text = fc.string({ unit: 'binary', maxLength: 12 }).map(s => s.replaceAll('\0', ' '))
  const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/)
  const guid = fc.stringMatching(/^\{[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}\}$/)
  const some = (most: number) => fc.nat(most)
  const fields = fc.record(
    {
      ticks: fc.integer({ min: 1, max: 9999 }),
      // An event that is written when it happens has one time.
      writtenUtc: fc.integer({ min: 1, max: 2 ** 41 }),
      providerGuid: guid,
      version: some(255),
      opcode: some(255),
      processId: some(0xffffffff),
      threadId: some(0xffffffff),
      activityId: guid,
      relatedActivityId: guid,
      // Beside those that follow from the type.
      keywords: fc.bigInt(0n, 0xf_ffff_ffffn),
    },
    { requiredKeys: [] },
  )
  const names = fc.array(fc.option(name, { nil: undefined }), { minLength: 1, maxLength: 5 })

  test('keeps whatever an event has', () => {
    fc.assert(
      fc.property(anyLog, fields, names, (log, more, given) => {
        const records = log.map(record => ({
          ...withKeywords({ ...record, ...more, writtenUtc: record.timeUtc + (more.writtenUtc ?? 5) }),
          ...(more.keywords !== undefined && { keywords: more.keywords | withKeywords(record).keywords }),
        }))
        const named = records.map(record => {
          const strings = record.strings.slice(0, given.length)
          const own = given.slice(0, strings.length)
          return own.every(one => one === undefined) ? record : { ...record, strings, names: own }
        })
        for (const some of [records, named])
          expect([...eventsOf(evtxFile(some))].map(both)).toEqual(read(some).map(both))
      }),
    )
  })

  /** Execution and correlation have two values each: where one is given, the other is 0 or absent. */
  const both = ({ processId, threadId, ...record }: EventRecord) => ({
    ...record,
    processId: processId ?? 0,
    threadId: threadId ?? 0,
  })

  test('keeps elements of its own, however deep', () => {
    const { element } = fc.letrec<{ element: EventElement }>(tie => ({
      element: fc.record({
        name,
        content: fc.array(fc.oneof({ maxDepth: 4, depthSize: 'small' }, text, tie('element')), { maxLength: 3 }),
      }) as fc.Arbitrary<EventElement>,
    }))
    fc.assert(
      fc.property(element, userData => {
        const [back] = [...eventsOf(evtxFile([event({ userData, strings: [] })]))]
        expect(back?.userData).toEqual(userData)
      }),
    )
  })

  test('of a classic source has the same bytes as before, and names no field it has not', () => {
    const [back] = [...eventsOf(evtxFile([event()]))]
    expect(Object.keys(back!).sort()).toEqual(Object.keys(withKeywords(event())).sort())
  })

  test('that has wrapped comes oldest first, as a stream as it stands', async () => {
    const records = manyEvents(500)
    const file = evtxFile(records)
    const chunks = [0, 1, 2].map(i => file.slice(4096 + i * 65_536, 4096 + (i + 1) * 65_536))
    const wrapped = Buffer.concat([file.slice(0, 4096), chunks[2]!, chunks[0]!, chunks[1]!])
    expect([...eventsOf(wrapped)].map(({ number }) => number)).toEqual(records.map(({ number }) => number))
    const streamed = await collected(readEvents(inPieces(wrapped, 10_000)))
    expect(streamed.map(({ number }) => number)).not.toEqual(records.map(({ number }) => number))
    expect(streamed.length).toBe(500)
  })
})

describe('an .evt', () => {
  test('keeps what it has a place for', () => {
    const records = numbered(AWKWARD).map(record => ({ ...record, writtenUtc: record.timeUtc + 2000 }))
    expect([...eventsOf(evtFile(records))]).toEqual(records)
    expect([...eventsOf(evtFile([event({ ticks: 7, version: 1 })]))]).toEqual([event()])
    expect(() => evtFile([OWN])).toThrow('record 1: .evt has no place for userData')
  })

  test('says which log it is only if it is told', () => {
    expect([...eventsOf(evtFile([event()]), { channel: 'System' })][0]?.channel).toBe('System')
  })

  test('that is being written, cut off or damaged comes as a stream as it does from memory', async () => {
    const file = evtFile(manyEvents(300))
    const live = file.slice()
    new DataView(live.buffer).setUint32(36, 9, true)
    const damaged = file.slice()
    damaged.fill(0xff, 10_000, 10_004)
    for (const some of [file, live, damaged, file.slice(0, -40), file.slice(0, 20_000), file.slice(0, 60)]) {
      const [alone, streamed]: ParseWarning[][] = [[], []]
      const records = [...eventsOf(some, { warn: warning => alone!.push(warning) })]
      const again = await collected(readEvents(inPieces(some, 1000), { warn: warning => streamed!.push(warning) }))
      expect(again).toEqual(records)
      expect(streamed!.map(({ reason }) => reason)).toEqual(alone!.map(({ reason }) => reason))
    }
  })
})

describe('a log in pieces', () => {
  const WRITERS = { evtx: writeEvtx, evt: writeEvt } as const
  const WHOLE = { evtx: evtxFile, evt: evtFile } as const
  const FORMATS = ['evtx', 'evt'] as const
  /** Of a log without records. */
  const HEADS = { evtx: evtxFile([]).subarray(0, 4096), evt: evtFile([]).subarray(0, 48) } as const

  test.each(FORMATS)('%s: is the whole file, and until its end a log that is being written', async format => {
    const records = manyEvents(600)
    const pieces = await collected(WRITERS[format](records))
    const file = WHOLE[format](records)
    expect(Buffer.compare(joined(pieces), file)).toBe(0)
    expect(pieces.length).toBeGreaterThan(3)
    const ends = pieces.slice(0, -1).map(({ at, bytes }) => at + bytes.length)
    expect(pieces.slice(1, -1).map(({ at }) => at)).toEqual(ends.slice(0, -1))
    expect(pieces.at(-1)).toMatchObject({ at: 0 })
    const stopped = joined(pieces.slice(0, format === 'evtx' ? 3 : 400))
    const found = [...eventsOf(stopped)]
    expect(found.length).toBeGreaterThan(100)
    expect(found).toEqual((format === 'evtx' ? read(records) : records).slice(0, found.length))
    const flags = new DataView(stopped.buffer).getUint32(format === 'evtx' ? 120 : 36, true)
    expect(flags).toBe(1)
  })

  test.each(FORMATS)('%s: is read in pieces of any size', async format => {
    const file = WHOLE[format](manyEvents(200))
    const events = [...eventsOf(file)]
    expect(events.length).toBe(200)
    for (const size of [1, 7, 4096, 65_536, file.length]) {
      expect(await collected(readEvents(inPieces(file, size)))).toEqual(events)
    }
    expect(await collected(readEvents(file))).toEqual(events)
  })

  test('that nobody reads to its end is closed', async () => {
    let closed = false
    async function* source() {
      try {
        yield* inPieces(evtxFile(manyEvents(500)), 65_536)
      } finally {
        closed = true
      }
    }
    for await (const _ of readEvents(source())) break
    expect(closed).toBe(true)
  })

  test('that is none is told', async () => {
    const told: ParseWarning[] = []
    expect(await collected(readEvents(inPieces(new Uint8Array(100), 9), { warn: w => told.push(w) }))).toEqual([])
    expect(told).toEqual([{ offset: 0, reason: 'neither an .evt nor an .evtx file' }])
  })

  test.each(FORMATS)('%s: nothing is read before it is wanted', async format => {
    let taken = 0
    function* source() {
      for (const record of manyEvents(600)) {
        taken++
        yield record
      }
    }
    const waiting: number[] = []
    let passedOn = 0
    for await (const { at, bytes } of WRITERS[format](source())) {
      waiting.push(taken - passedOn)
      if (at > 0)
        passedOn =
          [
            ...eventsOf(
              joined([
                { at: 0, bytes: HEADS[format] },
                { at: HEADS[format].length, bytes },
              ]),
            ),
          ].length + passedOn
    }
    // Of an .evtx those of a chunk, and the one that did not fit; of an .evt the one that is written.
    expect(Math.max(...waiting)).toBeLessThan(format === 'evtx' ? 250 : 2)
    expect(taken).toBe(600)
  })

  test('nothing of a stream is read before it is wanted', async () => {
    let pulled = 0
    async function* source() {
      for await (const piece of inPieces(evtxFile(manyEvents(600)), 65_536)) {
        pulled++
        yield piece
      }
    }
    const events = readEvents(source())
    await events.next()
    expect(pulled).toBe(2)
    await events.return(undefined)
  })
})

describe('refused', () => {
  const refusals: Readonly<Record<string, [Partial<EventRecord>, string]>> = {
    'a version of nine bits': [{ version: 256 }, 'record 1: version 256 is not an integer from 0 to 255'],
    'names for other strings': [{ names: ['a'] }, 'record 1: 1 names for 4 strings'],
    'no GUID': [{ activityId: 'x' }, "record 1: 'x' is not a GUID"],
    'an element without a name': [
      { userData: { name: '', content: [] } },
      'record 1: an element of userData has no name',
    ],
    'NUL in an element': [{ userData: { name: 'a', content: ['\0'] } }, 'record 1: a text contains NUL'],
    'more strings with names than a chunk holds': [
      { strings: Array(2000).fill('x'), names: Array(2000).fill('n') },
      'record 1 (MsiInstaller 1023) is too large',
    ],
    'elements whose names a chunk does not hold': [
      { userData: { name: 'a'.repeat(40_000), content: [] } },
      'record 1 (MsiInstaller 1023) is too large',
    ],
  }
  test.each(Object.entries(refusals))('%s', (_, [fields, message]) => {
    expect(() => evtxFile([event(fields)])).toThrow(message)
  })

  test('and the log goes on without it', async () => {
    const wrong = event({ number: 2, strings: ['x'.repeat(40_000)] })
    await expect(collected(writeEvtx([event(), wrong]))).rejects.toThrow('record 2')
  })
})

// ------------------------------------------------------------------------------------------------------ other readers

describe('all fields, read back by others', () => {
  // libevtx shows a text or elements, not both.
  const userData = { ...USER_DATA, content: USER_DATA.content.slice(1) }
  const records = numbered([FULL, { ...OWN, userData }])

  test('libevtx', needing(programs('evtxexport')), () => {
    expect(output('evtxinfo', [], evtxFile(records), 'evtx')).not.toContain('Is corrupted')
    const xml = output('evtxexport', ['-f', 'xml'], evtxFile(records), 'evtx')
    shows(xml)
  })

  test('python-evtx', needing(programs('evtx_dump.py')), () => {
    shows(output('evtx_dump.py', [], evtxFile(records), 'evtx'))
  })

  /** Names of attributes, values and elements as XML; readers differ in blanks, quotes and the case of GUIDs. */
  function shows(xml: string): void {
    const first = (pattern: RegExp): string | undefined => all(xml, pattern)[0]?.toUpperCase()
    expect(first(/Guid="([^"]*)"/g)).toBe(FULL.providerGuid)
    expect(first(/<Version>(.*?)</g)).toBe('2')
    expect(first(/<Level>(.*?)</g)).toBe('4')
    expect(first(/<Opcode>(.*?)</g)).toBe('1')
    expect(first(/ ActivityID="([^"]*)"/g)).toBe(FULL.activityId)
    expect(first(/RelatedActivityID="([^"]*)"/g)).toBe(FULL.relatedActivityId)
    expect(first(/ProcessID="([^"]*)"/g)).toBe('4')
    expect(first(/ThreadID="([^"]*)"/g)).toBe('4294967280')
    expect(first(/<Data Name="SubjectUserSid">(.*?)</g)).toBe('S-1-5-18')
    expect(xml).toMatch(/<UserData>\s*<EventXML xmlns="Event_NS">\s*<Param1>\s*one\s*<\/Param1>/)
  }
})

test('written times are those that .evt keeps', () => {
  const { records } = parseEvt(evtFile([event({ writtenUtc: START + 1000 })]))
  expect(records[0]?.writtenUtc).toBe(START + 1000)
})
