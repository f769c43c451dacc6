import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inFolder, lab1603 } from './helpers.ts'

/** Three parts, each in a folder of its own as on a machine of its own, and the whole that one machine makes. */
function inParts(use: (cwd: string) => void): void {
  inFolder(cwd => {
    const order = ['generate', '--scenario', 'product-absent', 'not-elevated', '--seed', '4', '--jobs', '1', '--count']
    for (const part of [1, 2, 3]) {
      expect(lab1603([...order, '5', '--shard', `${part}/3`, '--out', `p${part}`], { cwd }).code).toBe(0)
    }
    expect(lab1603([...order, '5', '--out', 'whole'], { cwd }).code).toBe(0)
    expect(lab1603([...order, '6', '--shard', '3/3', '--out', 'grown'], { cwd }).code).toBe(0)
    use(cwd)
  })
}

const merge = (cwd: string, ...args: readonly string[]) => lab1603(['corpus', 'merge', ...args], { cwd })

describe('corpus merge', () => {
  it('gives the lock of one machine, or names the place that is wrong', () => {
    inParts(cwd => {
      const refused = (says: string, ...dirs: readonly string[]): void => {
        expect(merge(cwd, ...dirs, '--out', 'refused')).toEqual({ code: 2, stdout: '', stderr: `${says}\n` })
      }
      refused('of 3 parts there is no lock of part 2', 'p1', 'p3')
      refused(
        'p2/corpus.2-of-3.lock is of another plan than p1/corpus.1-of-3.lock'.replace(
          /p2.*lock is/,
          'grown/corpus.3-of-3.lock is',
        ),
        'p1',
        'p2',
        'grown',
      )
      refused('p1/corpus.1-of-3.lock is the part that p1/corpus.1-of-3.lock is', 'p1', 'p1', 'p2', 'p3')
      refused('whole holds no lock of a part, such as corpus.1-of-4.lock', 'whole')
      expect(readdirSync(cwd)).not.toContain('refused')

      const { code, stderr } = merge(cwd, 'p3', 'p1', 'p2', '--out', 'all')
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('3 parts, 5 bundles: all/corpus.lock\n'),
      })
      const lock = readFileSync(join(cwd, 'all', 'corpus.lock'), 'utf8')
      expect(lock).toBe(readFileSync(join(cwd, 'whole', 'corpus.lock'), 'utf8'))
      for (const part of ['p1', 'p2', 'p3']) {
        for (const name of readdirSync(join(cwd, part)).filter(name => !name.endsWith('.lock'))) {
          cpSync(join(cwd, part, name), join(cwd, 'all', name), { recursive: true, preserveTimestamps: true })
        }
      }
      expect(lab1603(['verify', 'all'], { cwd }).code).toBe(0)

      mkdirSync(join(cwd, 'forged'))
      const part = readFileSync(join(cwd, 'p2', 'corpus.2-of-3.lock'), 'utf8')
      const seed = /"seed":(\d+)/.exec(part)![1]!
      writeFileSync(join(cwd, 'forged', 'corpus.2-of-3.lock'), part.replaceAll(seed, '1'))
      expect(merge(cwd, 'p1', 'forged', 'p3').stderr).toMatch(
        /^forged\/corpus\.2-of-3\.lock: .* is no bundle of that plan\n$/,
      )
    })
  })

  it('refuses a folder that is not there', () => {
    expect(lab1603(['corpus', 'merge', 'nowhere'])).toMatchObject({
      code: 2,
      stderr: 'cannot join the locks: no such file or folder\n',
    })
  })
})
