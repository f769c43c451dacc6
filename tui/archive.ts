import { createReadStream, createWriteStream, lstatSync, renameSync, rmSync } from 'node:fs'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import { told } from '../sim/foreign/terminal.ts'
import { thisProcess } from '../sim/place/owner.ts'
import { EXIT, Stop } from './exit.ts'
import { cutPassage, pass, ReaderGone } from './output.ts'
import { atPlace, isPlaceTrouble, wordsFor } from './place.ts'
import { unfinished } from './unfinished.ts'

/** Archives on their way out and in: stdout, stdin, a file; as they are, or compressed. Does not know what is in them. */

const PLAIN = /\.tar$/i
const ZSTD = /\.tar\.zst$/i

/** An archive of a form that is read here, or by others, but not written. */
export const isOtherArchive = (out: string): boolean => /\.(?:tgz|tar\.(?:gz|bz2|xz)|zip|7z)$/i.test(out)

/** What `--out` names is an archive, not a folder. */
export const isArchive = (out: string): boolean => out === '-' || PLAIN.test(out) || ZSTD.test(out)

/**
 * Writes an archive where `out` says; a file takes its name when it is complete.
 * @throws what making it throws, and Stop where it cannot be written
 */
export async function writeArchive(out: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  if (out === '-') return toStdout(pieces)
  const zstd = ZSTD.test(out) ? [zstdStream(out, 'createZstdCompress')] : []
  refuseTaken(out)
  const fresh = `${out}.new-${thisProcess.tag}`
  const finished = unfinished(out, fresh)
  try {
    await pipeline([Readable.from(pieces), ...zstd, createWriteStream(fresh, { flags: 'wx' })])
    // Somebody may have put something there in the meantime.
    refuseTaken(out)
    renameSync(fresh, out)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw isPlaceTrouble(error) ? new Stop(EXIT.unusable, told`cannot write ${out}: ${wordsFor(error)}`) : error
  } finally {
    finished()
  }
}

function refuseTaken(out: string): void {
  const isTaken = atPlace(told`cannot write ${out}`, () => lstatSync(out, { throwIfNoEntry: false }) !== undefined)
  if (isTaken) throw new Stop(EXIT.unusable, told`${out} is there already; nothing was written`)
}

async function toStdout(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  if (process.stdout.isTTY)
    throw new Stop(EXIT.wrongUsage, told`--out - is for a pipe or a file; a terminal cannot show an archive`)
  try {
    for await (const piece of pieces) await pass(piece)
  } catch (error) {
    cutPassage()
    throw error instanceof ReaderGone ? new Stop(EXIT.unusable, told`whoever read stdout has gone`) : error
  }
}

/** Node 20 has none. */
function zstdStream(path: string, name: 'createZstdCompress' | 'createZstdDecompress'): Transform {
  const make: unknown = Reflect.get(zlib, name)
  if (typeof make === 'function') return make()
  throw new Stop(
    EXIT.unusable,
    told`${path}: Node ${process.versions.node} knows no zstd, which comes with 22.15; take .tar, or pipe it through zstd`,
  )
}

// ------------------------------------------------------------------------------------------------------------ reading

interface Packing {
  readonly magic: readonly number[]
  readonly unpack: (path: string) => Transform
}

const PACKINGS: readonly Packing[] = [
  { magic: [0x28, 0xb5, 0x2f, 0xfd], unpack: path => zstdStream(path, 'createZstdDecompress') },
  { magic: [0x1f, 0x8b], unpack: () => zlib.createGunzip() },
]

/** It cannot be unpacked. */
export const isPackingTrouble = (error: unknown): error is Error =>
  error instanceof Error && /^(?:Z_|ZSTD_)/.test(String((error as NodeJS.ErrnoException).code))

const LONGEST_MAGIC = Math.max(...PACKINGS.map(({ magic }) => magic.length))

/** An archive from stdin or a file, unpacked where its first bytes say that it is compressed. */
export async function readArchive(path: string): Promise<ReadableStream<Uint8Array>> {
  const input: Readable = path === '-' ? process.stdin : createReadStream(path)
  const start = await firstBytes(input)
  const packing = PACKINGS.find(({ magic }) => magic.every((byte, i) => start[i] === byte))
  if (!packing) return webOf(input)
  const unpacked = packing.unpack(path)
  input.once('error', error => unpacked.destroy(error))
  return webOf(input.pipe(unpacked))
}

const webOf = (stream: Readable): ReadableStream<Uint8Array> => Readable.toWeb(stream) as ReadableStream<Uint8Array>

/** They stay in the stream. */
async function firstBytes(input: Readable): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of input.iterator({ destroyOnReturn: false })) {
    pieces.push(piece as Buffer)
    length += (piece as Buffer).length
    if (length >= LONGEST_MAGIC) break
  }
  const start = Buffer.concat(pieces)
  if (length > 0) input.unshift(start)
  return start
}
