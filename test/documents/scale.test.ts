import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { Digests, lockLines } from '../../sim/corpus/lock.ts'
import { bundlePath } from '../../sim/corpus/plan.ts'
import { partsOf, WINDOW } from '../../sim/corpus/queue/gather.ts'
import { keyOf } from '../../sim/corpus/queue/place.ts'
import { COMMANDS, type CommandRow } from '../../tui/commandTable.ts'
import { count } from '../../tui/options.ts'

/** docs/scale.md: its commands are those that there are, and its sums come out. */

const page = readFileSync('docs/scale.md', 'utf8')
const MANY = 10_000_000

function row(what: string): readonly string[] {
  const line = page.split('\n').find(text => text.startsWith(`| ${what} |`))
  expect(line, what).toBeDefined()
  return line!
    .split('|')
    .slice(2, -1)
    .map(cell => cell.trim())
}

const numberIn = (cell: string): number => Number(cell.replaceAll(',', '').split(' ')[0])

describe('the plan for ten million', () => {
  it('is one that can be asked for', () => {
    expect(count(String(MANY))).toBe(MANY)
  })

  it.each([
    ['bytes in a folder', 1e6, 1e12],
    ['processor time', 1, 3600],
    ['digests in the memory of `generate`', 1, 1e6],
    ['line of the lock, written as a stream', 1, 1e9],
  ])('%s: as many times that of one', (what, unitOfOne, unitOfAll) => {
    const [one, all] = row(what).map(numberIn) as [number, number]
    const exact = (one * unitOfOne * MANY) / unitOfAll
    expect(Math.abs(all - exact) / exact).toBeLessThan(0.03)
  })

  it('is divided as the program does it', () => {
    expect(numberIn(row('parts of 100')[1]!)).toBe(partsOf(MANY))
    expect(numberIn(row('parts in Redis at a time')[1]!)).toBe(WINDOW)
    const last = keyOf({ number: MANY, path: '' } as never).split('/')[0]!
    expect(numberIn(row('prefixes of a store, one per thousand')[1]!)).toBe(Number(last) + 1)
  })

  it('has digests and lines as long as it says', () => {
    const plan = { seed: 1, count: 1000, scenarios: [{ id: 'services-disabled', sha256: 'a'.repeat(64) }] }
    const digests = new Digests(plan.count)
    expect(Buffer.from(digests.part(), 'base64').length / plan.count).toBe(
      numberIn(row('digests in the memory of `generate`')[0]!),
    )
    const text = [...lockLines(plan, 'lab1603', digests)].join('')
    const line = text.slice(text.indexOf('"bundles"')).length / plan.count
    expect(Math.abs(line - numberIn(row('line of the lock, written as a stream')[0]!))).toBeLessThan(30)
    expect(bundlePath(MANY, 'x', 1)).toBe('10000000-x-1')
  })

  it('costs what its processor time costs', () => {
    const seconds = numberIn(row('processor time')[0]!)
    const hours = (seconds * 1_000_000) / 3600
    const [, told, price, dollars] =
      /A million takes (\d+) hours .* at ([\d.]+) dollars an hour that is ([\d.]+) dollars/.exec(page)!.map(Number)
    expect(told).toBe(Math.round(hours))
    expect(dollars).toBeCloseTo(hours * price!, 2)
    expect(numberIn(row('processor time of a worker for a bundle')[0]!)).toBe(seconds)
  })
})

describe('the commands of the page', () => {
  const commands = [...page.matchAll(/lab1603 ((?:[a-z]+)(?: (?:test|merge))?)((?: [^\n`|&#]*)?)/g)].map(
    ([, name, rest]) => [name!, rest!] as const,
  )

  test('are found', () => {
    expect(new Set(commands.map(([name]) => name))).toEqual(
      new Set(['work', 'generate', 'rules test', 'verify', 'corpus merge']),
    )
  })

  test.each(commands)('%s%s', (name, rest) => {
    const row: CommandRow | undefined = COMMANDS[name as keyof typeof COMMANDS]
    const known = row!.options.map(({ flags }) => flags.split(' ')[0])
    for (const [flag] of rest.matchAll(/--[a-z-]+/g)) expect(known).toContain(flag)
  })
})
