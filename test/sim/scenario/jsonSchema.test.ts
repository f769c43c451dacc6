import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { scenarioJsonSchema } from '../../../sim/scenario/schema.ts'
import { around } from './helpers.ts'

interface Node {
  readonly [key: string]: unknown
}
const schema = scenarioJsonSchema() as Node

/** Every schema inside a schema, with the way to it. */
function* nodes(node: Node, way = '#'): Generator<readonly [way: string, node: Node]> {
  yield [way, node]
  for (const [name, child] of Object.entries((node.properties ?? {}) as Record<string, Node>)) {
    yield* nodes(child, `${way}/${name}`)
  }
  for (const key of ['items', 'additionalProperties']) {
    if (typeof node[key] === 'object') yield* nodes(node[key] as Node, `${way}/${key}`)
  }
  for (const [i, child] of ((node.anyOf ?? []) as Node[]).entries()) yield* nodes(child, `${way}/anyOf/${i}`)
}
const all = [...nodes(schema)]

describe('scenarioJsonSchema', () => {
  it('is draft-07 and plain data', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#')
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })

  it('allows no unknown key in any mapping with keys', () => {
    const open = all.filter(([, node]) => node.properties && node.additionalProperties !== false)
    expect(open.map(([way]) => way)).toEqual([])
  })

  it('describes every key', () => {
    const bare = all.flatMap(([way, node]) =>
      Object.entries((node.properties ?? {}) as Record<string, Node>)
        .filter(([, child]) => typeof child.description !== 'string')
        .map(([name]) => `${way}/${name}`),
    )
    expect(bare).toEqual([])
  })

  it('has patterns that editors can compile', () => {
    const patterns = all.map(([, node]) => node.pattern).filter(pattern => typeof pattern === 'string')
    expect(patterns.length).toBeGreaterThan(20)
    for (const pattern of patterns) {
      for (const flags of ['', 'u']) expect(() => new RegExp(pattern, flags)).not.toThrow()
    }
  })

  it('shows defaults', () => {
    const defaults = new Map(all.filter(([, node]) => 'default' in node).map(([way, node]) => [way, node.default]))
    expect(defaults.get('#/start')).toBe('2007-08-27T13:12:00')
    expect(defaults.get('#/servers/items/zone')).toBe('+00:00')
    expect(defaults.get('#/servers/items/change')).toEqual([])
  })

  it('accepts the example of the contract, and refuses what the contract refuses', () => {
    // zod reads a `oneOf` beside `properties` as something else than JSON Schema says.
    const plain = JSON.parse(JSON.stringify(schema), (key, value) => (key === 'oneOf' ? undefined : value))
    const check = z.fromJSONSchema(plain)
    const example = readFileSync(new URL('contract.yaml.txt', import.meta.url), 'utf8')
    expect(check.safeParse(parse(example)).error).toBeUndefined()
    expect(check.safeParse(parse(around({}))).success).toBe(true)
    for (const server of ['rols: [mailbox]', 'arch: x68', 'rollups: [KB1]', 'change: [{delete: ../x}]']) {
      expect(check.safeParse(parse(around({ server: [server] }))).success, server).toBe(false)
    }
  })
})
