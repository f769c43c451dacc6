import { eventWording } from '../../../model/words/events.ts'
import { follows, HOLE, partsOf } from '../../bundle/truth/holes.ts'
import { masked, templateOf } from '../../bundle/truth/logpai.ts'
import type { EventEntry, LineRecord } from '../records.ts'

/**
 * The template of a text on one line: what its writer has, with the parameters left open; of a text that does not follow it, or
 * whose writer is not known, the form of the text. Knows no layout.
 */

/** What the message file has, with its insertion strings left open. */
export function eventTemplate({ event }: EventEntry, content: string): string {
  const wording = eventWording(event)
  return fitting(content, wording === undefined ? undefined : wording.replace(/%\d|\[\w+\]/g, HOLE))
}

/** What the installer writes such a line from. */
export const lineTemplate = ({ text, from }: LineRecord, content: string): string =>
  fitting(content, from && templateOf(text, from))

/** A parameter at the end that is empty leaves nothing of itself. */
function fitting(content: string, template: string | undefined): string {
  if (template === undefined) return masked(content)
  const written = onOneLine(template)
  return [written, written.replace(/ <\*>$/, '')].find(one => follows(content, partsOf(one))) ?? masked(content)
}

/** Line ends, with the blanks around them, are one blank. */
export const onOneLine = (text: string): string =>
  text
    .split(/[\r\n\u0085\u2028\u2029]/)
    .map(line => line.trim())
    .filter(line => line !== '')
    .join(' ')
