import type { Kind } from './kinds.ts'

/** Where rows of a kind are looked for: the field that names the place. A listing names the place that it covers. */
export const PLACE_FIELD: Partial<Readonly<Record<Kind, string>>> = {
  registry: 'key',
  'registry.key': 'key',
  file: 'folder',
  folder: 'parent',
  missing: 'place',
  right: 'place',
  drive: 'drive',
}
