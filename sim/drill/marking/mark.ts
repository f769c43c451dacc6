/** What a part of the grade comes to. Knows no part. */
export interface Mark {
  readonly points: number
  readonly why: string
}

/** `a`, `a and b`, `a, b and 4 more`. */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most)
  const rest = items.length - shown.length
  const last = rest > 0 ? `${rest} more` : shown.pop()
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : (last ?? '')
}

/** `EXCH01: text`; where there is one server only, everybody knows which. */
export const onServer = (
  { servers }: { readonly servers: readonly unknown[] },
  server: string,
  text: string,
): string => (servers.length > 1 ? `${server}: ${text}` : text)
