import { zipSync } from 'fflate'

/** Files in one archive that says nothing but what they are: no comment, no owner, one time for all. Knows no file. */

export interface Packed {
  /** With forward slashes. */
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * An archive has no zone: its times are read on the host's clock, which has a noon on every day, everywhere. The day is the
 * first that the form can say.
 */
const TIME = '1980-01-01T12:00:00'

/** The same files give the same bytes, on every machine: fflate compresses in JavaScript. */
export const zipOf = (files: readonly Packed[]): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ path, bytes }) => [path, new Uint8Array(bytes)])), { mtime: TIME, level: 6 })
