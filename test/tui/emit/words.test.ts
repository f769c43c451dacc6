import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { networkWords } from '../../../tui/emit/destination.ts'
import { listening } from './helpers.ts'

/** What a network says, in words: whatever it throws here and now. */

test('whoever accepts and says nothing does not answer in time', async () => {
  const server = createServer(() => {})
  const port = await listening(server)
  const asked = fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.any([AbortSignal.timeout(50)]) })
  expect(networkWords(await asked.catch(error => error))).toBe('nobody answered in time')
  server.closeAllConnections()
  server.close()
})

test('whoever closes in the middle has closed', async () => {
  const server = createServer(({ socket }) => socket.end())
  const port = await listening(server)
  expect(networkWords(await fetch(`http://127.0.0.1:${port}`).catch(error => error))).toBe('the connection was closed')
  server.close()
})

test('nobody is there', async () => {
  const server = createServer()
  const port = await listening(server)
  await new Promise(closed => server.close(closed))
  expect(networkWords(await fetch(`http://127.0.0.1:${port}`).catch(error => error))).toBe('nobody listens there')
})
