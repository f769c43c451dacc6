import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUtf8 as isUtf8InBrowser } from '../../packaging/web/buffer.ts'
import { createHash as createHashInBrowser, hash } from '../../packaging/web/crypto.ts'
import { crc32 as crc32InBrowser } from '../../packaging/web/zlib.ts'

/** What takes the place of Node in a browser says what Node says. */

const bytes = fc.uint8Array({ maxLength: 300 })
const text = fc.string({ unit: 'binary', maxLength: 60 })

test('checksums, also of what goes on', () => {
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      expect(crc32InBrowser(second, crc32InBrowser(first))).toBe(crc32(second, crc32(first)))
    }),
  )
})

test('digests of texts and bytes', () => {
  fc.assert(
    fc.property(fc.oneof(bytes, text), fc.constantFrom('md5', 'sha256'), (content, method) => {
      const wanted = createHash(method).update(content).digest('hex')
      expect(hash(method, content)).toBe(wanted)
      expect(createHashInBrowser(method).update(content).digest('hex')).toBe(wanted)
      expect(Buffer.from(createHashInBrowser(method).update(content).digest()).toString('hex')).toBe(wanted)
    }),
  )
})

test('whether bytes are UTF-8', () => {
  const encoded = text.map(it => new TextEncoder().encode(it))
  fc.assert(fc.property(fc.oneof(bytes, encoded), some => isUtf8InBrowser(some) === isUtf8(some)))
})
