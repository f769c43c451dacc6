import { told } from '../../sim/foreign/terminal.ts'
import type { Run } from '../../sim/run/simulate.ts'
import { usableBundle } from '../bundle.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { isFolder } from '../input.ts'
import { DEFAULT_SEED } from '../options.ts'
import { print } from '../output.ts'
import { timelineText } from '../replay/plain.ts'
import { simulateOrStop, usableScenario } from '../scenario.ts'
import { canPlay, lookOf, speaksUnicode } from '../terminal.ts'

/** `replay`: a run in the player, or as text. What the player shows: tui/replay. */

export interface ReplayOptions {
  readonly seed?: number
  readonly plain?: true
}

/** The player on a terminal; anywhere else, and where it is asked for, its timeline as text. */
export async function replayCommand(given: string, options: ReplayOptions): Promise<ExitCode> {
  const { id, run } = isFolder(given) ? fromBundle(given, options) : await fromScenario(given, options)
  const unicode = speaksUnicode(process.env, process.platform)
  const { color } = lookOf(process.stdout, process.env)
  if (options.plain || !canPlay(process.stdin, process.stdout, process.env)) {
    print(timelineText(run, { color, unicode }))
    return EXIT.done
  }
  const { play } = await import('../replay/play.tsx')
  await play({ title: id, run, look: { color, unicode } })
  return EXIT.done
}

interface Replayed {
  readonly id: string
  readonly run: Run
}

async function fromScenario(given: string, { seed = DEFAULT_SEED }: ReplayOptions): Promise<Replayed> {
  const usable = await usableScenario(given)
  return { id: usable.id, run: simulateOrStop(usable, { seed }, 'replay') }
}

/** A bundle does not hold the run itself but all that it takes to make it again. */
function fromBundle(folder: string, options: ReplayOptions): Replayed {
  const { scenario, choice } = usableBundle(folder)
  if (options.seed !== undefined && options.seed !== choice.seed) {
    throw new Stop(EXIT.wrongUsage, told`${folder} was made with --seed ${choice.seed}; its seed cannot be changed`)
  }
  return { id: scenario.id, run: simulateOrStop(scenario, choice, 'replay') }
}
