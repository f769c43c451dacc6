import { ShownError } from '../foreign/shownError.ts'
import { told } from '../foreign/terminal.ts'
import { INPUT_LIMITS, type Limit } from '../limits.ts'
import { isFile, pathIn, type ReadableFs, readBytes, UnreadableError } from '../readableFs.ts'
import type { Choice } from '../scenario/choice.ts'
import { LABELS_FILE, MANIFEST, SCENARIO_FILE, sha256, TRUTH_FILE } from './bundleFile.ts'
import { readJson } from './json.ts'
import { type Label, labelSchema, type Manifest, manifestSchema, type Truth, truthSchema } from './schema.ts'

/**
 * A bundle on a disk, for any command that is given one. It is read as something that a stranger has sent: nothing in it is
 * taken at its word before the schema has seen it. Whether the files still have the bytes that the manifest promises is
 * the affair of check.ts; what the evidence says, of diagnosis.
 */
export interface Bundle {
  readonly manifest: Manifest
  /** What to simulate its scenario with, to have the same run again. */
  readonly choice: Choice
  /** The scenario as it was written. A bundle that was handed out for an exercise may lack it, as all of `truth/`. */
  scenarioText(): string
  labels(): readonly Label[]
  truth(): Truth
}

/** There is no bundle, or none that can be read; the message names the file. */
export class BundleReadError extends ShownError {}

/** @throws BundleReadError, also later where what is asked for is not there, and what else the file system says */
export function openBundle(fs: ReadableFs, folder: string): Bundle {
  const read = readManifest(fs, folder)
  if (!read) throw new BundleReadError(told`${folder} is no bundle: it has no ${MANIFEST}`)
  const { manifest } = read
  if (!manifest) throw new BundleReadError(told`${pathIn(folder, MANIFEST)} ${read.trouble}`)
  const { seed, rollup, logLevel } = manifest
  return {
    manifest,
    choice: { seed, rollup, logLevel },
    scenarioText: () => textOf(fs, folder, SCENARIO_FILE, INPUT_LIMITS.scenario),
    labels: () => labelsIn(textOf(fs, folder, LABELS_FILE, INPUT_LIMITS.labels), pathIn(folder, LABELS_FILE)),
    truth: () => truthIn(textOf(fs, folder, TRUTH_FILE, INPUT_LIMITS.manifest), pathIn(folder, TRUTH_FILE)),
  }
}

/** A bundle.json that is there: what it says, or why nobody can tell. */
export type ManifestFile = { readonly sha256: string } & (
  | { readonly manifest: Manifest; readonly trouble?: never }
  | { readonly manifest?: never; readonly trouble: string }
)

/** Undefined where there is no such file. */
export function readManifest(fs: ReadableFs, folder: string): ManifestFile | undefined {
  const path = pathIn(folder, MANIFEST)
  if (!isFile(fs, path)) return undefined
  const bytes = bytesOf(fs, path, INPUT_LIMITS.manifest)
  return bytes instanceof UnreadableError ? { sha256: '', trouble: bytes.message } : manifestIn(bytes)
}

export function manifestIn(bytes: Buffer): ManifestFile {
  const read = readJson(manifestSchema, bytes.toString('utf8'))
  const digest = sha256(bytes)
  return 'value' in read ? { sha256: digest, manifest: read.value } : { sha256: digest, trouble: read.trouble }
}

function labelsIn(text: string, path: string): readonly Label[] {
  const labels: Label[] = []
  let line = 0
  for (const [row] of text.matchAll(/.+|\n/g)) {
    if (row === '\n') line++
    else labels.push(labelIn(row, `${path}:${line + 1}`))
  }
  return labels
}

function labelIn(row: string, place: string): Label {
  const read = readJson(labelSchema, row)
  if ('value' in read) return read.value
  throw new BundleReadError(told`${place} ${read.trouble}`)
}

function truthIn(text: string, path: string): Truth {
  const read = readJson(truthSchema, text)
  if ('value' in read) return read.value
  throw new BundleReadError(told`${path} ${read.trouble}`)
}

function textOf(fs: ReadableFs, folder: string, name: string, limit: Limit): string {
  const path = pathIn(folder, name)
  if (!isFile(fs, path)) throw new BundleReadError(told`${folder} lacks ${name}`)
  const bytes = bytesOf(fs, path, limit)
  if (bytes instanceof UnreadableError) throw new BundleReadError(told`${path} ${bytes.message}`)
  return bytes.toString('utf8')
}

function bytesOf(fs: ReadableFs, path: string, limit: Limit): Buffer | UnreadableError {
  try {
    return readBytes(fs, path, limit)
  } catch (error) {
    if (error instanceof UnreadableError) return error
    throw error
  }
}
