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
  const [first, ...others] = registries.toSorted((a, b) => Number(a.binary ?? false) - Number(b.binary ?? false))
  if (!first) return []
  const seen = new Seen(first)
  return [first, ...others].map(one => {
    const { path, keys, values, whole = [...keys.keys()] } = one
    if (one === first) return { path, whole, keys, values }
    return {
      path,
      whole,
      keys: new Map([...keys].filter(([key]) => seen.isNewKey(key))),
      values: values.filter(value => seen.isNew(value)),
    }
  })
})

/** By the folded name of the key, and the folded name of the value. */
type ByName = Map<string, Map<string, ExportedValue[]>>

class Seen {
  readonly #keys: Set<string>
  readonly #first: readonly ExportedValue[]
  /** Of each key, as it is written, where its values begin in the first export. */
  readonly #places = new Map<string, number>()
  #byName: ByName | undefined
  #key = ''
  #at = -1

  constructor({ keys, values }: RegistryExport) {
    this.#keys = new Set(keys.keys())
    this.#first = values
    for (const [i, { key }] of values.entries()) if (!this.#places.has(key)) this.#places.set(key, i)
  }

  /** @param key folded */
  isNewKey(key: string): boolean {
    const { size } = this.#keys
    return this.#keys.add(key).size > size
  }

  isNew(value: ExportedValue): boolean {
    return !this.#isNext(value) && this.#isAdded(value)
  }

  /** Two exports of one registry mostly have their values in the same order. */
  #isNext(value: ExportedValue): boolean {
    if (value.key !== this.#key) {
      this.#key = value.key
      this.#at = this.#places.get(value.key) ?? -1
    }
    const next = this.#first[this.#at]
    const same = next?.key === value.key && next.name === value.name && saysTheSame(next, value)
    if (same) this.#at++
    return same
  }

  #isAdded(value: ExportedValue): boolean {
    if (!this.#byName) {
      this.#byName = new Map()
      for (const first of this.#first) addTo(this.#byName, first)
    }
    return addTo(this.#byName, value)
  }
}

/** Was it not there yet? */
function addTo(byName: ByName, value: ExportedValue): boolean {
  const key = foldKey(value.key)
  const ofKey = byName.get(key) ?? new Map<string, ExportedValue[]>()
  byName.set(key, ofKey)
  const name = lower(value.name)
  const said = ofKey.get(name) ?? []
  ofKey.set(name, said)
  return !said.some(other => saysTheSame(value, other)) && said.push(value) > 0
}

const saysTheSame = (one: ExportedValue, other: ExportedValue): boolean =>
  one.type === other.type && (one.data === other.data || String(one.data) === String(other.data))
