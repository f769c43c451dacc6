import type { z } from 'zod'

/** What a JSON text holds, or what is wrong with it: the end of a sentence that begins with the file's name. */
export type ReadJson<T> = { readonly value: T } | { readonly trouble: string }

export function readJson<T>(schema: z.ZodType<T>, text: string): ReadJson<T> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { trouble: 'is not JSON' }
  }
  const read = schema.safeParse(json)
  return read.success ? { value: read.data } : { trouble: troubleOf(read.error.issues[0]!) }
}

/** The first of them is enough for files that no person writes. */
function troubleOf({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `is not as it should be: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`
}
