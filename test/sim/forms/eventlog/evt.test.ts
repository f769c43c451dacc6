import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEvt } from '../../../../sim/diagnosis/parse/evt.ts'
import { type EvtOptions, writeEvt } from '../../../../sim/forms/eventlog/evt.ts'
import type { EventRecord, RecordType } from '../../../../sim/forms/eventlog/record.ts'
import { needing, programs } from '../../../needs.ts'
import { all, output } from './programs.ts'
import { ADMINISTRATOR, AWKWARD, anyLog, event, manyEvents, START } from './samples.ts'

const u32s = (bytes: Uint8Array, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => Buffer.from(bytes).readUInt32LE(from + 4 * i))

const LOGS: Readonly<Record<string, readonly EventRecord[]>> = {
  'no event': [],
  'one event': [event()],
  'awkward events': AWKWARD,
  'many events': manyEvents(2000),
}

describe('bytes', () => {
  test('the header and the end record of a saved log agree', () => {
    const file = writeEvt([event({ number: 7 }), event({ number: 8 })])
    const end = file.length - 40
    expect(u32s(file, 0, 12)).toEqual([48, 0x654c664c, 1, 1, 48, end, 9, 7, 65_536, 8, 604_800, 48])
    expect(u32s(file, end, 5)).toEqual([40, 0x11111111, 0x22222222, 0x33333333, 0x44444444])
    expect(u32s(file, end + 20, 5)).toEqual([48, end, 9, 7, 40])
  })

  test('an empty log has no oldest record', () => {
    expect(u32s(writeEvt([]), 16, 4)).toEqual([48, 48, 1, 0])
  })

  test('a record ends in one to four bytes of padding, never in none', () => {
    // 56 + source "S" (4) + computer "C" (4) = 64, then one byte of data more each time.
    const lengths = [0, 1, 2, 3, 4].map(size => {
      const record = event({ source: 'S', computer: 'C', strings: [], userSid: undefined, data: new Uint8Array(size) })
      return u32s(writeEvt([record]), 48, 1)[0]
    })
    expect(lengths).toEqual([72, 72, 72, 72, 76])
  })

  test('the parts follow each other without alignment', () => {
    const record = event({
      source: 'ab',
      computer: 'c',
      strings: ['d'],
      data: Uint8Array.of(1, 2, 3),
      userSid: 'S-1-5-18',
    })
    const file = writeEvt([record])
    // Offsets of strings; size and offset of SID; size and offset of data.
    expect(u32s(file, 48 + 36, 5)).toEqual([78, 12, 66, 3, 82])
    expect([...file.subarray(48 + 66, 48 + 78)]).toEqual([1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0])
  })

  test('qualifiers are the upper half of the identifier, and milliseconds are cut off', () => {
    const file = writeEvt([event({ id: 9523, qualifiers: 0x4004, timeUtc: START + 999 })])
    expect(u32s(file, 48 + 12, 3)).toEqual([START / 1000, START / 1000, 0x40042533])
  })

  test('the same records give the same bytes', () => {
    expect(createHash('sha256').update(writeEvt(AWKWARD)).digest('hex')).toMatchInlineSnapshot(
      `"0c7bc58ccf7711bf67166ae51727f1de8722eed830331507e8f22deab9af7961"`,
    )
  })
})

describe('read back by our own reader', () => {
  test.each(Object.entries(LOGS))('%s', (_, records) => {
    expect(parseEvt(writeEvt(records))).toEqual({ records, warnings: [] })
  })

  test('any log', () => {
    fc.assert(
      fc.property(anyLog, records => {
        expect(parseEvt(writeEvt(records))).toEqual({ records, warnings: [] })
      }),
    )
  })

  test('a live log that has wrapped, with a stale header, from its oldest record on', () => {
    const records = manyEvents(20)
    const file = wrapped(writeEvt(records), 300)
    expect(parseEvt(file)).toEqual({ records, warnings: [] })
  })

  test('a log that is cut off keeps its whole records', () => {
    const records = manyEvents(20)
    const { records: read, warnings } = parseEvt(writeEvt(records).subarray(0, 2000))
    expect(read).toEqual(records.slice(0, read.length))
    expect(read.length).toBeGreaterThan(3)
    expect(warnings.map(({ reason }) => reason)).toContain('no end record: the log is cut off')
  })

  test('a damaged record costs that record alone', () => {
    const records = manyEvents(5)
    const file = writeEvt(records)
    const second = 48 + u32s(file, 48, 1)[0]!
    file.fill(0xff, second, second + 8)
    expect(parseEvt(file)).toEqual({
      records: records.filter(({ number }) => number !== 2),
      warnings: [{ offset: second, reason: 'no record where one must be' }],
    })
  })

  test('whatever the damage, nothing is thrown', () => {
    const file = writeEvt(AWKWARD)
    const hits = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(hits, fc.nat(file.length), (bytes, length) => {
        const damaged = file.slice(0, length)
        for (const [at, value] of bytes) damaged[at] = value
        parseEvt(damaged)
      }),
    )
  })
})

describe('refused', () => {
  const refusals: Readonly<Record<string, [EventRecord[], string, EvtOptions?]>> = {
    'a category of 17 bits': [[event({ number: 3, category: 0x10000 })], 'record 3: category 65536'],
    'a time before 1970': [[event({ timeUtc: -1 })], 'record 1: timeUtc -1'],
    'a fraction of a millisecond': [[event({ timeUtc: 0.5 })], 'record 1: timeUtc 0.5'],
    'NUL in a string': [[event({ strings: ['a\0b'] })], 'record 1: a text contains NUL'],
    'numbers that do not rise': [[event({ number: 2 }), event({ number: 2 })], 'record 2 follows record 2'],
    'a user that is no SID': [[event({ userSid: 'SYSTEM' })], "record 1: 'SYSTEM' is not a security identifier"],
    'a time past 2106': [[event({ timeUtc: 2 ** 32 * 1000 })], 'record 1: its number, its time'],
    'more than the log may hold': [manyEvents(400), 'does not fit into maxSize 65536', { maxSize: 65_536 }],
  }
  test.each(Object.entries(refusals))('%s', (_, [records, message, options]) => {
    expect(() => writeEvt(records, options)).toThrow(message)
  })
})

describe('read back by libevt', () => {
  test('evtinfo finds nothing corrupted and every record', needing(programs('evtinfo')), () => {
    for (const records of Object.values(LOGS)) {
      const report = output('evtinfo', [], writeEvt(records), 'evt')
      expect(report).not.toContain('Is corrupted')
      expect(report).toMatch(new RegExp(`Number of records\\s*: ${records.length}\n`))
      expect(report).toMatch(/Number of recovered records\s*: 0\n/)
    }
  })

  test('evtexport shows every field as written', needing(programs('evtexport')), () => {
    for (const records of Object.values(LOGS)) {
      const shown = exported(output('evtexport', [], writeEvt(records), 'evt'))
      expect(shown).toEqual(records.map(withoutWhatIsNotShown))
    }
  })

  test('evtinfo does notice a damaged record', needing(programs('evtinfo')), () => {
    const file = writeEvt(manyEvents(5))
    file.fill(0xff, 48, 56)
    expect(output('evtinfo', [], file, 'evt')).toContain('Is corrupted')
  })
})

/** Turns the body of a log by `count` bytes, as a ring that has gone round, and makes its header stale. */
function wrapped(file: Uint8Array, count: number): Uint8Array {
  const body = file.slice(48)
  const size = body.length
  const turned = new Uint8Array(file)
  body.forEach((byte, i) => {
    turned[48 + ((i + size - count) % size)] = byte
  })
  const view = new DataView(turned.buffer)
  view.setUint32(36, 8 + 2 + 1, true)
  // The end record says where the first record is now.
  view.setUint32(turned.length - count - 40 + 20, turned.length - count, true)
  return turned
}

const TYPES: Readonly<Record<string, RecordType>> = {
  1: 'error',
  2: 'warning',
  4: 'information',
  8: 'audit-success',
  16: 'audit-failure',
}

/** The fields of every event in the text of evtexport; it does not show binary data. */
function exported(text: string) {
  return text
    .split(/^(?=Event number\t)/m)
    .slice(1)
    .map(block => {
      const field = (name: string) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(block)?.[1]
      const identifier = Number(field('Event identifier')?.split(' ')[0])
      return {
        number: Number(field('Event number')),
        timeUtc: Date.parse(field('Creation time') ?? ''),
        source: field('Source name'),
        id: identifier & 0xffff,
        type: TYPES[/\((\d+)\)/.exec(field('Event type') ?? '')?.[1] ?? ''],
        category: Number(field('Event category')),
        strings: all(block, /^String: \d+\t+: ([\s\S]*?)\n(?=String: |\n*(?![\s\S]))/gm),
        userSid: field('User security identifier'),
        computer: field('Computer name'),
        qualifiers: identifier >>> 16,
      }
    })
}

function withoutWhatIsNotShown({ data: _data, channel: _channel, ...record }: EventRecord) {
  return record
}

test('the longest identifier survives', () => {
  const userSid = `${ADMINISTRATOR}${'-4294967295'.repeat(10)}`
  expect(parseEvt(writeEvt([event({ userSid })])).records[0]?.userSid).toBe(userSid)
})
