import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { CLI, inFolder, lab1603, scenarioText } from './helpers.ts'

const typed = (...lines: readonly string[]): string => lines.map(line => `${line}\n`).join('')

describe('drill', () => {
  test('tells the ticket, types at the prompt, and grades', () => {
    const { code, stdout, stderr } = lab1603(['drill', 'superseded', '--plain'], {
      input: typed('hostname', ':claim a newer rollup is installed', ':score', ':hand-in', 'after the end'),
    })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Ticket \d+\n/)
    expect(stdout).toContain('Administrator>hostname\nEXCH01\n')
    expect(stdout).toContain('claimed: superseded, likely\n')
    expect(stdout).toMatch(/score {4}85 of 100\n/)
    expect(stdout).toMatch(/evidence {2}0 of 15\n {4}Proved: nothing\. superseded shows at /)
    expect(stdout).toMatch(/score 85 of 100\n$/)
    expect(stdout).not.toContain('after the end')
  })

  test('--json is one object on stdout', () => {
    const { code, stdout, stderr } = lab1603(['drill', 'superseded', '--json', '--seed', '7'], {
      input: typed(':claim disk-full certain', 'net stop MSExchangePOP3', ':hint', 'ver', ':undo', ':hand-in'),
    })
    expect(code).toBe(0)
    expect(stderr).toContain('hint 1: Look at ')
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      scenario: 'superseded',
      seed: 7,
      parts: ['cause', 'evidence', 'looked', 'repair', 'owed', 'harm'].map(id => ({ id })),
      claims: [{ cause: 'disk-full', sure: 'certain', right: false }],
      citations: [],
      hints: 1,
      undone: 1,
    })
  })

  test('does not end where it is not handed in', () => {
    const { code, stderr } = lab1603(['drill', 'superseded'], { input: typed('ver') })
    expect([code, stderr]).toEqual([0, 'not handed in\n'])
  })

  test('an exam has no hints, takes nothing back, and tells no score', () => {
    const { stdout } = lab1603(['drill', 'superseded', '--exam'], { input: typed('ver', ':hint', ':undo', ':score') })
    expect(stdout.match(/^refused: .*exam/gm)).toHaveLength(3)
  })

  test('words that nobody knows, and those that lack something, are told', () => {
    const lines = [':hnt', ':bring x', ':undo 0', ':answer ok', ':server EXCH09', ':', ':claim']
    const { stdout } = lab1603(['drill', 'superseded'], { input: typed(...lines) })
    expect(stdout.match(/^refused: /gm)).toHaveLength(lines.length)
    expect(stdout).toContain('did you mean :hint?')
  })
})

const gradeIn = (stdout: string): string => stdout.slice(stdout.lastIndexOf('\ncause '))

describe('drill grade', () => {
  test('does sessions again, of scenarios that are known', () => {
    inFolder(folder => {
      const [first, own] = [join(folder, 'first.jsonl'), join(folder, 'own.jsonl')]
      const scenario = join(folder, 'own.yaml')
      writeFileSync(scenario, `# own\n${scenarioText('superseded')}`)
      lab1603(['drill', 'superseded', '--session', first, '--name', 'Ada'], {
        input: typed(':claim superseded', ':hand-in'),
      })
      lab1603(['drill', scenario, '--session', own, '--seed', '3'], { input: typed('ver') })
      const unknown = lab1603(['drill', 'grade', own, 'nowhere.jsonl', first])
      expect(unknown.code).toBe(1)
      expect(unknown.stdout).toMatch(/^ 85 {2}.*first\.jsonl {2}Ada {2}superseded: .*\n$/)
      expect(unknown.stderr).toContain('cannot read nowhere.jsonl: no such file or folder\n')
      expect(unknown.stderr).toContain('name it with --scenario')
      const { stdout } = lab1603(['drill', 'grade', first, own, '--scenario', scenario, '--json'])
      expect(JSON.parse(stdout)).toMatchObject({
        schemaVersion: 1,
        sessions: [
          {
            session: first,
            name: 'Ada',
            seed: 1,
            scenario: 'superseded',
            handedIn: true,
            score: 85,
            parts: { length: 6 },
          },
          { session: own, name: '', seed: 3, scenario: 'own', handedIn: false, score: 60 },
        ],
      })
    })
  })

  test('of nothing that can be graded names all, and prints none', () => {
    inFolder(folder => {
      writeFileSync(join(folder, 'empty.jsonl'), '')
      expect(lab1603(['drill', 'grade', 'nowhere.jsonl', 'empty.jsonl', '--json'], { cwd: folder })).toEqual({
        code: 2,
        stdout: '',
        stderr: 'cannot read nowhere.jsonl: no such file or folder\nthere is no session in empty.jsonl\n',
      })
    })
  })

  test('of an exam into which somebody wrote an undo goes without it', () => {
    inFolder(folder => {
      const path = join(folder, 's.jsonl')
      lab1603(['drill', 'superseded', '--exam', '--session', path], { input: typed('net stop MSExchangePOP3') })
      const before = lab1603(['drill', 'grade', path]).stdout
      writeFileSync(path, '{"kind":"undo","count":1}\n', { flag: 'a' })
      const { stdout, stderr } = lab1603(['drill', 'grade', path])
      expect(stdout).toBe(before)
      expect(stderr).toBe(`${path}:3:1 this is nothing that somebody does in an exam; it is ignored\n`)
    })
  })
})

describe('a session', () => {
  const run = (session: string, ...lines: readonly string[]): ReturnType<typeof lab1603> =>
    lab1603(['drill', 'superseded', '--session', session], { input: typed(...lines) })

  test('goes on where it was left, and says nothing of the scenario by name', () => {
    inFolder(folder => {
      const path = join(folder, 's.jsonl')
      expect(run(path, 'cd \\', ':claim superseded').stderr).toBe(`not handed in; it goes on with --session ${path}\n`)
      const { stdout } = run(path, 'cd', ':hand-in')
      expect(stdout).toContain('2 things were done before')
      expect(stdout).toContain('C:\\>cd\nC:\\\n')
      const kept = readFileSync(path, 'utf8')
      expect(kept.split('\n')[0]).not.toContain('superseded')
      expect(kept.trimEnd().split('\n')).toHaveLength(5)
      // It is handed in: nothing more is taken, and the grade is told again.
      const again = run(path, 'net stop MSExchangePOP3')
      expect(readFileSync(path, 'utf8')).toBe(kept)
      expect(gradeIn(again.stdout)).toBe(gradeIn(stdout))
    })
  })

  test('that was cut off in a line drops that line, says so, and goes on', () => {
    inFolder(folder => {
      const path = join(folder, 's.jsonl')
      run(path, 'cd \\', 'md C:\\x')
      const whole = readFileSync(path)
      truncateSync(path, whole.length - 5)
      const { stdout, stderr } = run(path, 'cd', 'md C:\\x')
      expect(stderr).toContain(`${path}: the last line was cut off and is dropped\n`)
      expect(stdout).toContain('C:\\>md C:\\x\n')
      expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(4)
    })
  })

  test('into which somebody wrote a score is graded without it', () => {
    inFolder(folder => {
      const path = join(folder, 's.jsonl')
      run(path, 'ver')
      writeFileSync(path, '{"kind":"score","points":100}\n', { flag: 'a' })
      const { stdout, stderr } = run(path, ':hand-in')
      expect(stderr).toContain(`${path}:3:1 this is nothing that somebody does in a session; it is ignored`)
      expect(stdout).toMatch(/score 60 of 100\n$/)
    })
  })

  test.each([
    ['of another scenario', ['drill', 'wrong-baseline'], 2, /is a session of another scenario/],
    ['with another seed', ['drill', 'superseded', '--seed', '2'], 3, /--seed cannot be changed/],
    ['of somebody else', ['drill', 'superseded', '--name', 'Bo'], 3, /--name cannot be changed/],
    ['from stdin', ['drill', '-'], 3, /stdin is where somebody types/],
  ])('%s is refused, and nothing is written', (_, args, code, why) => {
    inFolder(folder => {
      const path = join(folder, 's.jsonl')
      run(path, 'ver')
      const before = readFileSync(path)
      const ended = lab1603([...args, '--session', path], { input: typed('dir') })
      expect(ended.code).toBe(code)
      expect(ended.stderr).toMatch(why)
      expect(readFileSync(path)).toEqual(before)
    })
  })

  test('that is another file is refused with its line', () => {
    inFolder(folder => {
      const path = join(folder, 'scenario.yaml')
      writeFileSync(path, scenarioText('superseded'))
      const { code, stderr } = run(path, 'dir')
      expect([code, stderr]).toEqual([2, `${path}:1:1 it is not the header of a session\n`])
      expect(readFileSync(path, 'utf8')).toBe(scenarioText('superseded'))
    })
  })

  test('that is a note of one line is refused, and stays', () => {
    inFolder(folder => {
      const path = join(folder, 'note')
      writeFileSync(path, 'buy milk')
      expect(run(path, 'dir').code).toBe(2)
      expect(readFileSync(path, 'utf8')).toBe('buy milk')
    })
  })

  test('whatever stands in it steers no terminal', () => {
    inFolder(folder => {
      const path = join(folder, 's.jsonl')
      run(path, 'echo \u001b[31mred', ':claim \u001b]0;x\u0007', ':\u001b[2J')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      expect(run(path, ':ticket').stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    })
  })

  const begun = (path: string, cwd?: string) => {
    const child = spawn(process.execPath, [CLI, 'drill', 'superseded', '--session', path], { stdio: 'pipe', cwd })
    const gone = new Promise<number | null>(resolve => child.once('close', resolve))
    return { child, gone, stderr: heard(child.stderr) }
  }

  /** What becomes of the folder `at`, in which `s.jsonl` is, between two lines; where it goes on, and what is told. */
  const MEANWHILE: readonly (readonly [string, (at: string) => void, string, RegExp])[] = [
    ['removed', at => rmSync(join(at, 's.jsonl')), 'at/s.jsonl', /: it was removed; it is there again, with all/],
    [
      'replaced',
      at => replaced(join(at, 's.jsonl')),
      'at/s-2.jsonl',
      /: another file stands there now; the session goes/,
    ],
    ['emptied', at => truncateSync(join(at, 's.jsonl')), 'at/s-2.jsonl', /: somebody else has written to it; the/],
    [
      'of the same length and of somebody else',
      at => swapped(join(at, 's.jsonl')),
      'at/s-2.jsonl',
      /: somebody else has/,
    ],
    [
      'removed with its folder',
      at => rmSync(at, { recursive: true }),
      'at/s.jsonl',
      /: it was removed; it is there again/,
    ],
    [
      'in a folder that became a file',
      replaced,
      's.jsonl',
      /: it cannot be .*; the session goes on in s\.jsonl, with all/,
    ],
  ]
  test.each(MEANWHILE)('that is %s meanwhile is told, and nothing is lost', async (_, befalls, name, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-drill-'))
    const path = join(folder, 'at', 's.jsonl')
    mkdirSync(join(folder, 'at'))
    const { child, gone, stderr } = begun(join('at', 's.jsonl'), folder)
    child.stdin.write(typed('cd \\'))
    await until(child.stdout, 'cd \\\n')
    // What was typed is shown before it is kept.
    while (!readFileSync(path, 'utf8').includes('"cd ')) await setTimeout(10)
    befalls(join(folder, 'at'))
    const left = existsSync(path) ? readFileSync(path) : undefined
    child.stdin.end(typed('hostname'))
    await gone
    expect(stderr()).toMatch(words)
    expect(stderr()).toContain(`it goes on with --session ${name}\n`)
    expect(readFileSync(join(folder, name), 'utf8').match(/^\{"(?:session|kind)"/gm)).toHaveLength(3)
    if (left) expect(readFileSync(path)).toEqual(left)
    rmSync(folder, { recursive: true })
  })

  test('whose last line lacks only its end loses nothing', () => {
    inFolder(folder => {
      const path = join(folder, 's.jsonl')
      run(path, 'cd \\')
      truncateSync(path, readFileSync(path).length - 1)
      const { stdout, stderr } = run(path, 'cd')
      expect(stdout).toContain('1 thing was done before')
      expect(stderr).toBe(`not handed in; it goes on with --session ${path}\n`)
      expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(3)
    })
  })

  test('that is interrupted says how to go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-drill-'))
    const path = join(folder, 's.jsonl')
    const { child, gone, stderr } = begun(path)
    child.stdin.write(typed('hostname'))
    await until(child.stdout, 'EXCH01\n')
    child.kill('SIGINT')
    expect(await gone).toBe(130)
    expect(stderr()).toContain(`not handed in; it goes on with --session ${path}\n`)
    rmSync(folder, { recursive: true })
  })

  test('killed while it waits for the next line loses nothing that was typed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-drill-'))
    const path = join(folder, 's.jsonl')
    const child = spawn(process.execPath, [CLI, 'drill', 'superseded', '--session', path], { stdio: 'pipe' })
    const printed = until(child.stdout, 'EXCH01\n')
    child.stdin.write(typed('cd \\', 'hostname'))
    child.stdin.write('never ended')
    await printed
    const gone = new Promise(resolve => child.once('close', resolve))
    child.kill('SIGKILL')
    await gone
    const { stdout } = run(path, 'cd', ':hand-in')
    expect(stdout).toContain('2 things were done before')
    expect(stdout).toContain('C:\\>cd\n')
    rmSync(folder, { recursive: true })
  })
})

/** Another file, or a file in place of a folder. */
function replaced(path: string): void {
  rmSync(path, { recursive: true })
  writeFileSync(path, 'buy milk')
}

/** Another session in the same file, with the same last line. */
function swapped(path: string): void {
  writeFileSync(path, readFileSync(path, 'utf8').replace('"seed":1', '"seed":2'))
}

/** What a stream has said so far. */
function heard(stream: Readable): () => string {
  let text = ''
  stream.on('data', (piece: Buffer) => {
    text += piece.toString('utf8')
  })
  return () => text
}

/** Until a stream has said it. */
function until(stream: Readable, text: string): Promise<void> {
  let heard = ''
  return new Promise(resolve => {
    stream.on('data', (piece: Buffer) => {
      heard += piece.toString('utf8')
      if (heard.includes(text)) resolve()
    })
  })
}
