import { childrenOf, fileAt, freeOn } from '../../../model/machine/machine.ts'
import { byName, driveOf, fold, leafOf } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { longTime, shortDate } from '../../../model/machine/time.ts'
import { asListed } from '../../forms/contents.ts'
import { exportPath } from '../../forms/exports/export.ts'
import { EXPORTS } from '../../forms/exports/table.ts'
import type { ServerState } from '../../server/facts.ts'
import { rowsOf } from '../citations.ts'
import { type Reading, type ReadRow, textRow, type Where } from './reading.ts'

/** Drives, folders, files and what an engineer exports. Does not know what is worth reading. */

const HEADS = ['Name', 'Size', 'Date', 'Time']

export function placesReading({ machine }: ServerState): Reading {
  const drives = [...new Set([...machine.files.values()].map(({ path }) => driveOf(path)))].sort(byName)
  const rows = drives.map(drive => {
    const free = freeOn(machine, drive)
    return place({ at: 'folder', path: drive }, `${drive}\\`, free === undefined ? '' : `${free} bytes free`)
  })
  return {
    title: 'Files',
    heads: ['Place', ''],
    rows: [...rows, place({ at: 'exports' }, 'exports', 'what an engineer exports from a server')],
  }
}

function place(leads: Where, name: string, text: string): ReadRow {
  return { cells: [name, text], leads, more: () => [`${name}  ${text}`.trimEnd()] }
}

/** Folders first, as an explorer has them. */
export function folderReading(server: ServerState, path: string): Reading {
  const nodes = childrenOf(server.machine, path).toSorted((a, b) => Number(b.folder) - Number(a.folder))
  return {
    title: `${path}\\`,
    heads: HEADS,
    rows: nodes.map(node => fileRow(server, node, leafOf(node.path))),
  }
}

function fileRow(server: ServerState, file: FileNode, name: string): ReadRow {
  const node = asListed(server, file)
  const { zone } = server.machine
  const size = node.folder ? '<DIR>' : String(node.size)
  const [date, time] = [shortDate(node.modified, zone), longTime(node.modified, zone)]
  const version = node.version === undefined ? '' : `, version ${node.version}`
  const attributes = node.attributes === '' ? '' : `, ${node.attributes}`
  return {
    cells: [name, size, date, time],
    leads: leadTo(node),
    more: () => [node.path, `${size}, changed ${date} ${time}${version}${attributes}`],
  }
}

function leadTo({ path, folder, content }: FileNode): Where {
  if (folder) return { at: 'folder', path }
  return content?.kind === 'event-log' ? { at: 'events', log: content.log } : { at: 'file', path }
}

/** In the order of their paths. */
export function foundReading(server: ServerState, text: string): Reading {
  const wanted = fold(text)
  const nodes = [...server.machine.files.values()].filter(({ path }) => fold(path).includes(wanted))
  return {
    title: `Files with "${text}" in their path, ${nodes.length}`,
    heads: HEADS,
    rows: nodes.toSorted((a, b) => byName(a.path, b.path)).map(node => fileRow(server, node, node.path)),
  }
}

export function exportsReading(): Reading {
  const rows = EXPORTS.filter(({ encoding }) => encoding !== 'binary').map(({ name }) => {
    const path = exportPath(name)
    return { cells: [name], leads: { at: 'file', path }, more: () => [path] } as const
  })
  return { title: 'exports', heads: ['Name'], rows }
}

/** Line by line, each with its number. */
export function fileReading(server: ServerState, path: string): Reading {
  const lines = rowsOf(server, path)
  if (!lines) return { title: path, heads: [], rows: [textRow(unreadable(server, path))] }
  const rows = lines.map((text, i) => {
    const line = i + 1
    return { cells: [String(line), text], place: `${path}:${line}`, more: () => [text] }
  })
  return { title: `${path}, ${lines.length} lines`, heads: ['Line', ''], rows }
}

const unreadable = ({ machine }: ServerState, path: string): string =>
  fileAt(machine, path) ? 'It has no lines that anybody could read.' : 'It is not there any more.'
