import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Ended, inFolder, lab1603, scenarioText } from './helpers.ts'

/** Hostile names and texts through the real command line: nothing on stdout or stderr steers a terminal. */

const ESC = String.fromCharCode(27)
const EVIL = `a${ESC}[31m${ESC}]0;x\u0007\u202e\u009b2J\u2028\rb`
const STEERS = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
const OWN = new RegExp(`${ESC}\\[(?:[0-27]|2[27]|3\\d)m`, 'g')

function expectPlain({ stdout, stderr }: Ended, own = OWN): void {
  expect(stdout.replace(own, '')).not.toMatch(STEERS)
  expect(stderr).not.toMatch(STEERS)
  // Colours of our own there may be; the hostile one keeps its letters.
  expect(stdout + stderr).not.toContain(`a${ESC}[31m`)
}

const FORCED = { env: { FORCE_COLOR: '1' } }

test('names of files and folders, and what was typed', () =>
  inFolder(folder => {
    const place = join(folder, EVIL)
    mkdirSync(place)
    writeFileSync(join(place, `${EVIL}.log`), 'x')
    for (const args of [['diagnose'], ['verify'], ['replay'], ['run'], ['repair']]) {
      const ended = lab1603([...args, place], FORCED)
      expect(ended.code).toBe(2)
      expectPlain(ended)
    }
    expectPlain(lab1603(['explain', EVIL], FORCED))
    for (const args of [[EVIL], ['run', 'file-in-use', '--seed', EVIL], ['list', `--${EVIL}`]]) {
      const ended = lab1603(args, FORCED)
      expect(ended.code).toBe(3)
      expectPlain(ended)
    }
  }))

test('what was typed stays on the line of its message', () => {
  const typed = 'x\nerror: something else'
  for (const args of [[typed], ['run', 'file-in-use', '--seed', typed], ['list', `--${typed}`], ['schema', typed]]) {
    const { code, stderr } = lab1603(args)
    expect([code, stderr.trimEnd().split('\n')]).toEqual([
      3,
      [expect.stringContaining('x\\u{a}error: something else'), '(add --help for what can be said)'],
    ])
  }
  expect(lab1603(['lst']).stderr).toContain('\n(Did you mean list?)\n')
})

/** A log that fails because a file is held, with another word in it. */
const heldLog = (word: string): string =>
  [
    '=== Verbose logging started: 8/27/2007  20:00:00  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: C:\\WINDOWS\\system32\\msiexec.exe ===',
    `MSI (s) (A8:4C) [20:00:00:000]: Original patch ==> C:\\${word}.msp`,
    `Error 1306. Another application has exclusive access to the file 'C:\\${word}'. Please shut down all other applications, then click Retry.`,
    'Action start 20:00:00: InstallFinalize.',
    'Action ended 20:00:01: InstallFinalize. Return value 3.',
    'MSI (s) (A8:4C) [20:00:02:000]: MainEngineThread is returning 1603',
    '',
  ].join('\r\n')

test('a log', () =>
  inFolder(folder => {
    const place = join(folder, 'installer.log')
    writeFileSync(place, heldLog('rollup'))
    expect(lab1603(['diagnose', place]).stdout).toContain('msiexec /p "C:\\rollup.msp"')
    for (const word of ['x" & net user evil /add & "', 'a%PATH%b', EVIL.replace(/[\r\u2028]/g, '')]) {
      writeFileSync(place, Buffer.from(`\ufeff${heldLog(word)}`, 'utf16le'))
      const shown = lab1603(['diagnose', place], FORCED)
      expectPlain(shown)
      expect(shown.stdout).toContain('file-in-use')
      expect(shown.stdout).toContain('handle.exe "<path of the held file>"')
      expect(shown.stdout).toContain('msiexec /p "<path of the package>"')
      const json = lab1603(['diagnose', '-', '--json'], { ...FORCED, input: readFileSync(place) })
      expectPlain(json)
      const { findings } = JSON.parse(json.stdout) as { findings: { remedies: { commands: string[] }[] }[] }
      const commands = findings.flatMap(({ remedies }) => remedies.flatMap(remedy => remedy.commands))
      expect(commands).toContain('handle.exe "<path of the held file>"')
      for (const part of ['net user', '%', '[31m']) expect(commands.join('\n')).not.toContain(part)
    }
  }))

test('a bundle', () =>
  inFolder(folder => {
    const place = join(folder, EVIL.replace('/', ''))
    expect(lab1603(['run', 'installer-service-disabled', '--out', place]).code).toBe(0)
    const manifest = join(place, 'bundle.json')
    const written = JSON.parse(readFileSync(manifest, 'utf8'))
    for (const change of [{ tool: EVIL }, { seed: EVIL, [EVIL]: 1 }]) {
      writeFileSync(manifest, JSON.stringify({ ...written, ...change }))
      for (const args of [
        ['replay', place, '--plain'],
        ['verify', place],
        ['verify', place, '--json'],
        ['diagnose', place],
      ]) {
        expectPlain(lab1603(args, FORCED))
      }
    }
    writeFileSync(manifest, JSON.stringify(written))
    writeFileSync(join(place, `evidence/${EVIL}`), EVIL)
    const verified = lab1603(['verify', place], FORCED)
    expect(verified.stdout).toContain('unexpected')
    expectPlain(verified)
    expectPlain(lab1603(['run', 'clean-install', '--out', place], FORCED))
  }))

test('a corpus', () =>
  inFolder(folder => {
    const place = join(folder, EVIL)
    mkdirSync(place)
    writeFileSync(join(place, EVIL), '')
    const made = lab1603(['generate', '--count', '1', '--out', place], FORCED)
    expect(made.code).toBe(2)
    expectPlain(made)
    writeFileSync(join(place, 'corpus.lock'), JSON.stringify({ [EVIL]: EVIL }))
    expectPlain(lab1603(['verify', place], FORCED))
  }))

test('a title, a file, and what is typed at the prompt', () =>
  inFolder(folder => {
    const file = join(folder, 'a.yaml')
    const [title, text] = ['"a\\u202e\\u200b\\u2028b"', '"a\\e[31m\\u202e\\u009b2J b"']
    writeFileSync(
      file,
      scenarioText('file-in-use')
        .replace(/^title:.*$/m, `title: ${title}`)
        .replace(/^ *change:$/m, all => `${all}\n      - write: {path: 'C:\\a.txt', text: ${text}}`)
        .replace(/^steps:$/m, `steps:\n  - command: type C:\\a.txt\n  - command: ${title.replace('a', 'echo ')}`)
        .replace(/^expect:.*$/m, ''),
    )
    expect(lab1603(['run', file, '--out', join(folder, 'out')]).stdout).toContain('a\\u{1b}[31m\\u{202e}\\u{9b}2J b')
    for (const args of [
      ['run', file, '--out', join(folder, 'out')],
      ['replay', file, '--plain'],
      ['repair', file],
      ['run', file, '--json', '--out', join(folder, 'out')],
    ]) {
      const ended = lab1603(args, FORCED)
      expect(ended.code).toBeLessThan(2)
      expectPlain(ended)
    }
    writeFileSync(file, readFileSync(file, 'utf8').replace('title: "a', 'title: "\\e[31ma'))
    const refused = lab1603(['run', file], FORCED)
    expect(refused.code).toBe(2)
    expectPlain(refused)
  }))
