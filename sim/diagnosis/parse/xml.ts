/**
 * XML as logs carry it, read without a mind to validate: several roots, tree marks of a viewer between the elements, a
 * cut-off end. What is no tag is text. Knows no element by name.
 */

export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: XmlAttributes; readonly line: number }
  | { readonly kind: 'close'; readonly name: string; readonly line: number }
  | { readonly kind: 'text'; readonly text: string; readonly line: number }

export type XmlAttributes = ReadonlyMap<string, string>

/** Bounded, so that a file of nothing but beginnings is read in time. */
const TAG =
  /<!--[\s\S]{0,20000}?-->|<!\[CDATA\[([\s\S]{0,100000}?)\]\]>|<\?[\s\S]{0,5000}?\?>|<(\/?)([A-Za-z_][\w.:-]*)((?:[^>"']|"[^"]*"|'[^']*'){0,5000}?)(\/?)>/y
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** An element without content yields an `open` and a `close`. Texts of white space only are left out. */
export function* xmlTokens(text: string): Generator<XmlToken> {
  let line = 1
  let at = 0
  const lineAfter = (part: string): number => {
    for (let i = part.indexOf('\n'); i >= 0; i = part.indexOf('\n', i + 1)) line++
    return line
  }
  while (at < text.length) {
    const start = text.indexOf('<', at)
    const before = start < 0 ? text.slice(at) : text.slice(at, start)
    if (before.trim() !== '') yield { kind: 'text', text: unescapeXml(before), line }
    lineAfter(before)
    if (start < 0) return
    TAG.lastIndex = start
    const tag = TAG.exec(text)
    const whole = tag?.[0] ?? '<'
    if (tag?.[1] !== undefined) yield { kind: 'text', text: tag[1], line }
    const name = tag?.[3]
    if (name !== undefined) {
      if (tag?.[2] === '/') yield { kind: 'close', name, line }
      else {
        yield { kind: 'open', name, attributes: attributesOf(tag?.[4] ?? ''), line }
        if (tag?.[5] === '/') yield { kind: 'close', name, line }
      }
    }
    lineAfter(whole)
    at = start + whole.length
  }
}

function attributesOf(text: string): XmlAttributes {
  const attributes = new Map<string, string>()
  for (const [, name, double, single] of text.matchAll(ATTRIBUTE)) {
    attributes.set(name!, unescapeXml(double ?? single ?? ''))
  }
  return attributes
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
