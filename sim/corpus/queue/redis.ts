import { randomUUID } from 'node:crypto'
import type { Queue as BullQueue, Job } from 'bullmq'
import type { Redis } from 'ioredis'
import { ShownError } from '../../foreign/shownError.ts'
import { told } from '../../foreign/terminal.ts'
import type { Exchange, GivenUp } from './gather.ts'

/**
 * A queue in Redis: BullMQ hands out parts, takes them back from workers that are gone, and tries again. An answer lies in a
 * hash before its part is done, so that whatever Redis forgets, it forgets the end of the part first. The only file that
 * knows Redis; it does not know what a part is.
 */

/** The queue cannot be reached, or a package for it is missing. */
export class QueueError extends ShownError {}

export interface Place {
  readonly url: string
  /** Only those who make the same bytes meet: it is part of the queue's name. */
  readonly version: string
  /** The connection is lost and tried again, or is there again. */
  readonly onConnection: (lost: boolean) => void
}

// ----------------------------------------------------------------------------------------------------------- leader

export interface Ordered<Answer> extends Exchange<Answer> {
  /** How many workers of this version are at the queue. */
  workers(): Promise<number>
  /** Nobody waits for it any more. */
  end(): Promise<void>
}

const ATTEMPTS = 5
const FIRST_RETRY_MS = 500
const PAUSE_MS = 250
const WEEK_S = 7 * 24 * 3600
const AT_ONCE = 500

/** `order` goes to every worker that takes a part. @throws QueueError */
export async function orderAt<Answer>(place: Place, order: object): Promise<Ordered<Answer>> {
  const client = await connected(place)
  const { Queue } = await import('bullmq')
  const queue = new Queue(queueName(place), { connection: client })
  queue.on('error', () => {})
  const id = randomUUID()
  const text = JSON.stringify(order)
  return {
    async put(parts) {
      if ((await client.expire(orderKey(id), WEEK_S)) === 0) await client.set(orderKey(id), text, 'EX', WEEK_S)
      for (let i = 0; i < parts.length; i += AT_ONCE) {
        await queue.addBulk(parts.slice(i, i + AT_ONCE).map(part => job(id, part)))
      }
    },
    async answers() {
      const found: { part: number; answer: Answer }[] = []
      let cursor = '0'
      do {
        const [next, fields] = await client.hscan(answersKey(id), cursor, 'COUNT', AT_ONCE)
        for (let i = 0; i + 1 < fields.length; i += 2) {
          found.push({ part: Number(fields[i]), answer: JSON.parse(fields[i + 1]!) as Answer })
        }
        cursor = next
      } while (cursor !== '0' && found.length === 0)
      return found
    },
    async forget(parts) {
      await client.hdel(answersKey(id), ...parts.map(String))
    },
    async givenUp() {
      const failed = await failedOf(queue, id)
      return failed.map(({ data, failedReason }): GivenUp => ({ part: data.part, why: failedReason ?? '' }))
    },
    pause: () => new Promise(resolve => setTimeout(resolve, PAUSE_MS)),
    workers: () => queue.getWorkersCount(),
    async end() {
      await client.del(orderKey(id), answersKey(id))
      for (const one of await failedOf(queue, id)) await one.remove()
      await queue.close()
      leave(client)
    },
  }
}

interface Part {
  readonly order: string
  readonly part: number
}

function job(order: string, part: number) {
  const opts = {
    jobId: `${order}-${part}`,
    attempts: ATTEMPTS,
    backoff: { type: 'exponential', delay: FIRST_RETRY_MS },
    removeOnComplete: true,
    removeOnFail: { age: WEEK_S },
  }
  return { name: 'part', data: { order, part } satisfies Part, opts }
}

async function failedOf(queue: BullQueue, id: string): Promise<Job<Part>[]> {
  const failed = (await queue.getFailed()) as Job<Part>[]
  return failed.filter(one => one?.data.order === id)
}

// ----------------------------------------------------------------------------------------------------------- worker

export interface Shift {
  /** Parts at the same time. */
  readonly parts: number
  /** A worker of which nothing is heard for so long has lost its part. */
  readonly patienceMs: number
  /** An error is another try, here or elsewhere. */
  readonly answer: (order: object, part: number) => Promise<object>
  readonly onTrouble: (message: string) => void
}

/** Lost, not failed: a part that takes so many workers with it is given up. */
const MOST_LOST = 5

export interface Working {
  /** How many parts were done, and whether one is under way. */
  readonly state: () => { readonly done: number; readonly busy: number }
  /** Ends what is under way, takes nothing more. */
  readonly end: () => Promise<void>
}

/** @throws QueueError */
export async function workAt(place: Place, shift: Shift): Promise<Working> {
  const client = await connected(place)
  const { Worker } = await import('bullmq')
  const known = new Map<string, object>()
  const orderOf = async (id: string): Promise<object | undefined> => {
    const there = known.get(id)
    if (there) return there
    const text = await client.get(orderKey(id))
    if (text === null) return undefined
    known.clear()
    known.set(id, JSON.parse(text) as object)
    return known.get(id)
  }
  let done = 0
  let busy = 0
  const worker = new Worker<Part>(
    queueName(place),
    async ({ data }) => {
      busy++
      try {
        const order = await orderOf(data.order)
        if (!order) return
        const answer = await shift.answer(order, data.part)
        await client.hset(answersKey(data.order), String(data.part), JSON.stringify(answer))
        await client.expire(answersKey(data.order), WEEK_S)
        done++
      } finally {
        busy--
      }
    },
    {
      connection: client,
      concurrency: shift.parts,
      lockDuration: shift.patienceMs,
      stalledInterval: shift.patienceMs / 2,
      maxStalledCount: MOST_LOST,
    },
  )
  worker.on('error', () => {})
  worker.on('failed', (_job, error) => shift.onTrouble(error.message))
  return {
    state: () => ({ done, busy }),
    async end() {
      await worker.close()
      leave(client)
    },
  }
}

// -------------------------------------------------------------------------------------------------------- connection

const queueName = ({ version }: Place): string => `lab1603-${version}`
const orderKey = (id: string): string => `lab1603:order:${id}`
const answersKey = (id: string): string => `lab1603:answers:${id}`

/** Longer than a worker waits for a part; a network that is cut says nothing. */
const SILENCE_MS = 20_000
const MOST_WAIT_MS = 2_000

/** Without a password. */
export const shownUrl = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

async function connected({ url, onConnection }: Place): Promise<Redis> {
  const { Redis } = await packages()
  const client = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    socketTimeout: SILENCE_MS,
    retryStrategy: times => Math.min(times * 100, MOST_WAIT_MS),
  })
  let why = ''
  client.on('error', error => {
    why = error.message
  })
  try {
    await client.connect()
  } catch (error) {
    client.disconnect()
    throw new QueueError(told`cannot reach the queue at ${shownUrl(url)}: ${why || String(error)}`)
  }
  client.on('close', () => onConnection(true))
  client.on('ready', () => onConnection(false))
  return client
}

function leave(client: Redis): void {
  client.removeAllListeners('close')
  client.disconnect()
}

/** Nobody who makes a corpus on one machine needs them, and so they are not brought along. */
async function packages() {
  try {
    await import('bullmq')
    return await import('ioredis')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new QueueError(told`--queue needs two packages that are not here: npm install bullmq ioredis`)
  }
}
