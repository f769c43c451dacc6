import { lower } from '../../../../model/words/letters.ts'
import type { Evidence, Read } from '../../evidence.ts'
import { once } from '../../once.ts'
import { foldKey, type RegistryExport } from '../../parse/registry.ts'

/** Exports of the registry, which often are two of the same. Does not know what stands in them. */

/** Each value once: of two exports that have it, from the one that a person can read. */
export const distinctExports = once(({ registries }: Evidence): Required<Omit<Read<RegistryExport>, 'binary'>>[] => {
  const seen = new Set<string>()
  const isNew = (...words: readonly string[]): boolean => {
    const said = words.join('\0')
    return !seen.has(said) && seen.add(said).has(said)
  }
  return registries
    .toSorted((a, b) => Number(a.binary ?? false) - Number(b.binary ?? false))
    .map(({ path, keys, values, whole = [...keys.keys()] }) => ({
      path,
      whole,
      keys: new Map([...keys].filter(([key]) => isNew(key))),
      values: values.filter(({ key, name, type, data }) => isNew(foldKey(key), lower(name), type, String(data))),
    }))
})
