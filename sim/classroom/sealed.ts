import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { z } from 'zod'

/**
 * A lab as one file that tells nothing. It has two parts. The scene, what the server is made of, is sealed with a key that every
 * copy of the program has, so that it can be played; the answer is sealed with the trainer's key. Nothing stands there in
 * clear, all labs of the usual size are equally long, and a byte that was changed is refused.
 *
 * What that does not do: whoever takes the program apart can open the scene, for it runs on their machine, and a server in
 * which something is wrong shows it. The answer stays closed to everybody without the key.
 */
export interface Scene {
  /** Without its answer key. */
  readonly scenario: string
  readonly seed: number
  /** Of whoever it is for. */
  readonly name: string
  readonly email: string
  readonly exam?: true | undefined
}

export interface Answer {
  /** Of the scenario. */
  readonly id: string
  /** The scenario as it was written. */
  readonly text: string
}

/** The file is none, or is not any more what was packed, or the key is another one's. */
export class SealError extends Error {}

/** Bytes of the trainer's key. */
export const KEY_BYTES = 32

const envelope = z.strictObject({
  lab: z.literal(1),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  scene: z.base64(),
  answer: z.base64(),
})

type Envelope = z.output<typeof envelope>

const textOf = ({ salt, scene, answer }: Omit<Envelope, 'lab'>): string =>
  `${JSON.stringify({ lab: 1, salt, scene, answer })}\n`

/** How every sealed lab begins. */
const BEGINNING = '{"lab":1,'

export const isSealed = (text: string): boolean => text.startsWith(BEGINNING)

/** The same lab and the same key give the same bytes. */
export function sealed(scene: Scene, answer: Answer, key: Uint8Array): string {
  // Of the contents and the key: no two labs are sealed with the same numbers, and nobody without the key can try contents out.
  const salt = createHmac('sha256', key)
    .update(JSON.stringify([scene, answer]))
    .digest('hex')
  const closed = close(answer, answerKey(key, salt), salt)
  return textOf({ salt, scene: close(scene, sceneKey(salt), `${salt} ${closed}`), answer: closed })
}

/** @throws SealError */
export function sceneOf(text: string): Scene {
  const { salt, scene, answer } = readEnvelope(text)
  return open(scene, sceneKey(salt), `${salt} ${answer}`, CHANGED) as Scene
}

/** @throws SealError */
export function answerOf(text: string, key: Uint8Array): Answer {
  const { salt, answer } = readEnvelope(text)
  return open(answer, answerKey(key, salt), salt, 'was sealed with another key') as Answer
}

const CHANGED = 'is not as it was packed: bytes of it were changed'

function readEnvelope(text: string): Envelope {
  const read = envelope.safeParse(jsonIn(text))
  if (!read.success) throw new SealError(isSealed(text) ? CHANGED : 'is no sealed lab')
  // Base64 and JSON can be written in more than one way: only the one in which it was packed holds.
  if (textOf(read.data) !== text) throw new SealError(CHANGED)
  return read.data
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

// ------------------------------------------------------------------------------------------------------------- keys

/** It is no secret: it keeps eyes and searches out, and nobody who reads this. */
const EVERYBODYS_KEY = 'lab1603: what a sealed lab is played from'

const sceneKey = (salt: string): Uint8Array => derived(Buffer.from(EVERYBODYS_KEY), salt, 'scene')
const answerKey = (key: Uint8Array, salt: string): Uint8Array => derived(key, salt, 'answer')

const derived = (key: Uint8Array, salt: string, what: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, Buffer.from(salt, 'hex'), `lab1603 ${what} 1`, KEY_BYTES))

// ---------------------------------------------------------------------------------------------------------- sealing

const CIPHER = 'aes-256-gcm'
/** A key that is made for these contents is used once, so this need not differ. */
const NONCE = new Uint8Array(12)
const TAG_BYTES = 16

/** So that the length of a file tells nothing either: a scenario of ours has some thousand bytes. */
const STEP = 8192

function close(content: object, key: Uint8Array, beside: string): string {
  const bytes = Buffer.from(JSON.stringify(content))
  const padded = Buffer.alloc(Math.ceil(bytes.length / STEP) * STEP, ' ')
  bytes.copy(padded)
  const cipher = createCipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(beside))
  const closed = Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()])
  return closed.toString('base64')
}

function open(closed: string, key: Uint8Array, beside: string, otherwise: string): unknown {
  const bytes = Buffer.from(closed, 'base64')
  if (bytes.length < TAG_BYTES) throw new SealError(CHANGED)
  const end = bytes.length - TAG_BYTES
  const decipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(beside))
  decipher.setAuthTag(bytes.subarray(end))
  const opened = decipher.update(bytes.subarray(0, end))
  try {
    decipher.final()
  } catch {
    throw new SealError(otherwise)
  }
  return JSON.parse(opened.toString('utf8')) as unknown
}
