import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Case, cases, queue } from '../laws/queue.ts'
import { expectHolds } from '../laws/sampled.ts'
import { needing, programs } from '../needs.ts'
import { inFolder, lab1603 } from './helpers.ts'

/** Workers of a queue, as they are built; the campaign takes twenty such cases, and cuts the network. */

const drawnBy = (n: number): Case => fc.sample(cases, { seed: n, numRuns: 1 })[0]!
const TWENTY = Array.from({ length: 20 }, (_, i) => i + 1)

/** Everything but a cut at once. */
const WORST = TWENTY.find(n => drawnBy(n).trouble.what === 'restart' && drawnBy(n).into === 'store')!

describe('a corpus by workers of a queue', () => {
  it(
    'is that of one machine: in a store, two workers killed, Redis restarted',
    needing(programs('redis-server')),
    () => {
      expectHolds(queue, WORST)
    },
  )

  it('meets everything that there is, in twenty cases', () => {
    const drawn = TWENTY.map(drawnBy)
    for (const what of ['restart', 'cut', 'none'] as const) {
      expect(drawn.filter(({ trouble }) => trouble.what === what).length).toBeGreaterThan(1)
    }
    for (const place of ['folder', 'store'] as const) {
      expect(drawn.filter(({ into }) => into === place).length).toBeGreaterThan(3)
    }
  })
})

describe('where there is no queue', () => {
  const QUEUE = ['--queue', 'redis://user:secret@127.0.0.1:1']

  it.each([
    ['generate', ['generate', '--count', '1', '--scenario', 'clean-install', '--out', 'corpus']],
    ['work', ['work']],
    ['rules test', ['rules', 'test', '--scenario', 'clean-install']],
  ])('%s says so in one line, without the password', (_name, args) => {
    inFolder(cwd => {
      const { code, stdout, stderr } = lab1603([...args, ...QUEUE], { cwd })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^cannot reach the queue at 127\.0\.0\.1:1: .*\n$/)
      expect(stderr).not.toContain('secret')
    })
  })

  it.each([
    [['work', '--queue', 'here'], 'A queue is written redis://HOST:PORT'],
    [['generate', '--count', '1', '--out', 'c', ...QUEUE, '--shard', '1/2'], '--queue and --shard do not go together'],
    [['generate', '--count', '1', '--out', 's3://lab/c'], '--out s3://lab/c needs --queue'],
    [['rules', 'test', '--corpus', 'c', ...QUEUE], '--queue and --corpus do not go together'],
  ])('%s is wrong usage', (args, says) => {
    const { code, stderr } = lab1603(args)
    expect(code).toBe(3)
    expect(stderr).toContain(says)
  })

  it('a place in a store has a bucket', () => {
    const { code, stderr } = lab1603(['generate', '--count', '1', '--out', 's3://B', ...QUEUE])
    expect(code).toBe(2)
    expect(stderr).toBe('s3://B is no place in a store: it is written s3://BUCKET/PREFIX\n')
  })
})

describe('a worker', () => {
  // What `lab1603 work` is called with beside this stands in test/laws/queue.ts.
  it('is called with a queue', () => {
    const { code, stderr } = lab1603(['work'])
    expect(code).toBe(3)
    expect(stderr).toContain('--queue <url>')
  })
})
