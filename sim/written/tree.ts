import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { grouped, INPUT_LIMITS, type Limit } from '../limits.ts'
import type { SourceFault } from './source.ts'

/**
 * The nodes of a YAML document as plain data, each of them visited once, however often aliases name it. What they would
 * make of it is counted. Knows no key.
 */

type Fault = Omit<SourceFault, 'position'> & { readonly offset: number }

interface Child {
  readonly key?: unknown
  readonly value?: unknown
}

export class Tree {
  readonly root: unknown
  /** Undefined if there is too much of it, or no document. */
  readonly data: unknown
  readonly faults: Fault[] = []
  readonly #text: string
  readonly #anchors = new Map<string, Anchored>()
  readonly #targets = new Map<Alias, Node>()
  readonly #pairs = new Map<YAMLMap, Map<string, Pair>>()
  #values = 0

  constructor(text: string, root: unknown) {
    this.#text = text
    this.root = root
    this.data = this.#attempt()
  }

  /** What stands under a key or an index; of several keys the last. */
  childOf(node: unknown, part: string | number): Child {
    const held = isAlias(node) ? this.#targets.get(node) : node
    if (isSeq(held) && typeof part === 'number') return { value: held.items[part] }
    const pair = isMap(held) ? this.#pairs.get(held)?.get(String(part)) : undefined
    return pair ? { key: pair.key, value: pair.value } : {}
  }

  #attempt(): unknown {
    try {
      return this.#read(this.root)
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error
      this.faults.push({ offset: error.offset, message: error.message, breaks: true })
      return undefined
    }
  }

  #read(node: unknown): unknown {
    if (isAlias(node)) return this.#aliased(node)
    if (!isScalar(node) && !isSeq(node) && !isMap(node)) return null
    const before = this.#values
    this.#count(1, node)
    const anchored: Anchored = { node, data: undefined, values: undefined }
    if (node.anchor) this.#anchors.set(node.anchor, anchored)
    anchored.data = this.#dataOf(node)
    anchored.values = this.#values - before
    return anchored.data
  }

  #dataOf(node: Node): unknown {
    if (isSeq(node)) return (node as YAMLSeq).items.map(item => this.#read(item))
    if (isMap(node)) return this.#mapping(node)
    const { value } = node as { value?: unknown }
    if (typeof value === 'string' && value.length > INPUT_LIMITS.scenarioText.most)
      throw new TooMuch(offsetOf(node), INPUT_LIMITS.scenarioText)
    return value
  }

  /** Keys that JavaScript gives a meaning have none here. */
  #mapping(map: YAMLMap): object {
    const data: object = {}
    const pairs = new Map<string, Pair>()
    this.#pairs.set(map, pairs)
    for (const pair of map.items) {
      const key = this.#keyOf(pair.key)
      if (pairs.has(key))
        this.faults.push({ offset: offsetOf(pair.key), message: 'this key stands here twice', breaks: false })
      pairs.set(key, pair)
      const value = this.#read(pair.value)
      Object.defineProperty(data, key, { value, enumerable: true, configurable: true, writable: true })
    }
    return data
  }

  /** What is no word is as it is written: it has been reported. */
  #keyOf(key: unknown): string {
    if (isScalar(key)) {
      this.#count(1, key)
      return String(key.value)
    }
    const [start, end] = (key as Node | null)?.range ?? [0, 0]
    return this.#text.slice(start, end)
  }

  #aliased(alias: Alias): unknown {
    const found = this.#anchors.get(alias.source)
    if (found?.values === undefined) {
      const message = `\`*${alias.source}\` ${found ? 'contains itself' : 'names no anchor'}`
      this.faults.push({ offset: offsetOf(alias), message, breaks: true })
      return undefined
    }
    this.#targets.set(alias, found.node)
    this.#count(found.values, alias)
    return found.data
  }

  #count(values: number, at: unknown): void {
    this.#values += values
    if (this.#values > INPUT_LIMITS.scenarioValues.most) throw new TooMuch(offsetOf(at), INPUT_LIMITS.scenarioValues)
  }
}

interface Anchored {
  readonly node: Node
  data: unknown
  /** How many it stands for; undefined while they are read. */
  values: number | undefined
}

class TooMuch extends Error {
  readonly offset: number

  constructor(offset: number, { most, unit, per }: Limit) {
    super(`this is more than ${grouped(most)} ${unit} per ${per}`)
    this.offset = offset
  }
}

const offsetOf = (node: unknown): number => (node as Partial<Node> | null)?.range?.[0] ?? 0
