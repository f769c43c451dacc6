import { ownBudget, type Steps } from '../read/budget.ts'
import { detached } from './text.ts'

/**
 * XML as logs carry it, read without a mind to validate: several roots, tree marks of a viewer between the elements, a
 * cut-off end. What is no tag is text. Knows no element by name.
 */

/** Is told what stands in a text, in its order. Lines count from 1. */
export interface XmlTeller {
  /** @param within what stands behind the name: see `attributesOf` */
  open(name: string, within: string, line: number): void
  close(name: string, line: number): void
  text(text: string, line: number): void
}

export type XmlAttributes = ReadonlyMap<string, string>

/** What has an end of its own, and whether its content is text. */
const ENCLOSED: readonly { readonly start: string; readonly end: string; readonly text: boolean }[] = [
  { start: '<!--', end: '-->', text: false },
  { start: '<![CDATA[', end: ']]>', text: true },
  { start: '<?', end: '?>', text: false },
]

/** An element without content opens and closes. Texts of white space only are left out. @throws Exhausted */
export function tellXml(text: string, tell: XmlTeller, steps: Steps = ownBudget().steps): void {
  const endless = new Set<string>()
  let line = 1
  let lineEnd = text.indexOf('\n')
  let at = 0
  /** Passes over the text up to `to`. */
  const pass = (to: number): void => {
    for (; lineEnd >= 0 && lineEnd < to; lineEnd = text.indexOf('\n', lineEnd + 1)) line++
    steps.spend(to - at)
    at = to
  }
  const say = (said: string): void => {
    if (said.trim() !== '') tell.text(detached(unescapeXml(said)), line)
  }
  while (at < text.length) {
    const start = indexOr(text.length, text.indexOf('<', at))
    if (start > at) say(text.slice(at, start))
    pass(start)
    if (at === text.length) return
    const enclosed = enclosedAt(text, at, endless)
    if (enclosed) {
      if (enclosed.text !== undefined) tell.text(detached(enclosed.text), line)
      pass(enclosed.to)
      continue
    }
    const tag = tagAt(text, at)
    if (tag?.closes) tell.close(tag.name, line)
    else if (tag) {
      tell.open(tag.name, tag.within, line)
      if (tag.empty) tell.close(tag.name, line)
    }
    pass(tag?.to ?? at + 1)
  }
}

const indexOr = (otherwise: number, index: number): number => (index < 0 ? otherwise : index)

/** A comment, CDATA or an instruction that begins here. An end that stands nowhere is looked for once. */
function enclosedAt(
  text: string,
  at: number,
  endless: Set<string>,
): { readonly to: number; readonly text: string | undefined } | undefined {
  const kind = ENCLOSED.find(({ start }) => text.startsWith(start, at))
  if (!kind || endless.has(kind.end)) return undefined
  const from = at + kind.start.length
  const end = text.indexOf(kind.end, from)
  if (end < 0) endless.add(kind.end)
  return end < 0 ? undefined : { to: end + kind.end.length, text: kind.text ? text.slice(from, end) : undefined }
}

interface Tag {
  readonly name: string
  readonly closes: boolean
  readonly empty: boolean
  /** Behind the name. */
  readonly within: string
  readonly to: number
}

/** A tag that begins here. It ends at the next `>` outside quotation marks; a `<` before that belongs to another. */
function tagAt(text: string, at: number): Tag | undefined {
  const closes = text.charCodeAt(at + 1) === SLASH
  const from = closes ? at + 2 : at + 1
  const to = nameEnd(text, from)
  const end = to === from ? -1 : tagEnd(text, to)
  if (end < 0) return undefined
  const empty = end > to && text.charCodeAt(end - 1) === SLASH
  return {
    name: detached(text.slice(from, to)),
    closes,
    empty,
    within: text.slice(to, empty ? end - 1 : end),
    to: end + 1,
  }
}

const [SLASH, LESS, GREATER, DOUBLE, SINGLE] = [...'/<>"\''].map(sign => sign.charCodeAt(0))

/** What a name may hold, by its code; 2 is what it may begin with too. */
const OF_NAME = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return /[A-Za-z_]/.test(letter) ? 2 : /[\d.:-]/.test(letter) ? 1 : 0
})

/** Where the name that begins here ends; `from` where none does. */
function nameEnd(text: string, from: number): number {
  if (OF_NAME[text.charCodeAt(from)] !== 2) return from
  let at = from + 1
  while (OF_NAME[text.charCodeAt(at)]! > 0) at++
  return at
}

/** Where the `>` stands; -1 where there is none. */
function tagEnd(text: string, from: number): number {
  let quote = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LESS) return -1
    if (quote !== 0) {
      if (code === quote) quote = 0
    } else if (code === GREATER) return at
    else if (code === DOUBLE || code === SINGLE) quote = code
  }
  return -1
}

const NONE: XmlAttributes = new Map()

/** Words between values: the last one before a value is its name. */
export function attributesOf(text: string): XmlAttributes {
  if (text === '') return NONE
  const attributes = new Map<string, string>()
  let at = 0
  for (let equals = text.indexOf('='); equals >= 0; equals = text.indexOf('=', at)) {
    const name = text.slice(at, equals).trim().split(/\s+/).at(-1)!
    const quoteAt = skipBlanks(text, equals + 1)
    const quote = text[quoteAt]
    const end = quote === '"' || quote === "'" ? text.indexOf(quote, quoteAt + 1) : -1
    if (name !== '' && end >= 0) attributes.set(detached(name), detached(unescapeXml(text.slice(quoteAt + 1, end))))
    at = end >= 0 ? end + 1 : equals + 1
  }
  return attributes
}

function skipBlanks(text: string, at: number): number {
  while (at < text.length && text[at]!.trim() === '') at++
  return at
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
