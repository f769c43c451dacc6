import { z } from 'zod'

/** What a JSON text holds, or what is wrong with it: the end of a sentence that begins with the file's name. */
export type ReadJson<T> = { readonly value: T } | { readonly trouble: string }

/** The first thing that is wrong is enough for files that no person writes, and the rest of a list is not looked at then. */
export function readJson<T>(schema: z.ZodType<T>, text: string): ReadJson<T> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { trouble: 'is not JSON' }
  }
  const lists = listsIn(schema, json)
  const around = schema.safeParse(lists.length === 0 ? json : { ...Object(json), ...emptied(lists) })
  if (!around.success) return { trouble: troubleOf(around.error.issues[0]!) }
  const read: Record<string, unknown> = {}
  for (const list of lists) {
    const rows = rowsOf(list)
    if ('trouble' in rows) return rows
    read[list.key] = rows.value
  }
  return { value: lists.length === 0 ? around.data : { ...around.data, ...read } }
}

interface List {
  readonly key: string
  readonly row: z.core.$ZodType
  readonly rows: readonly unknown[]
}

/** Each row for itself: a list of a million rows that are all wrong would take a million complaints. */
function listsIn(schema: z.ZodType, json: unknown): List[] {
  if (!(schema instanceof z.ZodObject) || typeof json !== 'object' || json === null) return []
  return Object.entries(schema.shape).flatMap(([key, list]) => {
    const rows = (json as Readonly<Record<string, unknown>>)[key]
    return list instanceof z.ZodArray && Array.isArray(rows) ? [{ key, row: list.element, rows }] : []
  })
}

const emptied = (lists: readonly List[]): object => Object.fromEntries(lists.map(({ key }) => [key, []]))

function rowsOf({ key, row, rows }: List): ReadJson<unknown[]> {
  const value: unknown[] = []
  for (const [i, written] of rows.entries()) {
    const read = z.safeParse(row, written)
    if (!read.success) {
      const { path, message } = read.error.issues[0]!
      return { trouble: troubleOf({ path: [key, i, ...path], message }) }
    }
    value.push(read.data)
  }
  return { value }
}

function troubleOf({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `is not as it should be: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`
}
