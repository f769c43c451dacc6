import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Disk, writableDisk } from '../../../sim/place/disk.ts'
import { place, readWhole, recover } from '../../../sim/place/place.ts'
import {
  type Content,
  diskWith,
  FORM,
  filesOf,
  inTemp,
  Killed,
  killedAt,
  makeFolder,
  processOn,
  refusing,
  seen,
  seenOf,
} from './folders.ts'

/** Every moment at which a process can be killed, and every call that can be refused. */

const OLD: Content = { 'evidence/C/a.log': 'old a', 'evidence/D/b.log': 'old b', 'evidence/same': 'same', x: 'a file' }
const NEW: Content = {
  'evidence/C/a.log': 'new a',
  'evidence/same': 'same',
  'truth/t.json': 'new',
  'x/y': 'in a folder',
}
const OTHER: Content = { 'evidence/C/z.log': 'other' }

type Seen = Record<string, string>

interface Start {
  readonly name: string
  readonly prepare: (place: string) => void
  /** What stands there before, where anything does. */
  readonly whole: Seen | undefined
}

const write = (content: Content, folder: string, disk: Disk, pid: number): readonly string[] =>
  place({ form: FORM, files: filesOf(content), folder }, processOn(disk, pid))

const STARTS: readonly Start[] = [
  { name: 'nothing', prepare: () => {}, whole: undefined },
  { name: 'an empty folder', prepare: folder => void mkdirSync(folder), whole: {} },
  { name: 'an older one', prepare: folder => void write(OLD, folder, writableDisk, 9), whole: seenOf(OLD) },
]

/** How many calls it takes when nothing comes between. */
function countCalls({ prepare }: Start, changesOnly: boolean): number {
  return inTemp(root => {
    prepare(join(root, 'p'))
    let calls = 0
    const counting = changesOnly
      ? refusing('', Number.POSITIVE_INFINITY, false, () => calls++)
      : diskWith(() => calls++)
    write(NEW, join(root, 'p'), counting, 1)
    return calls
  })
}

function killed(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Killed)) throw error
  }
}

/** For every moment, a place that is prepared anew; what does not hold is returned with its moment. */
function atEach(start: Start, moments: number, hold: (root: string, moment: number) => unknown, every = 1): void {
  inTemp(root => {
    for (let moment = 1; moment <= moments; moment += every) {
      const own = makeFolder(join(root, String(moment)))
      start.prepare(join(own, 'p'))
      try {
        hold(own, moment)
      } catch (error) {
        throw new Error(`at call ${moment}`, { cause: error })
      }
      rmSync(own, { recursive: true })
    }
  })
}

const inside = (inner: Seen): Seen => ({
  p: 'folder',
  ...Object.fromEntries(Object.entries(inner).map(([path, what]) => [`p/${path}`, what])),
})

/** A folder apart from what is hidden in it; undefined where none is. */
function shown(folder: string): Seen | undefined {
  if (!existsSync(folder)) return undefined
  return Object.fromEntries(Object.entries(seen(folder)).filter(([path]) => !path.startsWith('.lab1603')))
}

describe.each(STARTS)('where $name stands, a process killed at any call', start => {
  const calls = countCalls(start, false)
  const kill = (root: string, moment: number): void => killed(() => write(NEW, join(root, 'p'), killedAt(moment), 1))

  it('is killed at many', () => expect(calls).toBeGreaterThan(20))

  it('leaves the old or the new, or nobody takes it for one', () => {
    const states = new Set<string>()
    atEach(start, calls, (root, moment) => {
      kill(root, moment)
      states.add(standing(join(root, 'p')))
    })
    expect(states).toContain('old')
    expect(states).toContain('new')
  })

  /** What a reader is told. */
  function standing(folder: string): string {
    try {
      const there = readWhole(FORM, folder, () => shown(folder))
      expect([start.whole, seenOf(NEW)]).toContainEqual(there)
      return there?.[FORM.name] === start.whole?.[FORM.name] ? 'old' : 'new'
    } catch (error) {
      expect(String(error)).toContain('is half exchanged')
      return 'half'
    }
  }

  it('is as if it had not been when the same is written again', () => {
    atEach(start, calls, (root, moment) => {
      kill(root, moment)
      expect(write(NEW, join(root, 'p'), writableDisk, 2)).toEqual([])
      expect(seen(root)).toEqual(inside(seenOf(NEW)))
    })
  })

  it('is as if it had not been when something else is written', () => {
    atEach(start, calls, (root, moment) => {
      kill(root, moment)
      expect(write(OTHER, join(root, 'p'), writableDisk, 2)).toEqual([])
      expect(seen(root)).toEqual(inside(seenOf(OTHER)))
    })
  })

  it('leaves the old or the new when it is only looked at', () => {
    atEach(start, calls, (root, moment) => {
      kill(root, moment)
      recover({ form: FORM, folder: join(root, 'p') }, processOn(writableDisk, 2))
      const whole = [start.whole === undefined ? {} : inside(start.whole), inside(seenOf(NEW))]
      expect(whole).toContainEqual(seen(root))
    })
  })

  it('may have been killed while it ended the work of another', () => {
    const twice = (second: number) => (root: string, moment: number) => {
      const folder = join(root, 'p')
      kill(root, moment)
      killed(() => write(OTHER, folder, killedAt(second), 2))
      killed(() => recover({ form: FORM, folder }, processOn(killedAt(second + 5), 3)))
      write(NEW, folder, writableDisk, 4)
      expect(seen(root)).toEqual(inside(seenOf(NEW)))
    }
    for (const second of [1, 9, 22, 40, 80]) atEach(start, calls, twice(second), 3)
  })

  it('loses nothing that somebody puts there before the next', () => {
    atEach(start, calls, (root, moment) => {
      kill(root, moment)
      const folder = makeFolder(join(root, 'p', 'evidence/C'))
      writeFileSync(join(folder, 'note.txt'), 'mine')
      expect(() => write(OTHER, join(root, 'p'), writableDisk, 2)).toThrow('evidence/C/note.txt')
      const there = shown(join(root, 'p'))!
      expect(there['evidence/C/note.txt']).toMatch(/ mine$/)
      rmSync(join(folder, 'note.txt'))
      if (start.whole && Object.keys(start.whole).length > 0) write(OTHER, join(root, 'p'), writableDisk, 2)
    })
  })
})

describe.each(STARTS)('where $name stands, a call that is refused', start => {
  const changes = countCalls(start, true)

  it.each(['ENOSPC', 'EACCES', 'EPERM', 'EBUSY'])('with %s leaves the old or the new', code => {
    for (const forEver of [false, true]) {
      atEach(start, changes, (root, moment) => {
        const folder = join(root, 'p')
        try {
          write(NEW, folder, refusing(code, moment, forEver), 1)
        } catch (error) {
          expect(error).toMatchObject({ code })
        }
        if (!forEver) expect([start.whole, seenOf(NEW)]).toContainEqual(shown(folder))
        recover({ form: FORM, folder }, processOn(writableDisk, 2))
        const whole = [start.whole === undefined ? {} : inside(start.whole), inside(seenOf(NEW))]
        expect(whole).toContainEqual(seen(root))
      })
    }
  })
})
