import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writableDisk } from '../../../sim/place/disk.ts'
import { PlaceError } from '../../../sim/place/errors.ts'
import { place } from '../../../sim/place/place.ts'
import type { Host } from '../../../sim/place/work.ts'
import { needing, programs } from '../../needs.ts'
import {
  type Content,
  diskWith,
  exactly,
  FORM,
  filesOf,
  inTemp,
  MTIME,
  makeFolder,
  processOn,
  seen,
  seenOf,
} from './folders.ts'

const OLD: Content = { 'evidence/C/a.log': 'old a', 'evidence/C/b.log': 'old b', 'truth/t.json': 'old' }
const NEW: Content = { 'evidence/C/a.log': 'new a', 'evidence/D/c.log': 'new c', 'truth/t.json': 'new' }

const HERE = processOn(writableDisk, 1)

const write = (content: Content, folder: string, aside?: string, host: Host = HERE): readonly string[] =>
  place({ form: FORM, files: filesOf(content), folder, aside }, host)

/** A place with the old files in it, in a folder of its own. */
function withOld<T>(use: (folder: string, root: string) => T): T {
  return inTemp(root => {
    const folder = join(root, 'p')
    write(OLD, folder)
    return use(folder, root)
  })
}

const PIPES = programs('mkfifo')
const mkfifo = (path: string): unknown => execFileSync('mkfifo', [path])

describe('what is not ours is named, and nothing is touched:', () => {
  type Put = (folder: string) => unknown
  const note =
    (path: string): Put =>
    folder =>
      writeFileSync(join(makeFolder(dirname(join(folder, path))), path.split('/').at(-1)!), 'mine')

  it.each<[what: string, put: Put, named: string]>([
    ['a note beside the list', note('note.txt'), 'note.txt'],
    ['a note deep in a folder of ours', note('evidence/C/note.txt'), 'evidence/C/note.txt'],
    ['a note in a folder of its own', note('mine/deep/er/note.txt'), 'mine/deep/er/note.txt'],
    ['a file with a dot', note('.gitignore'), '.gitignore'],
    ['a name that steers a terminal', note('a\u001b[2J\nb\u202e'), 'a\\u{1b}[2J\\u{a}b\\u{202e};'],
    ['an empty folder', folder => mkdirSync(join(folder, 'evidence/empty')), 'evidence/empty/'],
    ['a folder that differs from one of ours in case', note('Evidence/C/a.log'), 'Evidence/C/a.log'],
    ['a list that differs from ours in case', note('LIST.json'), 'LIST.json'],
    ['a link to a file', folder => symlinkSync('truth/t.json', join(folder, 'l')), 'l (no file)'],
    ['a link to nothing', folder => symlinkSync('nothing', join(folder, 'truth/l')), 'truth/l (no file)'],
    ['a link to a folder', folder => symlinkSync('.', join(folder, 'evidence/l')), 'evidence/l (no file)'],
    ['a listed file that was changed', note('truth/t.json'), 'truth/t.json (changed)'],
    ['one of the same length', folder => writeFileSync(join(folder, 'truth/t.json'), 'dlo'), 'truth/t.json (changed)'],
    ['one that was emptied', folder => writeFileSync(join(folder, 'truth/t.json'), ''), 'truth/t.json (changed)'],
    ['a listed file that is a link to the same now', movedAndLinked('truth/t.json'), 'truth/t.json (no file)'],
    ['a folder of ours that is a link now', movedAndLinked('evidence/C'), 'evidence/C (no file)'],
    [
      'a folder where a file was',
      folder => {
        rmSync(join(folder, 'truth/t.json'))
        note('truth/t.json/x')(folder)
      },
      'truth/t.json/x',
    ],
    ['a list that somebody has formatted', spoilList(text => `${text}\n`), 'list.json'],
    ['a list of somebody else', spoilList(() => '{"name": "thesis"}'), 'list.json'],
    ['a list that is not text', spoilList(() => '\u0000\u00ff'), 'list.json'],
    ['a file with the name of our hidden folder', note('.lab1603'), '.lab1603'],
    ['a folder with the name of our hidden folder', note('.lab1603/settings'), '.lab1603/settings'],
    ['such a folder with a number in it', note('.lab1603/12'), '.lab1603/12'],
  ])('%s', (_what, put, named) => {
    withOld((folder, root) => {
      put(folder)
      const before = exactly(root)
      const message = `${folder} holds what lab1603 did not write: `
      expect(() => write(NEW, folder)).toThrow(PlaceError)
      expect(() => write(NEW, folder)).toThrow(message)
      expect(() => write(NEW, folder)).toThrow(named)
      expect(exactly(root)).toEqual(before)
      expect(() => write(OLD, folder)).toThrow(named)
      expect(exactly(root)).toEqual(before)
    })
  })

  it('a list of what is not there, unless it is the very one that comes', () => {
    withOld(folder => {
      for (const name of ['evidence', 'truth']) rmSync(join(folder, name), { recursive: true })
      expect(() => write(NEW, folder)).toThrow('list.json (nothing is there as it says)')
      write(OLD, folder)
      expect(seen(folder)).toEqual(seenOf(OLD))
    })
  })

  it('a pipe, which nobody opens', needing(PIPES), () => {
    for (const path of ['pipe', 'truth/t.json', FORM.name]) {
      withOld(folder => {
        rmSync(join(folder, path), { force: true })
        mkfifo(join(folder, path))
        expect(() => write(NEW, folder)).toThrow(`${path} (no file)`)
        expect(lstatSync(join(folder, path)).isFIFO()).toBe(true)
      })
    }
  })

  it('more than five things, of which five are named', () => {
    inTemp(root => {
      for (let i = 0; i < 9; i++) writeFileSync(join(root, `${i}.txt`), '')
      expect(() => write(NEW, root)).toThrow(': 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and others; nothing')
    })
  })

  it.each<[what: string, put: Put, words: string]>([
    ['a file', folder => writeFileSync(folder, 'mine'), 'is there and is no folder'],
    [
      'a link to a file',
      folder => {
        writeFileSync(`${folder}-2`, '')
        symlinkSync('p-2', folder)
      },
      'is there and is no folder',
    ],
    ['a link to nothing', folder => symlinkSync('nothing', folder), 'is a link to something that is not there'],
    [
      'somebody else in the hidden folder beside it',
      folder => note('p.lab1603/x')(dirname(folder)),
      'p.lab1603 is in the way',
    ],
  ])('the place itself: %s', (_what, put, words) => {
    inTemp(root => {
      const folder = join(root, 'p')
      put(folder)
      const before = exactly(root)
      expect(() => write(NEW, folder)).toThrow(PlaceError)
      expect(() => write(NEW, folder)).toThrow(words)
      expect(exactly(root)).toEqual(before)
    })
  })

  function movedAndLinked(path: string): Put {
    return folder => {
      const elsewhere = join(folder, '..', 'elsewhere')
      renameSync(join(folder, path), elsewhere)
      symlinkSync(elsewhere, join(folder, path))
    }
  }

  function spoilList(spoil: (text: string) => string): Put {
    return folder => {
      const list = join(folder, FORM.name)
      writeFileSync(list, spoil(readFileSync(list, 'utf8')))
    }
  }
})

describe('what stays', () => {
  it('is the folder, and those in it that are needed again: a shell may stand there', () => {
    withOld(folder => {
      const inodes = (): number[] =>
        ['', 'evidence', 'evidence/C', 'truth'].map(path => statSync(join(folder, path)).ino)
      const before = inodes()
      chmodSync(folder, 0o750)
      write(NEW, folder)
      expect(inodes()).toEqual(before)
      expect(statSync(folder).mode & 0o777).toBe(0o750)
      expect(seen(folder)).toEqual(seenOf(NEW))
    })
  })

  it('is a link, and where it leads is written', () => {
    withOld((folder, root) => {
      const link = join(root, 'link')
      symlinkSync('p', link)
      write(NEW, link)
      expect(readlinkSync(link)).toBe('p')
      expect(seen(folder)).toEqual(seenOf(NEW))
      rmSync(link)
      symlinkSync(makeFolder(join(root, 'empty')), link)
      write(NEW, link)
      expect(seen(join(root, 'empty'))).toEqual(seenOf(NEW))
    })
  })

  it('is what another name leads to', () => {
    withOld((folder, root) => {
      linkSync(join(folder, 'truth/t.json'), join(root, 'kept'))
      write(NEW, folder)
      expect(readFileSync(join(root, 'kept'), 'utf8')).toBe('old')
    })
  })

  it('is everything, where the same is written again; only times are set', () => {
    withOld((folder, root) => {
      const before = exactly(root)
      expect(write(OLD, folder)).toEqual([])
      expect(exactly(root)).toEqual(before)
      utimesSync(join(folder, 'truth/t.json'), 1, 1)
      write(OLD, folder)
      expect(exactly(root)).toEqual(before)
    })
  })

  it('is no folder that was made for nothing', () => {
    inTemp(root => {
      let calls = 0
      const full = diskWith(call => {
        if (call === 'writeFileSync' && ++calls === 3)
          throw Object.assign(new Error(), { code: 'ENOSPC', syscall: 'write' })
      })
      expect(() => write(NEW, join(root, 'a/b/c/p'), undefined, processOn(full, 1))).toThrow()
      expect(seen(root)).toEqual({})
    })
  })
})

describe('what is replaced', () => {
  it('may have lost files', () => {
    withOld(folder => {
      rmSync(join(folder, 'evidence'), { recursive: true })
      write(NEW, folder)
      expect(seen(folder)).toEqual(seenOf(NEW))
    })
  })

  it.each([
    ['a name that leaves no room beside it', 255],
    ['a name that leaves just enough', 247],
  ])('has %s', (_what, length) => {
    inTemp(root => {
      const name = 'n'.repeat(length)
      for (const content of [OLD, NEW]) {
        write(content, join(root, name))
        expect(seen(join(root, name))).toEqual(seenOf(content))
        expect(Object.keys(seen(root)).filter(path => !path.startsWith(name))).toEqual([])
      }
    })
  })

  it('may be named relatively, with dots', () => {
    withOld((folder, root) => {
      const cwd = process.cwd()
      process.chdir(join(folder, 'evidence'))
      try {
        write(NEW, '..')
        write(OLD, '../../p/.')
      } finally {
        process.chdir(cwd)
      }
      expect(seen(root)).toMatchObject({ 'p/truth/t.json': `${MTIME} old` })
    })
  })
})

describe('with a place for changes', () => {
  it('what was changed goes there, and what is not ours still is in the way', () => {
    withOld((folder, root) => {
      const aside = join(root, 'aside')
      writeFileSync(join(folder, 'truth/t.json'), 'changed')
      utimesSync(join(folder, 'truth/t.json'), 7, 7)
      writeFileSync(join(folder, 'evidence/C/note'), 'mine')
      expect(() => write(NEW, folder, aside)).toThrow('evidence/C/note')
      rmSync(join(folder, 'evidence/C/note'))
      expect(write(NEW, folder, aside)).toEqual([aside])
      expect(seen(folder)).toEqual(seenOf(NEW))
      expect(seen(aside)).toEqual({ truth: 'folder', 'truth/t.json': '7000 changed' })

      writeFileSync(join(folder, 'truth/t.json'), 'changed again')
      expect(write(NEW, folder, aside)).toEqual([`${aside}-2`])
      expect(readFileSync(`${aside}-2/truth/t.json`, 'utf8')).toBe('changed again')
    })
  })

  it.each([
    ['lost', undefined],
    ['cut off', '['],
  ])('a list that was %s is written again', (_what, text) => {
    withOld((folder, root) => {
      rmSync(join(folder, FORM.name))
      if (text !== undefined) writeFileSync(join(folder, FORM.name), text)
      const aside = join(root, 'aside')
      expect(() => write(NEW, folder, aside)).toThrow('evidence/C/b.log')
      expect(write(OLD, folder, aside)).toEqual(text === undefined ? [] : [aside])
      expect(seen(folder)).toEqual(seenOf(OLD))
      expect(existsSync(join(aside, FORM.name))).toBe(text !== undefined)
    })
  })
})

describe('two at once', () => {
  const SECOND: Content = { 'evidence/C/a.log': 'second', x: 'second' }
  const refusedOnly =
    /another lab1603 (writes there|took over)|was exchanged for another while|is half exchanged|no such file/

  const disturbed = (moment: number, act: () => void) =>
    diskWith((_call, number) => {
      if (number === moment) act()
    })

  /** What is said when it does not come to writing; every other error is one of the program. */
  function saying(act: () => void): string {
    try {
      act()
      return 'done'
    } catch (error) {
      return refusedOnly.exec(String(error))![0]
    }
  }

  /** One that was taken over may still make a folder. */
  const files = (all: Record<string, string>) =>
    Object.fromEntries(Object.entries(all).filter(([, what]) => what !== 'folder'))

  /** Before each call of the first, the second does all that it does. */
  function meeting(prepare: (folder: string) => void, livingForTheSecond: readonly number[]): Set<string> {
    const outcomes = new Set<string>()
    let second = ''
    for (let moment = 1; second !== 'not begun'; moment++) {
      inTemp(root => {
        const folder = join(root, 'p')
        prepare(folder)
        second = 'not begun'
        const begin = (): void => {
          const host = processOn(writableDisk, 2, livingForTheSecond)
          second = saying(() => void write(SECOND, folder, undefined, host))
        }
        const first = saying(() => void write(NEW, folder, undefined, processOn(disturbed(moment, begin), 1, [2])))
        outcomes.add(`${first}, ${second}`)
        expect([first, second]).toContain('done')
        expect([seenOf(NEW), seenOf(SECOND)].map(files)).toContainEqual(files(seen(folder)))
        expect(Object.keys(seen(root)).filter(path => !/^p(\/|$)/.test(path))).toEqual([])
      })
    }
    return outcomes
  }

  it.each([
    ['where nothing is', () => {}],
    ['where the old is', (folder: string) => void write(OLD, folder)],
  ])('%s: at least one is done, and nothing is mixed', (_where, prepare) => {
    const outcomes = meeting(prepare, [1])
    expect(outcomes).toContain('done, another lab1603 writes there')
    expect(outcomes).toContain('done, not begun')
  })

  it.each([
    ['where nothing is', () => {}],
    ['where the old is', (folder: string) => void write(OLD, folder)],
  ])('%s: nothing is mixed even if a living one is taken for gone', (_where, prepare) => {
    const outcomes = meeting(prepare, [])
    expect(outcomes).toContain('another lab1603 took over, done')
    expect(outcomes).toContain('done, not begun')
  })

  it('one waits as long as the other needs', () => {
    withOld(folder => {
      const theirs = makeFolder(join(folder, '.lab1603/2-0'))
      let turns = 0
      const wait = (): boolean => {
        if (++turns === 5) rmSync(theirs, { recursive: true })
        return true
      }
      write(NEW, folder, undefined, { ...processOn(writableDisk, 1, [2]), wait })
      expect(turns).toBe(5)
      expect(seen(folder)).toEqual(seenOf(NEW))
    })
  })
})

describe('somebody who changes things at the very moment', () => {
  it.each([
    ['truth/t.json', 'edited'],
    ['evidence/C/note', 'mine'],
    ['evidence/D/c.log', 'mine too'],
    ['list.json', 'my list'],
  ])('loses nothing: %s', (path, text) => {
    let put = true
    for (let moment = 1; put; moment++) {
      withOld((folder, root) => {
        put = false
        let here = false
        const disk = diskWith((call, number, given) => {
          if (number !== moment) return
          put = true
          // Between looking and renaming there is nothing that every disk could do.
          if (call === 'renameSync' && given[1] === join(folder, path)) return
          here = true
          writeFileSync(join(makeFolder(dirname(join(folder, path))), path.split('/').at(-1)!), text)
        })
        try {
          write(NEW, folder, undefined, processOn(disk, 1))
        } catch (error) {
          expect((error as NodeJS.ErrnoException).code ?? error).toSatisfy(
            what => what instanceof PlaceError || typeof what === 'string',
          )
        }
        if (!here) return
        const kept = Object.values(seen(root)).filter(what => what.endsWith(` ${text}`))
        expect(kept, `put before call ${moment}`).toHaveLength(1)
      })
    }
  })
})
