import { ecs } from './ecs.ts'
import type { Format } from './format.ts'
import { jsonl } from './jsonl.ts'
import { msiLog } from './msiLog.ts'
import { otlp } from './otlp.ts'
import { splunkHec } from './splunkHec.ts'
import { syslog } from './syslog.ts'
import { evtxXml, wef } from './xml.ts'

/** The formats of a stream, by the names that are typed. */
export const FORMATS = {
  jsonl,
  'msi-log': msiLog,
  'evtx-xml': evtxXml,
  wef,
  ecs,
  otlp,
  syslog,
  'splunk-hec': splunkHec,
} satisfies Readonly<Record<string, Format>>

export type FormatName = keyof typeof FORMATS
