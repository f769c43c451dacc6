/** What is told of the same thing again and again, worked out once. Does not know what is told. */
export function once<K extends object, T>(tell: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { readonly told: T }>()
  return of => {
    const before = known.get(of)
    if (before) return before.told
    const told = tell(of)
    known.set(of, { told })
    return told
  }
}
