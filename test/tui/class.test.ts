import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inFolder, lab1603, scenarioText } from './helpers.ts'

/** A class from the roster to the report: what a trainer types, and what a trainee does. */

const typed = (...lines: readonly string[]): string => lines.map(line => `${line}\n`).join('')

let root: string
const at = (...path: readonly string[]): string => join(root, ...path)
const PACK = ['drill', 'pack', 'superseded', '--class', 'roster.csv', '--out', 'labs', '--key', 'class.key']
const OPEN = ['--lab', 'labs', '--key', 'class.key']

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lab1603-class-'))
  writeFileSync(at('roster.csv'), 'name,email\nAda,ada@example.org\nBo,bo@example.org\n')
  mkdirSync(at('handed-in'))
  lab1603(PACK, { cwd: root })
  const session = (name: string): string[] => ['--session', `handed-in/${name}.jsonl`]
  lab1603(['drill', 'labs/1-ada.lab', ...session('ada')], {
    cwd: root,
    input: typed(':claim superseded', ':hand-in'),
  })
  lab1603(['drill', 'labs/2-bo.lab', ...session('bo')], {
    cwd: root,
    input: typed(':claim disk-full certain', 'net stop MSExchangePOP3'),
  })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('drill pack', () => {
  test('seals a lab for each, and writes the key for nobody else to read', () => {
    expect(readdirSync(at('labs'))).toEqual(['1-ada.lab', '2-bo.lab'])
    expect(readFileSync(at('class.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(statSync(at('class.key')).mode & 0o077).toBe(0)
  })

  test('again gives the same bytes, and another pack does not take their place', () => {
    const before = readFileSync(at('labs/1-ada.lab'), 'utf8')
    const again = lab1603(['drill', 'pack', 'superseded', ...PACK.slice(3), '--json'], { cwd: root })
    expect(JSON.parse(again.stdout)).toMatchObject({
      schemaVersion: 1,
      folder: 'labs',
      labs: [{ name: 'Ada' }, { file: '2-bo.lab' }],
    })
    const other = lab1603([...PACK, '--seed', '2'], { cwd: root })
    expect([other.code, other.stdout]).toEqual([2, ''])
    expect(other.stderr).toContain('labs/1-ada.lab is there already, and is another one; nothing was written')
    expect(readFileSync(at('labs/1-ada.lab'), 'utf8')).toBe(before)
  })

  test.each([
    [
      'a roster that is none',
      ['--class', 'no.csv'],
      /^no\.csv:3:1 cells in this row: 1; there should be 2, as in the head$/m,
    ],
    ['a key that is none', ['--key', 'no.csv'], /^no\.csv:1:1 it is no key/m],
  ])('%s is refused, and nothing is written', (_, args, why) => {
    writeFileSync(at('no.csv'), 'name,email\nAda,a\nBo\n')
    const options: Record<string, string> = { '--out': 'none', '--key': 'none.key', [args[0]!]: args[1]! }
    const { code, stderr } = lab1603(['drill', 'pack', 'superseded', ...Object.entries(options).flat()], { cwd: root })
    expect(code).toBe(2)
    expect(stderr).toMatch(why)
    expect([existsSync(at('none')), existsSync(at('none.key'))]).toEqual([false, false])
  })
})

describe('a sealed lab', () => {
  const drill = (args: readonly string[], ...lines: readonly string[]) =>
    lab1603(['drill', 'labs/1-ada.lab', ...args], { cwd: root, input: typed(...lines) })

  test('is played without its answer, and kept beside it', () => {
    const { code, stdout, stderr } = drill([], ':hint', ':score', 'ver', ':undo', ':hand-in')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('refused: a sealed lab has no hints\n')
    expect(stdout).toContain('refused: a sealed lab tells no score\n')
    expect(stdout).toMatch(/handed in: labs\/1-ada\.jsonl goes to whoever packed the lab, who grades it\n$/)
    expect(readFileSync(at('labs/1-ada.jsonl'), 'utf8')).not.toContain('superseded')
    rmSync(at('labs/1-ada.jsonl'))
  })

  test('that was packed as an exam takes nothing back', () => {
    lab1603(['drill', 'pack', 'superseded', '--out', 'exam', '--key', 'class.key', '--exam'], { cwd: root })
    const { stdout } = lab1603(['drill', 'exam/1.lab', '--name', 'Cy'], { cwd: root, input: typed('ver', ':undo') })
    expect(stdout).toContain('refused: nothing is taken back in an exam\n')
    expect(readFileSync(at('exam/1.jsonl'), 'utf8').split('\n')[0]).toContain('"name":"Cy","exam":true')
  })

  test.each([
    ['with another seed', ['--seed', '4'], 3, 'labs/1-ada.lab was packed otherwise: --seed cannot be changed'],
    ['for somebody else', ['--name', 'Bo'], 3, 'labs/1-ada.lab was packed otherwise: --name cannot be changed'],
    ['with a grade', ['--json'], 3, 'labs/1-ada.lab is sealed: its grade is told by `drill grade`'],
    [
      'with a session of another',
      ['--session', 'handed-in/bo.jsonl'],
      2,
      'handed-in/bo.jsonl is a session of another scenario',
    ],
  ])('%s is refused', (_, args, code, why) => {
    const ended = drill(args, 'ver')
    expect(ended.code).toBe(code)
    expect(ended.stderr).toContain(why)
  })

  test.each(['run', 'handout', 'replay'])('is no scenario for %s', command => {
    expect(lab1603([command, 'labs/1-ada.lab'], { cwd: root })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'labs/1-ada.lab is a sealed lab; `drill` plays it\n',
    })
  })

  test('of which a byte was changed is refused', () => {
    const text = readFileSync(at('labs/1-ada.lab'), 'utf8')
    writeFileSync(
      at('bent.lab'),
      text.replace(/.(?="\}\n$)/, last => (last === '=' ? 'A' : '=')),
    )
    const { code, stdout, stderr } = lab1603(['drill', 'bent.lab'], { cwd: root, input: typed('ver') })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toBe('bent.lab is not as it was packed: bytes of it were changed\n')
  })
})

test('whoever has the key plays a sealed lab with hints, score and grade, and nobody keeps it', () => {
  const before = readdirSync(at('labs'))
  const play = (...args: readonly string[]) =>
    lab1603(['drill', 'labs/1-ada.lab', ...args], { cwd: root, input: typed(':hint', ':score', ':hand-in') })
  const { code, stdout } = play('--key', 'class.key', '--json')
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { scenario: 'superseded', hints: 1, parts: { length: 6 } }])
  expect(readdirSync(at('labs'))).toEqual(before)
  writeFileSync(at('wrong.key'), `${'0'.repeat(64)}\n`)
  expect(play('--key', 'wrong.key').stderr).toBe('labs/1-ada.lab was sealed with another key\n')
  expect(lab1603(['drill', 'superseded', '--key', 'class.key'], { cwd: root })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('superseded is not sealed'),
  })
})

describe('drill grade of sealed labs', () => {
  test('takes a folder, and says who it was', () => {
    const { stdout } = lab1603(['drill', 'grade', 'handed-in', ...OPEN, '--json'], { cwd: root })
    expect(JSON.parse(stdout).sessions).toMatchObject([
      { session: 'handed-in/ada.jsonl', name: 'Ada', email: 'ada@example.org', scenario: 'superseded', score: 85 },
      { session: 'handed-in/bo.jsonl', name: 'Bo', handedIn: false },
    ])
  })

  test('refuses another key, labs that are not there, and a session that says it is another one', () => {
    writeFileSync(at('other.key'), `${'0'.repeat(64)}\n`)
    const grade = (...args: readonly string[]) => lab1603(['drill', 'grade', ...args], { cwd: root })
    expect(grade('handed-in', '--lab', 'labs', '--key', 'other.key').stderr).toContain(
      'labs/1-ada.lab was sealed with another key',
    )
    expect(grade('handed-in', '--lab', 'labs').code).toBe(3)
    expect(grade('handed-in').stderr).toContain('name it with --scenario, or a sealed lab with --lab and --key')
    writeFileSync(at('forged.jsonl'), readFileSync(at('handed-in/ada.jsonl'), 'utf8').replace(/"seed":\d+/, '"seed":1'))
    expect(grade('forged.jsonl', ...OPEN).stderr).toContain('forged.jsonl was begun otherwise than its lab says')
  })
})

describe('drill report', () => {
  const report = (...args: readonly string[]) =>
    lab1603(['drill', 'report', 'handed-in', ...OPEN, ...args], { cwd: root })

  test('is written with the sessions, again in its own place, and never over what is somebody’s', () => {
    const { code, stdout } = report('--title', 'Monday')
    expect([code, stdout]).toEqual([0, '2 sessions graded: handed-in/report/index.html\n'])
    expect(readFileSync(at('handed-in/report/index.html'), 'utf8')).toContain('<h1>Monday</h1>')
    expect(report('--title', 'Tuesday').code).toBe(0)
    expect(readdirSync(at('handed-in/report')).sort()).toEqual([
      'gradebook.csv',
      'index.html',
      'junit.xml',
      'report.json',
      'trainees',
    ])
    writeFileSync(at('handed-in/report/notes.txt'), 'mine')
    const refused = report()
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('holds what lab1603 did not write: notes.txt')
    rmSync(at('handed-in/report/notes.txt'))
  })

  test('names what could not be graded, and grades the rest', () => {
    writeFileSync(at('handed-in/x.jsonl'), 'buy milk\n')
    const { code, stdout, stderr } = report('--json', '--out', 'other')
    rmSync(at('handed-in/x.jsonl'))
    expect(code).toBe(1)
    expect(stderr).toContain('handed-in/x.jsonl:1:1')
    expect(JSON.parse(stdout)).toMatchObject({
      folder: 'other',
      class: { sessions: 2, handedIn: 1 },
      ungraded: { length: 1 },
    })
    expect(readFileSync(at('other/index.html'), 'utf8')).toContain('Not graded')
  })

  test('counts a file once, whichever way it is named', () => {
    const { stdout } = report('handed-in/ada.jsonl', './handed-in/../handed-in/bo.jsonl', '--out', 'twice')
    expect(stdout).toBe('2 sessions graded: twice/index.html\n')
    const { stdout: one } = lab1603(
      ['drill', 'report', 'handed-in/ada.jsonl', 'handed-in/ada.jsonl', ...OPEN, '--out', 'one'],
      { cwd: root },
    )
    expect(one).toBe('1 session graded: one/index.html\n')
  })

  test('of no session is none', () => {
    expect(lab1603(['drill', 'report', 'labs'], { cwd: root })).toMatchObject({
      code: 2,
      stderr: 'there is no session in labs\n',
    })
  })
})

describe('drill watch', () => {
  test('once, in lines and as JSON', () => {
    const { code, stdout } = lab1603(['drill', 'watch', 'handed-in', ...OPEN, '--once'], { cwd: root })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^handed-in: 2 sessions, 1 handed in, /)
    expect(stdout).toMatch(/^Ada +2 +done +85 +superseded likely +:hand-in$/m)
    const { stdout: json } = lab1603(['drill', 'watch', 'handed-in', ...OPEN, '--json'], { cwd: root })
    expect(JSON.parse(json).sessions[1]).toMatchObject({
      name: 'Bo',
      things: 2,
      claim: 'disk-full certain',
      handedIn: false,
    })
  })

  test('a folder that is not there', () => {
    expect(lab1603(['drill', 'watch', 'nowhere'], { cwd: root })).toMatchObject({
      code: 2,
      stderr: 'nowhere is no folder\n',
    })
  })
})

describe('handout', () => {
  test('is two archives, which are a bundle again when they are unpacked in one place', () => {
    inFolder(folder => {
      const { code, stdout } = lab1603(['handout', 'superseded', '--seed', '9'], { cwd: folder })
      expect([code, readdirSync(folder)]).toEqual([0, ['ticket-4720-truth.zip', 'ticket-4720.zip']])
      expect(stdout).not.toContain('superseded')
      for (const zip of readdirSync(folder)) unpack(join(folder, zip), folder)
      expect(lab1603(['verify', 'ticket-4720/server'], { cwd: folder }).code).toBe(0)
      expect(readFileSync(join(folder, 'ticket-4720/ticket.txt'), 'utf8')).toContain('Please find out what is wrong')
    })
  })

  test('is the same again, and takes no other file’s place', () => {
    inFolder(folder => {
      const make = (...args: readonly string[]) =>
        lab1603(['handout', 'superseded', '--out', 'a.zip', ...args], { cwd: folder })
      expect(JSON.parse(make('--json').stdout)).toMatchObject({ evidence: 'a.zip', truth: 'a-truth.zip' })
      const before = readFileSync(join(folder, 'a.zip'))
      expect(make().code).toBe(0)
      expect(make('--seed', '2')).toMatchObject({ code: 2, stdout: '' })
      expect(readFileSync(join(folder, 'a.zip'))).toEqual(before)
      expect(lab1603(['handout', 'superseded', '--out', 'a.tar'], { cwd: folder }).code).toBe(3)
    })
  })

  test('of a scenario of one’s own', () => {
    inFolder(folder => {
      writeFileSync(join(folder, 'own.yaml'), scenarioText('superseded'))
      expect(lab1603(['handout', 'own.yaml'], { cwd: folder }).code).toBe(0)
    })
  })
})

function unpack(zip: string, folder: string): void {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}
