/**
 * What the entries of a scenario are called where numbers are drawn for them: by what they say, not by where they stand.
 * So another entry, or another order, changes none of it. The answer key says nothing about a server.
 */

/** What an entry says, whatever the order of its keys; which server it is for is another matter. */
export function wordsOf(entry: object): string {
  return JSON.stringify({ ...entry, cause: undefined, server: undefined }, inOrder)
}

const inOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** A name for each of them. Those that say the same are numbered: nothing tells which of them is which. */
export function namesOf(entries: readonly object[]): string[] {
  const seen = new Map<string, number>()
  return entries.map(entry => {
    const words = wordsOf(entry)
    const before = seen.get(words) ?? 0
    seen.set(words, before + 1)
    return `${words} ${before}`
  })
}
