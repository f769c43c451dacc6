import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MANIFEST, sha256 } from './bundleFile.ts'
import type { ArtifactRow, Manifest } from './schema.ts'

/**
 * A bundle on a disk against its own manifest: are all files there, with the bytes it says, and no others? Does not
 * know who promised what the manifest says: verify.ts.
 */

export interface BundleProblem {
  /** Below the folder that is checked, with forward slashes. */
  readonly path: string
  readonly problem: 'missing' | 'changed' | 'unexpected' | 'differs'
  readonly why?: string
}

/** Only what was found by walking is opened: a path in a manifest leads nowhere by itself. */
export function checkFiles(folder: string, { artifacts }: Manifest): BundleProblem[] {
  const found = filesBelow(folder)
  const promised = new Set([MANIFEST, ...artifacts.map(({ path }) => path)])
  const unexpected = [...found].filter(path => !promised.has(path))
  return [
    ...artifacts.flatMap((row): BundleProblem[] => {
      if (!found.has(row.path)) return [{ path: row.path, problem: 'missing' }]
      return isAsPromised(join(folder, row.path), row) ? [] : [{ path: row.path, problem: 'changed' }]
    }),
    ...unexpected.map((path): BundleProblem => ({ path, problem: 'unexpected' })),
  ]
}

function isAsPromised(path: string, row: ArtifactRow): boolean {
  return statSync(path).size === row.bytes && sha256(readFileSync(path)) === row.sha256
}

/** Paths of files, and of what is neither file nor folder with a mark that no manifest has. */
function filesBelow(root: string): Set<string> {
  const found = new Set<string>()
  const walk = (below: string): void => {
    const entries = readdirSync(join(root, below), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else found.add(entry.isFile() ? path : `${path} (no file)`)
    }
  }
  walk('')
  return found
}
