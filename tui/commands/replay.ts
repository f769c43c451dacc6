import { type Tracked, trackOf } from '../../sim/drill/marking/track.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { usableBundle } from '../bundle.ts'
import { isSession } from '../drill/sessionFile.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { isFolder } from '../input.ts'
import { DEFAULT_SEED } from '../options.ts'
import { note, print } from '../output.ts'
import { timelineText } from '../replay/plain.ts'
import { checked, orContradiction, reproduction, simulateOrStop, usableScenario } from '../scenario.ts'
import { knownLabs, type SessionOptions, submitted } from '../sessions.ts'
import { canPlay, lookOf, speaksUnicode } from '../terminal.ts'
import { untoldNotes } from '../untold.ts'

/** `replay`: a run, or what somebody did in a drill, in the player or as text. What the player shows: tui/replay. */

export interface ReplayOptions extends Pick<SessionOptions, 'scenario' | 'lab' | 'key'> {
  readonly seed?: number
  readonly plain?: true
  readonly hideFuture?: true
}

/** A session has a track behind the run, nothing else has. */
type Replayed = Pick<Tracked, 'run'> & Partial<Tracked>

/** The player on a terminal; anywhere else, and where it is asked for, its timeline as text. */
export async function replayCommand(given: string, options: ReplayOptions): Promise<ExitCode> {
  const { run, track } = await replayed(given, options)
  const unicode = speaksUnicode(process.env, process.platform)
  const { color } = lookOf(process.stdout, process.env)
  const notes = untoldNotes(run)
  if (options.plain || !canPlay(process.stdin, process.stdout, process.env)) {
    print(timelineText(run, { color, unicode }, track))
    for (const untold of notes) note(untold)
    return EXIT.done
  }
  const hidesFuture = options.hideFuture === true
  const { play } = await import('../replay/play.tsx')
  await play({ run, ...(track && { track }), look: { color, unicode }, hidesFuture, notes: hidesFuture ? [] : notes })
  return EXIT.done
}

async function replayed(given: string, options: ReplayOptions): Promise<Replayed> {
  if (isFolder(given)) return { run: fromBundle(given, options) }
  if (isSession(given)) return fromSession(given, options)
  const usable = await usableScenario(given)
  return { run: simulateOrStop(usable, { seed: options.seed ?? DEFAULT_SEED }, 'replay') }
}

/** A bundle does not hold the run itself but all that it takes to make it again. */
function fromBundle(folder: string, options: ReplayOptions): Replayed['run'] {
  const { scenario, choice } = usableBundle(folder)
  refuseSeed(folder, choice.seed, options)
  return simulateOrStop(scenario, choice, 'replay')
}

/** Nor does a session: everything that stands in it is done again. */
function fromSession(path: string, options: ReplayOptions): Tracked {
  const session = submitted(path, knownLabs(options))
  if ('why' in session) throw new Stop(EXIT.unusable, told`${session.why}`)
  const { header, written, lab } = session
  refuseSeed(path, header.seed, options)
  const { scenario, name } = checked(lab)
  const again = reproduction('replay', name, { seed: header.seed })
  return orContradiction(again, () => trackOf(scenario, header, written.actions))
}

function refuseSeed(given: string, made: number, { seed }: ReplayOptions): void {
  if (seed === undefined || seed === made) return
  throw new Stop(EXIT.wrongUsage, told`${given} was made with --seed ${made}; its seed cannot be changed`)
}
