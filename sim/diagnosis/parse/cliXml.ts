import { LIMITS } from '../../limits.ts'
import { Exhausted, type FileBudget, ownBudget, reasonOf } from '../read/budget.ts'
import { attributesOf, tellXml, type XmlTeller } from './xml.ts'

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
export function parseCliXml(text: string, file: FileBudget = ownBudget()): CliXmlObject[] {
  const reader = new CliXmlReader(file)
  try {
    tellXml(text, reader, file.steps)
  } catch (error) {
    file.warn(reasonOf(error))
  }
  return reader.objects
}

class CliXmlReader implements XmlTeller {
  readonly objects: { line: number; properties: Map<string, string>; lines: Map<string, number> }[] = []
  readonly #open: Open[] = []
  /** How many of the open elements have a name. */
  readonly #names = new Map<string, number>()
  readonly #file: FileBudget

  constructor(file: FileBudget) {
    this.#file = file
  }

  open(name: string, within: string, line: number): void {
    this.#file.line = line
    if (this.#open.length === LIMITS.nesting.most) throw new Exhausted(LIMITS.nesting)
    if (name === 'Obj' && this.#depth() === 0 && this.#file.keep('objects')) {
      this.objects.push({ line, properties: new Map(), lines: new Map() })
    }
    this.#open.push({ name, property: attributesOf(within).get('N'), line })
    this.#names.set(name, this.#count(name) + 1)
  }

  /** Closing tags that close nothing are ignored; those that were forgotten are closed with their parent. */
  close(name: string, line: number): void {
    this.#file.line = line
    if (this.#count(name) === 0) return
    for (let closed = ''; closed !== name; ) {
      closed = this.#open.pop()!.name
      this.#names.set(closed, this.#count(closed) - 1)
    }
  }

  #count(name: string): number {
    return this.#names.get(name) ?? 0
  }

  #depth(): number {
    return this.#count('Obj')
  }

  text(text: string, line: number): void {
    this.#file.line = line
    const object = this.objects.at(-1)
    const property = this.#property()
    if (!object || property === undefined || object.properties.has(property)) return
    if (!this.#file.keep('properties of objects')) return
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
