import { render } from 'ink'
import { told } from '../../sim/foreign/terminal.ts'
import type { Run } from '../../sim/run/simulate.ts'
import { steer } from '../output.ts'
import { filmOf } from './frame.ts'
import type { PlayerLook } from './glyphs.ts'
import { Player } from './player.tsx'

/**
 * Starts the player on the terminal and comes back when it has been left, with the terminal as it was. What is shown:
 * player.tsx.
 */

export interface Play {
  readonly title: string
  readonly run: Run
  readonly look: PlayerLook
}

const ENTER = told`\u001b[?1049h\u001b[H`
const LEAVE = told`\u001b[?1049l\u001b[?25h`
const CLEAR = told`\u001b[2J\u001b[H`

/** Signals that end a program, and the numbers that a shell adds 128 to. */
const ENDING = { SIGHUP: 1, SIGTERM: 15 } as const

export async function play({ title, run, look }: Play): Promise<void> {
  const films = run.servers.map(filmOf)
  const { stdout } = process
  // What a terminal makes of old rows when its width changes is its own affair: it starts from an empty screen.
  const wipe = (): void => {
    steer(stdout, CLEAR)
  }
  const leave = (): void => {
    steer(stdout, LEAVE)
  }
  steer(stdout, ENTER)
  stdout.on('resize', wipe)
  process.once('exit', leave)
  const app = render(<Player title={title} films={films} look={look} />, { patchConsole: false })
  const ends = Object.entries(ENDING).map(([signal, number]) => {
    const end = (): void => {
      app.unmount()
      process.exit(128 + number)
    }
    process.once(signal, end)
    return () => process.off(signal, end)
  })
  try {
    await app.waitUntilExit()
  } finally {
    for (const forget of ends) forget()
    stdout.off('resize', wipe)
    process.off('exit', leave)
    leave()
  }
}
