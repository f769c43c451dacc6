/** `node:buffer` of Node where there is none, and the global of that name. Knows no caller. */

export { Buffer } from 'buffer/index.js'

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

export const isAscii = (bytes: Uint8Array): boolean => bytes.every(byte => byte < 0x80)
