import { BUNDLE_VERSION } from '../sim/bundle/bundleFile.ts'
import type { Exchange } from '../sim/corpus/queue/gather.ts'
import { orderAt, type Place, QueueError, shownUrl } from '../sim/corpus/queue/redis.ts'
import { StoreError } from '../sim/corpus/queue/s3.ts'
import { told } from '../sim/foreign/terminal.ts'
import { EXIT, Stop } from './exit.ts'
import { note } from './output.ts'
import { VERSION } from './version.ts'

/** A queue as somebody at a terminal sees it: what is told of its connection and its workers. Does not know what is ordered. */

export function placeOf(url: string): Place {
  let lost = false
  return {
    url,
    version: `${VERSION}-${BUNDLE_VERSION}`,
    onConnection(isLost) {
      if (isLost === lost) return
      lost = isLost
      note(lost ? told`no connection to ${shownUrl(url)}; trying again` : told`${shownUrl(url)} is there again`)
    },
  }
}

const LOOK_FOR_WORKERS_MS = 5_000

/** Puts an order in, and forgets it whatever comes of it. @throws Stop */
export async function ordered<Answer, T>(
  url: string,
  order: object,
  use: (exchange: Exchange<Answer>) => Promise<T>,
): Promise<T> {
  const exchange = await orStop(() => orderAt<Answer>(placeOf(url), order))
  const look = setTimeout(async () => {
    if ((await exchange.workers()) > 0) return
    note(told`no worker of lab1603 ${VERSION} is at ${shownUrl(url)}; there it is: lab1603 work --queue URL`)
  }, LOOK_FOR_WORKERS_MS)
  try {
    return await use(exchange)
  } finally {
    clearTimeout(look)
    await exchange.end()
  }
}

/** What a queue or a store says is for a person. @throws Stop */
export async function orStop<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof QueueError || error instanceof StoreError) throw new Stop(EXIT.unusable, error.message)
    throw error
  }
}
