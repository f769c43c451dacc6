import { type Pattern, type Template, TYPE, template } from './binXml.ts'
import type { EventElement } from './record.ts'
import type { SystemShape } from './shape.ts'

/** The two templates of an event of a classic source. Knows no value that goes into them. */

const slot = (value: number, type: number) => ({ value, type })

/**
 * The system part of an event: 20 values, of which the shown ones have the places that Windows gives them. An event of a
 * classic source has twelve; later Windows adds Version, Opcode, Correlation and Execution. Observed on Windows 7; taken
 * as the same on Server 2008.
 */
export function outerTemplate(shape: SystemShape): Template {
  const only = (there: boolean, element: Pattern): Pattern[] => (there ? [element] : [])
  const named = (name: string, text: string | undefined) => (text === undefined ? [] : [[name, text] as const])
  const qualifiers = { attributes: [['Qualifiers', slot(4, TYPE.u16)]] } as const
  const system: Pattern[] = [
    {
      name: 'Provider',
      attributes: [
        ['Name', shape.source],
        ...named('Guid', shape.providerGuid),
        ...named('EventSourceName', shape.eventSourceName),
      ],
    },
    { name: 'EventID', ...(shape.qualified && qualifiers), content: [slot(3, TYPE.u16)] },
    ...only(shape.version, { name: 'Version', content: [slot(11, TYPE.u8)] }),
    { name: 'Level', content: [slot(0, TYPE.u8)] },
    { name: 'Task', content: [slot(2, TYPE.u16)] },
    ...only(shape.opcode, { name: 'Opcode', content: [slot(1, TYPE.u8)] }),
    { name: 'Keywords', content: [slot(5, TYPE.hex64)] },
    { name: 'TimeCreated', attributes: [['SystemTime', slot(6, TYPE.filetime)]] },
    { name: 'EventRecordID', content: [slot(10, TYPE.u64)] },
    ...only(shape.correlation, {
      name: 'Correlation',
      attributes: [
        ['ActivityID', slot(7, TYPE.guid)],
        ['RelatedActivityID', slot(18, TYPE.guid)],
      ],
    }),
    ...only(shape.execution, {
      name: 'Execution',
      attributes: [
        ['ProcessID', slot(8, TYPE.u32)],
        ['ThreadID', slot(9, TYPE.u32)],
      ],
    }),
    { name: 'Channel', content: [shape.channel] },
    { name: 'Computer', content: [shape.computer] },
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

/** Strings with names: a value for each, and the binary data behind them. */
export const namedTemplate = (names: readonly (string | undefined)[]): Template =>
  template({
    name: 'EventData',
    content: [
      ...names.map((name, i) => ({
        name: 'Data',
        ...(name !== undefined && { attributes: [['Name', name] as const] }),
        content: [slot(i, TYPE.string)],
      })),
      { name: 'Binary', content: [slot(names.length, TYPE.binary)] },
    ],
  })

/** Elements of an event's own: what stands in them are values, in the order of `textsIn`. */
export function userTemplate(element: EventElement): Template {
  let count = 0
  const pattern = ({ name, attributes = {}, content }: EventElement): Pattern => {
    const named = Object.keys(attributes).map(key => [key, slot(count++, TYPE.string)] as const)
    const inside = content.map(item => (typeof item === 'string' ? slot(count++, TYPE.string) : pattern(item)))
    return { name, ...(named.length > 0 && { attributes: named }), ...(inside.length > 0 && { content: inside }) }
  }
  return template({ name: 'UserData', content: [pattern(element)] })
}
