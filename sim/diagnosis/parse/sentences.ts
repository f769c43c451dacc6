import { INSTALLER_SOURCE } from '../../../model/words/eventSources.ts'
import { EVERY_EVENT, isErrorEvent, MESSAGE_EVENTS, RESULT_MESSAGES } from '../../../model/words/events.ts'
import { lower } from '../../../model/words/letters.ts'
import { MESSAGES, UNEXPECTED_ERROR } from '../../../model/words/messages.ts'
import { NOT_STARTED } from '../../../model/words/netMessages.ts'
import { RETURN_CODES, WIN32, wordingsOf } from '../../../model/words/systemErrors.ts'
import { type Filled, firstSentence, literalsOf, opening, reader } from '../../../model/words/turned.ts'
import { NOT_OFFERED } from '../../../model/words/updateClient.ts'
import { fillIn } from '../../../model/words/wording.ts'
import { codesOfInstaller, REFUSALS, unexpectedIn } from '../observations/spoken.ts'
import type { FileBudget } from '../read/budget.ts'
import type { EventEntry } from './events.ts'
import { isProperty } from './installerRows.ts'

/**
 * Sentences of Windows in whatever text they stand, a mail, a page, a note: the tables of its texts turned round, and found
 * by three words in a row, so that a text is gone through once. Does not know what a sentence is about.
 */

/** What was said around a sentence of Windows, on one line. */
export interface Passage {
  /** On which the first sentence begins. */
  readonly line: number
  readonly text: string
}

/** A message of the installer in a text. */
export interface SaidMessage {
  readonly number: number
  readonly text: string
}

interface Known {
  /** Reads it, where it does stand. */
  readonly read: (said: string) => Filled | undefined
  readonly is: 'code' | 'message' | 'event'
  readonly id: number
  readonly source: string
  readonly text: string
}

const known = (is: Known['is'], text: string, id = 0, source = ''): Known => ({
  is,
  id,
  source,
  text,
  read: reader(is === 'event' ? text : beginning(text)),
})

const MESSAGE_TEXTS = Object.values(MESSAGES).map(({ text }) => text)

/** What comes behind the first sentence is often cut off; but several messages begin with the same one. */
function beginning(text: string): string {
  let size = firstSentence(text).length
  while (size < text.length && MESSAGE_TEXTS.some(other => other !== text && other.startsWith(text.slice(0, size)))) {
    size += 1 + firstSentence(text.slice(size + 1)).length
  }
  return text.slice(0, size)
}

const SENTENCES: readonly Known[] = [
  ...EVERY_EVENT.map(({ source, id, text }) => known('event', text, id, source)),
  ...Object.entries(MESSAGES).map(([number, { text }]) => known('message', text, Number(number))),
  ...Object.values(RETURN_CODES).flatMap(({ code }) => wordingsOf(code).map(text => known('code', text, code))),
  known('code', NOT_OFFERED.text),
  ...[NOT_STARTED.text, ...wordingsOf(WIN32.SERVICE_DISABLED)].map(text => known('code', text)),
  ...REFUSALS.map(text => known('code', text)),
]

// ------------------------------------------------------------------------------------------------------- by its words

const WORD = /[A-Za-z0-9]+/g

type Three = readonly [RegExpExecArray, RegExpExecArray, RegExpExecArray]

/** Every three words in a row, in small letters. */
function* threes(text: string): Generator<Three> {
  let [first, second]: (RegExpExecArray | undefined)[] = []
  for (const third of lower(text).matchAll(WORD)) {
    if (first && second) yield [first, second, third]
    ;[first, second] = [second, third]
  }
}

/** Fewer words in a row are the speech of many. */
const TELLING = 4

/** By the first of three words, which hardly any word is, and the two behind it. */
const byWords = new Map<string, Map<string, Known[]>>()
for (const sentence of SENTENCES) {
  const telling = literalsOf(sentence.text).find(part => (part.match(WORD) ?? []).length >= TELLING)
  const [start] = threes(telling ?? '')
  if (!start) continue
  const [[first], [second], [third]] = start
  const behind = byWords.get(first) ?? new Map<string, Known[]>()
  byWords.set(first, behind.set(`${second} ${third}`, [...(behind.get(`${second} ${third}`) ?? []), sentence]))
}

interface Said extends Known {
  readonly filled: Filled
  /** Where its words stand. */
  readonly at: number
}

/** The sentences of a passage, in their order. */
function sentencesIn(text: string): Said[] {
  const tried = new Set<Known>()
  const found: Said[] = []
  for (const [first, [second], [third]] of threes(text)) {
    for (const sentence of byWords.get(first[0])?.get(`${second} ${third}`) ?? []) {
      // Once, however often its words are there.
      if (tried.has(sentence)) continue
      tried.add(sentence)
      const filled = sentence.read(text)
      if (filled) found.push({ ...sentence, filled, at: first.index })
    }
  }
  return found
}

// ---------------------------------------------------------------------------------------------------------- messages

const NUMBERED = /\bError (\d{4})(?:\. ?|: )/g

/** Messages of the installer, by the number before them or by their words. */
export function messagesIn(text: string): SaidMessage[] {
  const numbered = [...text.matchAll(NUMBERED)].map(({ 0: whole, 1: number, index }) => ({
    number: Number(number),
    text: text.slice(index + whole.length),
  }))
  const numbers = new Set(numbered.map(({ number }) => number))
  // Words that two messages share are those of the number before them.
  const behindNumbers = new Set(numbered.map(message => text.length - message.text.length))
  const unexpected = unexpectedIn(text)
  const worded = sentencesIn(text)
    .filter(({ is, id, at }) => is === 'message' && !numbers.has(id) && !behindNumbers.has(at))
    .map(({ id, at }) => ({ number: id, text: text.slice(at) }))
  return [...numbered, ...worded, ...(unexpected === undefined ? [] : [{ number: unexpected, text }])]
}

// ------------------------------------------------------------------------------------------------------------ events

const PRODUCT = 'Product: '

/** Where an event begins: of several in a row, each is one. */
const beginsEvent = (line: string): boolean =>
  line.includes(PRODUCT) || (line.startsWith('The ') && line.includes(' service'))

/** `Product: X -- Error 1306. text`, from there on; a name is never longer than this. */
function ofProduct(text: string): { readonly at: number; readonly told: string } | undefined {
  const at = text.indexOf(PRODUCT)
  const told = at < 0 ? -1 : text.slice(at, at + 300).indexOf(' -- ')
  return told < 0 ? undefined : { at, told: text.slice(at + told + ' -- '.length) }
}

const ERROR = /^Error (\d{4})\. ?/

/** How a run ended, which is said in few words. */
const results = RESULT_MESSAGES.map(number => ({ number, begins: literalsOf(MESSAGES[number].text)[0]! }))

/** The event that a passage is the text of. */
function eventIn({ line, text }: Passage): EventEntry | undefined {
  const event = sentencesIn(text).find(({ is }) => is === 'event')
  if (event) return eventEntry(line, event)
  const said = ofProduct(text)
  if (!said) return undefined
  const number = ERROR.exec(said.told)?.[1] ?? results.find(({ begins }) => said.told.startsWith(begins))?.number
  return number === undefined
    ? undefined
    : entry(line, INSTALLER_SOURCE, MESSAGE_EVENTS + Number(number), text.slice(said.at), [])
}

function eventEntry(line: number, { source, id, text, filled }: Said): EventEntry {
  const strings = Array.from({ length: Math.max(0, ...filled.keys()) }, (_, i) => filled.get(i + 1) ?? '')
  return entry(line, source, id, fillIn(text, strings), strings)
}

const entry = (line: number, source: string, id: number, message: string, strings: readonly string[]): EventEntry => ({
  line,
  source,
  id,
  type: isErrorEvent(source, id) ? 'error' : undefined,
  time: undefined,
  message,
  strings,
})

// ---------------------------------------------------------------------------------------------------------- passages

/** Lines between empty ones belong together, for people wrap them; but a file may have none. */
const LONGEST = 8000

/** What an answer of a mail puts before a line. */
const QUOTING = /^[\s>|]+/

/** Up to the next line of the log, where somebody has put several into one. */
const PROPERTY_SAID =
  /(?:Property\([SC]\): |PROPERTY CHANGE: ).*?(?=M?SI \([csN]\) \(|Action (?:start|ended) \d|Property\(|PROPERTY CHANGE|$)/gs

/** Their values are words of anything. */
const withoutProperties = (text: string): string => (isProperty(text) ? text.replace(PROPERTY_SAID, '') : text)

/** A line of some log has a time or a thread before it, and goes on in no other. */
const LOGGED = /^(?:<!\[LOG\[|\[[0-9A-Fa-f]{2,8}:[0-9A-Fa-f]{2,8}\]|\[?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ,])/

/** Goes through lines that no reader knows. */
export class Sentences {
  readonly passages: Passage[] = []
  readonly events: EventEntry[] = []
  readonly #file: FileBudget
  #lines: { readonly line: number; readonly at: number }[] = []
  #text = ''

  constructor(file: FileBudget) {
    this.#file = file
  }

  take(raw: string, index: number): void {
    const text = withoutProperties(raw.replace(QUOTING, '')).trimEnd()
    if (text === '' || LOGGED.test(text) || beginsEvent(text) || this.#text.length + text.length > LONGEST) this.end()
    if (text === '') return
    this.#lines.push({ line: index + 1, at: this.#text.length })
    this.#text += `${text} `
  }

  /** What was taken last is looked through. */
  end(): void {
    const [text, lines] = [this.#text.trimEnd(), this.#lines]
    this.#text = ''
    this.#lines = []
    const at = text === '' ? undefined : firstIn(text)
    if (at === undefined) return
    const begun = lines.findLast(line => line.at <= at)!
    const passage = { line: begun.line, text: text.slice(begun.at) }
    const event = eventIn(passage)
    if (event) this.events.push(event)
    else if (this.#file.keep('passages')) this.passages.push(passage)
  }
}

/** Windows says something in these lines. */
export const isSaid = (lines: readonly string[]): boolean => firstIn(lines.join(' ')) !== undefined

/** What stands before a code, or begins it. */
const CODE = /error|code|exit|return|8007/i
const UNEXPECTED = opening(UNEXPECTED_ERROR.text)

/** Where the first thing stands that Windows says. */
function firstIn(text: string): number | undefined {
  const places = [
    ...sentencesIn(text).map(({ at }) => at),
    text.search(NUMBERED),
    text.search(UNEXPECTED),
    ofProduct(text)?.at ?? -1,
    codesOfInstaller(text).length > 0 ? text.search(CODE) : -1,
    unexpectedIn(text) === undefined ? -1 : text.search(/code/i),
  ].filter(at => at >= 0)
  return places.length === 0 ? undefined : Math.min(...places)
}
