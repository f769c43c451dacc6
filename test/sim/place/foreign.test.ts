import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writableDisk } from '../../../sim/place/disk.ts'
import { PlaceError } from '../../../sim/place/errors.ts'
import { place } from '../../../sim/place/place.ts'
import { programs } from '../../needs.ts'
import { type Content, exactly, FORM, filesOf, inTemp, Killed, killedAt, processOn } from './folders.ts'

/** Whatever stands in a place and around it and is not ours is there afterwards, the same file with the same bytes and times. */

interface Planted {
  readonly path: string
  readonly what: 'file' | 'folder' | 'link' | 'pipe'
  readonly text: string
}

const name = fc.constantFrom(
  'evidence',
  'truth',
  'C',
  'a',
  'b.log',
  FORM.name,
  '.lab1603',
  'p',
  'p.lab1603',
  '1-0',
  'new',
  'old',
  'set-aside',
  'é 1',
)
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map(names => names.join('/'))
const planted: fc.Arbitrary<Planted> = fc.oneof(
  fc.record({ path, what: fc.constantFrom('file', 'file', 'folder', 'pipe'), text: fc.string({ maxLength: 8 }) }),
  // Nothing is put where these lead but in the folder of the test.
  fc.record({ path, what: fc.constant('link' as const), text: fc.constantFrom('.', 'p', 'truth', 'C', 'nothing') }),
)

const ours = fc.constantFrom('evidence/C/a', 'evidence/C/b.log', 'evidence/a', 'truth/a', 'truth/b.log', 'truth/C/new')
const content: fc.Arbitrary<Content> = fc.dictionary(ours, fc.string({ maxLength: 8 }), { minKeys: 1, maxKeys: 5 })

const HAS_PIPES = programs('mkfifo').missing === undefined

/** What can be put there is; returns its path. */
function plant(root: string, { path: below, what, text }: Planted): string | undefined {
  const full = join(root, below)
  try {
    if (what === 'folder') mkdirSync(full, { recursive: true })
    else {
      mkdirSync(join(full, '..'), { recursive: true })
      if (what === 'file') writeFileSync(full, text, { flag: 'wx' })
      if (what === 'link') symlinkSync(text, full)
      if (what === 'pipe' && HAS_PIPES) execFileSync('mkfifo', [full], { stdio: 'ignore' })
      if (what === 'file') utimesSync(full, 1000, 1000)
    }
    return below
  } catch {
    return undefined
  }
}

/** Of all that is there, what was planted, and the folders that hold it. */
function foreign(root: string, paths: readonly string[]): Record<string, string> {
  const all = exactly(root)
  return Object.fromEntries(paths.filter(below => below in all).map(below => [below, all[below]!]))
}

/** Our own hidden folders: a folder there is taken for one of ours, and a file that is in the way goes aside. */
const HIDDEN = /(^|\/)(p|)\.lab1603(\/|$)/

/** A folder's own times and number of entries change when something comes into it. */
const lasting = (all: Record<string, string>): string[] =>
  Object.entries(all).map(([below, what]) => `${below}: ${what.endsWith(' folder') ? what.split(',')[0] : what}`)

describe('whatever is not ours', () => {
  it('is there afterwards', () => {
    let written = 0
    let refused = 0
    const holds = fc.property(
      fc.option(content, { nil: undefined }),
      fc.array(planted, { maxLength: 4 }),
      content,
      fc.nat({ max: 150 }),
      fc.boolean(),
      (old, strangers, coming, moment, aside) => {
        inTemp(root => {
          const folder = join(root, 'p')
          const write = (what: Content, disk = writableDisk, pid = 1): unknown =>
            place(
              { form: FORM, files: filesOf(what), folder, aside: aside ? join(root, 'changes') : undefined },
              processOn(disk, pid),
            )
          if (old) write(old)
          const mine = new Set(Object.keys(exactly(root)))
          const paths = strangers.flatMap(one => plant(root, one) ?? []).filter(below => !mine.has(below))
          const staying = paths.filter(below => !HIDDEN.test(below))
          const before = foreign(root, staying)
          const hidden = foreign(
            root,
            paths.filter(below => HIDDEN.test(below)),
          )
          const everything = exactly(root)
          try {
            if (moment > 0) write(coming, killedAt(moment), 2)
          } catch (error) {
            if (!(error instanceof Killed) && Object.keys(hidden).length === 0) {
              expect(exactly(root)).toEqual(everything)
            }
          }
          try {
            write(coming)
            written++
          } catch (error) {
            if (!(error instanceof PlaceError)) expect(error).toMatchObject({ code: expect.stringMatching(/^E/) })
            refused++
          }
          expect(lasting(foreign(root, staying))).toEqual(lasting(before))
          const left = Object.values(exactly(root))
          const lost = Object.values(hidden).filter(what => !what.endsWith(' folder') && !left.includes(what))
          expect(lost).toEqual([])
        })
      },
    )
    fc.assert(holds, { numRuns: 700, seed: 11 })
    expect(written).toBeGreaterThan(50)
    expect(refused).toBeGreaterThan(50)
  })
})
