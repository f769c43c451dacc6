import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { Painter } from '../../tui/screen/painter.ts'

/** What goes to the terminal when a frame follows another. */

const ESC = String.fromCharCode(27)

function painted(): { readonly painter: Painter; readonly written: string[]; readonly stdout: EventEmitter } {
  const written: string[] = []
  const stdout = Object.assign(new EventEmitter(), {
    columns: 20,
    rows: 5,
    write: (text: string) => written.push(text),
  })
  return { painter: new Painter(stdout as unknown as NodeJS.WriteStream), written, stdout }
}

test('a frame is written once, and of the next only the rows that differ', () => {
  const { painter, written } = painted()
  painter.write('one\ntwo\nthree')
  expect(written.join('')).toContain('three')
  written.length = 0
  painter.write('one\n2\nthree')
  expect(written.join('')).toBe(`${ESC}[2;1H2${ESC}[0m${ESC}[K`)
  written.length = 0
  painter.write('one')
  expect(written.join('')).toBe(`${ESC}[2;1H${ESC}[0m${ESC}[K${ESC}[3;1H${ESC}[0m${ESC}[K`)
})

test('behind a row as wide as the terminal nothing is erased, for the cursor stands on its last cell', () => {
  const { painter, written } = painted()
  painter.write(`${ESC}[7m${'x'.repeat(20)}${ESC}[0m`)
  expect(written.join('')).toBe(`${ESC}[1;1H${ESC}[7m${'x'.repeat(20)}${ESC}[0m${ESC}[0m`)
})

test('a frame without anything, as Ink has them, leaves the last one', () => {
  const { painter, written } = painted()
  painter.write('one')
  written.length = 0
  painter.write('')
  painter.write('one')
  expect(written.join('')).toBe('')
})

test('after a change of size everything is written again, on an empty screen', () => {
  const { painter, written, stdout } = painted()
  painter.write('one\ntwo')
  written.length = 0
  stdout.emit('resize')
  painter.write('one\ntwo')
  expect(written.join('')).toMatch(/2J.*one.*two/)
  painter.close()
  expect(stdout.listenerCount('resize')).toBe(0)
})

test('a frame is written again where something else has been there', () => {
  const { painter, written } = painted()
  painter.write('one\ntwo')
  written.length = 0
  painter.paintAgain()
  expect(written.join('')).toMatch(/2J.*one.*two/)
  written.length = 0
  painter.write('one\ntwo')
  expect(written.join('')).toBe('')
})

test('colours stay, and nothing else steers', () => {
  const { painter, written } = painted()
  painter.write(`${ESC}[31mred${ESC}[39m ${ESC}]0;owned\u0007 \u009b2J`)
  expect(written.join('')).toBe(`${ESC}[1;1H${ESC}[31mred${ESC}[39m ?]0;owned? ?2J${ESC}[0m${ESC}[K`)
  written.length = 0
  painter.write(`${ESC}[?25l`)
  expect(written.join('')).toBe('')
})

test('what is higher than the terminal is cut, and does not scroll', () => {
  const { painter, written } = painted()
  painter.write('1\n2\n3\n4\n5\n6\n7')
  expect(written.join('')).not.toContain('6')
})
