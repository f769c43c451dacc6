import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { render } from 'ink'
import { expect, test } from 'vitest'
import { LabScreen } from '../../../tui/drill/screens/screen.tsx'
import { Painter } from '../../../tui/screen/painter.ts'
import { sitAt } from './sat.ts'

/** What a key costs on a large terminal: processor time, so that a machine with other work measures about the same. */

/** Nobody feels 50 ms; most of that is the terminal's, and the machine's that is slower than this one. */
const MOST_MS = 15
const KEYS = 40
const PAGE_DOWN = '\u001b[6~'
const SIZE = { columns: 200, rows: 60 }

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

test('a page of a log at 200x60 takes a fraction of what is felt', async () => {
  const { sitting, press } = sitAt('file-in-use', { sealed: true })
  press('4fmsiba7[enter][enter]')
  const written: string[] = []
  const write = (text: string): boolean => written.push(text) > 0
  const stdout = Object.assign(new EventEmitter(), { ...SIZE, isTTY: true, write })
  const painter = new Painter(stdout as unknown as NodeJS.WriteStream)
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin, ref() {}, unref() {} })
  const look = { color: true, unicode: true }
  const streams = { stdin: stdin as never, stdout: painter as never, debug: true, patchConsole: false }
  const app = render(<LabScreen sitting={sitting} look={look} />, streams)
  const costs: number[] = []
  for (let key = 0; key < KEYS; key++) {
    const before = process.cpuUsage()
    written.length = 0
    stdin.write(PAGE_DOWN)
    for (let turn = 0; written.length === 0 && turn < 100; turn++) await settled()
    const { user, system } = process.cpuUsage(before)
    costs.push((user + system) / 1000)
    expect(written.join('').length).toBeGreaterThan(1000)
  }
  app.unmount()
  painter.close()
  expect(costs.toSorted((a, b) => a - b)[KEYS / 2]).toBeLessThan(MOST_MS)
})
