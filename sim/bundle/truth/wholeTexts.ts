import { ACTION_TEXT } from '../../../model/words/actionText.ts'
import { eventOfMessage, INSTALLER_EVENTS, LOGGED_MESSAGES } from '../../../model/words/events.ts'
import { MESSAGES } from '../../../model/words/messages.ts'
import { follows, HOLE, partsOf, templatesOf } from './holes.ts'

/**
 * Templates of texts that a line of the installer has as its only parameter: the data of an action, a record, the text of an
 * event, a message. Each is told by its form. Does not know who wrote it.
 */

/** Undefined where nobody's form is known in it. */
export function wholeTemplate(content: string): string | undefined {
  if (PATH.test(content)) return HOLE
  const formed = recordTemplate(content) ?? dataTemplate(content)
  if (formed !== undefined && follows(content, partsOf(formed))) return formed
  return TEXTS.find(({ parts }) => follows(content, parts))?.text
}

/** A file by itself. */
const PATH = /^(?:[A-Z]:|\\\\[\w.$-]+)\\[^:*?"<>|]*$/i

/** `1: {...} 2: {...} 3: C:\... `: a record without a template of its own. */
function recordTemplate(content: string): string | undefined {
  if (!content.startsWith('1: ')) return undefined
  return content
    .split(FIELD)
    .reduce((template, _, i) => `${template}${i + 1}: ${HOLE} `, '')
    .trimEnd()
}

const FIELD = / (?=\d{1,2}: )/

/** `InstallFiles: File: store.exe,  Directory: ...,  Size: ...` */
const dataTemplate = (content: string): string | undefined =>
  DATA.get(content.slice(0, Math.max(content.indexOf(': '), 0)))

const DATA: ReadonlyMap<string, string> = new Map(
  Object.entries(ACTION_TEXT).flatMap(([action, { template }]) =>
    template === undefined ? [] : [[action, `${action}: ${templatesOf(template)[0]}`]],
  ),
)

/** Most of them stand in `%1` alone, which says nothing. The longest that fits is the one. */
const TEXTS = [
  ...Object.values(INSTALLER_EVENTS).map(({ text }) => text),
  ...LOGGED_MESSAGES.map(number => eventOfMessage(number).text),
  ...Object.values(MESSAGES).map(({ text }) => text),
]
  .flatMap(templatesOf)
  .filter(text => text.replaceAll(HOLE, '').trim() !== '')
  .sort((a, b) => b.length - a.length)
  .map(text => ({ text, parts: partsOf(text) }))
