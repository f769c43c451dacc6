import { extensionOf, fold, isWithin, leafOf, normalPath } from '../../../model/machine/names.ts'
import type { FileNode, Process } from '../../../model/machine/parts.ts'
import { endProcess, imagePath } from '../../../model/machine/services.ts'
import { linesOf } from '../../forms/exports/export.ts'
import {
  allHandles,
  HANDLE_BANNER,
  isOfKernel,
  modulesColumns,
  modulesOf,
  openFiles,
  processesById,
  TASK_COLUMNS,
  type TaskColumn,
  tasksById,
  taskTable,
} from '../../forms/exports/processes.ts'
import { done, failed, machineOf, notSimulated, type Output, type PromptSession } from '../window/session.ts'
import { type CommandCall, invalidArgument, notAgain, type PromptCommand } from '../window/syntax.ts'

/**
 * `tasklist`, `taskkill` and Sysinternals' `handle`: what is asked of them, and a process away with it. How they print:
 * forms/exports/processes.ts.
 */

/** Ends a process and gives back what only it could: the installer's mutex. */
export function killProcess(session: PromptSession, pid: number): void {
  endProcess(session.recorder, pid)
  const { installMutex } = machineOf(session).settings
  if (installMutex === pid) {
    session.recorder.record({ kind: 'setting', before: { installMutex }, after: { installMutex: 0 } })
  }
}

/** A program of which there is no more to know than that it runs: none of Windows or Exchange, and none of a service. */
export function isProgram(session: PromptSession, { path, folder }: FileNode): boolean {
  const { windows, services, texture } = machineOf(session)
  if (folder || fold(extensionOf(path)) !== '.exe') return false
  if ([windows.systemRoot, normalPath(texture.installPath)].some(own => isWithin(path, own))) return false
  return ![...services.values()].some(({ image }) => fold(imagePath(image)) === fold(path))
}

/** It runs on its own: the prompt is there again at once. */
export function startProgram({ recorder }: PromptSession, { path }: FileNode): Output {
  const name = leafOf(path)
  const pid = recorder.processId(fold(name))
  const after = { pid, name, path, user: 'Administrator', services: [], handles: [{ path, share: 'all' }] } as const
  recorder.record({ kind: 'process', pid, before: undefined, after })
  return done()
}

/** Processes without which Windows stops: nobody may end them. */
const CRITICAL: ReadonlySet<string> = new Set(['csrss.exe', 'winlogon.exe', 'services.exe', 'lsass.exe', 'smss.exe'])

export const isCritical = (process: Process): boolean => isOfKernel(process) || CRITICAL.has(fold(process.name))

// --------------------------------------------------------------------------------------------------------- tasklist

const NONE = 'INFO: No tasks are running which match the specified criteria.'

function tasklist(call: CommandCall): Output {
  const machine = machineOf(call.session)
  const { given } = call
  const module = given.value('/m') || undefined
  const [services, modules] = [given.has('/svc'), given.has('/m')]
  const filters = given.values('/fi').map(text => filterOf(text))
  const form = fold(given.value('/fo') ?? 'table')
  const bare = given.has('/nh')
  if (!['table', 'list', 'csv'].includes(form)) return invalidArgument(`/fo ${form}`, call)
  if (services && modules) return invalidArgument('/m', call)
  if (form === 'list' && bare) return invalidArgument('/nh', call)
  const unread = unreadFilter(given.values('/fi'))
  if (unread) return unread
  const isWanted = (name: string): boolean => module === undefined || matches(name, module)
  const columns: readonly TaskColumn[] = services
    ? TASK_COLUMNS.services
    : modules
      ? modulesColumns(isWanted)
      : TASK_COLUMNS.plain
  const shown = tasksById(machine)
    .filter(process => module === undefined || modulesOf(process).some(isWanted))
    .filter(process => filters.every(filter => filter?.(process)))
  if (shown.length === 0) return done([NONE])
  const cells = shown.map(process => columns.map(column => column.of(machine, process)))
  if (form === 'csv') return done(csv(columns, cells, bare))
  return done(form === 'list' ? list(columns, cells) : linesOf(taskTable(machine, columns, shown, bare)))
}

function csv(columns: readonly TaskColumn[], rows: readonly string[][], bare: boolean): string[] {
  const line = (cells: readonly string[]): string => cells.map(cell => `"${cell}"`).join(',')
  return [...(bare ? [] : [line(columns.map(c => c.title))]), ...rows.map(line)]
}

const list = (columns: readonly TaskColumn[], rows: readonly string[][]): string[] =>
  rows.flatMap(cells => ['', ...cells.map((cell, i) => `${`${columns[i]!.title}:`.padEnd(14)}${cell}`)])

/** `*` at either end stands for anything. */
function matches(name: string, pattern: string): boolean {
  const wanted = fold(pattern).replace(/^\*|\*$/g, '')
  const given = fold(name)
  if (pattern.startsWith('*') && pattern.endsWith('*')) return given.includes(wanted)
  if (pattern.endsWith('*')) return given.startsWith(wanted)
  if (pattern.startsWith('*')) return given.endsWith(wanted)
  return given === wanted
}

const FIELDS: Readonly<Record<string, (process: Process) => readonly string[]>> = {
  imagename: process => [process.name],
  pid: process => [String(process.pid)],
  services: process => process.services,
  modules: modulesOf,
  username: process => [process.user, leafOf(process.user)],
}

const NUMBERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  gt: (a, b) => a > b,
  lt: (a, b) => a < b,
  ge: (a, b) => a >= b,
  le: (a, b) => a <= b,
}

/** Filters that Windows has, and this model has nothing for. */
const OTHER_FIELDS: readonly string[] = ['status', 'session', 'sessionname', 'cputime', 'memusage', 'windowtitle']

function unreadFilter(texts: readonly string[]): Output | undefined {
  const wrong = texts.find(text => filterOf(text) === undefined)
  if (wrong === undefined) return undefined
  const field = fold(wrong.trim().split(/\s+/)[0]!)
  if (OTHER_FIELDS.includes(field)) return notSimulated(`the filter "${wrong}"`)
  return failed(1, ['ERROR: The search filter cannot be recognized.'])
}

/** `IMAGENAME eq store.exe`, `PID gt 1000`; undefined: no such filter. */
function filterOf(text: string): ((process: Process) => boolean) | undefined {
  const [field = '', operator = '', ...rest] = text.trim().split(/\s+/)
  const values = Object.hasOwn(FIELDS, fold(field)) ? FIELDS[fold(field)]! : undefined
  const value = rest.join(' ')
  if (!values || value === '' || (fold(field) === 'pid' && !/^\d+$/.test(value))) return undefined
  if (fold(operator) === 'eq') return process => values(process).some(v => matches(v, value))
  if (fold(operator) === 'ne') return process => !values(process).some(v => matches(v, value))
  const compare = Object.hasOwn(NUMBERS, fold(operator)) && fold(field) === 'pid' ? NUMBERS[fold(operator)] : undefined
  return compare && (process => compare(process.pid, Number(value)))
}

// --------------------------------------------------------------------------------------------------------- taskkill

const NO_PROCESS = 128
const NONE_TO_END = 'INFO: No tasks running with the specified criteria.'

function taskkill(call: CommandCall): Output {
  const machine = machineOf(call.session)
  const { given } = call
  const pids = given.values('/pid')
  const names = [...given.values('/im')]
  const filters = given.values('/fi').map(text => filterOf(text))
  const forced = given.has('/f')
  const unread = unreadFilter(given.values('/fi'))
  if (unread) return unread
  const fits = (process: Process): boolean => filters.every(filter => filter?.(process))
  if (filters.length > 0 && !tasksById(machine).some(fits)) return done([NONE_TO_END])
  if (filters.length > 0 && pids.length + names.length === 0) names.push('*')
  if (pids.length + names.length === 0)
    return failed(1, [
      'ERROR: Invalid syntax. Neither /FI nor /PID nor /IM were specified.',
      'Type "TASKKILL /?" for usage.',
    ])
  const results: Output[] = []
  for (const pid of pids) {
    const process = tasksById(machine).find(task => String(task.pid) === pid && fits(task))
    results.push(process ? killOne(call, process, forced, '') : notFound(pid))
  }
  for (const name of names) {
    const found = tasksById(machine).filter(process => matches(process.name, name) && fits(process))
    if (found.length === 0) results.push(notFound(name))
    for (const process of found) results.push(killOne(call, process, forced, ` "${process.name}"`))
  }
  return {
    exitCode: results.reduce((code, result) => code || result.exitCode, 0),
    out: results.flatMap(result => result.out),
    err: results.flatMap(result => result.err),
  }
}

const notFound = (what: string): Output => failed(NO_PROCESS, [`ERROR: The process "${what}" not found.`])

/** Without /f a process gets a message to close, which only a program with a window can hear. */
function killOne(call: CommandCall, process: Process, forced: boolean, name: string): Output {
  const refused = (reason: string): Output =>
    failed(1, [`ERROR: The process${name} with PID ${process.pid} could not be terminated.`, `Reason: ${reason}`])
  if (isCritical(process)) return refused('This is critical system process. Taskkill cannot end this process.')
  const windowed = process.user === 'Administrator'
  if (!forced && !windowed) return refused('This process can only be terminated forcefully (with /F option).')
  killProcess(call.session, process.pid)
  return done([
    forced
      ? `SUCCESS: The process${name} with PID ${process.pid} has been terminated.`
      : `SUCCESS: Sent termination signal to the process${name} with PID ${process.pid}.`,
  ])
}

// ----------------------------------------------------------------------------------------------------------- handle

/** Part of a name finds open handles; without one every file that is open is shown. */
function handle(call: CommandCall): Output {
  const machine = machineOf(call.session)
  const wanted = fold(call.given.operands().join(' '))
  if (wanted === '') return done(linesOf(allHandles(machine)))
  const rows = processesById(machine).flatMap(process =>
    openFiles(machine, process)
      .filter(open => fold(open.path).includes(wanted))
      .map(open => {
        const who = `${process.name.padEnd(18)} pid: ${String(process.pid).padEnd(6)}`
        return `${who} ${open.number.padStart(5)}: ${open.path}`
      }),
  )
  return rows.length > 0
    ? done([...HANDLE_BANNER, ...rows])
    : failed(1, [], [...HANDLE_BANNER, 'No matching handles found.'])
}

export const processCommands: readonly PromptCommand[] = [
  {
    names: ['tasklist'],
    help: 'tasklist [/svc | /m FILE] [/fi FILTER]   processes, their services, who has loaded a library',
    ms: 350,
    syntax: {
      flags: ['/svc', '/nh'],
      values: ['/fi', '/fo'],
      optional: ['/m'],
      absent: ['/v', '/s', '/u', '/p'],
      repeats: ['/fi'],
      twice: notAgain,
      operands: 0,
      refuse: invalidArgument,
    },
    run: tasklist,
  },
  {
    names: ['taskkill'],
    help: 'taskkill /pid N | /im NAME [/fi FILTER] [/f]   end a process',
    ms: 200,
    syntax: {
      flags: ['/f'],
      values: ['/pid', '/im', '/fi'],
      repeats: ['/pid', '/im', '/fi'],
      absent: ['/t', '/s', '/u', '/p'],
      operands: 0,
      refuse: invalidArgument,
    },
    run: taskkill,
  },
  {
    names: ['handle', 'handle64'],
    help: 'handle [FILE]   which process holds a file open (Sysinternals)',
    ms: 900,
    syntax: {
      idle: ['/accepteula'],
      absent: ['/nobanner', '/a', '/s', '/u', '/c', '/y', '/p'],
      signs: '/-',
      refuse: word => failed(1, [...HANDLE_BANNER, `Invalid argument: ${word}`]),
    },
    run: handle,
  },
]
