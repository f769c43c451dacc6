import { type XmlToken, xmlTokens } from './xml.ts'

/** What Export-Clixml wrote, as objects with properties. Does not know what the objects are. */

/** One exported object: its own properties as text. */
export interface CliXmlObject {
  /** Line on which the object begins. */
  readonly line: number
  readonly properties: ReadonlyMap<string, string>
  /** Line on which each property stands. */
  readonly lines: ReadonlyMap<string, number>
}

interface Open {
  readonly name: string
  readonly property: string | undefined
  readonly line: number
}

/**
 * Objects that PowerShell's Export-Clixml wrote. Only the properties of the exported objects themselves count: a service
 * also carries the services it depends on, as objects inside. A property that is an object is its ToString text.
 */
export function parseCliXml(text: string): CliXmlObject[] {
  const reader = new CliXmlReader()
  for (const token of xmlTokens(text)) reader.take(token)
  return reader.objects
}

class CliXmlReader {
  readonly objects: { line: number; properties: Map<string, string>; lines: Map<string, number> }[] = []
  readonly #open: Open[] = []

  take(token: XmlToken): void {
    if (token.kind === 'open') this.#begin(token)
    else if (token.kind === 'close') this.#end(token.name)
    else this.#text(token.text, token.line)
  }

  #begin({ name, attributes, line }: Extract<XmlToken, { kind: 'open' }>): void {
    if (name === 'Obj' && this.#depth() === 0) this.objects.push({ line, properties: new Map(), lines: new Map() })
    this.#open.push({ name, property: attributes.get('N'), line })
  }

  /** Closing tags that close nothing are ignored; those that were forgotten are closed with their parent. */
  #end(name: string): void {
    const at = this.#open.findLastIndex(open => open.name === name)
    if (at >= 0) this.#open.length = at
  }

  #depth(): number {
    return this.#open.filter(open => open.name === 'Obj').length
  }

  #text(text: string, line: number): void {
    const object = this.objects.at(-1)
    const property = this.#property()
    if (!object || property === undefined || object.properties.has(property)) return
    object.properties.set(property, unescapeClr(text.trim()))
    object.lines.set(property, line)
  }

  /** The property of the exported object that the text at this place is the value of. */
  #property(): string | undefined {
    const inner = this.#open.at(-1)
    if (this.#depth() === 1) return inner?.name === 'ToString' ? undefined : inner?.property
    const outer = this.#open.at(-2)
    return this.#depth() === 2 && inner?.name === 'ToString' ? outer?.property : undefined
  }
}

/** `_x000D_`: how the export writes characters that XML cannot have. */
function unescapeClr(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
