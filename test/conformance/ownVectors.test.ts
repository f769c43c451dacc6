import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runVectors } from './vectors.ts'

type File = Readonly<Record<string, unknown>>
type List = readonly (readonly [name: string, vectors: readonly object[]])[]

const FILES = ['sequencing.json', 'versions.json']

const read = (name: string): File =>
  JSON.parse(readFileSync(new URL(`../fixtures/vectors/${name}`, import.meta.url), 'utf8'))

const listsOf = (file: File): List =>
  Object.entries(file).flatMap(([name, value]) => (Array.isArray(value) ? [[name, value] as const] : []))

/** The first vector of each list alone, with another expectation. */
const spoilt = (file: File): File[] =>
  listsOf(file).map(([name, [first]]) => {
    const none = Object.fromEntries(listsOf(file).map(([list]) => [list, []]))
    return { ...file, ...none, [name]: [{ ...first, expected: 'wrong' }] }
  })

describe('our own vectors on patches and files', () => {
  it.each(FILES)('%s: every vector is run and holds', name => {
    const file = read(name)
    const vectors = listsOf(file).flatMap(([, list]) => list)
    expect(runVectors(file)).toEqual({ passed: vectors.length, failures: [] })
  })

  it.each(FILES.flatMap(name => spoilt(read(name)).map((file, i) => [`${name}, list ${i + 1}`, file] as const)))(
    '%s: a wrong expectation is noticed',
    (_name, file) => {
      expect(runVectors(file).failures).toHaveLength(1)
    },
  )
})
