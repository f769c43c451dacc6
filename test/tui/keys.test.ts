import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keysAtEnd, keysIn, type Pressed } from '../../tui/screen/keys.ts'
import { edited, type Line, written } from '../../tui/screen/line.ts'

/** Keys as a terminal sends them, by one name each, and what they do to a line. */

const letters = (text: string): Pressed[] => [...text].map(letter => ({ letter }))

test.each<[string, readonly Pressed[]]>([
  ['\u001b[A', [{ key: 'up' }]],
  ['\u001bOA', [{ key: 'up' }]],
  ['\u001b[1;5C', [{ key: 'right' }]],
  ['\u001b[6;2~', [{ key: 'page-down' }]],
  ['\u001b[Z', [{ key: 'shift-tab' }]],
  ['\u0003', [{ ctrl: 'c' }]],
  ['ab', letters('ab')],
  // Several at once, as when something is pasted, or when keys come faster than they are read.
  ['x\ry', [{ letter: 'x' }, { key: 'enter' }, { letter: 'y' }]],
  ['\u0003\u0003', [{ ctrl: 'c' }, { ctrl: 'c' }]],
  ['\u001b3', [{ key: 'escape' }, { letter: '3' }]],
  ['\u001b\u001b[B', [{ key: 'escape' }, { key: 'down' }]],
  ['\u007f\u007f', [{ key: 'backspace' }, { key: 'backspace' }]],
  ['\u001b[200~two\u001b[201~', letters('two')],
  ['echo \u001b[31mred', letters('echo red')],
  // Broken off by what belongs to no sequence.
  ['\u001b[1\r', [{ key: 'enter' }]],
])('%j', (sent, pressed) => {
  expect(keysIn(sent)).toEqual({ pressed, rest: '' })
})

test.each([
  '[1;5P',
  '[1;5S',
  '[1;5I',
  '[25;5~',
  '[29;5~',
  '[6n',
  '[15;5~',
  '[[A',
  'OP',
  '[24;80R',
  '[?1;2c',
  '[I',
  '[97;5u',
])('Esc %s is no key here', sequence => {
  expect(keysIn(`\u001b${sequence}`)).toEqual({ pressed: [], rest: '' })
})

test.each<[string, readonly Pressed[]]>([
  ['\u001b', [{ key: 'escape' }]],
  ['\u001b[', [{ key: 'escape' }, { letter: '[' }]],
  ['\u001bO', [{ key: 'escape' }, { letter: 'O' }]],
  ['\u001b[1;', []],
])('%j waits for its end, and is something where none comes', (sent, pressed) => {
  expect(keysIn(sent)).toEqual({ pressed: [], rest: sent })
  expect(keysAtEnd(sent)).toEqual(pressed)
})

const piece = fc.oneof(
  fc.constantFrom('\u001b', '\u001b[', '\u001bO', '1;5', '~', 'A', '\r', '\u0000', '\u009b'),
  fc.string(),
)

test('wherever what comes is cut, it is the same keys', () => {
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      let rest = ''
      const pressed = pieces.flatMap(text => {
        const keys = keysIn(rest + text)
        rest = keys.rest
        return keys.pressed
      })
      expect({ pressed, rest }).toEqual(keysIn(pieces.join('')))
    }),
  )
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
