import { render } from 'ink'
import type { ReactNode } from 'react'
import { beside, told } from '../../sim/foreign/terminal.ts'
import { steer } from '../output.ts'
import { Painter } from './painter.ts'

/**
 * Draws on the whole terminal and comes back when that has been left, with the terminal as it was, whatever ended it. Does not
 * know what is drawn.
 */

/** Letters of two columns may make a row wider than it counts: it is cut at the edge and runs into no other. */
const [NO_WRAP, WRAP] = [told`\u001b[?7l`, told`\u001b[?7h`]
const ENTER = beside(told`\u001b[?1049h\u001b[H\u001b[?25l`, NO_WRAP)
const LEAVE = beside(WRAP, told`\u001b[?1049l\u001b[?25h`)

/** Signals that end a program, and the numbers that a shell adds 128 to. */
const ENDING = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 } as const

/** @returns what the drawn thing was left with. @throws what it threw, when the terminal is clean again */
export async function draw(node: ReactNode): Promise<unknown> {
  const { stdin, stdout } = process
  const painter = new Painter(stdout)
  const leave = (): void => {
    steer(stdout, LEAVE)
  }
  // Before the first frame: what is pressed until then would be echoed, and Ctrl+D lost.
  if (stdin.isTTY) stdin.setRawMode(true)
  steer(stdout, ENTER)
  process.once('exit', leave)
  // `debug` writes what Ink itself draws at once and whole, which is what the painter takes.
  const app = render(node, {
    stdout: painter as unknown as NodeJS.WriteStream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  })
  // Stopped from outside: the shell that shows meanwhile gets its terminal as it was.
  const stopped = (): void => {
    if (stdin.isTTY) stdin.setRawMode(false)
    leave()
    process.kill(process.pid, 'SIGSTOP')
  }
  const goesOn = (): void => {
    // The shell has set the terminal meanwhile, and this program does not know it.
    if (stdin.isTTY) stdin.setRawMode(false).setRawMode(true)
    steer(stdout, ENTER)
    painter.paintAgain()
  }
  process.on('SIGTSTP', stopped).on('SIGCONT', goesOn)
  const ends = Object.entries(ENDING).map(([signal, number]) => {
    const end = (): void => {
      app.unmount()
      process.exit(128 + number)
    }
    process.once(signal, end)
    return () => process.off(signal, end)
  })
  try {
    return await app.waitUntilExit()
  } finally {
    for (const forget of ends) forget()
    process.off('SIGTSTP', stopped).off('SIGCONT', goesOn)
    painter.close()
    process.off('exit', leave)
    if (stdin.isTTY) stdin.setRawMode(false)
    leave()
  }
}
