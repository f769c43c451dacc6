import { lower } from '../../../../model/words/letters.ts'
import type { Evidence, Read } from '../../evidence.ts'
import { once } from '../../once.ts'
import { type ExportedValue, foldKey, type RegistryExport } from '../../parse/registry.ts'

/** Exports of the registry, which often are two of the same. Does not know what stands in them. */

export type DistinctExport = Required<Omit<Read<RegistryExport>, 'binary'>>

/** Each value once: of two exports that have it, from the one that a person can read. */
export const distinctExports = ({ registries }: Evidence): readonly DistinctExport[] => distinct(registries)

/** The same evidence is looked at as it is, and as it was before a success: its exports are the same. */
const distinct = once((registries: Evidence['registries']): DistinctExport[] => {
  const seen = new Seen()
  return registries
    .toSorted((a, b) => Number(a.binary ?? false) - Number(b.binary ?? false))
    .map(({ path, keys, values, whole = [...keys.keys()] }) => ({
      path,
      whole,
      keys: new Map([...keys].filter(([key]) => seen.isNewKey(key))),
      values: values.filter(value => seen.isNew(value)),
    }))
})

class Seen {
  readonly #keys = new Set<string>()
  /** Of each key, folded, what its values say. */
  readonly #values = new Map<string, Set<string>>()
  #key = ''
  #ofKey: Set<string> = new Set()

  /** @param key folded */
  isNewKey(key: string): boolean {
    return isAdded(this.#keys, key)
  }

  isNew({ key, name, type, data }: ExportedValue): boolean {
    return isAdded(this.#of(key), `${lower(name)}\0${type}\0${data}`)
  }

  /** Values of one key stand together. */
  #of(key: string): Set<string> {
    if (key !== this.#key) {
      const folded = foldKey(key)
      this.#ofKey = this.#values.get(folded) ?? new Set()
      this.#values.set(folded, this.#ofKey)
      this.#key = key
    }
    return this.#ofKey
  }
}

function isAdded(to: Set<string>, one: string): boolean {
  const size = to.size
  return to.add(one).size > size
}
