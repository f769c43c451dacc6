import type { Run } from '../../sim/run/simulate.ts'
import { draw } from '../screen/draw.ts'
import type { Look } from '../screen/glyphs.ts'
import { filmOf } from './frame.ts'
import { Player } from './player.tsx'

/** Starts the player on the terminal and comes back when it has been left. What is shown: player.tsx. */

export interface Play {
  readonly title: string
  readonly run: Run
  readonly look: Look
}

export async function play({ title, run, look }: Play): Promise<void> {
  await draw(<Player title={title} films={run.servers.map(filmOf)} look={look} />)
}
