/** The form of a bundle, and what can be said of any file in it. */
export const BUNDLE_VERSION = 1

/** What kind of thing a file's bytes are. */
export const ARTIFACT_KINDS = [
  'installer-log',
  'event-log',
  'script-log',
  'update-log',
  'state',
  'text',
  'export',
  'truth',
  'scenario',
] as const
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number]

export const ENCODINGS = ['utf-16le', 'utf-8', 'binary'] as const
export type Encoding = (typeof ENCODINGS)[number]

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
