import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { BUNDLE_VERSION } from '../bundle/bundleFile.ts'
import { sha256 } from './plan.ts'

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

export const MANIFEST = 'bundle.json'

const manifestSchema = z.object({
  schemaVersion: z.literal(BUNDLE_VERSION),
  tool: z.string(),
  seed: z.int().min(0),
  scenario: z.string(),
  rollup: z.optional(z.string()),
  logLevel: z.optional(z.string()),
  artifacts: z.array(z.object({ path: z.string(), sha256: z.string(), bytes: z.int() })),
})

export type Manifest = z.output<typeof manifestSchema>

export interface ReadManifest {
  /** Undefined where bundle.json is none that this version can read. */
  readonly manifest: Manifest | undefined
  readonly sha256: string
}

/** Undefined where there is no such file. */
export function readManifest(folder: string): ReadManifest | undefined {
  const path = join(folder, MANIFEST)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined
  const bytes = readFileSync(path)
  return { manifest: manifestSchema.safeParse(parsed(bytes)).data, sha256: sha256(bytes) }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
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

function isAsPromised(path: string, row: Manifest['artifacts'][number]): boolean {
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
