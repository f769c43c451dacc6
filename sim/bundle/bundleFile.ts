import { hash } from 'node:crypto'
import type { ArtifactKind, Encoding } from '../forms/kinds.ts'

/** One file of a bundle, in memory. Knows no artifact and no disk. */

/**
 * The version of the form of a bundle: raised when the bytes of any artifact change. docs/bundle.md says of each what changed.
 */
export const BUNDLE_VERSION = 11

/** Files of a bundle that programs look for, below its folder. */
export const MANIFEST = 'bundle.json'
export const EVIDENCE = 'evidence'
export const SCENARIO_FILE = 'truth/scenario.yaml'
export const TRUTH_FILE = 'truth/truth.json'
export const LABELS_FILE = 'truth/labels.jsonl'

/** One file of a bundle. */
export interface BundleFile {
  /** With forward slashes, below the bundle's folder. */
  readonly path: string
  readonly kind: ArtifactKind
  readonly encoding: Encoding
  readonly bytes: Uint8Array
  /** ms since 1970 UTC, from the simulated clock. */
  readonly mtime: number
}

/** As a JSON file is written, to the byte. */
export function jsonText(content: object): string {
  return `${JSON.stringify(content, undefined, 2)}\n`
}

export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content)
}
