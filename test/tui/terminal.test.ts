import { describe, expect, it } from 'vitest'
import { canPlay, speaksUnicode, wantsColor, widthOf } from '../../tui/terminal.ts'

const TTY = { isTTY: true, columns: 132 }
const PIPE = {}

describe('colour', () => {
  it.each([
    [TTY, {}, true],
    [PIPE, {}, false],
    [TTY, { TERM: 'dumb' }, false],
    [TTY, { NO_COLOR: '1' }, false],
    // The convention speaks of a value that is not empty.
    [TTY, { NO_COLOR: '' }, true],
    [PIPE, { FORCE_COLOR: '1' }, true],
    [TTY, { FORCE_COLOR: '0' }, false],
    [TTY, { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  ])('%j with %j: %s', (stream, env, wanted) => {
    expect(wantsColor(stream, env)).toBe(wanted)
  })
})

describe('marks beyond ASCII', () => {
  it.each([
    [{ LANG: 'en_GB.UTF-8' }, 'linux', true],
    [{ LANG: 'C.utf8' }, 'linux', true],
    [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, 'linux', false],
    [{ LANG: 'C', LC_ALL: '', LC_CTYPE: 'C.UTF-8' }, 'linux', true],
    [{}, 'linux', false],
    [{}, 'win32', true],
    [{ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, 'linux', false],
  ])('%j on %s: %s', (env, platform, wanted) => {
    expect(speaksUnicode(env, platform)).toBe(wanted)
  })
})

it('is as wide as the terminal, and off one always the same', () => {
  expect([widthOf(TTY), widthOf(PIPE), widthOf({ columns: 40 }), widthOf({ isTTY: true, columns: 0 })]).toEqual([
    132, 80, 80, 80,
  ])
})

it('plays where keys come in and a screen is, and the cursor can move', () => {
  expect([
    canPlay(TTY, TTY, { TERM: 'xterm' }),
    canPlay(PIPE, TTY, {}),
    canPlay(TTY, PIPE, {}),
    canPlay(TTY, TTY, { TERM: 'dumb' }),
  ]).toEqual([true, false, false, false])
})
