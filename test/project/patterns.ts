import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseSync } from 'rolldown/utils'
import { vi } from 'vitest'

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

/** Those that modules put together while they are loaded, but for what packages do. */
export async function builtPatterns(folders: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  const native = globalThis.RegExp
  vi.resetModules()
  globalThis.RegExp = new Proxy(native, {
    construct(target, [source, flags]: [string | RegExp, string | undefined]) {
      const made = new target(source, flags)
      if (typeof source === 'string' && !isOfPackage()) found.add(String(made))
      return made
    },
  })
  try {
    for (const file of folders.flatMap(sources)) await import(resolve(file))
  } finally {
    globalThis.RegExp = native
  }
  return found
}

const isOfPackage = (): boolean => new Error().stack!.split('\n')[3]!.includes('node_modules')

/** `/a/i` as what `RegExp` takes. */
export function partsOf(pattern: string): readonly [source: string, flags: string] {
  const end = pattern.lastIndexOf('/')
  return [pattern.slice(1, end), pattern.slice(end + 1)]
}
