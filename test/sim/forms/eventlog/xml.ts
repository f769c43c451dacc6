import type { EventRecord, RecordType } from '../../../../sim/forms/eventlog/record.ts'
import { all } from './programs.ts'

const KEYWORDS: Readonly<Record<RecordType, bigint>> = {
  error: 0x80000000000000n,
  warning: 0x80000000000000n,
  information: 0x80000000000000n,
  'audit-success': 0xa0000000000000n,
  'audit-failure': 0x90000000000000n,
}

export const withKeywords = (record: EventRecord) => ({ keywords: KEYWORDS[record.type], ...record })

const LEVELS: Readonly<Record<string, RecordType>> = { 2: 'error', 3: 'warning', 4: 'information' }
const AUDITS: Readonly<Record<string, RecordType>> = { a: 'audit-success', '9': 'audit-failure' }

/** The fields of every event in the XML of a reader; such readers differ in blanks and in what they escape. */
export function exported(xml: string, binaries: 'hex' | 'base64' = 'hex'): EventRecord[] {
  return all(xml, /<Event [^>]*>([\s\S]*?)<\/Event>/g).map(inner => {
    const field = (pattern: RegExp) => plain(pattern.exec(inner)?.[1] ?? '')
    const keywords = BigInt(field(/<Keywords>(.*?)</))
    const binary = field(/<Binary>(.*?)</)
    return {
      number: Number(field(/<EventRecordID>(.*?)</)),
      timeUtc: Date.parse(
        field(/SystemTime="([^"]{19})/)
          .replace(' ', 'T')
          .concat('Z'),
      ),
      source: field(/<Provider Name="([^"]*)"/),
      id: Number(field(/<EventID[^>]*>(.*?)</)),
      type: LEVELS[field(/<Level>(.*?)</)] ?? AUDITS[keywords.toString(16)[0]!]!,
      category: Number(field(/<Task>(.*?)</)),
      strings: all(inner, /<Data(?:\/>|>([\s\S]*?)<\/Data>)/g).map(plain),
      data: binary === '' ? undefined : Uint8Array.from(Buffer.from(binary, binaries)),
      userSid: field(/UserID="(.*?)"/) || undefined,
      computer: field(/<Computer>([^<]*)<\/Computer>/),
      channel: field(/<Channel>(.*?)</),
      qualifiers: Number(field(/Qualifiers="(.*?)"/)),
      keywords,
    }
  })
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

/** A text of XML without its references. */
export function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
      : (ENTITIES[name] ?? whole),
  )
}
