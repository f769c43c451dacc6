import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** As much of `node:crypto` as the simulator takes, where there is no Node. Knows no caller. */

const METHODS = { md5, sha256 } as const
type Method = keyof typeof METHODS

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

export const hash = (method: Method, content: string | Uint8Array): string =>
  bytesToHex(METHODS[method](bytesOf(content)))

export function createHash(method: Method) {
  const running = METHODS[method].create()
  const made = {
    update(content: string | Uint8Array) {
      running.update(bytesOf(content))
      return made
    },
    digest: (as?: 'hex') => (as === 'hex' ? bytesToHex(running.digest()) : running.digest()),
  }
  return made
}
