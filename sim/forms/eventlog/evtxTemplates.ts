import { type Pattern, type Template, TYPE, template } from './binXml.ts'

/** The two templates of an event of a classic source. Knows no value that goes into them. */

const slot = (value: number, type: number) => ({ value, type })

/**
 * The system part of an event of a classic source: 20 values, of which these twelve are shown. Later Windows adds
 * Version, Opcode, Correlation and Execution. Observed on Windows 7; taken as the same on Server 2008.
 */
export function outerTemplate(source: string, channel: string, computer: string): Template {
  const system: Pattern[] = [
    { name: 'Provider', attributes: [['Name', source]] },
    { name: 'EventID', attributes: [['Qualifiers', slot(4, TYPE.u16)]], content: [slot(3, TYPE.u16)] },
    { name: 'Level', content: [slot(0, TYPE.u8)] },
    { name: 'Task', content: [slot(2, TYPE.u16)] },
    { name: 'Keywords', content: [slot(5, TYPE.hex64)] },
    { name: 'TimeCreated', attributes: [['SystemTime', slot(6, TYPE.filetime)]] },
    { name: 'EventRecordID', content: [slot(10, TYPE.u64)] },
    { name: 'Channel', content: [channel] },
    { name: 'Computer', content: [computer] },
    { name: 'Security', attributes: [['UserID', slot(12, TYPE.sid)]] },
  ]
  return template({
    name: 'Event',
    attributes: [['xmlns', 'http://schemas.microsoft.com/win/2004/08/events/event']],
    content: [{ name: 'System', content: system }, slot(19, TYPE.binxml)],
  })
}

/** The data part, the same for every classic source, with the GUID observed on Windows 7. */
export const INNER_TEMPLATE: Template = {
  guid: Uint8Array.from(Buffer.from('0146d3ec2502673eb639d77b70281ce9', 'hex')),
  root: {
    name: 'EventData',
    content: [
      { name: 'Data', content: [slot(0, TYPE.strings)] },
      { name: 'Binary', content: [slot(2, TYPE.binary)] },
    ],
  },
}
