import { machineOf, type PromptSession } from './session.ts'

/**
 * Shells in each other: what one that is opened in another starts with, and what the outer one still has when it is left. Does
 * not know what a shell does.
 */
export interface ShellState {
  readonly shell: PromptSession['shell']
  readonly folder: string
  readonly folders: ReadonlyMap<string, string>
  readonly pushed: readonly string[]
  readonly environment: ReadonlyMap<string, { readonly name: string; readonly value: string | undefined }>
  readonly memory: object
}

/** The new one begins where the outer one stands, with its variables, and remembers nothing. */
export function enterShell(session: PromptSession, shell: PromptSession['shell']): void {
  const { folder, folders, pushed, environment, memory } = session
  session.outer.push({
    shell: session.shell,
    folder,
    folders: new Map(folders),
    pushed: [...pushed],
    environment: new Map(environment),
    memory,
  })
  session.shell = shell
  session.pushed.length = 0
  session.memory = {}
}

/** A line in a shell of its own, which is left with all that the line opened in it, unless the line has done that. */
export function inShell<T>(session: PromptSession, shell: PromptSession['shell'], run: () => T): T {
  const depth = session.outer.length
  enterShell(session, shell)
  const result = run()
  while (session.outer.length > depth) leaveShell(session)
  return result
}

/** Nothing that was set in it is known outside. False where it is the outermost one. */
export function leaveShell(session: PromptSession): boolean {
  const before = session.outer.pop()
  if (!before) return false
  session.shell = before.shell
  session.folder = before.folder
  refill(session.folders, before.folders)
  refill(session.environment, before.environment)
  session.pushed.splice(0, session.pushed.length, ...before.pushed)
  session.memory = before.memory
  return true
}

function refill<K, V>(map: Map<K, V>, from: ReadonlyMap<K, V>): void {
  map.clear()
  for (const [key, value] of from) map.set(key, value)
}

/** A prompt as it stands when somebody has just signed in. */
export function freshWindow(session: PromptSession): void {
  session.shell = 'cmd'
  session.folder = machineOf(session).windows.adminProfile
  session.folders.clear()
  session.pushed.length = 0
  session.outer.length = 0
  session.environment.clear()
  session.memory = {}
  session.question = undefined
  session.exitCode = 0
}

/** The line ends with the machine; the next one is typed after somebody has signed in again. No restart is to come any more. */
export function afterRestart(session: PromptSession): void {
  if (session.countdown) session.countdown.isOff = true
  session.countdown = undefined
  freshWindow(session)
}
