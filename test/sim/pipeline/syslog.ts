/** A reader of RFC 5424, written from its grammar (section 6), character by character where values are escaped. */

export interface SyslogMessage {
  readonly facility: number
  readonly severity: number
  readonly time: string
  readonly host: string
  readonly app: string
  readonly process: string
  readonly id: string
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Undefined where there is none. */
  readonly message: string | undefined
  /** A mark in front said that it is UTF-8. */
  readonly isUtf8: boolean
}

const HEADER =
  /^<(0|[1-9]\d{0,2})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) /

export function readSyslog(line: string): SyslogMessage {
  const header = HEADER.exec(line)
  if (!header) throw new Error(`no header: ${line.slice(0, 120)}`)
  const [whole, priority, time, host, app, process, id] = header as unknown as string[]
  if (Number(priority) > 191) throw new Error(`priority ${priority}`)
  const { data, end } = structuredData(line, whole!.length)
  const rest = line.slice(end)
  if (rest !== '' && rest[0] !== ' ') throw new Error(`no blank before the message: ${rest.slice(0, 40)}`)
  const text = rest === '' ? undefined : rest.slice(1)
  return {
    ...{ facility: Number(priority) >> 3, severity: Number(priority) & 7 },
    ...{ time: time!, host: host!, app: app!, process: process!, id: id! },
    data,
    message: text?.replace(/^\ufeff/, ''),
    isUtf8: text?.startsWith('\ufeff') ?? false,
  }
}

function structuredData(line: string, from: number) {
  const data: Record<string, Record<string, string>> = {}
  let at = from
  if (line[at] === '-') return { data, end: at + 1 }
  while (line[at] === '[') {
    const id = /^\[([^ =\]"]{1,32})/.exec(line.slice(at, at + 40))?.[1]
    if (id === undefined || id in data) throw new Error(`no name of an element at ${at}`)
    at += id.length + 1
    data[id] = {}
    while (line[at] === ' ') {
      const name = /^ ([^ =\]"]{1,32})="/.exec(line.slice(at, at + 40))?.[1]
      if (name === undefined) throw new Error(`no name of a parameter at ${at}`)
      at += name.length + 3
      let value = ''
      for (; line[at] !== '"'; at++) {
        if (at >= line.length || line[at] === ']') throw new Error(`a value does not end at ${at}`)
        if (line[at] === '\\' && /["\\\]]/.test(line[at + 1]!)) at++
        value += line[at]
      }
      data[id][name] = value
      at++
    }
    if (line[at++] !== ']') throw new Error(`an element does not end at ${at}`)
  }
  return { data, end: at }
}
