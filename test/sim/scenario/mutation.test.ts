import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { formatProblems, loadScenario } from '../../../sim/scenario/load.ts'
import { isMapping, type Path, printPath } from '../../../sim/written/paths.ts'

const example = readFileSync(new URL('contract.yaml.txt', import.meta.url), 'utf8')
const document: unknown = parse(example)

/** The law: whatever the text, an answer; and every problem has a place in the text. */
function answers(text: string): void {
  const loaded = loadScenario(text, 'any.yaml')
  if (loaded.ok) {
    expect(loaded.scenario.servers.length).toBeGreaterThan(0)
    return
  }
  const lines = text.split('\n').length
  expect(loaded.problems.length).toBeGreaterThan(0)
  for (const { file, line, column, message } of loaded.problems) {
    expect(file).toBe('any.yaml')
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(lines)
    expect(column).toBeGreaterThanOrEqual(1)
    expect(message).not.toMatch(/^$|undefined|\[object|Invalid input/)
  }
  expect(formatProblems(loaded.problems, text)).toContain('any.yaml:')
  expect(loadScenario(text, 'any.yaml')).toEqual(loaded)
}

const step = (value: unknown, part: string | number): unknown =>
  (value as Record<string | number, unknown> | undefined)?.[part]

/** All places in a document. */
function places(value: unknown, path: Path = []): Path[] {
  const children = Array.isArray(value) ? [...value.entries()] : isMapping(value) ? Object.entries(value) : []
  return [path, ...children.flatMap(([key, child]) => places(child, [...path, key]))]
}

/** A copy in which the value at a path is another one; undefined takes it out. */
function changed(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return change(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    return value.flatMap((entry, i) => {
      const next = i === part ? changed(entry, rest, change) : entry
      return next === undefined ? [] : [next]
    })
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => {
      const next = key === part ? changed(entry, rest, change) : entry
      return next === undefined ? [] : [[key, next]]
    }),
  )
}

/** A copy in which the last key of a path has another name. */
function renamed(value: unknown, path: Path, name: string): unknown {
  return changed(value, path.slice(0, -1), holder =>
    isMapping(holder)
      ? Object.fromEntries(Object.entries(holder).map(([key, entry]) => [key === path.at(-1) ? name : key, entry]))
      : holder,
  )
}

const somewhere = fc.constantFrom(...places(document))
const words = fc.constantFrom(
  'name',
  'cause',
  'install',
  'process',
  'kind',
  '__proto__',
  'constructor',
  '',
  'a.b',
  '[]',
  '0',
)
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    1.5,
    1e21,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'never',
    '1s',
    'C:\\a',
    [],
    {},
  ),
  fc.constantFrom<unknown>([[]], [null], { a: 1 }, { after: '1s' }, [{ say: 1 }], { kind: 'x' }),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
)

type Mutation = (value: unknown) => unknown
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(somewhere, fc.oneof(words, fc.string())).map(
    ([path, name]): Mutation =>
      value =>
        renamed(value, path, name),
  ),
  fc.tuple(somewhere, anything).map(
    ([path, other]): Mutation =>
      value =>
        changed(value, path, () => other),
  ),
  somewhere.map(
    (path): Mutation =>
      value =>
        changed(value, path, () => undefined),
  ),
  // A part of the document in the place of another.
  fc.tuple(somewhere, somewhere).map(
    ([path, from]): Mutation =>
      value => {
        const part = from.reduce<unknown>(step, document)
        return changed(value, path, () => part)
      },
  ),
)

describe('every mapping of a valid scenario', () => {
  const mappings = places(document).filter(path => isMapping(path.reduce<unknown>(step, document)))

  it.each(mappings.map(path => [printPath(path) || 'the root', path] as const))(
    'refuses an unknown key: %s',
    (_name, path) => {
      const text = stringify(changed(document, path, old => ({ ...(old as object), zzzzzz: 1 })))
      const loaded = loadScenario(text, 'x.yaml')
      const line = text.split('\n').findIndex(one => one.includes('zzzzzz')) + 1
      const column = (text.split('\n')[line - 1] ?? '').indexOf('zzzzzz') + 1
      const expected = { file: 'x.yaml', line, column, path: printPath([...path, 'zzzzzz']) }
      expect(loaded.ok ? [] : loaded.problems).toContainEqual(expect.objectContaining(expected))
    },
  )
})

describe('any mutation of a valid scenario', () => {
  it('gets an answer', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), mutations => {
        const mutant = mutations.reduce<unknown>((value, mutate) => mutate(value), document)
        answers(stringify(mutant ?? null, { aliasDuplicateObjects: false }))
      }),
      { numRuns: 300 },
    )
  })

  it('of its text gets one too', () => {
    const cut = fc.nat({ max: example.length })
    const noise = fc.oneof(
      fc.constantFrom(
        '[',
        '{',
        '}',
        ']',
        ':',
        '- ',
        '\n',
        '\t',
        '"',
        "'",
        '&a ',
        '*a',
        '!!x ',
        '---\n',
        '? ',
        '|',
        '>',
        '#',
        '%',
        '\r',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(cut, fc.nat({ max: 3 }), noise), { minLength: 1, maxLength: 4 }), edits => {
        answers(edits.reduce((text, [at, drop, put]) => text.slice(0, at) + put + text.slice(at + drop), example))
      }),
      { numRuns: 200 },
    )
  })

  it('and so does any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        answers(text)
      }),
    )
  })
})
