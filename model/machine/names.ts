import { withoutEnd } from '../words/ends.ts'
import { lower, upper } from '../words/letters.ts'

/**
 * Windows names: case is kept and ignored. Everything that is looked up by name (paths, registry keys, value names,
 * services) is folded here and nowhere else. Knows no machine, so not whether a name exists.
 */

const folded = new Map<string, string>()

/** The form under which a name is looked up. A pure function; the memo only saves time. */
export function fold(name: string): string {
  const known = folded.get(name)
  if (known !== undefined) return known
  const result = lower(name)
  if (folded.size > 50_000) folded.clear()
  folded.set(name, result)
  return result
}

/** Orders by folded name, code unit by code unit: the same on every host. */
export function byName(a: string, b: string): number {
  const x = fold(a)
  const y = fold(b)
  return x < y ? -1 : x > y ? 1 : 0
}

/** What stands under folded names, in their order: all of it, or what is wanted. */
export function inOrder<T>(named: ReadonlyMap<string, T>, wanted: (key: string) => boolean = () => true): T[] {
  const keys: string[] = []
  for (const key of named.keys()) if (wanted(key)) keys.push(key)
  // Without a comparison of its own, sort goes by code units.
  return keys.sort().map(key => named.get(key)!)
}

/** `C:\a\b\` -> `C:\a\b`; `C:\` -> `C:`. Forward slashes are taken as backslashes. */
export function normalPath(path: string): string {
  const slashed = path.includes('/') ? path.replaceAll('/', '\\') : path
  return withoutEnd(slashed, '\\')
}

const parents = new Map<string, string | undefined>()

/** The folder of a path, or undefined at the root of a drive. A pure function; the memo only saves time. */
export function parentOf(path: string): string | undefined {
  const known = parents.get(path)
  if (known !== undefined) return known
  const cut = path.lastIndexOf('\\')
  const parent = cut < 0 ? undefined : path.slice(0, cut)
  if (parents.size > 50_000) parents.clear()
  parents.set(path, parent)
  return parent
}

export function leafOf(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1)
}

export function joinPath(folder: string, ...names: readonly string[]): string {
  return names.reduce((path, name) => `${normalPath(path)}\\${name.replace(/^\\+/, '')}`, folder)
}

/** True for the path itself and for everything below it. */
export function isWithin(path: string, folder: string): boolean {
  return isKeyWithin(fold(path), fold(folder))
}

/** The same of names that are folded already. */
export function isKeyWithin(key: string, folder: string): boolean {
  return key.startsWith(folder) && (key.length === folder.length || key[folder.length] === '\\')
}

/** A folder as programs print it: `C:` is `C:\`. */
export function printed(folder: string): string {
  return folder.endsWith(':') ? `${folder}\\` : folder
}

/** The drive of a path, as `C:`. */
export function driveOf(path: string): string {
  return upper(path.slice(0, 2))
}

/** `.log`; empty where there is none. */
export const extensionOf = (path: string): string => /\.[^.\\]*$/.exec(path)?.[0] ?? ''

/** The name of a program as it is called. */
export const withoutExe = (name: string): string => name.replace(/\.exe$/i, '')
