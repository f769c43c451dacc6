import { ownBudget, type Steps } from '../read/budget.ts'
import { detached } from './text.ts'

/**
 * XML as logs carry it, read without a mind to validate: several roots, tree marks of a viewer between the elements, a
 * cut-off end. What is no tag is text. Knows no element by name.
 */

export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: XmlAttributes; readonly line: number }
  | { readonly kind: 'close'; readonly name: string; readonly line: number }
  | { readonly kind: 'text'; readonly text: string; readonly line: number }

export type XmlAttributes = ReadonlyMap<string, string>

/** What has an end of its own, and whether its content is text. */
const ENCLOSED: readonly { readonly start: string; readonly end: string; readonly text: boolean }[] = [
  { start: '<!--', end: '-->', text: false },
  { start: '<![CDATA[', end: ']]>', text: true },
  { start: '<?', end: '?>', text: false },
]

/** It ends at the next `>` outside quotation marks; a `<` before that belongs to another. */
const TAG = /<(\/?)([A-Za-z_][\w.:-]*)(?![\w.:-])([^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*)>/y

/** An element without content yields an `open` and a `close`. Texts of white space only are left out. */
export function* xmlTokens(text: string, steps: Steps = ownBudget().steps): Generator<XmlToken> {
  const endless = new Set<string>()
  let line = 1
  let at = 0
  /** Passes over the text up to `to`. */
  const pass = (to: number): void => {
    for (let i = text.indexOf('\n', at); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) line++
    steps.spend(to - at)
    at = to
  }
  while (at < text.length) {
    const start = indexOr(text.length, text.indexOf('<', at))
    const before = text.slice(at, start)
    if (before.trim() !== '') yield { kind: 'text', text: detached(unescapeXml(before)), line }
    pass(start)
    if (at === text.length) return
    const enclosed = enclosedAt(text, at, endless)
    if (enclosed) {
      if (enclosed.text !== undefined) yield { kind: 'text', text: detached(enclosed.text), line }
      pass(enclosed.to)
      continue
    }
    const tag = tagAt(text, at)
    if (tag?.closes) yield { kind: 'close', name: tag.name, line }
    else if (tag) {
      yield { kind: 'open', name: tag.name, attributes: attributesOf(tag.attributes), line }
      if (tag.empty) yield { kind: 'close', name: tag.name, line }
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
  readonly attributes: string
  readonly to: number
}

/** A tag that begins here. */
function tagAt(text: string, at: number): Tag | undefined {
  TAG.lastIndex = at
  const [whole, slash, name, within] = TAG.exec(text) ?? []
  if (whole === undefined || name === undefined || within === undefined) return undefined
  const empty = within.endsWith('/')
  const attributes = empty ? within.slice(0, -1) : within
  return { name: detached(name), closes: slash === '/', empty, attributes, to: at + whole.length }
}

const NONE: XmlAttributes = new Map()

/** Words between values: the last one before a value is its name. */
function attributesOf(text: string): XmlAttributes {
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
