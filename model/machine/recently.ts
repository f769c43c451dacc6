/** Keeps what was asked for last, for what is large and made for many places. Does not know what it is. */

/** @param most so many are kept; the one that was not asked for the longest gives way */
export function recently<T>(most: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>()
  return (key, make) => {
    const one = kept.get(key) ?? make()
    kept.delete(key)
    kept.set(key, one)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return one
  }
}
