import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'rolldown/utils'

/** Every regular expression that stands in the source, once. */
export function patternsOf(folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of folders.flatMap(sources)) {
    const { program } = parseSync(file, readFileSync(file, 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' })
    for (const pattern of literalsIn(program)) if (!found.has(pattern)) found.set(pattern, file)
  }
  return found
}

function sources(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }).map(name => `${folder}/${String(name).replaceAll('\\', '/')}`)
  return names.filter(name => /\.tsx?$/.test(name)).sort()
}

interface Literal {
  readonly type?: unknown
  readonly regex?: { readonly pattern: string; readonly flags: string }
}

function literalsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const { type, regex } = node as Literal
  if (type === 'Literal' && regex) return [`/${regex.pattern}/${regex.flags}`]
  return Object.values(node).flatMap(literalsIn)
}

/** `/a/i` as what `RegExp` takes. */
export function partsOf(pattern: string): readonly [source: string, flags: string] {
  const end = pattern.lastIndexOf('/')
  return [pattern.slice(1, end), pattern.slice(end + 1)]
}
