import { expect, test } from 'vitest'
import { type Pressed, pressedOf } from '../../tui/screen/keys.ts'
import { edited, type Line, written } from '../../tui/screen/line.ts'

/** Keys as Ink tells them, by one name each, and what they do to a line. */

const NONE = {} as Parameters<typeof pressedOf>[1]

test.each<[string, object, readonly Pressed[]]>([
  ['', { upArrow: true }, [{ key: 'up' }]],
  ['', { tab: true, shift: true }, [{ key: 'shift-tab' }]],
  ['', { escape: true, meta: true }, [{ key: 'escape' }]],
  ['c', { ctrl: true }, [{ ctrl: 'c' }]],
  ['ab', {}, [{ letter: 'a' }, { letter: 'b' }]],
  // Several at once, as when something is pasted, or when keys come faster than they are read.
  ['x\ry', {}, [{ letter: 'x' }, { key: 'enter' }, { letter: 'y' }]],
  ['\u0003\u0003', {}, [{ ctrl: 'c' }, { ctrl: 'c' }]],
  ['3', { meta: true }, [{ key: 'escape' }, { letter: '3' }]],
  ['\u007f\u007f', {}, [{ key: 'backspace' }, { key: 'backspace' }]],
])('%j %j', (input, key, pressed) => {
  expect(pressedOf(input, { ...NONE, ...key })).toEqual(pressed)
})

test.each<[Line, Pressed, Line]>([
  [written('ab'), { letter: 'c' }, { text: 'abc', cursor: 3 }],
  [{ text: 'ab', cursor: 1 }, { letter: 'c' }, { text: 'acb', cursor: 2 }],
  [{ text: 'ab', cursor: 0 }, { key: 'backspace' }, { text: 'ab', cursor: 0 }],
  [{ text: 'ab', cursor: 1 }, { key: 'backspace' }, { text: 'b', cursor: 0 }],
  [written('net stop x '), { ctrl: 'w' }, written('net stop ')],
  [{ text: 'a b c', cursor: 3 }, { ctrl: 'w' }, { text: 'a  c', cursor: 2 }],
  [{ text: 'abc', cursor: 1 }, { ctrl: 'u' }, { text: 'bc', cursor: 0 }],
  [{ text: 'abc', cursor: 1 }, { ctrl: 'k' }, { text: 'a', cursor: 1 }],
  [written('abc'), { key: 'home' }, { text: 'abc', cursor: 0 }],
  [written('abc'), { key: 'up' }, written('abc')],
])('%j %j', (line, pressed, after) => {
  expect(edited(line, pressed)).toEqual(after)
})
