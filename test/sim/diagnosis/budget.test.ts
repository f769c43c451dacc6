import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { memfs } from 'memfs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { type Evidence, evidenceFrom, readEvidence } from '../../../sim/diagnosis/evidence.ts'
import { type InstallerLog, parseInstallerLogs, readInstallerLogs } from '../../../sim/diagnosis/parse/installerLog.ts'
import { LinesOfPieces, linesOf } from '../../../sim/diagnosis/parse/lines.ts'
import { decodeText, splitLines } from '../../../sim/diagnosis/parse/text.ts'
import { Budget, ownBudget } from '../../../sim/diagnosis/read/budget.ts'
import { writeEvt } from '../../../sim/forms/eventlog/evt.ts'
import { writeEvtx } from '../../../sim/forms/eventlog/evtx.ts'
import { LIMITS, withoutMiddle } from '../../../sim/limits.ts'
import { event, manyEvents } from '../forms/eventlog/samples.ts'
import { fixture } from './helpers.ts'

/** Steps that are never counted against a file's size. */
const FREE = 10_000

interface Read {
  readonly evidence: Evidence
  readonly steps: number
}

function read(name: string, bytes: Uint8Array): Read {
  const budget = new Budget()
  const evidence = evidenceFrom([{ path: name, bytes }], budget)
  return { evidence, steps: budget.steps.spent }
}

const reasons = ({ warnings }: Evidence): string[] => warnings.map(({ reason }) => reason)

const saved = (name: string): Buffer => fs.readFileSync(fixture(`saved-state-lost/evidence/${name}`))

/** One file of every format, small enough to be broken in many ways. */
const FORMATS: Readonly<Record<string, Uint8Array>> = {
  'installer.log': saved('C/WINDOWS/Temp/MSI4e8f1.LOG').subarray(0, 60_000),
  'ServiceControl.log': saved('C/ExchangeSetupLogs/ServiceControl.log'),
  'ServiceStartupMode.xml': saved('C/ExchangeSetupLogs/ServiceStartupMode.xml').subarray(0, 40_000),
  'Application.txt': saved('exports/Application.txt'),
  'System.xml': saved('exports/System.xml').subarray(0, 40_000),
  'services.txt': saved('exports/services.txt').subarray(0, 20_000),
  'registry.reg': saved('exports/registry.reg').subarray(0, 40_000),
  'Application.evt': writeEvt(manyEvents(60)),
  'Application.evtx': writeEvtx(manyEvents(60)),
}

/** A binary format reads some bytes again, a text each character once. */
const STEPS_PER_BYTE = { text: 1, binary: LIMITS.steps.most }

function withinBudget(name: string, bytes: Uint8Array): void {
  const { evidence, steps } = read(name, bytes)
  const each = /\.evtx?$/.test(name) ? STEPS_PER_BYTE.binary : STEPS_PER_BYTE.text
  expect(steps).toBeLessThanOrEqual(each * bytes.length + FREE)
  expect(evidence.warnings.length).toBeLessThanOrEqual(LIMITS.warnings.most + 30)
  diagnose(evidence)
}

describe('whatever a file holds, it is read in steps of its size', () => {
  const anyFormat = fc.constantFrom(...Object.keys(FORMATS))
  const part = fc.double({ min: 0, max: 1, noNaN: true })
  const at = (bytes: Uint8Array, where: number): number => Math.floor(where * bytes.length)
  const spliced = (bytes: Uint8Array, where: number, more: Uint8Array): Uint8Array =>
    Buffer.concat([bytes.subarray(0, where), more, bytes.subarray(where)])

  test('cut off', () => {
    fc.assert(
      fc.property(anyFormat, part, (name, where) => {
        const bytes = FORMATS[name]!
        withinBudget(name, bytes.subarray(0, at(bytes, where)))
      }),
      { numRuns: 40 },
    )
  })

  test('a piece of it repeated', () => {
    fc.assert(
      fc.property(anyFormat, part, fc.integer({ min: 1, max: 60 }), (name, where, size) => {
        const bytes = FORMATS[name]!
        const from = at(bytes, where)
        const piece = bytes.subarray(from, from + size)
        withinBudget(
          name,
          spliced(bytes, from, Buffer.alloc(Math.min(30_000, 400 * size), piece.length ? piece : '\0')),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('a long run of any byte', () => {
    fc.assert(
      fc.property(anyFormat, part, fc.integer({ min: 0, max: 255 }), (name, where, byte) => {
        const bytes = FORMATS[name]!
        withinBudget(name, spliced(bytes, at(bytes, where), Buffer.alloc(20_000, byte)))
      }),
      { numRuns: 60 },
    )
  })

  test('numbers in a binary log that are others: lengths that lie, offsets that lead in circles', () => {
    const binary = fc.constantFrom('Application.evt', 'Application.evtx')
    const lies = fc.array(fc.tuple(part, fc.constantFrom(0, 1, 28, 512, 0x7fff, 0xffff, 0xffff_ffff)), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(binary, lies, (name, numbers) => {
        const bytes = Buffer.from(FORMATS[name]!)
        for (const [where, number] of numbers) bytes.writeUInt32LE(number, (at(bytes, where * 0.999) >> 2) << 2)
        withinBudget(name, bytes)
      }),
      { numRuns: 80 },
    )
  })
})

describe('what is over the budget is a warning, and the rest is read', () => {
  const HEAD = '=== Logging started: 8/27/2007  13:13:00 ===\n'

  test('a template that uses templates', () => {
    const { evidence, steps } = read('bomb.evtx', bombed())
    expect(reasons(evidence)).toEqual([expect.stringMatching(/^more than 32 steps per byte: the rest of the chunk/)])
    expect(steps).toBeLessThan(LIMITS.steps.most * 140_000)
    expect(evidence.eventFiles[0]!.events).toHaveLength(1)
  })

  test('a line as long as a file', () => {
    const { evidence } = read(
      'a.log',
      Buffer.from(`${HEAD}Error 1306. ${'x'.repeat(3_000_000)} the end\nError 1602. no`),
    )
    expect(reasons(evidence)).toEqual(['line 2 has 3,000,020 characters: its middle is not looked at'])
    const [long, next] = evidence.installerLogs[0]!.messages
    expect(long!.line.raw.length).toBeLessThan(LIMITS.line.most + 100)
    expect(long!.line.raw).toMatch(/^Error 1306\. x+ \[[\d,]+ characters\] x+ the end$/)
    expect(next!.line.number).toBe(3)
  })

  test('more rows of a kind than anybody looks at', () => {
    const note = 'Note: 1: 2205 2:  3: Error \n'
    const { evidence } = read(
      'a.log',
      Buffer.from(
        `${HEAD}${note.repeat(LIMITS.rows.most + 7)}Action start 1:02:03: X.\nAction ended 1:02:03: X. Return value 3.\n`,
      ),
    )
    expect(reasons(evidence)).toEqual(['20,007 notes: the first 20,000 are looked at'])
    expect(evidence.installerLogs[0]!.firstFailure?.name).toBe('X')
  })

  test.each([1, -1])('of more rows than there is room for the newest stay, in either order (%i)', order => {
    const budget = ownBudget()
    const newest = budget.newest<number>('events', { ...LIMITS.events, most: 10 }, (a, b) => a - b)
    for (let i = 0; i < 1000; i++) newest.push(order * i + 1000)
    expect(newest.rows()).toEqual(Array.from({ length: 10 }, (_, i) => (order > 0 ? 1990 : 991) + i))
  })

  test('more events than anybody looks at', () => {
    const text = (n: number): string =>
      `Event Type: Error\nEvent Source: s\nEvent ID: ${n}\nDate: 1/1/2007\nTime: 1:00:00\n`
    const { evidence } = read(
      'a.txt',
      Buffer.from(Array.from({ length: LIMITS.events.most + 5 }, (_, i) => text(i)).join('')),
    )
    expect(reasons(evidence)).toEqual(['100,005 events: the newest 100,000 are looked at'])
    expect(evidence.eventFiles[0]!.events.at(-1)!.id).toBe(LIMITS.events.most + 4)
  })

  test('more warnings than anybody reads', () => {
    const chunk = Buffer.alloc(65_536, 'x')
    const file = Buffer.concat([writeEvtx([event()]), ...Array.from({ length: 30 }, () => chunk)])
    const { evidence } = read('a.evtx', file)
    expect(evidence.warnings).toHaveLength(LIMITS.warnings.most + 1)
    expect(evidence.warnings.at(-1)!.reason).toBe('10 more warnings like these')
    const many = evidenceFrom(Array.from({ length: 40 }, (_, i) => ({ path: `${i}.evtx`, bytes: file })))
    expect(many.warnings).toHaveLength(LIMITS.allWarnings.most + 1)
  })

  test('elements inside each other', () => {
    const { evidence } = read('a.xml', Buffer.from(`<Objs><Obj><S N="Name">a</S></Obj>${'<a>'.repeat(10_000)}`))
    expect(reasons(evidence)).toEqual(['more than 256 elements inside each other per file'])
    expect(evidence.savedStates[0]!.objects[0]!.properties.get('Name')).toBe('a')
  })

  test('a quote is for reading', () => {
    const said = withoutMiddle(`a${'x'.repeat(5000)}z`, LIMITS.quote.most)
    expect(said).toMatch(/^ax+ \[3,002 characters\] x+z$/)
    const { evidence } = read('a.log', Buffer.from(`${HEAD}Property(S): msgLong = ${'x'.repeat(30_000)}\n`))
    expect(diagnose(evidence).herrings[0]!.text.length).toBeLessThan(LIMITS.quote.most + 50)
  })
})

/** A chunk in which each template uses the next one twice, before a chunk that is sound. */
function bombed(): Uint8Array {
  const sound = Buffer.from(writeEvtx([event()]))
  const chunk = Buffer.alloc(65_536)
  sound.copy(chunk, 0, 4096, 4096 + 512)
  const [first, size] = [512, 60_000]
  chunk.writeUInt32LE(0x2a2a, first)
  chunk.writeUInt32LE(size, first + 4)
  chunk.writeUInt32LE(first + size, 48)
  chunk.writeUInt32LE(0, 120)
  const NAME = 50_000
  chunk.writeUInt16LE(1, NAME + 6)
  chunk.write('a', NAME + 8, 'utf16le')
  const template = (k: number): number => 1000 + 100 * k
  const use = (at: number, k: number): number => {
    chunk.writeUInt8(0x0c, at)
    chunk.writeUInt32LE(template(k), at + 6)
    return at + 14
  }
  use(first + 24, 0)
  for (let k = 0; k < 28; k++) {
    const open = template(k) + 24
    chunk.writeUInt8(0x01, open)
    chunk.writeUInt16LE(0xffff, open + 1)
    chunk.writeUInt32LE(NAME, open + 7)
    chunk.writeUInt8(0x02, open + 11)
    const end = use(use(open + 12, k + 1), k + 1)
    chunk.writeUInt8(0x04, end)
    chunk.writeUInt32LE(end + 1 - (open + 7), open + 3)
  }
  return Buffer.concat([sound.subarray(0, 4096), chunk, sound.subarray(4096)])
}

describe('lines of a text that comes in pieces', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\n', '\r\n', '\r', 'ö', '更', ' '),
    minLength: 40,
    maxLength: 200,
  })
  const encoding = fc.constantFrom<BufferEncoding>('utf8', 'utf16le')

  test('are those of the whole, wherever it is cut', () => {
    fc.assert(
      fc.property(text, encoding, fc.integer({ min: 5, max: 50 }), (written, as, size) => {
        // The first piece tells what ends a line.
        const bytes = Buffer.from(`\ufeff\n${written}`, as)
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        )
        expect([...linesOf(pieces, ownBudget())]).toEqual(splitLines(decodeText(bytes).text))
        const swapped = as === 'utf16le' && pieces.every(piece => piece.length % 2 === 0)
        if (swapped)
          expect([
            ...linesOf(
              pieces.map(piece => Buffer.from(piece).swap16()),
              ownBudget(),
            ),
          ]).toEqual(splitLines(`\n${written}`))
      }),
    )
  })
})

describe('a log of which most lines are looked at where they stand', () => {
  const log = decodeText(FORMATS['installer.log']!).text.split('\r\n')
  const odd = fc.constantFrom(
    ...[
      '\ufeff',
      '\ufeff\ufeffMSI (s) (18:F4) [12:02:17:888]: ',
      'M',
      'MSI (s) (18:F4) [12:02:17:888]: ',
      '\r\r',
      'ö',
      '',
    ],
    ...['MSI (s) (18:F4) [12:02:17:888]: CAQuietExec:  Error 0x80070001', 'Property(S): A = b', 'x'.repeat(70_000)],
    ...['MSI (s) (18:F4) [never at all]: Note: 1: 1306 ', '=== Logging stopped: 8/27/2007  13:13:00 ==='],
  )
  const changes = fc.array(fc.tuple(fc.nat(log.length - 1), odd, fc.boolean()), { maxLength: 40 })

  test('says the same as its lines one by one', () => {
    fc.assert(
      fc.property(
        changes,
        fc.integer({ min: 5000, max: 90_000 }),
        fc.constantFrom('utf8', 'utf16le'),
        (at, size, as) => {
          const lines = [...log]
          for (const [i, text, whole] of at) lines[i] = whole ? text : text + lines[i]
          const bytes = Buffer.from(`\ufeff${lines.join('\r\n')}`, as as BufferEncoding)
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          )
          const found: InstallerLog[] = []
          readInstallerLogs(new LinesOfPieces(pieces, ownBudget()), ownBudget(), one => found.push(one))
          expect(found).toEqual(parseInstallerLogs(linesOf(pieces, ownBudget())))
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('what is no file, and what was read already', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab1603-'))
  const at = (name: string): string => path.join(folder, name)

  beforeAll(() => {
    fs.mkdirSync(at('logs'))
    fs.writeFileSync(at('logs/a.log'), '=== Logging started: 8/27/2007  13:13:00 ===\n')
    fs.symlinkSync('.', at('logs/again'))
    fs.symlinkSync('..', at('logs/up'))
    fs.symlinkSync('a.log', at('logs/b.log'))
    fs.symlinkSync('/dev/zero', at('logs/zero.log'))
    execFileSync('mkfifo', [at('logs/pipe.log')])
  })
  afterAll(() => fs.rmSync(folder, { recursive: true }))

  test('a FIFO and a device are not opened, a link leads nowhere twice', () => {
    const { files, warnings } = readEvidence(fs, [at('logs')])
    expect(files.map(file => file.path)).toEqual(['a.log'])
    expect(warnings).toEqual([
      { path: 'pipe.log', reason: 'is no regular file: not opened' },
      { path: 'zero.log', reason: 'is no regular file: not opened' },
    ])
    expect(readEvidence(fs, [at('logs/pipe.log')]).warnings).toHaveLength(1)
    expect(readEvidence(fs, [at('logs/a.log'), at('logs'), at('logs/b.log')]).files).toHaveLength(1)
  })

  test('one file at a time is open, and each is closed', () => {
    const { fs: volume } = memfs({
      '/l/a.log': 'Property(S): A = b\n'.repeat(200_000),
      '/l/b.log': 'x',
      '/l/c.xml': '<Objs></Objs>',
    })
    let [open, most] = [0, 0]
    const counting = {
      readdirSync: (name: string) => volume.readdirSync(name),
      statSync: (name: string) => volume.statSync(name),
      realpathSync: (name: string) => volume.realpathSync(name),
      readSync: volume.readSync as never,
      fstatSync: (file: number) => volume.fstatSync(file),
      openSync: (name: string) => {
        most = Math.max(most, ++open)
        return volume.openSync(name, 'r')
      },
      closeSync: (file: number) => {
        open--
        volume.closeSync(file)
      },
    }
    expect(readEvidence(counting, ['/l']).files).toHaveLength(3)
    expect([open, most]).toEqual([0, 1])
  })
})
