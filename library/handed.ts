import { type Evidence, readEvidence } from '../sim/diagnosis/evidence.ts'
import { builtIn } from '../sim/diagnosis/packs/builtIn.ts'
import type { Library } from '../sim/diagnosis/packs/library.ts'
import type { ReadableFs } from '../sim/disk.ts'
import { memoryDisk } from '../sim/memoryDisk.ts'

/** What a diagnosis is given: evidence, and the rules to ask. Does not know what comes of it. */

/** A file that was handed over. A text counts as UTF-8. */
export interface HandedFile {
  /** With forward slashes. */
  readonly path: string
  readonly bytes: Uint8Array | string
}

/** Files in memory, or paths on a disk: that of Node (`import * as fs from 'node:fs'`), or any that answers like it. */
export type Handed = readonly HandedFile[] | { readonly fs: ReadableFs; readonly paths: readonly string[] }

/**
 * @internal
 * @throws RangeError where two files have one path
 */
export function evidenceOf(handed: Handed): Evidence {
  const { fs, paths } = 'fs' in handed ? handed : { fs: memoryDisk(handed.map(inBytes)), paths: [''] }
  return readEvidence(fs, paths)
}

const inBytes = ({ path, bytes }: HandedFile) => ({
  path,
  bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
})

/** Rules to diagnose with, in the order in which they are asked: `loadRules` makes them. */
export interface Rules {
  readonly entries: readonly { readonly pack: string; readonly rule: { readonly id: string; readonly cause: string } }[]
}

/** Those that come with lab1603. */
export const builtInRules: Rules = builtIn

export interface DiagnoseOptions {
  /** Instead of the rules that come with lab1603. */
  readonly rules?: Rules
}

/**
 * All of what only looks like less from outside.
 * @internal
 */
export const libraryOf = ({ rules = builtInRules }: DiagnoseOptions): Library => rules as Library
