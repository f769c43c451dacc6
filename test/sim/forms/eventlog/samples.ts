import fc from 'fast-check'
import type { EventRecord, RecordType } from '../../../../sim/forms/eventlog/record.ts'

/** 2007-08-27T13:12:00Z, a whole second as classic sources log them. */
export const START = 1_188_220_320_000

const PLAIN: EventRecord = {
  number: 1,
  timeUtc: START,
  source: 'MsiInstaller',
  id: 1023,
  type: 'error',
  category: 0,
  strings: ['Microsoft Exchange Server', 'Update Rollup 4', '1603', 'C:\\WINDOWS\\TEMP\\MSI5c321.LOG'],
  data: Uint8Array.from(Buffer.from('{24B2C164-DE66-44FE-B468-A46D9D5E6B31} 1603', 'latin1')),
  userSid: 'S-1-5-18',
  computer: 'EXCH01',
  channel: 'Application',
  qualifiers: 0,
}

export function event(changes: Partial<EventRecord> = {}): EventRecord {
  return { ...PLAIN, ...changes }
}

export const ADMINISTRATOR = 'S-1-5-21-1004336348-1177238915-682003330-500'

/** What tends to break a writer or a reader, one record each. */
export const AWKWARD: readonly EventRecord[] = [
  event({ strings: ['<a b="c">&amp;\'</a>', ']]>', '&lt;', '%1 %%2'] }),
  event({ strings: ['Größe', '更新プログラム', 'Обновление', '\u{fb01}\u{202e}'] }),
  event({ strings: ['', '(NULL)', '', ''] }),
  event({ strings: [''] }),
  event({ strings: [] }),
  event({ strings: [], data: undefined, userSid: undefined }),
  event({ strings: [' two  blanks ', 'line 1\r\nline 2\ttab'], data: undefined }),
  event({ data: Uint8Array.of(0) }),
  event({ data: Uint8Array.from({ length: 256 }, (_, i) => i), userSid: undefined }),
  event({ userSid: ADMINISTRATOR, computer: 'exch02.contoso.example' }),
  event({ userSid: 'S-1-5-19', source: 'MSExchangeIS Mailbox Store', category: 6, qualifiers: 0x4004, id: 9523 }),
  event({ source: 'Größe & Söhne <x>', computer: 'EXCH-Ä' }),
  event({ type: 'warning', qualifiers: 0x8004, id: 0xffff, category: 0xffff }),
  event({ type: 'information', id: 0 }),
  event({ type: 'audit-success', timeUtc: 1000 }),
  event({ type: 'audit-failure', timeUtc: 0x7fffffff * 1000 }),
].map((record, i) => ({ ...record, number: 10 + i }))

/** `count` events of three sources and two computers, as an Application log mixes them. */
export function manyEvents(count: number): EventRecord[] {
  const sources = ['MsiInstaller', 'MSExchangeTransport', 'Service Control Manager']
  return Array.from({ length: count }, (_, i) =>
    event({
      number: i + 1,
      timeUtc: START + i * 1000,
      source: sources[i % 3]!,
      id: 1000 + (i % 50),
      computer: i % 7 === 0 ? 'EXCH02' : 'EXCH01',
      strings: ['Microsoft Exchange Server', `Update Rollup ${i}`, '1603', '(NULL)', '(NULL)', '(NULL)', ''],
      data: i % 3 === 0 ? Uint8Array.of(i & 255, i >> 8) : undefined,
      userSid: i % 2 === 0 ? 'S-1-5-18' : undefined,
    }),
  )
}

const text = (maxLength: number) => fc.string({ unit: 'binary', maxLength }).map(s => s.replaceAll('\0', ' '))
const u16 = fc.nat(0xffff)
const sid = fc.array(fc.nat(0xffffffff), { maxLength: 15 }).map(subs => ['S-1-5', ...subs].join('-'))

/** Any log that both formats can hold without loss: whole seconds, no keywords of its own. */
export const anyLog: fc.Arbitrary<readonly EventRecord[]> = fc
  .array(
    fc.record({
      number: fc.constant(0),
      timeUtc: fc.nat(0xffffffff).map(seconds => seconds * 1000),
      source: text(20),
      id: u16,
      type: fc.constantFrom<RecordType>('error', 'warning', 'information', 'audit-success', 'audit-failure'),
      category: u16,
      strings: fc.array(text(40), { maxLength: 8 }),
      data: fc.option(fc.uint8Array({ minLength: 1, maxLength: 60 }), { nil: undefined }),
      userSid: fc.option(sid, { nil: undefined }),
      computer: text(15),
      channel: fc.constant('Application'),
      qualifiers: u16,
    }),
    { maxLength: 12 },
  )
  .map(records => records.map((record, i) => ({ ...record, number: i + 1 })))
