import { inProduct, owaFolder, setupLogFolder } from '../../../model/exchange/files.ts'
import { guidFrom } from '../../../model/installer/guid.ts'
import { childrenOf, fileAt, freeOn, type Machine, spelled } from '../../../model/machine/machine.ts'
import { driveOf, joinPath, leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { mayRead } from '../../../model/machine/verdict.ts'
import type { ServerState } from '../../server/facts.ts'
import { grouped, listingTime } from '../clock.ts'
import { asListed } from '../contents.ts'
import { CRLF } from '../encode.ts'
import type { RenderLog } from '../installerLog.ts'
import { listing, type Row, typed } from './export.ts'
import { icaclsRows } from './rights.ts'

/**
 * `dir`, for the prompt and for the export: formats.md 4. Does not know which files matter, nor who may not list a folder
 * but the machine.
 */

/** What one folder shows: everything, with its two dots, or what a pattern has found in it. Sizes as they are shown. */
export interface Part {
  readonly folder: string
  readonly nodes: readonly FileNode[]
  readonly whole: boolean
}

function volumeHead(machine: Machine, path: string): string[] {
  const drive = driveOf(path)
  const serial = guidFrom(`volume ${machine.texture.volumes} ${drive}`).slice(1, 9)
  return [
    ` Volume in drive ${drive[0]} has no label.`,
    ` Volume Serial Number is ${serial.slice(0, 4)}-${serial.slice(4)}`,
  ]
}

const title = (folder: string): string[] => ['', ` Directory of ${printed(folder)}`, '']

const DIR = '   <DIR>         '

function partRows(machine: Machine, { folder, nodes, whole }: Part): Row[] {
  const line = (time: number, kind: string, name: string): string => `${listingTime(machine, time)} ${kind} ${name}`
  const modified = fileAt(machine, folder)?.modified ?? machine.now
  return [
    ...title(folder),
    ...dotsIn(folder, whole).map(name => line(modified, DIR, name)),
    ...nodes.map((node): Row => {
      const text = line(node.modified, node.folder ? DIR : grouped(node.size).padStart(17), leafOf(node.path))
      return { text, about: { kind: 'file', path: node.path } }
    }),
    countOf(nodes),
  ]
}

const dotsIn = (folder: string, whole: boolean): string[] =>
  whole && parentOf(folder) !== undefined ? ['.', '..'] : []

function countOf(nodes: readonly FileNode[]): string {
  const files = nodes.filter(node => !node.folder)
  const bytes = grouped(files.reduce((n, file) => n + file.size, 0))
  return `${String(files.length).padStart(16)} File(s) ${bytes.padStart(14)} bytes`
}

const foldersIn = ({ folder, nodes, whole }: Part): number =>
  nodes.filter(node => node.folder).length + dotsIn(folder, whole).length

/** One folder, or with `below` a tree of them, which adds them up at the end. */
export function dirRows(machine: Machine, parts: readonly [Part, ...Part[]], below = false): Row[] {
  const [{ folder }] = parts
  const folders = parts.reduce((n, part) => n + foldersIn(part), 0)
  const free = grouped(freeOn(machine, driveOf(folder)) ?? 0)
  return [
    ...volumeHead(machine, folder),
    ...parts.flatMap(part => partRows(machine, part)),
    ...(below ? ['', '     Total Files Listed:', countOf(parts.flatMap(({ nodes }) => nodes))] : []),
    `${String(folders).padStart(16)} Dir(s) ${free.padStart(15)} bytes free`,
  ]
}

/** What stands above FILE_NOT_FOUND: the folder that was looked into. */
export const nothingFound = (machine: Machine, folder: string): string[] => [
  ...volumeHead(machine, folder),
  ...title(folder),
]

export const FILE_NOT_FOUND = 'File Not Found'

/** May its names be read? To somebody who may not, a folder is as good as empty of names. */
export const isListed = (machine: Machine, folder: string): boolean =>
  fileAt(machine, folder)?.folder === true && mayRead(machine, folder) === 0

// ------------------------------------------------------------------------------------------------------- the export

const quoted = (path: string): string => (path.includes(' ') ? `"${path}"` : path)

/** `dir /a FOLDER`; that it is not there, or closed, is said by the whole answer. */
function dirAll(server: ServerState, path: string, renderLog: RenderLog): Row[] {
  const { machine } = server
  const command = `dir /a ${quoted(printed(path))}`
  const node = fileAt(machine, path)
  if (node && isListed(machine, path)) {
    const nodes = childrenOf(machine, path).map(file => asListed(server, file, renderLog))
    return typed(command, dirRows(machine, [{ folder: path, nodes, whole: true }]))
  }
  const answer = [...nothingFound(machine, node ? path : (parentOf(path) ?? path)), FILE_NOT_FOUND]
  const text = [`C:\\>${command}`, ...answer].join(CRLF)
  return [{ text, about: { kind: node ? 'right' : 'file', path } }, '']
}

/** The folders of the pictures and styles of each build that has left one. */
function themesOf(machine: Machine): string[] {
  const builds = childrenOf(machine, owaFolder(machine)).filter(
    ({ folder, path }) => folder && /^[\d.]+$/.test(leafOf(path)),
  )
  return builds.map(({ path }) => `${path}\\themes\\base`)
}

/** Windows first, then the product; what would stand in a folder that is not there cannot be asked for. */
function lookedInto(machine: Machine): string[] {
  const { systemRoot, systemTemp, adminTemp } = machine.windows
  const windows = ['C:', setupLogFolder, joinPath(systemRoot, 'Installer'), systemTemp, adminTemp]
  const [bin, owa] = [inProduct(machine, 'Bin'), owaFolder(machine)]
  const folders = [...windows, bin, owa, `${owa}\\auth`, ...themesOf(machine)]
  return folders.map(path => spelled(machine, path)).filter(path => isListed(machine, parentOf(path) ?? path))
}

/** What is in the folders that matter, and who may not touch it. */
export const foldersListing = listing('folders.txt', (server, renderLog) => {
  const { machine } = server
  const folders = lookedInto(machine)
  return [
    ...folders.flatMap(path => dirAll(server, path, renderLog)),
    ...folders
      .filter(path => fileAt(machine, path))
      .flatMap(path => typed(`icacls ${quoted(printed(path))}`, icaclsRows(machine, [path]))),
  ]
})
