import type { Path } from '../../written/paths.ts'

/** A value in which something stands otherwise, or is gone; what is not on the way there is shared with it. Knows no pack. */
export function edited<T>(value: T, [key, ...rest]: Path, to: unknown): T {
  if (key === undefined) return to as T
  const inner = (value as Readonly<Record<string | number, unknown>>)[key]
  const change = rest.length === 0 ? to : edited(inner, rest, to)
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown, i) => (i !== key ? [one] : change === undefined ? [] : [change])) as T
  }
  // Keys stay in their order: of cases and conditions it is what is read.
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, one]) =>
      name !== String(key) ? [[name, one]] : change === undefined ? [] : [[name, change]],
    ),
  ) as T
}
