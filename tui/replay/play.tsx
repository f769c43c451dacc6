import type { Track } from '../../sim/drill/marking/track.ts'
import { ticketNumber } from '../../sim/drill/ticket.ts'
import type { Run } from '../../sim/run/simulate.ts'
import { draw } from '../screen/draw.ts'
import type { Look } from '../screen/glyphs.ts'
import { filmOf } from './frame.ts'
import { Player } from './player.tsx'

/** Starts the player on the terminal and comes back when it has been left. What is shown: player.tsx. */

export interface Play {
  readonly run: Run
  /** Of a session: what was done after the run. */
  readonly track?: Track
  readonly look: Look
  readonly hidesFuture?: boolean
  /** Said in the beginning. */
  readonly notes?: readonly string[]
}

export async function play({ run, track, look, hidesFuture = false, notes = [] }: Play): Promise<void> {
  const titles = { told: run.scenario.title, neutral: `Ticket ${ticketNumber(run.seed)}` }
  const films = run.servers.map(server => filmOf(server, track))
  const said = notes.length > 0 ? { notice: notes.join(' ') } : {}
  await draw(<Player titles={titles} films={films} look={look} hidesFuture={hidesFuture} {...said} />)
}
