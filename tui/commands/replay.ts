import { formatGrade } from '../../sim/drill/grade.ts'
import { grade } from '../../sim/drill/marking/marking.ts'
import { type Tracked, trackOf } from '../../sim/drill/marking/track.ts'
import { type Action, type Header, standing } from '../../sim/drill/session.ts'
import { ticketNumber } from '../../sim/drill/ticket.ts'
import { type Shown, told } from '../../sim/foreign/terminal.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { usableBundle } from '../bundle.ts'
import { isSession } from '../drill/sessionFile.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { isFolder } from '../input.ts'
import { writeNew } from '../newFiles.ts'
import { DEFAULT_SEED } from '../options.ts'
import { note, print } from '../output.ts'
import { timelineLines, timelineText } from '../replay/plain.ts'
import { RECORDED, runRecording, sessionRecording } from '../replay/recording.ts'
import { checked, orContradiction, reproduction, simulateOrStop, usableScenario } from '../scenario.ts'
import { knownLabs, type SessionOptions, submitted } from '../sessions.ts'
import { canPlay, lookOf, speaksUnicode } from '../terminal.ts'
import { untoldNotes } from '../untold.ts'

/** `replay`: a run, or what somebody did in a drill, in the player or as text. What the player shows: tui/replay. */

export interface ReplayOptions extends Pick<SessionOptions, 'scenario' | 'lab' | 'key'> {
  readonly seed?: number
  readonly plain?: true
  readonly hideFuture?: true
  readonly record?: string
}

/** A session has a track behind the run, and what was done; nothing else has. */
type Replayed = Pick<Tracked, 'run'> & Partial<Tracked> & { readonly session?: Done }

interface Done {
  readonly header: Header
  readonly actions: readonly Action[]
}

/** The player on a terminal; anywhere else, and where it is asked for, its timeline as text. */
export async function replayCommand(given: string, options: ReplayOptions): Promise<ExitCode> {
  const shown = await replayed(given, options)
  const { run, track } = shown
  if (options.record !== undefined) return recorded(options.record, shown, options)
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
function fromSession(path: string, options: ReplayOptions): Replayed {
  const session = submitted(path, knownLabs(options))
  if ('why' in session) throw new Stop(EXIT.unusable, told`${session.why}`)
  const { header, written, lab } = session
  refuseSeed(path, header.seed, options)
  const { scenario, name } = checked(lab)
  const again = reproduction('replay', name, { seed: header.seed })
  const { actions } = written
  return orContradiction(again, () => ({ ...trackOf(scenario, header, actions), session: { header, actions } }))
}

function refuseSeed(given: string, made: number, { seed }: ReplayOptions): void {
  if (seed === undefined || seed === made) return
  throw new Stop(EXIT.wrongUsage, told`${given} was made with --seed ${made}; its seed cannot be changed`)
}

// -------------------------------------------------------------------------------------------------------- recording

/** A terminal that is recorded is one of our own: it has colours and marks, whatever this program runs on. */
const RECORDING_LOOK = { color: true, unicode: true }

function recorded(path: string, { run, session }: Replayed, { hideFuture }: ReplayOptions): ExitCode {
  if (!CAST.test(path)) throw new Stop(EXIT.wrongUsage, told`--record names a recording: FILE.cast`)
  const title = hideFuture ? `Ticket ${ticketNumber(run.seed)}` : run.scenario.title
  const text = session
    ? sessionRecording(run.scenario, session.header, session.actions, verdictOn(run.scenario, session))
    : runRecording(title, timelineLines(run, RECORDING_LOOK))
  writeNew([{ path, bytes: Buffer.from(text) }])
  note(told`${path}: for players of asciicast, version 2`)
  return EXIT.done
}

/** Of what was handed in. */
function verdictOn(scenario: Scenario, { header, actions }: Done): Shown {
  const style = { color: true, width: RECORDED.width }
  return standing(actions).handedIn ? formatGrade(grade(scenario, header, actions), style) : told``
}

const CAST = /\.cast$/i
