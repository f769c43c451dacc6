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
      ...timeOf(field(/SystemTime="([^"]*)"/)),
      source: field(/<Provider(?: [^>]*)? Name="([^"]*)"/),
      id: Number(field(/<EventID[^>]*>(.*?)</)),
      type: LEVELS[field(/<Level>(.*?)</)] ?? AUDITS[keywords.toString(16)[0]!]!,
      category: Number(field(/<Task>(.*?)</)),
      strings: stringsIn(inner),
      data: binary === '' ? undefined : Uint8Array.from(Buffer.from(binary, binaries)),
      userSid: field(/UserID="(.*?)"/) || undefined,
      computer: field(/<Computer>([^<]*)<\/Computer>/),
      channel: field(/<Channel>(.*?)</),
      qualifiers: Number(field(/Qualifiers="(.*?)"/)),
      keywords,
      ...beyondClassic(inner),
    }
  })
}

/** `2007-08-27T13:12:00.5781250Z`: readers show as many digits as they like. */
function timeOf(text: string): Pick<EventRecord, 'timeUtc' | 'ticks'> {
  const digits = (/\.(\d+)/.exec(text)?.[1] ?? '').padEnd(7, '0')
  const ticks = Number(digits.slice(3, 7))
  const second = Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`)
  return { timeUtc: second + Number(digits.slice(0, 3)), ...(ticks > 0 && { ticks }) }
}

const DATA = /<Data(?: Name="([^"]*)")?(?:\/>|>([\s\S]*?)<\/Data>)/g

/** Elements of the event's own, `name` and text: as deep as Windows has them in the logs of a server. */
function userDataIn(inner: string): EventRecord['userData'] {
  const [, name, attributes = '', content = ''] =
    /<UserData>\s*<(\w+)([^>]*)>([\s\S]*)<\/\1>\s*<\/UserData>/.exec(inner) ?? []
  if (name === undefined) return undefined
  return {
    name,
    attributes: Object.fromEntries(
      [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    ),
    content: [...content.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, key, text]) => ({
      name: key!,
      content: [plain(text!)],
    })),
  }
}

function stringsIn(inner: string): string[] {
  const own = userDataIn(inner)?.content ?? []
  if (own.length > 0) return own.flatMap(item => (typeof item === 'string' ? item : item.content.map(String)))
  return [...inner.matchAll(DATA)].map(([, , text]) => plain(text ?? ''))
}

/** What only an event of a provider with a manifest has. */
function beyondClassic(inner: string): Partial<EventRecord> {
  const text = (pattern: RegExp): string | undefined => pattern.exec(inner)?.[1]
  const number = (pattern: RegExp): number | undefined => {
    const found = text(pattern)
    return found === undefined ? undefined : Number(found)
  }
  const names = [...inner.matchAll(DATA)].map(([, name]) => name)
  const found = {
    providerGuid: text(/<Provider [^>]*Guid="([^"]*)"/),
    eventSourceName: text(/<Provider [^>]*EventSourceName="([^"]*)"/),
    version: number(/<Version>(\d+)</),
    opcode: number(/<Opcode>(\d+)</),
    processId: number(/<Execution [^>]*ProcessID="(\d+)"/),
    threadId: number(/<Execution [^>]*ThreadID="(\d+)"/),
    names: names.some(name => name !== undefined) ? names : undefined,
    userData: userDataIn(inner),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
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
