import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { isoUtc } from '../../../model/machine/time.ts'
import { eventText } from '../../../model/words/events.ts'
import { recordOf } from '../../../sim/forms/eventlog/records.ts'
import { FORMATS, type FormatName } from '../../../sim/pipeline/formats/table.ts'
import type { EventEntry, LineRecord, StreamRecord } from '../../../sim/pipeline/records.ts'
import { STREAM_FORMATS } from '../../../tui/commandTable.ts'
import { needing, programs } from '../../needs.ts'
import { eventWith, HOSTILE, lineWith, runOf, written } from './runs.ts'
import { FILEBEAT, HEC, OTLP, WINLOGBEAT } from './schemas.ts'
import { readSyslog } from './syslog.ts'

/** Every format, read by somebody else or by what its receiver's documentation says, field by field against the run. */

const IDS = ['file-in-use', 'restart-pending-2008']
const { servers } = runOf('restart-pending-2008')
const MACHINES = [runOf('file-in-use').servers[0]!.machine, servers[0]!.machine]

const isEvent = (record: StreamRecord): record is EventEntry => record.kind === 'event'
const lf = (text: string): string => text.replaceAll('\r\n', '\n')

/** Each record beside what stands for it in a format. */
function pairs<T>(name: FormatName, read: (text: string) => T): { record: StreamRecord; read: T }[] {
  const { records, texts } = written(name, IDS)
  expect(records.length).toBeGreaterThan(100)
  return records.map((record, i) => ({ record, read: read(texts[i]!) }))
}

/** JSON as it comes, whose shape the schema has been asked about. */
// biome-ignore lint/suspicious/noExplicitAny: what a reader finds
type Found = any

function checked(schema: { (value: unknown): boolean; errors?: unknown }, value: Found): Found {
  expect(schema(value), JSON.stringify(schema.errors)).toBe(true)
  return value
}

test('the command line offers all of them', () => {
  expect([...STREAM_FORMATS].sort()).toEqual(Object.keys(FORMATS).sort())
})

describe('ecs', () => {
  test('is a document that Winlogbeat or Filebeat would send', () => {
    for (const { record, read } of pairs('ecs', text => JSON.parse(text))) {
      const label = record.label && { ...record.label }
      expect(read.labels).toEqual(label)
      expect(read['@timestamp']).toBe(isoUtc(record.at))
      expect(read.host.name).toBe(record.host)
      if (!isEvent(record)) {
        expect(checked(FILEBEAT, read)).toMatchObject({ message: record.text, log: { file: { path: record.path } } })
        continue
      }
      const { event, log, machine } = record
      const stored = recordOf(machine, log, event)
      expect(checked(WINLOGBEAT, read)).toMatchObject({
        event: { code: String(event.id), provider: event.source },
        log: { level: event.type },
        message: lf(eventText(event)),
        winlog: { channel: log, provider_name: event.source, event_id: String(event.id), record_id: event.number },
      })
      expect(Date.parse(read.event.created)).toBeGreaterThan(record.at)
      expect(read.winlog.computer_name).toBe(stored.computer)
      expect(read.winlog.user?.identifier).toBe(stored.userSid)
      const { Binary: binary, ...data } = read.winlog.event_data ?? {}
      if (!stored.userData) expect(Object.values(data)).toEqual(event.strings.map(lf))
      expect(binary).toBe(
        event.data === undefined ? undefined : Buffer.from(event.data, 'latin1').toString('hex').toUpperCase(),
      )
    }
  })
})

describe('otlp', () => {
  test('is a request with one record, under the names of the receivers', () => {
    for (const { record, read } of pairs('otlp', text => checked(OTLP, JSON.parse(text)))) {
      const [resource] = read.resourceLogs
      const [log] = resource.scopeLogs[0].logRecords
      expect(plain({ kvlistValue: { values: resource.resource.attributes } })).toEqual({ 'host.name': record.host })
      expect(log.timeUnixNano).toBe(`${BigInt(record.at) * 1_000_000n}`)
      const attributes = plain({ kvlistValue: { values: log.attributes } }) as Record<string, unknown>
      expect(attributes['label.class']).toBe(record.label?.class)
      expect(attributes['label.cause']).toBe(record.label?.cause)
      const body = plain(log.body)
      if (!isEvent(record)) {
        expect(body).toBe(record.text)
        expect(attributes['log.file.path']).toBe(record.path)
        continue
      }
      const { event } = record
      expect(body).toMatchObject({
        event_id: { id: event.id, qualifiers: recordOf(record.machine, record.log, event).qualifiers },
        provider: { name: event.source },
        channel: record.log,
        record_id: event.number,
        message: lf(eventText(event)),
      })
      expect([log.severityNumber, log.severityText]).toEqual(
        { error: [17, 'Error'], warning: [13, 'Warning'], information: [9, 'Information'] }[event.type],
      )
    }
  })

  function plain(value: Found): unknown {
    if (value.kvlistValue)
      return Object.fromEntries(value.kvlistValue.values.map((one: Found) => [one.key, plain(one.value)]))
    if (value.arrayValue) return value.arrayValue.values.map(plain)
    return value.stringValue ?? Number(value.intValue)
  }
})

describe('syslog', () => {
  test('is RFC 5424', () => {
    for (const { record, read } of pairs('syslog', readSyslog)) {
      expect([read.time, read.host]).toEqual([isoUtc(record.at), record.host])
      expect(read.data['label@32473']).toEqual(record.label)
      if (isEvent(record)) {
        const severity = { error: 3, warning: 4, information: 6 }[record.event.type]
        expect([read.severity, read.facility]).toEqual([severity, record.log === 'System' ? 3 : 1])
        expect(read.id).toBe(String(record.event.id))
        expect(read.data['event@32473']).toMatchObject({
          provider: record.event.source,
          record: String(record.event.number),
        })
        expect(unescaped(read.message ?? '')).toBe(lf(eventText(record.event)))
      } else {
        expect(read.data['log@32473']).toEqual({ path: record.path, line: String(record.line) })
        expect(unescaped(read.message ?? '')).toBe(record.text)
      }
    }
  })

  const unescaped = (text: string): string =>
    text.replace(/#(\d{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)))
})

describe('splunk-hec', () => {
  test('is what the collector takes', () => {
    for (const { record, read } of pairs('splunk-hec', text => checked(HEC, JSON.parse(text)))) {
      expect([read.time, read.host]).toEqual([record.at / 1000, record.host])
      expect(read.fields?.label_class).toBe(record.label?.class)
      if (isEvent(record)) {
        expect([read.source, read.sourcetype]).toEqual([`XmlWinEventLog:${record.log}`, 'XmlWinEventLog'])
        expect(read.event).toBe(FORMATS['evtx-xml'].write(record, false))
      } else {
        expect([read.source, read.event]).toEqual([record.path, record.text])
      }
    }
  })
})

describe('jsonl', () => {
  test('says all that there is', () => {
    for (const { record, read } of pairs('jsonl', text => JSON.parse(text))) {
      expect(read).toMatchObject({ time: isoUtc(record.at), host: record.host, kind: record.kind })
      expect(read.label).toEqual(record.label)
      if (isEvent(record)) expect([read.source, read.record]).toEqual([record.log, record.event.number])
      else expect([read.source, read.line, read.text]).toEqual([record.path, record.line, record.text])
    }
  })
})

describe.each(['evtx-xml', 'wef'] as const)('%s', name => {
  test('is XML that a parser reads, with what the events say', needing(programs('xmllint')), () => {
    const hostile = MACHINES.map(machine => eventWith(HOSTILE.slice(0, -1), machine))
    const { records, texts } = written(name, IDS)
    const all = [...records, ...hostile]
    const lines = [...texts, ...hostile.map(record => FORMATS[name].write(record, false))]
    const { status, stdout } = spawnSync('xmllint', ['--nonet', '--c14n', '-'], {
      input: `<all>${lines.join('\n')}</all>`,
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    const events = stdout.split('</Event>').slice(0, -1)
    expect(events.length).toBe(all.length)
    all.forEach((record, i) => {
      const { event, log } = record as EventEntry
      const texts = [...events[i]!.matchAll(/<Data[^>]*>([^<]*)<\/Data>/g)].map(([, text]) => parsed(text!))
      const own = recordOf(record.kind === 'event' ? record.machine : MACHINES[0]!, log, event)
      if (!own.userData) expect(texts).toEqual(event.strings.map(held))
      expect(events[i]).toContain(`<EventRecordID>${event.number}</EventRecordID>`)
      expect(events[i]).toContain(`<Channel>${log}</Channel>`)
      if (name === 'wef') expect(parsed(/<Message>([^<]*)</.exec(events[i]!)![1]!)).toBe(held(eventText(event)))
      else expect(events[i]).not.toContain('RenderingInfo')
    })
  })

  const parsed = (text: string): string =>
    text
      .replace(/&#x([0-9A-F]+);/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')

  /** What XML 1.0 has no place for is the replacement character. */
  const held = (text: string): string =>
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those that XML 1.0 leaves out
    text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udfff]/gu, '\ufffd')
})

describe('whatever a record says', () => {
  const records: StreamRecord[] = [
    ...HOSTILE.flatMap(text => [lineWith(text), lineWith('x', { path: `C:\\${text.slice(0, 50)}.log` })]),
    ...MACHINES.flatMap(machine => HOSTILE.map(text => eventWith([text, 'b'], machine))),
  ]
  const NAMES = Object.keys(FORMATS).filter(name => name !== 'msi-log') as FormatName[]

  test.each(NAMES)('%s has one line for it, also where lines end at U+2028 or U+0085', name => {
    const format = FORMATS[name]
    const own = records.filter(format.takes)
    const texts = own.map(record => format.write(record, format.holdsLabels))
    const bytes = Buffer.from(texts.map(text => text + format.lineEnd).join(''), format.encoding)
    const read = bytes.toString(format.encoding)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: where Python's splitlines splits
    const lines = read.split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/)
    expect(lines.pop()).toBe('')
    expect(lines).toEqual(texts)
    expect(read).not.toMatch(/\ud800|\udfff/)
  })

  test('nothing of it is lost in JSON but halves of pairs', () => {
    for (const text of HOSTILE) {
      const kept = text.replace(/[\ud800-\udfff]/gu, '\ufffd')
      const line = lineWith(text)
      expect(JSON.parse(FORMATS.jsonl.write(line, true)).text).toBe(kept)
      expect(checked(FILEBEAT, JSON.parse(FORMATS.ecs.write(line, true))).message).toBe(kept)
      expect(checked(OTLP, JSON.parse(FORMATS.otlp.write(line, true)))).toBeDefined()
      expect(FORMATS['splunk-hec'].takes(line)).toBe(text.trim() !== '')
    }
  })

  test('syslog says that a text is UTF-8, and leaves out one that is empty', () => {
    const read = (text: string) => readSyslog(FORMATS.syslog.write(lineWith(text), true))
    expect(read('').message).toBe(undefined)
    expect(read('plain').isUtf8).toBe(false)
    expect(read('Установка').isUtf8).toBe(true)
    expect(read('a\r\nb\u001b').message).toBe('a#015#012b#033')
    const odd = lineWith('x', { path: 'C:\\a"b]c\\', host: 'h o\u0007st' })
    expect(readSyslog(FORMATS.syslog.write(odd, true))).toMatchObject({
      host: 'h_o_st',
      data: { 'log@32473': { path: 'C:\\a"b]c\\' } },
    })
  })

  test('msi-log has it as the log has it', () => {
    for (const text of HOSTILE) {
      const line: LineRecord = lineWith(text, { kind: 'installer-log' })
      expect(FORMATS['msi-log'].write(line, false)).toBe(text)
    }
  })
})
