import type { ArtifactKind } from './contents.ts'

/** One file of a bundle. */
export interface BundleFile {
  /** With forward slashes, below the bundle's folder. */
  readonly path: string
  readonly kind: ArtifactKind
  readonly encoding: 'utf-16le' | 'utf-8' | 'binary'
  readonly bytes: Uint8Array
  /** ms since 1970 UTC, from the simulated clock. */
  readonly mtime: number
}
