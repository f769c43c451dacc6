import type { Machine } from '../../../model/machine/machine.ts'
import { spelled } from '../../../model/machine/machine.ts'
import { driveOf, isWithin, printed } from '../../../model/machine/names.ts'
import { withoutEnd } from '../../../model/words/ends.ts'
import type { InstallerCall } from '../../server/install.ts'
import type { Recorder } from '../../server/recorder.ts'
import type { ShellState } from './shells.ts'

/**
 * What every command of the simulated prompt works with: the session, what was typed, and what it prints. Knows no
 * command.
 */

/** Which window reads the next line: the command prompt, PowerShell started in it, or the Exchange Management Shell. */
export type Shell = 'cmd' | 'powershell' | 'ems'

/** Somebody at the window, who can do something else while a program runs. */
export interface Seat {
  /** Takes a program that a line has started and does not wait for. */
  readonly start: (program: () => void) => void
  /** Does such a program run? Whoever waits then lets it go on. */
  readonly isBusy: () => boolean
  /** Takes a restart that is to come; until then something else is done. */
  readonly later: (countdown: Countdown) => void
}

/** A restart that somebody has asked for, and can still call off. */
export interface Countdown {
  readonly at: number
  isOff: boolean
  /** What the box on the screen says now. */
  readonly window: () => string
  readonly happen: () => void
}

export interface PromptSession {
  readonly recorder: Recorder
  /** undefined: the line is one of a script, which waits for everything. */
  seat: Seat | undefined
  /** How many wait around what runs now: `start /wait`, a pipe. */
  held: number
  /** Milliseconds that the line waits at its end, while another program goes on. */
  pause: number
  /** Calls the installer on behalf of the prompt; the run gets its number there. */
  readonly install: (call: InstallerCall) => number
  shell: Shell
  /** Current folder without a backslash at the end: `C:` is the root. */
  folder: string
  /** Current folder of every other drive, by `D:`. */
  readonly folders: Map<string, string>
  /** Folders that `pushd` has left, the last one last. */
  readonly pushed: string[]
  /** What was set in this window, by folded name; no value: taken away. */
  readonly environment: Map<string, { readonly name: string; readonly value: string | undefined }>
  /** Shells in which the present one was opened, the innermost last. */
  readonly outer: ShellState[]
  /** Stands for what this PowerShell has been told to remember; another one has its own. */
  memory: object
  /** %ERRORLEVEL% */
  exitCode: number
  /** A program that waits for Y or N, which the next line answers. */
  question: PromptQuestion | undefined
  /** The server will be restarted. */
  countdown: Countdown | undefined
  /** What the line that was typed has come to so far. */
  readonly nesting: Nesting
  /** What PowerShell knows besides programs, for `help`. */
  readonly cmdlets: readonly WithHelp[]
  /** The two readers of lines, for programs that hand a line on (`start`, `cmd /c`, `powershell -command`). */
  readonly runCmd: (line: string, input?: readonly string[]) => Output
  readonly runShell: (line: string) => Output
}

interface Nesting {
  /** Lines, brackets and windows that stand around what runs now. */
  depth: number
  /** Lines and brackets that have been run. */
  lines: number
}

/** As many calls as PowerShell 1.0 lets stand in each other. */
const DEEPEST = 100
/** A line for each of many things, for each of many: enough for each service of a server with each other. */
const MOST_LINES = 10_000

/** Runs a line or a bracket inside of another one, up to a depth and a number; `refused` says what comes instead. */
export function nested<T>({ nesting }: PromptSession, run: () => T, refused: (tooDeep: boolean) => T): T {
  if (nesting.depth >= DEEPEST) return refused(true)
  if (++nesting.lines > MOST_LINES) return refused(false)
  nesting.depth++
  try {
    return run()
  } finally {
    nesting.depth--
  }
}

export const tooManyLines = (): Output => notSimulated(`a line that comes to more than ${MOST_LINES} others`)

/** Runs what somebody waits for: when it is over, so is everything that it has started. */
export function waitingFor<T>(session: PromptSession, run: () => T): T {
  session.held++
  try {
    return run()
  } finally {
    session.held--
  }
}

/** A program with windows of its own: the prompt is there again at once, unless something waits for its end. */
export function startBeside(session: PromptSession, program: () => number): Output {
  const { seat } = session
  if (!seat || session.held > 0) return { exitCode: program(), out: [], err: [] }
  seat.start(program)
  return done()
}

/** Lets time pass; while another program runs, at the end of the line. */
export function pauseFor(session: PromptSession, ms: number): void {
  if (session.seat?.isBusy()) session.pause += ms
  else session.recorder.wait(ms)
}

/** What cannot be done any more in a line that waits at its end; undefined: the line goes on. */
export const behindPause = ({ pause }: PromptSession): Output | undefined =>
  pause > 0 ? notSimulated('a command behind a wait, while another program runs,') : undefined

/** Something that has a line in `help`; empty where it stands under another name. */
export interface WithHelp {
  readonly names: readonly string[]
  readonly help: string
}

/** What a program has printed and how it ended. */
export interface Output {
  readonly exitCode: number
  readonly out: readonly string[]
  readonly err: readonly string[]
  readonly question?: PromptQuestion
}

export interface PromptQuestion {
  readonly text: string
  readonly answer: (yes: boolean) => Output
}

/** A command as it was typed. */
export interface Typed {
  readonly session: PromptSession
  /** The name as it was typed. */
  readonly name: string
  /** Words without their quotes. */
  readonly args: readonly string[]
  /** Everything behind the name, as typed. */
  readonly tail: string
  /** What a pipe hands over; undefined: the keyboard. */
  readonly input: readonly string[] | undefined
}

export const done = (out: readonly string[] = []): Output => ({ exitCode: 0, out, err: [] })

export const failed = (exitCode: number, err: readonly string[] = [], out: readonly string[] = []): Output => ({
  exitCode,
  out,
  err,
})

/** What the simulator leaves out says so. */
export const notSimulated = (what: string): Output => failed(1, [`lab1603: ${what} is not simulated.`])

/** Asks; a pipe may have brought the answer already (`echo y | ...`). */
export function ask(call: Pick<Typed, 'input'>, question: PromptQuestion, before: readonly string[] = []): Output {
  const said = call.input?.[0]
  if (call.input === undefined) return { exitCode: 1, out: before, err: [], question }
  return after([...before, question.text], question.answer(/^\s*y/i.test(said ?? '')))
}

/** Lines printed before what a later part prints. */
export function after(lines: readonly string[], output: Output): Output {
  return { ...output, out: [...lines, ...output.out] }
}

/** The current folder, the root with its backslash. */
export const printedFolder = (session: PromptSession): string => printed(session.folder)

export function machineOf(session: PromptSession): Machine {
  return session.recorder.machine
}

/**
 * A typed path in full: `..`, `\x`, `D:x` and forward slashes understood, spelled as on the disk where it exists. A path
 * of the network stays what it is.
 */
export function fullPath(session: PromptSession, typed: string): string {
  const text = typed.replaceAll('"', '').trim().replaceAll('/', '\\')
  if (text.startsWith('\\\\')) return withoutEnd(text, '\\')
  const drive = driveOf(/^[A-Za-z]:/.test(text) ? text : session.folder)
  const rest = /^[A-Za-z]:/.test(text) ? text.slice(2) : text
  const base = rest.startsWith('\\') ? drive : folderOn(session, drive)
  const names: string[] = base.split('\\').slice(1)
  for (const name of rest.split('\\')) {
    if (name === '..') names.pop()
    // A name cannot end with a dot or a blank: Windows takes them off, which also does away with `.` itself.
    else if (withoutEnd(name, ' .') !== '') names.push(withoutEnd(name, ' .'))
  }
  return spelled(machineOf(session), [drive, ...names].join('\\'))
}

export function folderOn(session: PromptSession, drive: string): string {
  return isWithin(session.folder, drive) ? session.folder : (session.folders.get(drive) ?? drive)
}
