/**
 * Tables with a function for each kind of a tagged union. The compiler cannot see that value and function are of the same
 * kind, so the one cast that this takes stands here. Knows nothing of what the kinds are.
 */

interface Tagged {
  readonly kind: string
}

/** For each kind of `T` a function of such a value and of whatever else it works with. */
export type Table<T extends Tagged, Rest extends readonly unknown[], R> = {
  readonly [K in T['kind']]: (value: Extract<T, { readonly kind: K }>, ...rest: Rest) => R
}

/** Calls the function that a table has for the kind of a value; undefined where a partial table has none. */
export function dispatch<T extends Tagged, Rest extends readonly unknown[], R>(
  table: Table<T, Rest, R>,
  value: T,
  ...rest: Rest
): R
export function dispatch<T extends Tagged, Rest extends readonly unknown[], R>(
  table: Partial<Table<T, Rest, R>>,
  value: T,
  ...rest: Rest
): R | undefined
export function dispatch(
  table: Readonly<Record<string, ((value: never, ...rest: never) => unknown) | undefined>>,
  value: Tagged,
  ...rest: readonly unknown[]
): unknown {
  return table[value.kind]?.(value as never, ...(rest as never))
}
