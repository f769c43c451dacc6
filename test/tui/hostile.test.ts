import { mkdirSync, writeFileSync } from 'node:fs'
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

test('a title', () =>
  inFolder(folder => {
    const title = '"a\\e[31m\\u202e\\u009b2J b"'
    const file = join(folder, 'a.yaml')
    writeFileSync(file, scenarioText('file-in-use').replace(/^title:.*$/m, `title: ${title}`))
    for (const args of [
      ['run', file, '--out', join(folder, 'out')],
      ['replay', file, '--plain'],
      ['repair', file],
    ]) {
      expectPlain(lab1603(args, FORCED))
    }
  }))
