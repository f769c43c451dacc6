/** Places in a document and what stands there. Knows no key. */

/** A place in a document: keys of mappings and indices of lists, from the root. */
export type Path = readonly (string | number)[]

/** `['servers', 0, 'name']` -> `servers[0].name`; the root is the empty text. */
export function printPath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  )
}

export type Mapping = Readonly<Record<string, unknown>>

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The entries of a list; of anything else, none. */
export function entriesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The own value under a key, or undefined. */
export function fieldOf(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof part === 'number' ? entriesOf(value)[part] : fieldOf(value, part)),
    document,
  )
}

export interface Located {
  readonly path: Path
  readonly value: unknown
}

/** All places that a pattern such as `servers[].change[].installing` names, in document order. */
export function select(document: unknown, pattern: string): Located[] {
  const parts = pattern.replaceAll('[]', '.[]').split('.')
  return parts.reduce<Located[]>(
    (found, part) => found.flatMap(place => descend(place, part)),
    [{ path: [], value: document }],
  )
}

function descend({ path, value }: Located, part: string): Located[] {
  if (part === '[]') return entriesOf(value).map((entry, i) => ({ path: [...path, i], value: entry }))
  return isMapping(value) && Object.hasOwn(value, part) ? [{ path: [...path, part], value: value[part] }] : []
}
