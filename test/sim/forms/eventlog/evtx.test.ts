import { createHash } from 'node:crypto'
import { EvtxFile } from '@ts-evtx/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEvtx } from '../../../../sim/diagnosis/parse/evtx.ts'
import { hash16, utf16Units, words } from '../../../../sim/forms/eventlog/binXml.ts'
import { writeEvtx } from '../../../../sim/forms/eventlog/evtx.ts'
import { INNER_TEMPLATE, outerTemplate } from '../../../../sim/forms/eventlog/evtxTemplates.ts'
import type { EventRecord } from '../../../../sim/forms/eventlog/record.ts'
import type { SystemShape } from '../../../../sim/forms/eventlog/shape.ts'
import { needing, programs } from '../../../needs.ts'
import { all, output, withFile } from './programs.ts'
import { AWKWARD, anyLog, event, manyEvents, START } from './samples.ts'
import { exported, withKeywords } from './xml.ts'

const HEADER = 4096
const CHUNK = 65_536

const LOGS: Readonly<Record<string, readonly EventRecord[]>> = {
  'no event': [],
  'one event': [event()],
  'awkward events': AWKWARD,
  'many events': manyEvents(2000),
}

/** As `manyEvents` are. */
const CLASSIC: SystemShape = {
  source: 'MsiInstaller',
  channel: 'Application',
  computer: 'EXCH01',
  qualified: true,
  version: false,
  opcode: false,
  correlation: false,
  execution: false,
}

/** Two hundred chunks and more. */
const LONG = manyEvents(36_000)

describe('bytes', () => {
  test('names hash as Windows hashes them', () => {
    const hashes = { Event: 0x0cba, xmlns: 0x0fbc, System: 0x546f, Provider: 0x7bf1, Name: 0x954b, EventID: 0x61f5 }
    for (const [name, hash] of Object.entries({ ...hashes, Data: 0x6f8a, Binary: 0xb821 })) {
      expect(hash16(utf16Units(name)) & 0xffff).toBe(hash)
    }
  })

  test('a name and a template stand in the bucket of their hash', () => {
    const chunk = Buffer.from(writeEvtx([event()])).subarray(HEADER)
    // The first record starts at 512; its template instance and definition lead to the name of the outermost element.
    expect(chunk.readUInt32LE(128 + 4 * (0x0cba % 64))).toBe(0x24d)
    const { guid } = outerTemplate(CLASSIC)
    expect(chunk.readUInt32LE(384 + 4 * (hash16(words(guid)) % 32))).toBe(0x226)
  })

  test('the GUID of a template follows from what it says', () => {
    const guid = (source: string) => Buffer.from(outerTemplate({ ...CLASSIC, source }).guid).toString('hex')
    expect(guid('MsiInstaller')).toBe(guid('MsiInstaller'))
    expect(guid('MsiInstaller')).not.toBe(guid('MSExchangeIS'))
    expect(Buffer.from(INNER_TEMPLATE.guid).readUInt32LE(0)).toBe(0xecd34601)
  })

  test('a file is a header and whole chunks, and says what it holds', () => {
    const file = Buffer.from(writeEvtx(manyEvents(500)))
    const chunks = (file.length - HEADER) / CHUNK
    expect(chunks).toBe(3)
    expect([0, 8, 16].map(at => file.readBigUInt64LE(8 + at))).toEqual([0n, 2n, 501n])
    expect([32, 34, 36].map(at => file.readUInt16LE(4 + at))).toEqual([1, 3, 4096])
    expect(file.readUInt16LE(42)).toBe(chunks)
    const bounds = Array.from({ length: chunks }, (_, i) =>
      [8, 16, 24, 32].map(at => Number(file.readBigUInt64LE(HEADER + i * CHUNK + at))),
    )
    expect(bounds.every(([first, last, id, lastId]) => first === id && last === lastId)).toBe(true)
    expect(bounds[0]?.[0]).toBe(1)
    expect(bounds.at(-1)?.[1]).toBe(500)
    expect(bounds.slice(1).every(([first], i) => first === bounds[i]![1]! + 1)).toBe(true)
  })

  test('an allocated log goes on with zeros and counts only the chunks in use', () => {
    const exact = writeEvtx([event()])
    const live = writeEvtx([event()], { allocate: 1_118_208 })
    expect(live.length).toBe(1_118_208)
    expect(Buffer.compare(live.subarray(0, exact.length), exact)).toBe(0)
    expect(live.subarray(exact.length).every(byte => byte === 0)).toBe(true)
  })

  test('a record that did not fit leaves no trace in its chunk', () => {
    // A chunk that would be overrun by a new source equals one that ends before it.
    const fill = manyEvents(100)
    const big = event({ number: 101, source: 'Another', computer: 'ELSEWHERE', strings: ['x'.repeat(30_000)] })
    const [with_, without] = [writeEvtx([...fill, big]), writeEvtx(fill)]
    expect(with_.length).toBe(without.length + CHUNK)
    expect(Buffer.compare(with_.subarray(HEADER, HEADER + CHUNK), without.subarray(HEADER))).toBe(0)
  })

  test('the same records give the same bytes', () => {
    expect(createHash('sha256').update(writeEvtx(AWKWARD)).digest('hex')).toMatchInlineSnapshot(
      `"307594b3fb920f0f9307cc4ac0c844fc895daeadcd9af5480f78659e00e24dbd"`,
    )
  })

  test("the input is not changed, and the output is nobody else's", () => {
    const records = manyEvents(3)
    const first = writeEvtx(records)
    const copy = first.slice()
    writeEvtx(AWKWARD)
    expect(first).toEqual(copy)
    expect(records).toEqual(manyEvents(3))
  })
})

describe('read back by our own reader', () => {
  test.each(Object.entries(LOGS))('%s', (_, records) => {
    expect(parseEvtx(writeEvtx(records))).toEqual({ records: records.map(withKeywords), warnings: [] })
  })

  test('any log', () => {
    fc.assert(
      fc.property(anyLog, records => {
        expect(parseEvtx(writeEvtx(records))).toEqual({ records: records.map(withKeywords), warnings: [] })
      }),
    )
  })

  test('milliseconds, keywords and numbers with gaps', () => {
    const records = [
      event({ number: 41, timeUtc: START + 1, keywords: 0x8080000000000000n }),
      event({ number: 2 ** 40, timeUtc: START + 999, keywords: 0n }),
    ]
    expect(parseEvtx(writeEvtx(records)).records).toEqual(records)
  })

  test('the largest record', () => {
    const records = [event({ strings: ['x'.repeat(31_000)], data: new Uint8Array(1000).fill(1) })]
    expect(parseEvtx(writeEvtx(records)).records).toEqual(records.map(withKeywords))
  })

  test('200 chunks, within seconds', () => {
    const records = LONG
    const file = writeEvtx(records)
    expect((file.length - HEADER) / CHUNK).toBeGreaterThanOrEqual(200)
    const read = parseEvtx(file)
    expect(read.warnings).toEqual([])
    expect(read.records.length).toBe(records.length)
    for (const i of [0, 17_999, 35_999]) expect(read.records[i]).toEqual(withKeywords(records[i]!))
    expect(
      read.records.every(({ number, strings }, i) => number === i + 1 && strings[1] === `Update Rollup ${i}`),
    ).toBe(true)
  })

  test('a wrong checksum is a warning, and the records are read all the same', () => {
    const records = manyEvents(3)
    const file = writeEvtx(records)
    file[HEADER + 512 + 16] = 0xff // the time in the header of the first record: the event has its own
    const read = parseEvtx(file)
    expect(read.records.length).toBe(3)
    expect(read.records[0]?.timeUtc).toBe(START)
    expect(read.warnings).toEqual([{ offset: HEADER, reason: 'wrong checksum of the records' }])
  })

  test('a lost chunk costs that chunk alone', () => {
    const records = manyEvents(500)
    const file = writeEvtx(records)
    file.fill(0xff, HEADER + CHUNK, HEADER + CHUNK + 8)
    const { records: read, warnings } = parseEvtx(file)
    expect(warnings).toEqual([{ offset: HEADER + CHUNK, reason: 'chunk without its signature' }])
    expect(read.length).toBeGreaterThan(300)
    expect(read.length).toBeLessThan(400)
  })

  test('a log that is cut off keeps its whole records', () => {
    const { records, warnings } = parseEvtx(writeEvtx(manyEvents(50)).subarray(0, HEADER + 10_000))
    expect(records.length).toBeGreaterThan(10)
    expect(warnings[0]?.reason).toBe('chunk cut off after 10000 bytes')
  })

  test('whatever the damage, nothing is thrown', () => {
    const file = writeEvtx(AWKWARD)
    const used = HEADER + Buffer.from(file).readUInt32LE(HEADER + 48)
    const hits = fc.array(fc.tuple(fc.integer({ min: HEADER, max: used }), fc.nat(255)), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(hits, fc.option(fc.nat(used), { freq: 4 }), (bytes, length) => {
        const damaged = file.slice(0, length ?? undefined)
        for (const [at, value] of bytes) damaged[at] = value
        parseEvtx(damaged)
      }),
    )
  })
})

describe('refused', () => {
  const refusals: Readonly<Record<string, [EventRecord[], string]>> = {
    'strings beyond 64 KiB': [
      [event({ number: 9, strings: ['x'.repeat(40_000)] })],
      'record 9 (MsiInstaller 1023) is too large',
    ],
    'data beyond 64 KiB': [[event({ data: new Uint8Array(65_536) })], 'record 1 (MsiInstaller 1023) is too large'],
    'parts that fit, a record that does not': [
      [event(), event({ number: 2, strings: ['x'.repeat(20_000)], data: new Uint8Array(30_000) })],
      'record 2 (MsiInstaller 1023) is too large',
    ],
    'an id of 17 bits': [[event({ id: 65_536 })], 'record 1: id 65536 is not an integer from 0 to 65535'],
    'NUL in a source': [[event({ source: 'a\0' })], 'record 1: a text contains NUL'],
  }
  test.each(Object.entries(refusals))('%s', (_, [records, message]) => {
    expect(() => writeEvtx(records)).toThrow(message)
  })
})

describe('read back by libevtx', () => {
  test('evtxinfo finds nothing corrupted and every record', needing(programs('evtxinfo')), () => {
    for (const records of [...Object.values(LOGS), LONG]) {
      const report = output('evtxinfo', [], writeEvtx(records), 'evtx')
      expect(report).not.toContain('Is corrupted')
      expect(report).toMatch(new RegExp(`Number of records\\s*: ${records.length}\n`))
      expect(report).toMatch(/Number of recovered records\s*: 0\n/)
    }
  })

  test('evtxexport shows every field as written', needing(programs('evtxexport')), () => {
    for (const records of [...Object.values(LOGS), LONG]) {
      const shown = exported(output('evtxexport', ['-f', 'xml'], writeEvtx(records), 'evtx'))
      expect(shown).toEqual(records.map(withKeywords))
    }
  })

  test('evtxinfo does notice a damaged chunk', needing(programs('evtxinfo')), () => {
    const file = writeEvtx(manyEvents(500))
    file[HEADER + CHUNK] = 0xff
    expect(output('evtxinfo', [], file, 'evtx')).toContain('Is corrupted')
  })
})

describe('read back by python-evtx', () => {
  test('evtx_info.py finds every checksum right', needing(programs('evtx_info.py')), () => {
    for (const records of [...Object.values(LOGS), LONG]) {
      const file = writeEvtx(records)
      const report = output('evtx_info.py', [], file, 'evtx')
      expect(all(report, /^Check sum\s*: (\w+)$/gm)).toEqual(['pass'])
      const chunks = all(report, /^. +\d+(?: +\d+){4} +(\w+ +\w+)$/gm)
      expect(chunks).toEqual(Array((file.length - HEADER) / CHUNK).fill('pass   pass'))
    }
  })

  test('evtx_info.py does notice each checksum that is wrong', needing(programs('evtx_info.py')), () => {
    const damages = { header: 24, 'header of a chunk': HEADER + 24, 'records of a chunk': HEADER + 600 }
    for (const at of Object.values(damages)) {
      const file = writeEvtx(manyEvents(5))
      file[at]! ^= 1
      expect(output('evtx_info.py', [], file, 'evtx')).toMatch(/\bfail\b/i)
    }
  })

  test('evtx_dump.py shows every field as written', needing(programs('evtx_dump.py')), () => {
    for (const log of Object.values(LOGS)) {
      // It takes milliseconds for each.
      const records = log.slice(0, 600)
      const shown = exported(output('evtx_dump.py', [], writeEvtx(records), 'evtx'), 'base64')
      expect(shown.map(byPython)).toEqual(records.map(withKeywords).map(emptyLater))
    }
  })
})

/** This reader shows the strings as one text, with tags of its own around each. */
function byPython({ strings: [text = ''], ...record }: EventRecord): EventRecord {
  return { ...record, strings: all(text, /<string>([\s\S]*?)<\/string>\n/g) }
}

/** And it takes empty strings in front of the first text for ones behind it. */
function emptyLater({ strings, ...record }: EventRecord): EventRecord {
  const from = Math.max(
    strings.findIndex(text => text !== ''),
    0,
  )
  return {
    ...record,
    strings: [...strings.slice(from, from + 1), ...strings.slice(0, from), ...strings.slice(from + 1)],
  }
}

describe('read back by @ts-evtx/core', () => {
  test.each(Object.entries(LOGS))('%s', (_, records) => {
    withFile(writeEvtx(records), 'evtx', path => {
      const log = EvtxFile.openSync(path)
      for (const chunk of log.chunks()) expect(chunk.verify()).toBe(true)
      const read = [...log.records()].map(record => ({ number: Number(record.recordNum()), xml: record.renderXml() }))
      expect(read.map(({ number }) => number)).toEqual(records.map(({ number }) => number))
      const shown = exported(read.map(({ xml }) => xml).join('\n'))
      expect(shown.map(comparable)).toEqual(records.map(withKeywords).map(comparable))
    })
  })

  test('a pair of surrogates', () => {
    withFile(writeEvtx([event({ strings: ['\u{1f600}'] })]), 'evtx', path => {
      expect([...EvtxFile.openSync(path).records()][0]?.renderXml()).toContain('\u{1f600}')
    })
  })
})

/** This reader joins the strings, sets line breaks off by blanks, and drops an empty last string. */
function comparable({ strings, ...record }: EventRecord) {
  const joined = strings.join(', ').replace(/\s+/g, ' ').trim()
  return { ...record, strings: joined.replace(/(, ?)+$/, '') }
}
