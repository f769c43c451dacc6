import { fileAt, isServer2003, type Machine } from '../../../model/machine/machine.ts'
import { byName, fold, joinPath, leafOf } from '../../../model/machine/names.ts'
import type { Process, Share } from '../../../model/machine/parts.ts'
import { upper } from '../../../model/words/letters.ts'
import type { Thing } from '../about.ts'
import { grouped } from '../clock.ts'
import { CRLF } from '../encode.ts'
import { listing, type Row, typed } from './export.ts'

/**
 * `tasklist` and Sysinternals' `handle`, for the prompt and for the export. Forms: formats.md 4. Does not know
 * what a process is for.
 */

export function processesById(machine: Machine): Process[] {
  return [...machine.processes.values()].sort((a, b) => a.pid - b.pid)
}

/** What every Windows counts as processes, and nobody has started: no program, and nothing to be ended. */
const KERNEL: readonly Process[] = [
  { pid: 0, name: 'System Idle Process', path: '', user: 'SYSTEM', services: [], handles: [] },
  { pid: 4, name: 'System', path: '', user: 'SYSTEM', services: [], handles: [] },
]

export const isOfKernel = ({ pid }: Process): boolean => KERNEL.some(process => process.pid === pid)

/** The same with them, as lists of tasks have it. */
export const tasksById = (machine: Machine): Process[] => [...KERNEL, ...processesById(machine)]

const aboutProcess = ({ pid }: Process): Thing => ({ kind: 'process', pid })

/** The libraries and programs that a process has mapped: handles that share everything, on files of such a kind. */
const IMAGE = /\.(?:exe|dll|ocx|drv|cpl)$/i

const isMapped = ({ path, share }: { path: string; share: Share }): boolean => share === 'all' && IMAGE.test(path)

/** Only a list of modules tells that it holds something. */
export const holdsUnseen = ({ handles }: Process): boolean => handles.length > 0 && handles.every(isMapped)

export function modulesOf(process: Process): string[] {
  return [...new Set(process.handles.filter(isMapped).map(({ path }) => leafOf(path)))].sort(byName)
}

// --------------------------------------------------------------------------------------------------------- tasklist

export interface TaskColumn {
  readonly title: string
  readonly width: number
  readonly right?: true
  readonly of: (machine: Machine, process: Process) => string
}

const session = (machine: Machine, process: Process): { name: string; number: number } => {
  const own = process.user === 'Administrator' && !isServer2003(machine)
  if (own) return { name: 'Console', number: 1 }
  return { name: isServer2003(machine) ? 'Console' : 'Services', number: 0 }
}

const IMAGE_NAME: TaskColumn = { title: 'Image Name', width: 25, of: (_, process) => process.name }
const PID: TaskColumn = { title: 'PID', width: 8, right: true, of: (_, process) => String(process.pid) }

const listed = (names: readonly string[]): string => (names.length === 0 ? 'N/A' : names.join(', '))

/** A last column of names, of those that are wanted. */
const namesColumn = (title: string, namesOf: (process: Process) => readonly string[]): TaskColumn => ({
  title,
  width: 44,
  of: (_, process) => listed(namesOf(process)),
})

export const modulesColumns = (wanted: (name: string) => boolean = () => true): readonly TaskColumn[] => [
  IMAGE_NAME,
  PID,
  namesColumn('Modules', process => modulesOf(process).filter(wanted)),
]

/**
 * Kilobytes in use, as servers of the time had them (modelled: the model has no memory, so this changes with nothing that
 * happens). Of other programs it follows from the size of the file.
 */
const MEMORY_KB: Readonly<Record<string, number>> = {
  'system idle process': 28,
  system: 232,
  'csrss.exe': 4_484,
  'winlogon.exe': 8_612,
  'explorer.exe': 17_904,
  'lsass.exe': 34_120,
  'msiexec.exe': 12_436,
  'store.exe': 612_848,
  'mad.exe': 38_516,
  'inetinfo.exe': 17_232,
  'w3wp.exe': 148_920,
  'edgetransport.exe': 121_744,
}
const LEAST_KB = 3_216

function memoryText(machine: Machine, { name, path }: Process): string {
  const kilobytes = MEMORY_KB[fold(name)] ?? LEAST_KB + Math.ceil((fileAt(machine, path)?.size ?? 0) / 1024)
  return `${grouped(kilobytes)} K`
}

export const TASK_COLUMNS = {
  plain: [
    IMAGE_NAME,
    PID,
    { title: 'Session Name', width: 16, of: (machine, process) => session(machine, process).name },
    { title: 'Session#', width: 11, right: true, of: (machine, process) => String(session(machine, process).number) },
    { title: 'Mem Usage', width: 12, right: true, of: memoryText },
  ],
  services: [IMAGE_NAME, PID, namesColumn('Services', process => [...process.services].sort(byName))],
} as const satisfies Record<string, readonly TaskColumn[]>

/** The table below its ruler; `bare` without the two. */
export function taskTable(
  machine: Machine,
  columns: readonly TaskColumn[],
  processes: readonly Process[],
  bare = false,
): Row[] {
  const line = (cells: readonly string[]): string => cells.map((cell, i) => aligned(columns[i]!, cell)).join(' ')
  const head = ['', line(columns.map(c => c.title)), columns.map(c => '='.repeat(c.width)).join(' ')]
  const rows = processes.map((process): Row => {
    const cells = columns.map(column => column.of(machine, process))
    return { text: wrapped(cells, columns).map(line).join(CRLF), about: aboutProcess(process) }
  })
  return [...(bare ? [''] : head), ...rows]
}

function aligned(column: TaskColumn, cell: string): string {
  const text = cell.slice(0, column.width)
  return column.right ? text.padStart(column.width) : text.padEnd(column.width)
}

/** The last column goes on below itself, broken at commas. */
function wrapped(cells: readonly string[], columns: readonly TaskColumn[]): string[][] {
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

// ----------------------------------------------------------------------------------------------------------- handle

export const HANDLE_BANNER: readonly string[] = [
  '',
  'Handle v3.31',
  'Copyright (C) 1997-2008 Mark Russinovich',
  'Sysinternals - www.sysinternals.com',
  '',
]

interface OpenFile {
  readonly number: string
  readonly path: string
  /** What others may do meanwhile: read, write, delete. */
  readonly shares: string
  /** Has the process asked for it, or does every process have such a handle? */
  readonly own: boolean
}

const SHARES: Readonly<Record<Share, string>> = { none: '---', read: 'R--', all: 'RWD' }

const handleNumber = (n: number): string => upper(n.toString(16))

/** The folder that a process works in comes first. What it has mapped is no handle: that is what `tasklist /m` shows. */
export function openFiles({ windows }: Machine, process: Process): OpenFile[] {
  const folder = process.user === 'Administrator' ? windows.adminProfile : joinPath(windows.systemRoot, 'system32')
  const files = process.handles.flatMap((open, i) =>
    isMapped(open)
      ? []
      : [{ number: handleNumber(0x40 + 4 * i), path: open.path, shares: SHARES[open.share], own: true }],
  )
  return [{ number: handleNumber(0xc), path: folder, shares: 'RW-', own: false }, ...files]
}

const ACCOUNTS: Readonly<Record<string, string>> = {
  LocalSystem: 'NT AUTHORITY\\SYSTEM',
  SYSTEM: 'NT AUTHORITY\\SYSTEM',
  'NT AUTHORITY\\LocalService': 'NT AUTHORITY\\LOCAL SERVICE',
  'NT AUTHORITY\\NetworkService': 'NT AUTHORITY\\NETWORK SERVICE',
}

const accountOf = ({ name }: Machine, { user }: Process): string => ACCOUNTS[user] ?? `${name}\\${user}`

const RULER = '-'.repeat(78)

/** Every open file, process by process. */
export function allHandles(machine: Machine): Row[] {
  const blocks = processesById(machine).flatMap((process): Row[] => [
    RULER,
    { text: `${process.name} pid: ${process.pid} ${accountOf(machine, process)}`, about: aboutProcess(process) },
    ...openFiles(machine, process).map((open): Row => {
      const text = `${open.number.padStart(5)}: File  (${open.shares})   ${open.path}`
      return open.own ? { text, about: aboutProcess(process) } : text
    }),
  ])
  return [...HANDLE_BANNER, ...blocks]
}

/** Who runs, and who has what open. */
export const processesListing = listing('processes.txt', ({ machine }) => [
  ...typed('tasklist /svc', taskTable(machine, TASK_COLUMNS.services, tasksById(machine))),
  ...typed('handle', allHandles(machine)),
])
