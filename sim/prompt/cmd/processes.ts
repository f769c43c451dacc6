import type { Machine } from '../../../model/machine/machine.ts'
import { byName, fold, leafOf } from '../../../model/machine/names.ts'
import type { Process } from '../../../model/machine/parts.ts'
import { endProcess } from '../../../model/machine/services.ts'
import { upper } from '../../../model/words/letters.ts'
import {
  type CommandCall,
  done,
  failed,
  machineOf,
  type Output,
  type PromptCommand,
  type PromptSession,
} from '../window/session.ts'

/**
 * `tasklist`, `taskkill` and Sysinternals' `handle`: which process is there, which holds a file, and away with it. Does
 * not know what a process is for.
 */

export function processesById(machine: Machine): Process[] {
  return [...machine.processes.values()].sort((a, b) => a.pid - b.pid)
}

/** Ends a process and gives back what only it could: the installer's mutex. */
export function killProcess(session: PromptSession, pid: number): void {
  endProcess(session.recorder, pid)
  const { installMutex } = machineOf(session).settings
  if (installMutex === pid) {
    session.recorder.record({ kind: 'setting', before: { installMutex }, after: { installMutex: 0 } })
  }
}

/** Processes without which Windows stops: nobody may end them. */
const CRITICAL: ReadonlySet<string> = new Set(['csrss.exe', 'winlogon.exe', 'services.exe', 'lsass.exe', 'smss.exe'])

export const isCritical = (process: Process): boolean => CRITICAL.has(fold(process.name))

/** The libraries and programs that a process has mapped: handles that share everything, on files of such a kind. */
const IMAGE = /\.(?:exe|dll|ocx|drv|cpl)$/i

function modulesOf(process: Process): string[] {
  const images = process.handles.filter(h => h.share === 'all' && IMAGE.test(h.path))
  return [...new Set(images.map(h => leafOf(h.path)))].sort(byName)
}

// --------------------------------------------------------------------------------------------------------- tasklist

interface ListColumn {
  readonly title: string
  readonly width: number
  readonly right?: true
  readonly of: (machine: Machine, process: Process) => string
}

const session = (machine: Machine, process: Process): { name: string; number: number } => {
  const own = process.user === 'Administrator' && machine.windows.id !== 'windows-server-2003'
  if (own) return { name: 'Console', number: 1 }
  return { name: machine.windows.id === 'windows-server-2003' ? 'Console' : 'Services', number: 0 }
}

const IMAGE_NAME: ListColumn = { title: 'Image Name', width: 25, of: (_, process) => process.name }
const PID: ListColumn = { title: 'PID', width: 8, right: true, of: (_, process) => String(process.pid) }
const LISTED = 44

const COLUMNS = {
  plain: [
    IMAGE_NAME,
    PID,
    { title: 'Session Name', width: 16, of: (machine, process) => session(machine, process).name },
    { title: 'Session#', width: 11, right: true, of: (machine, process) => String(session(machine, process).number) },
    // The model has no memory: N/A is what the program prints for what it cannot find out.
    { title: 'Mem Usage', width: 12, right: true, of: () => 'N/A' },
  ],
  services: [
    IMAGE_NAME,
    PID,
    { title: 'Services', width: LISTED, of: (_, process) => listed([...process.services].sort(byName)) },
  ],
  modules: [IMAGE_NAME, PID, { title: 'Modules', width: LISTED, of: (_, process) => listed(modulesOf(process)) }],
} as const satisfies Record<string, readonly ListColumn[]>

const listed = (names: readonly string[]): string => (names.length === 0 ? 'N/A' : names.join(', '))

const NONE = 'INFO: No tasks are running which match the specified criteria.'

function tasklist(call: CommandCall): Output {
  const machine = machineOf(call.session)
  const { args } = call
  const wanted = valuesOf(args, '/m')
  const filters = valuesOf(args, '/fi').map(text => filterOf(text))
  if (filters.includes(undefined)) return failed(1, ['ERROR: The search filter cannot be recognized.'])
  const columns: readonly ListColumn[] = has(args, '/svc')
    ? COLUMNS.services
    : has(args, '/m')
      ? COLUMNS.modules
      : COLUMNS.plain
  const module = wanted[0]
  const shown = processesById(machine)
    .filter(process => module === undefined || modulesOf(process).some(name => matches(name, module)))
    .filter(process => filters.every(filter => filter?.(process)))
  if (shown.length === 0) return done([NONE])
  const narrowed: readonly ListColumn[] =
    module === undefined
      ? columns
      : [IMAGE_NAME, PID, { ...COLUMNS.modules[2], of: (_, p) => listed(modulesOf(p).filter(n => matches(n, module))) }]
  const rows = shown.map(process => narrowed.map(column => column.of(machine, process)))
  return done(layout(fold(valuesOf(args, '/fo')[0] ?? 'table'), narrowed, rows, has(args, '/nh')))
}

function layout(form: string, columns: readonly ListColumn[], rows: readonly string[][], bare: boolean): string[] {
  if (form === 'csv') {
    const csv = (cells: readonly string[]): string => cells.map(cell => `"${cell}"`).join(',')
    return [...(bare ? [] : [csv(columns.map(c => c.title))]), ...rows.map(csv)]
  }
  if (form === 'list') {
    return rows.flatMap(cells => ['', ...cells.map((cell, i) => `${`${columns[i]!.title}:`.padEnd(14)}${cell}`)])
  }
  const line = (cells: readonly string[]): string => cells.map((cell, i) => aligned(columns[i]!, cell)).join(' ')
  const head = ['', line(columns.map(c => c.title)), columns.map(c => '='.repeat(c.width)).join(' ')]
  return [...(bare ? [''] : head), ...rows.flatMap(cells => wrapped(cells, columns).map(line))]
}

function aligned(column: ListColumn, cell: string): string {
  const text = cell.slice(0, column.width)
  return column.right ? text.padStart(column.width) : text.padEnd(column.width)
}

/** The last column goes on below itself, broken at commas. */
function wrapped(cells: readonly string[], columns: readonly ListColumn[]): string[][] {
  const width = columns.at(-1)!.width
  const [last = '', ...pieces] = broken(cells.at(-1) ?? '', width)
  const first = [...cells.slice(0, -1), last]
  return [first, ...pieces.map(piece => [...columns.slice(0, -1).map(() => ''), piece])]
}

function broken(text: string, width: number): string[] {
  const rows: string[] = []
  let row = ''
  for (const name of text.split(', ')) {
    if (row !== '' && `${row}, ${name}`.length >= width) {
      rows.push(`${row},`)
      row = name
    } else row = row === '' ? name : `${row}, ${name}`
  }
  return [...rows, row]
}

const has = (args: readonly string[], option: string): boolean => args.some(arg => fold(arg) === option)

/** What follows each occurrence of an option, unless that is an option too. */
function valuesOf(args: readonly string[], option: string): string[] {
  return args.flatMap((arg, i) => {
    const next = args[i + 1]
    return fold(arg) === option && next !== undefined && !next.startsWith('/') ? [next] : []
  })
}

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

/** `IMAGENAME eq store.exe`, `PID gt 1000`; undefined: no such filter. */
function filterOf(text: string): ((process: Process) => boolean) | undefined {
  const [field = '', operator = '', ...rest] = text.trim().split(/\s+/)
  const values = Object.hasOwn(FIELDS, fold(field)) ? FIELDS[fold(field)]! : undefined
  const value = rest.join(' ')
  if (!values || value === '') return undefined
  if (fold(operator) === 'eq') return process => values(process).some(v => matches(v, value))
  if (fold(operator) === 'ne') return process => !values(process).some(v => matches(v, value))
  const compare = Object.hasOwn(NUMBERS, fold(operator)) && fold(field) === 'pid' ? NUMBERS[fold(operator)] : undefined
  return compare && (process => compare(process.pid, Number(value)))
}

// --------------------------------------------------------------------------------------------------------- taskkill

const NO_PROCESS = 128

function taskkill(call: CommandCall): Output {
  const machine = machineOf(call.session)
  const { args } = call
  const pids = valuesOf(args, '/pid')
  const names = valuesOf(args, '/im')
  if (pids.length + names.length === 0)
    return failed(1, [
      'ERROR: Invalid syntax. Neither /FI nor /PID nor /IM were specified.',
      'Type "TASKKILL /?" for usage.',
    ])
  const forced = has(args, '/f')
  const results: Output[] = []
  for (const pid of pids) {
    const process = machine.processes.get(Number(pid))
    results.push(process ? killOne(call, process, forced, '') : notFound(pid))
  }
  for (const name of names) {
    const found = processesById(machine).filter(process => matches(process.name, name))
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

const HANDLE_BANNER: readonly string[] = [
  '',
  'Handle v3.31',
  'Copyright (C) 1997-2008 Mark Russinovich',
  'Sysinternals - www.sysinternals.com',
  '',
]

/** Part of a name finds open handles. A mapped library is none: that is what `tasklist /m` shows. */
function handle(call: CommandCall): Output {
  const wanted = fold(call.args.filter(arg => !/^[-/]/.test(arg)).join(' '))
  const rows = processesById(machineOf(call.session)).flatMap(process =>
    process.handles.flatMap((open, i) => {
      if (!fold(open.path).includes(wanted) || (open.share === 'all' && IMAGE.test(open.path))) return []
      const number = upper((0x40 + 4 * i).toString(16))
      return [`${process.name.padEnd(18)} pid: ${String(process.pid).padEnd(6)} ${number.padStart(5)}: ${open.path}`]
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
    run: tasklist,
  },
  { names: ['taskkill'], help: 'taskkill /pid N | /im NAME [/f]   end a process', ms: 200, run: taskkill },
  {
    names: ['handle', 'handle64'],
    help: 'handle FILE   which process holds a file open (Sysinternals)',
    ms: 900,
    run: handle,
  },
]
