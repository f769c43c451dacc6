import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { rangeOf } from '../../../../sim/corpus/plan.ts'
import { type Exchange, type GivenUp, gather, partsOf, WINDOW } from '../../../../sim/corpus/queue/gather.ts'

/** The leader against everything that may happen between it and a thousand workers, in time that is simulated. */

interface Weather {
  readonly seed: number
  readonly parts: number
  readonly workers: number
  /** Of a thousand: how many tries end so. */
  readonly dies: number
  readonly fails: number
  /** Comes back when it has long been given to another. */
  readonly stalls: number
  /** Of a thousand moments: before how many the exchange forgets the last ones. */
  readonly restarts: number
}

const LEASE = 8
const TRIES = 5
const LOST = 50
const MEMORY = 4

type State =
  | { readonly is: 'waiting'; readonly tries: number; readonly lost: number }
  | { readonly is: 'active'; readonly tries: number; readonly lost: number; readonly until: number }
  | { readonly is: 'failed' }

interface Stored {
  readonly jobs: Map<number, State>
  readonly answers: Map<number, string>
}

interface Doing {
  readonly part: number
  readonly ends: number
  readonly fate: 'answers' | 'fails' | 'dies'
}

const answerTo = (part: number): string => `answer ${part}`

/** What Redis and BullMQ do, as far as the leader can tell. */
class Simulated implements Exchange<string> {
  now = 0
  doneTwice = 0
  restarted = 0
  #state: Stored = { jobs: new Map(), answers: new Map() }
  readonly #before: Stored[] = []
  readonly #done = new Set<number>()
  readonly #workers: (Doing | undefined)[]
  readonly #weather: Weather
  #chance: number

  constructor(weather: Weather) {
    this.#weather = weather
    this.#workers = Array.from({ length: weather.workers })
    this.#chance = weather.seed + 1
  }

  /** A number below `below`. */
  #draw(below: number): number {
    this.#chance = (Math.imul(this.#chance, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#chance / 2 ** 32) * below)
  }

  async put(parts: readonly number[]): Promise<void> {
    const { jobs } = this.#state
    for (const part of parts) if (!jobs.has(part)) jobs.set(part, { is: 'waiting', tries: 0, lost: 0 })
    expect(jobs.size).toBeLessThanOrEqual(2 * WINDOW)
  }

  async answers() {
    const all = [...this.#state.answers].slice(0, 1 + this.#draw(600))
    // Asked again before the first was heard of.
    const twice = this.#draw(4) === 0 ? all : []
    return [...all, ...twice].map(([part, answer]) => ({ part, answer }))
  }

  async forget(parts: readonly number[]): Promise<void> {
    for (const part of parts) this.#state.answers.delete(part)
    this.#moment()
  }

  async givenUp(): Promise<readonly GivenUp[]> {
    const failed = [...this.#state.jobs].filter(([, state]) => state.is === 'failed')
    return failed.map(([part]) => ({ part, why: 'it fails everywhere' }))
  }

  async pause(): Promise<void> {
    this.#moment()
  }

  isFailed(part: number): boolean {
    return this.#state.jobs.get(part)?.is === 'failed'
  }

  #moment(): void {
    this.now++
    if (this.#weather.restarts > 0) this.#mayRestart()
    for (const [part, state] of this.#state.jobs) {
      if (state.is === 'active' && state.until <= this.now) this.#takenBack(part, state.tries, state.lost + 1)
    }
    const waiting = [...this.#state.jobs].filter(([, { is }]) => is === 'waiting').map(([part]) => part)
    let next = 0
    for (const [i, doing] of this.#workers.entries()) {
      if (doing && doing.ends > this.now) continue
      if (doing) this.#end(doing)
      this.#workers[i] = undefined
      const part = waiting[next++]
      if (part !== undefined) this.#workers[i] = this.#begin(part)
    }
  }

  #mayRestart(): void {
    const copy = { jobs: new Map(this.#state.jobs), answers: new Map(this.#state.answers) }
    if (this.#draw(1000) < this.#weather.restarts && this.#before.length > 0) {
      this.restarted++
      this.#state = this.#before[this.#draw(this.#before.length)]!
      this.#before.length = 0
      return
    }
    this.#before.push(copy)
    if (this.#before.length > MEMORY) this.#before.shift()
  }

  #begin(part: number): Doing | undefined {
    const state = this.#state.jobs.get(part)
    if (state?.is !== 'waiting') return undefined
    this.#state.jobs.set(part, { ...state, is: 'active', until: this.now + LEASE })
    const { dies, fails, stalls } = this.#weather
    const fate = this.#draw(1000)
    const takes = 1 + this.#draw(LEASE - 1)
    if (fate < dies) return { part, ends: this.now + takes, fate: 'dies' }
    if (fate < dies + fails) return { part, ends: this.now + takes, fate: 'fails' }
    return { part, ends: this.now + takes + (fate < dies + fails + stalls ? 3 * LEASE : 0), fate: 'answers' }
  }

  #end({ part, fate }: Doing): void {
    const state = this.#state.jobs.get(part)
    if (fate === 'dies') return
    if (fate === 'fails') {
      if (state?.is === 'active') this.#takenBack(part, state.tries + 1, state.lost)
      return
    }
    if (this.#done.has(part)) this.doneTwice++
    this.#done.add(part)
    this.#state.answers.set(part, answerTo(part))
    if (state?.is === 'active') this.#state.jobs.delete(part)
  }

  #takenBack(part: number, tries: number, lost: number): void {
    const isOver = tries >= TRIES || lost >= LOST
    this.#state.jobs.set(part, isOver ? { is: 'failed' } : { is: 'waiting', tries, lost })
  }
}

async function gathered(weather: Weather) {
  const exchange = new Simulated(weather)
  const taken = new Map<number, number>()
  const lost = await gather(weather.parts, exchange, (part, answer) => {
    expect(answer).toBe(answerTo(part))
    taken.set(part, (taken.get(part) ?? 0) + 1)
  })
  return { exchange, taken, lost }
}

function expectEachOnce(parts: number, taken: ReadonlyMap<number, number>): void {
  expect(taken.size).toBe(parts)
  expect(new Set(taken.values())).toEqual(new Set([1]))
  expect(Math.max(...[...taken.keys()].slice(0, 1000))).toBeLessThanOrEqual(parts)
}

const weathers: fc.Arbitrary<Weather> = fc.record({
  seed: fc.nat(),
  parts: fc.integer({ min: 1, max: 1500 }),
  workers: fc.integer({ min: 1, max: 1000 }),
  dies: fc.integer({ min: 0, max: 300 }),
  fails: fc.integer({ min: 0, max: 400 }),
  stalls: fc.integer({ min: 0, max: 300 }),
  restarts: fc.integer({ min: 0, max: 30 }),
})

describe('whatever happens to workers and to the queue', () => {
  test('each part is taken once, or one is named that was given up', async () => {
    const seen = { twice: 0, restarts: 0, lost: 0 }
    await fc.assert(
      fc.asyncProperty(weathers, async weather => {
        const { exchange, taken, lost } = await gathered(weather)
        seen.twice += exchange.doneTwice
        seen.restarts += exchange.restarted
        if (lost) {
          seen.lost++
          expect(exchange.isFailed(lost.part)).toBe(true)
          expect(taken.has(lost.part)).toBe(false)
        } else expectEachOnce(weather.parts, taken)
      }),
      { seed: 1, numRuns: 25 },
    )
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0)
  })

  test('a thousand workers, of which some die, make a million bundles', async () => {
    const weather = { seed: 7, parts: partsOf(1_000_000), workers: 1000, dies: 20, fails: 1, stalls: 20, restarts: 2 }
    const { exchange, taken, lost } = await gathered(weather)
    expect(lost).toBeUndefined()
    expectEachOnce(10_000, taken)
    expect(exchange.doneTwice).toBeGreaterThan(0)
  })

  test('a part that fails everywhere ends it', async () => {
    const weather = { seed: 1, parts: 5, workers: 3, dies: 0, fails: 1000, stalls: 0, restarts: 0 }
    const { exchange, lost } = await gathered(weather)
    expect(lost?.why).toBe('it fails everywhere')
    expect(exchange.now).toBeLessThan(200)
  })
})

describe('the parts of a plan', () => {
  it.each([
    [1, 1],
    [5, 5],
    [30, 16],
    [1600, 16],
    [1601, 17],
    [10_000_000, 100_000],
  ])('%i bundles are %i parts', (count, parts) => {
    expect(partsOf(count)).toBe(parts)
  })

  it('have a hundred bundles at most, and all of them together', () => {
    for (const count of [1, 17, 99, 1700, 12_345]) {
      const of = partsOf(count)
      let last = 0
      for (let part = 1; part <= of; part++) {
        const { from, to } = rangeOf({ count }, { part, of })
        expect(from).toBe(last)
        expect(to - from).toBeLessThanOrEqual(100)
        last = to
      }
      expect(last).toBe(count)
    }
  })
})
