/** Kinds and encodings of artifacts. Knows no artifact. */

/** What kind of thing a file's bytes are. */
export const ARTIFACT_KINDS = [
  'installer-log',
  'event-log',
  'script-log',
  'setup-log',
  'update-log',
  'state',
  'text',
  'export',
  'truth',
  'scenario',
] as const
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number]

/** As Windows and our exports write; whoever hands a text on may save it otherwise. */
export const ENCODINGS = ['utf-16le', 'utf-8', 'binary', 'utf-16be', 'latin1'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** A file as bytes, and what they are. */
export interface Rendered {
  readonly kind: ArtifactKind
  readonly encoding: Encoding
  readonly bytes: Uint8Array
}
