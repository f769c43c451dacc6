import { hash } from 'node:crypto'
import type { CompletedPart, S3ClientConfig } from '@aws-sdk/client-s3'
import { ShownError } from '../../foreign/shownError.ts'
import { told } from '../../foreign/terminal.ts'

/**
 * An object store that speaks S3: an object is there whole or not at all, and the store refuses bytes that are not those of
 * their checksum. Who may write, and where it is, says the environment, as for every program of AWS. Does not know what a bundle is.
 */

/** The store refuses, or the package for it is missing. */
export class StoreError extends ShownError {}

export interface ObjectStore {
  /** What was put with the object; undefined where there is none. */
  about(key: string): Promise<Readonly<Record<string, string>> | undefined>
  put(key: string, bytes: Uint8Array, about: Readonly<Record<string, string>>): Promise<void>
  putLines(key: string, lines: Iterable<string>): Promise<void>
  end(): void
}

export const isStore = (out: string): boolean => out.startsWith('s3://')

/** What is larger goes in pieces of this size; ten thousand of them are the most that S3 takes. */
const PIECE = 16 * 1024 * 1024

/** @throws StoreError */
export async function storeAt(url: string): Promise<ObjectStore> {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*?))?\/?$/.exec(url) ?? []
  if (bucket === undefined) throw new StoreError(told`${url} is no place in a store: it is written s3://BUCKET/PREFIX`)
  const sdk = await aws()
  const client = new sdk.S3Client(settings())
  const at = (key: string) => ({ Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` })

  const put = async (key: string, bytes: Uint8Array, about: Readonly<Record<string, string>>): Promise<void> => {
    const what = { ...at(key), Body: bytes, ChecksumSHA256: checksum(bytes), Metadata: about }
    await client.send(new sdk.PutObjectCommand(what))
  }
  const putPieces = async (key: string, pieces: Iterable<Uint8Array>, about: Readonly<Record<string, string>>) => {
    const begin = { ...at(key), ChecksumAlgorithm: 'SHA256' as const, Metadata: about }
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(begin))
    const upload = { ...at(key), UploadId }
    try {
      const Parts: CompletedPart[] = []
      for (const piece of pieces) {
        const part = { PartNumber: Parts.length + 1, ChecksumSHA256: checksum(piece) }
        const { ETag } = await client.send(new sdk.UploadPartCommand({ ...upload, ...part, Body: piece }))
        Parts.push({ ...part, ETag })
      }
      await client.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))
    } catch (error) {
      await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => {})
      throw error
    }
  }
  return {
    async about(key) {
      try {
        return (await client.send(new sdk.HeadObjectCommand(at(key)))).Metadata ?? {}
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw refused(url, error)
      }
    },
    async put(key, bytes, about) {
      try {
        await (bytes.length <= PIECE ? put(key, bytes, about) : putPieces(key, cut(bytes), about))
      } catch (error) {
        throw refused(url, error)
      }
    },
    async putLines(key, lines) {
      try {
        await putPieces(key, piecesOf(lines), {})
      } catch (error) {
        throw refused(url, error)
      }
    },
    end: () => client.destroy(),
  }
}

const checksum = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64')

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE) yield bytes.subarray(from, from + PIECE)
}

function* piecesOf(lines: Iterable<string>): Generator<Uint8Array> {
  let waiting: string[] = []
  let size = 0
  for (const line of lines) {
    waiting.push(line)
    size += Buffer.byteLength(line)
    if (size < PIECE) continue
    yield Buffer.from(waiting.join(''))
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.from(waiting.join(''))
}

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode

function refused(url: string, error: unknown): StoreError {
  const { name, message } = error as Error
  return new StoreError(told`the store at ${url} refuses: ${message || name} (${name})`)
}

/** Stores other than Amazon's have their buckets in the path, and mostly no regions. */
function settings(): S3ClientConfig {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION } = process.env
  const elsewhere = AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL
  return elsewhere === undefined ? {} : { forcePathStyle: true, region: AWS_REGION ?? 'us-east-1' }
}

async function aws() {
  try {
    return await import('@aws-sdk/client-s3')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new StoreError(told`s3:// needs a package that is not here: npm install @aws-sdk/client-s3`)
  }
}
