import { printed } from '../../model/machine/names.ts'
import { CANNOT_EXECUTE, LINE_TOO_LONG } from '../../model/words/commandPrompt.ts'
import { powershellError } from '../../model/words/powershell.ts'
import type { InstallerCall } from '../server/install.ts'
import type { Recorder } from '../server/recorder.ts'
import { LONGEST_LINE, runCmdLine } from './cmd/cmd.ts'
import { cmdlets } from './powershell/cmdlets.ts'
import { runShellLine, shellLineOf } from './powershell/powershell.ts'
import {
  failed,
  nested,
  type Output,
  type PromptSession,
  type Seat,
  type Shell,
  tooManyLines,
} from './window/session.ts'
import { freshWindow } from './window/shells.ts'

/**
 * The simulated prompt: an administrator's window on a server, with rights in full. A line that only PowerShell can
 * understand is taken as typed in the Exchange Management Shell, which stands open beside it in the same folder: whoever
 * writes `.\ServiceControl.ps1 AfterPatch` means that window. Does not know who types: a person or a remedy.
 */

export interface PromptResult {
  readonly exitCode: number
  /** What stands on the screen, in order. */
  readonly output: readonly string[]
  /** Milliseconds until the next line can be typed: the line waits, and lets another program go on. */
  readonly pause?: number
}

export interface Prompt {
  /**
   * Runs one line, or answers the question of a program that waits for Y or N.
   *
   * @param seat  whoever types it, and need not wait for programs with windows; undefined: a script, which does
   */
  run(line: string, seat?: Seat): PromptResult
  /** `C:\ExchangeSetupLogs` */
  readonly folder: string
  readonly shell: Shell
  /** What stands before the cursor: `C:\>`, `[PS] C:\>`, or the question that waits for an answer. */
  readonly text: string
  /** Does a program wait for Y or N? */
  readonly asks: boolean
}

/** Calls the installer on behalf of the prompt; returns its code. */
export type Install = (call: InstallerCall) => number

export function openPrompt(recorder: Recorder, install: Install): Prompt {
  const session: PromptSession = {
    recorder,
    seat: undefined,
    held: 0,
    pause: 0,
    install,
    shell: 'cmd',
    folder: recorder.machine.windows.adminProfile,
    folders: new Map(),
    pushed: [],
    outer: [],
    environment: new Map(),
    memory: {},
    exitCode: 0,
    question: undefined,
    countdown: undefined,
    nesting: { depth: 0, lines: 0 },
    cmdlets,
    runCmd(line, input) {
      const shellLine = shellLineOf(line)
      return nested(
        session,
        () => (shellLine === undefined ? runCmdLine(session, line, input) : runShellLine(session, shellLine)),
        tooDeep => (tooDeep ? failed(1, [CANNOT_EXECUTE.text]) : tooManyLines()),
      )
    },
    runShell: line =>
      nested(
        session,
        () => runShellLine(session, line),
        tooDeep => (tooDeep ? failed(1, [powershellError('callDepth')]) : tooManyLines()),
      ),
  }
  freshWindow(session)
  return {
    run: (line, seat) => runLine(session, line, seat),
    get folder() {
      return printed(session.folder)
    },
    get shell() {
      return session.shell
    },
    get text() {
      return session.question?.text ?? promptText(session)
    },
    get asks() {
      return session.question !== undefined
    },
  }
}

const PREFIXES: Readonly<Record<Shell, string>> = { cmd: '', powershell: 'PS ', ems: '[PS] ' }

const promptText = (session: PromptSession): string => `${PREFIXES[session.shell]}${printed(session.folder)}>`

function runLine(session: PromptSession, line: string, seat: Seat | undefined): PromptResult {
  // Control characters cannot be typed; a pasted line break ends nothing here.
  const typed = line.replace(/\p{Cc}+/gu, ' ')
  // Another line may be under way, whose program lets this one be typed.
  const { held, pause, seat: other } = session
  Object.assign(session, { held: 0, pause: 0, seat })
  session.nesting.lines = 0
  const output =
    answered(session, typed) ??
    tooLong(typed) ??
    (session.shell === 'cmd' ? session.runCmd(typed) : session.runShell(typed))
  session.question = output.question
  session.exitCode = output.exitCode
  const own = session.pause
  Object.assign(session, { held, pause, seat: other })
  // To whoever sits there the question stands where the next line is typed.
  const asked = output.question && !seat ? [output.question.text] : []
  return { exitCode: output.exitCode, output: [...output.out, ...output.err, ...asked], ...(own > 0 && { pause: own }) }
}

function tooLong(line: string): Output | undefined {
  return line.length > LONGEST_LINE ? failed(1, [LINE_TOO_LONG.text]) : undefined
}

/** A waiting question takes the line: what begins with y is yes, everything else no. */
function answered(session: PromptSession, line: string): Output | undefined {
  const { question } = session
  if (!question) return undefined
  session.question = undefined
  return question.answer(/^\s*y/i.test(line))
}

interface Window {
  readonly prompt: Prompt
  install: Install | undefined
}

const windows = new WeakMap<Recorder, Window>()

function windowOn(recorder: Recorder): Window {
  const known = windows.get(recorder)
  if (known) return known
  const window: Window = { install: undefined, prompt: openPrompt(recorder, call => window.install!(call)) }
  windows.set(recorder, window)
  return window
}

/**
 * One line on a server. All lines of one server are typed in the same window, so that a `cd` holds for the next.
 *
 * @param install  makes the call of the installer that a line asks for, under a number of its own
 * @param seat     as for the prompt
 */
export function runPrompt(recorder: Recorder, line: string, install: Install, seat?: Seat): PromptResult {
  const window = windowOn(recorder)
  // Who counts the installer's runs may be another one with every line.
  window.install = install
  return window.prompt.run(line, seat)
}

/** What stands before the cursor in the window in which the next line is typed. */
export const promptOn = (recorder: Recorder): string => windowOn(recorder).prompt.text

/** Does a program in that window wait for Y or N? */
export const asksOn = (recorder: Recorder): boolean => windowOn(recorder).prompt.asks

/** The folder that this window is in: `C:\`, `C:\ExchangeSetupLogs`. */
export const folderOn = (recorder: Recorder): string => windowOn(recorder).prompt.folder
