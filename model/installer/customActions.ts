import type { Host } from '../machine/host.ts'
import { joinPath } from '../machine/names.ts'
import { mayRead } from '../machine/verdict.ts'
import { type InternalMessageNumber, MESSAGES, type MessageNumber, messageText } from '../words/messages.ts'
import { FAILURE, SUCCESS, USER_EXIT } from './actionStatus.ts'
import { type Context, callDll, hostOf, temporaryCopy } from './customActionServer.ts'
import type { CustomAction } from './database.ts'
import { formatted } from './environment.ts'
import { endWithText, internalError, raise } from './errors.ts'
import type { ExecutionScript } from './script.ts'
import { bare, type InstallSession, log, property, STREAM_MISSING, setProperty } from './session.ts'
import { compensate } from './transaction.ts'

/**
 * Custom actions. An immediate one is run by the sequence at once, outside the script: nothing of it enters the journal,
 * which is why a rollback leaves what it did. Deferred ones run from the script, in their place among its operations.
 * Types and bits: SDK "Custom Action Reference". Not simulated, and refused as by an engine that lacks them: scripts
 * (messages 2738 and 2739, no run time) and installations within the installation (1619, no package).
 */

const BASIC = 0x3f
const CONTINUE = 64
const ASYNCHRONOUS = 128
const FIRST_SEQUENCE = 256
const ONCE_PER_PROCESS = 512
const ROLLBACK = 256
const COMMIT = 512
const IN_SCRIPT = 1024
const NO_IMPERSONATE = 2048
const HIDE_TARGET = 8192
/** Only in a removal of the patch (from 4.5 on). */
const PATCH_UNINSTALL = 0x8000

/** Where a program or a library is, and what it is called with. */
interface Call {
  /** As a log and a message show it; undefined: a stream of the package, which gets a name when it is used. */
  readonly location: string | undefined
  /** Formatted arguments, or the name of a function. */
  readonly target: string
}

/** What the log shows, and the code behind it. */
interface Outcome {
  readonly value: number
  readonly code: number
}

const DONE: Outcome = { value: SUCCESS, code: 0 }
const failed = (code: number): Outcome => ({ value: FAILURE, code })

type Locate = (session: InstallSession, action: CustomAction) => { readonly location: string | undefined } | undefined

interface Kind {
  /** What stands in the script of a deferred one; without it the kind cannot be deferred. */
  readonly call?: (session: InstallSession, action: CustomAction) => Call | undefined
  readonly perform: (session: InstallSession, action: CustomAction, call: Call, context: Context) => Outcome
}

// ------------------------------------------------------------------------------------------------------- the types

const stream: Locate = () => ({ location: undefined })

/** A file of the package by its key; where there is none, it is an error of the package. */
const installedFile: Locate = ({ view }, { source }) => {
  const row = view.file.find(({ file }) => file === source)
  const folder = view.component.find(({ component }) => component === row?.component)?.directory
  return row && folder !== undefined ? { location: joinPath(folder, row.fileName) } : undefined
}

/** The path of a program, or the folder that it starts in. */
const named: Locate = (session, { source }) => ({ location: property(session, source) })

const dll = (locate: Locate): Kind => ({
  call: (session, action) => {
    const found = locate(session, action)
    return found && { ...found, target: action.target }
  },
  perform(session, action, { location, target }, context) {
    const { run, view } = session
    const entryPoint = view.entryPoints[target]
    const path = location ?? temporaryCopy(run)
    if (!entryPoint || (location !== undefined && mayRead(run.host.machine, location) !== 0)) {
      raise(session, 1723, packageOf(session), action.action, target, path)
      return failed(1603)
    }
    const code = callDll(session, action, path, entryPoint, context)
    return { value: VALUE_OF_CODE[code] ?? FAILURE, code }
  },
})

/** What the log shows for the code of a function: SDK, "Logging of Action Return Values". */
const VALUE_OF_CODE: Readonly<Record<number, number>> = { 0: SUCCESS, 1602: USER_EXIT, 1603: FAILURE, 1626: 0, 259: 5 }

const program = (locate: Locate): Kind => ({
  call: (session, action) => {
    const found = locate(session, action)
    return found && { ...found, target: formatted(session, action.target) }
  },
  perform: runProgram,
})

const scripted = (number: 2738 | 2739): Kind => ({
  call: () => ({ location: undefined, target: '' }),
  perform: (session, { action }) => failedInternally(session, number, action),
})

function failedInternally(session: InstallSession, number: InternalMessageNumber, ...args: readonly string[]): Outcome {
  internalError(session, number, ...args)
  return failed(1603)
}

/** Another installation within this one: nobody has its package. */
const installation: Kind = {
  perform(session, { action, source }) {
    log(session, 'note3', 2203, source, STREAM_MISSING)
    bare(session.run, 'returnedActualCode', action, 1619)
    return failed(1619)
  },
}

const JSCRIPT = scripted(2739)
const VBSCRIPT = scripted(2738)

const KINDS: Readonly<Record<number, Kind>> = {
  1: dll(stream),
  17: dll(installedFile),
  2: program(stream),
  18: program(installedFile),
  34: program(named),
  50: program(named),
  5: JSCRIPT,
  21: JSCRIPT,
  37: JSCRIPT,
  53: JSCRIPT,
  6: VBSCRIPT,
  22: VBSCRIPT,
  38: VBSCRIPT,
  54: VBSCRIPT,
  7: installation,
  23: installation,
  39: installation,
  19: {
    perform(session, { target }) {
      endWithText(session, textOfError(formatted(session, target)))
      return failed(1603)
    },
  },
  35: {
    perform(session, { source, target }) {
      // Folders exist from costing on.
      if (!session.costing) return failedInternally(session, 2732)
      setProperty(session, source, formatted(session, target).replace(/\\?$/, '\\'))
      return DONE
    },
  },
  51: {
    perform(session, { source, target }) {
      setProperty(session, source, formatted(session, target))
      return DONE
    },
  },
}

/** The command line names the program itself; the source is only where it starts. */
const STARTS_IN_FOLDER = 34

/** A number is that of a row of the Error table. */
function textOfError(target: string): string {
  return Object.hasOwn(MESSAGES, target) ? `Error ${target}. ${messageText(Number(target) as MessageNumber)}` : target
}

const packageOf = ({ product }: InstallSession) => ({ kind: 'package', name: product.packageName }) as const

const commandLineOf = ({ type }: CustomAction, location: string, target: string): string =>
  (type & BASIC) === STARTS_IN_FOLDER ? target : `"${location}" ${target}`.trimEnd()

/** The first word, with or without quotes. */
const programOf = (commandLine: string): string => /^\s*(?:"([^"]*)"|(\S+))/.exec(commandLine)?.slice(1).join('') ?? ''

const ABSOLUTE = /^[A-Za-z]:\\/

/** One that is named without a folder is left to the search path, and a stream of the package is there. */
function isMissing({ machine }: Host, { location }: Call, program: string): boolean {
  return program === '' || (location !== undefined && ABSOLUTE.test(program) && mayRead(machine, program) !== 0)
}

function runProgram(session: InstallSession, action: CustomAction, call: Call, context: Context): Outcome {
  const location = call.location ?? temporaryCopy(session.run)
  const commandLine = commandLineOf(action, location, call.target)
  const details = [action.action, location, call.target]
  if (isMissing(session.run.host, call, programOf(commandLine))) {
    raise(session, 1721, packageOf(session), ...details)
    return failed(1603)
  }
  const { exitCode } = session.run.setup.programs(hostOf(session, context), commandLine, context.user)
  if (exitCode === 0) return DONE
  if (!continues(action)) {
    bare(session.run, 'returnedActualCode', action.action, exitCode)
    raise(session, 1722, packageOf(session), ...details)
  }
  return failed(exitCode)
}

// -------------------------------------------------------------------------------------------------------- immediate

const NO_CALL: Call = { location: undefined, target: '' }

/** Runs an immediate action, or puts a deferred one into the script. Returns what the log shows: 0, 1, 2, 3 or 5. */
export function runCustomAction(session: InstallSession, action: CustomAction, script: ExecutionScript): number {
  if (action.type & PATCH_UNINSTALL && session.run.request.operation !== 'remove') return notRun(session, action)
  const kind = KINDS[action.type & BASIC]
  if (!kind || (action.type & IN_SCRIPT && !kind.call)) return internalError(session, 2723, action.action)
  if (action.type & IN_SCRIPT) return schedule(session, action, kind, script)
  if (isRepetition(session, action)) return notRun(session, action)
  const call = kind.call ? kind.call(session, action) : NO_CALL
  if (!call) return internalError(session, 2722, action.action)
  const context: Context = { user: session.run.request.user, mode: 'immediate', readable: undefined }
  return ended(session, action, kind.perform(session, action, call, context))
}

/**
 * An action may be in both sequences: with the first bit it runs in the first one only; with both it is for the client
 * alone. Once in a process (the second bit) makes no difference here: the two sequences run in two processes.
 */
function isRepetition({ run, speaker }: InstallSession, { type }: CustomAction): boolean {
  const scheduling = type & (FIRST_SEQUENCE | ONCE_PER_PROCESS)
  if (scheduling === 0 || scheduling === ONCE_PER_PROCESS || speaker.side === 'c') return false
  return scheduling === (FIRST_SEQUENCE | ONCE_PER_PROCESS) || run.request.ui === 'full'
}

function notRun(session: InstallSession, { action }: CustomAction): number {
  log(session, 'skippingClientDone', action)
  return 0
}

const continues = ({ type }: CustomAction): boolean => (type & CONTINUE) !== 0

/** With the continue bit a failure counts as success. Nobody waits for an asynchronous action: it counts as success at once. */
function ended(session: InstallSession, action: CustomAction, { value, code }: Outcome): number {
  if (action.type & ASYNCHRONOUS) {
    // Without the continue bit the end of the sequence asks what became of it.
    if (value === FAILURE && !continues(action)) session.unwaited.push(action.action)
    return SUCCESS
  }
  if (value !== FAILURE || !continues(action)) return value
  bare(session.run, 'translated', action.action, code)
  return SUCCESS
}

// --------------------------------------------------------------------------------------------------------- deferred

/**
 * A deferred action sees nothing of the session but CustomActionData, the property of its own name at the time of
 * scheduling, ProductCode and UserSID; a commit action only the first. Outside of the transaction there is no script.
 */
function schedule(session: InstallSession, action: CustomAction, kind: Kind, script: ExecutionScript): number {
  if (!session.transaction) return internalError(session, 2762)
  const call = kind.call!(session, action)
  if (!call) return internalError(session, 2722, action.action)
  const { type } = action
  const data = property(session, action.action)
  const user = type & NO_IMPERSONATE ? 'SYSTEM' : session.run.request.user
  const readable = new Map([['CustomActionData', data]])
  if (!(type & COMMIT)) {
    for (const name of ['ProductCode', 'UserSID']) readable.set(name, property(session, name))
  }
  const context: Context = { user, mode: type & COMMIT ? 'commit' : 'scheduled', readable }
  const fields = fieldsOf(action, call, data)
  const perform = (current: InstallSession): number =>
    ended(current, action, kind.perform(current, action, call, context))
  script.add({
    action: action.action,
    text: `CustomActionSchedule(${fields})`,
    perform: current => {
      if (type & ROLLBACK) undoWith(current, action, call, context, `CustomActionRollback(${fields})`)
      else if (type & COMMIT) current.commits.push(() => perform(current))
      else return perform(current)
      return SUCCESS
    },
  })
  return SUCCESS
}

const HIDDEN = '**********'

/** A stream of the package has no path yet. */
function fieldsOf({ action, type }: CustomAction, { location = 'BinaryData', target }: Call, data: string): string {
  const [shownTarget, shownData] = type & HIDE_TARGET ? [HIDDEN, HIDDEN] : [target, data]
  return `Action=${action},ActionType=${type},Source=${location},Target=${shownTarget},CustomActionData=${shownData}`
}

/** Only functions and programs can undo anything. */
function undoWith(session: InstallSession, action: CustomAction, call: Call, context: Context, undoing: string): void {
  const isDll = [1, 17].includes(action.type & BASIC)
  const name = isDll ? call.target : commandLineOf(action, call.location ?? temporaryCopy(session.run), call.target)
  const readable = Object.fromEntries(context.readable!)
  const kind = isDll ? 'custom-action' : 'program'
  compensate(session.run.host, action.action, undoing, { kind, name, user: context.user, readable })
}
