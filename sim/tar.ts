import { createTarDecoder, packTar } from 'modern-tar'

/** Files in a tar archive, written in parts and read as they come. Knows no file. */

export interface Tarred {
  /** With forward slashes. */
  readonly path: string
  readonly bytes: Uint8Array
  /** ms since 1970 UTC; an archive keeps whole seconds. */
  readonly mtime: number
}

/** What stands behind the last file of an archive. */
export const TAR_END = new Uint8Array(1024)

/** Part of an archive: parts one behind the other, and `TAR_END`, are one. The same files give the same bytes. */
export async function tarPart(files: readonly Tarred[]): Promise<Uint8Array> {
  const whole = await packTar(
    files.map(({ path, bytes, mtime }) => ({
      // biome-ignore lint/plugin: a moment that is given, in the form that the library takes.
      header: { name: path, size: bytes.length, mtime: new Date(mtime), mode: 0o644 },
      body: bytes,
    })),
  )
  return whole.subarray(0, whole.length - TAR_END.length)
}

/** A file of an archive. Its body is read to its end before the next one is asked for. */
export interface TarEntry {
  readonly path: string
  readonly isFile: boolean
  readonly isFolder: boolean
  readonly body: AsyncIterable<Uint8Array>
}

/** It is no archive, or ends in the middle. */
export class TarError extends Error {}

/** @throws TarError, and what the stream says */
export async function* tarEntries(stream: ReadableStream<Uint8Array>): AsyncGenerator<TarEntry> {
  for await (const { header, body } of asTold(stream.pipeThrough(createTarDecoder({ strict: true })))) {
    const { name, type = 'file' } = header
    yield { path: name, isFile: type === 'file', isFolder: type === 'directory', body: asTold(body) }
  }
}

/** What is wrong with the archive, as the error that says so. */
async function* asTold<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  try {
    yield* stream
  } catch (error) {
    throw isOfArchive(error) ? new TarError((error as Error).message) : error
  }
}

/** What a file system says has a code. */
const isOfArchive = (error: unknown): boolean => error instanceof Error && !('code' in error)
