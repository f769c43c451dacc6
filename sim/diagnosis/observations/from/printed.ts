import type { Evidence } from '../../evidence.ts'
import type { ListedEntry, ListedFolder } from '../../parse/printed/dir.ts'
import type { PrintedLine } from '../../parse/printed/form.ts'
import type { Kind, Observed, RowOf } from '../kinds.ts'
import { clockIn, dayIn } from './day.ts'

/**
 * What commands showed of folders, rights, processes, open files and drives, and what they looked at. Does not know what
 * there should be.
 */

export function* fromPrinted({ printed }: Evidence): Generator<Observed> {
  for (const file of printed) {
    for (const folder of file.folders) yield* listed(file.path, folder)
    yield* found(file)
    yield* witnesses(file)
  }
}

// ----------------------------------------------------------------------------------------------------------- folders

function* listed(path: string, { line, text, place, entries, whole }: ListedFolder): Generator<Observed> {
  if (!place.endsWith('\\')) yield folderRow({ path, line, text: text.trim() }, place)
  for (const entry of entries) {
    if (entry.folder) yield folderRow({ path, line: entry.line, text: entry.text }, joined(place, entry.name))
    else yield fileRow(path, entry, place)
  }
  const at = { kind: 'listing', path, line, text: text.trim(), place, rows: entries.length } as const
  yield { ...at, of: ['folder'], whole: whole.folders }
  yield { ...at, of: ['file'], whole: whole.files }
}

type At = PrintedLine & { readonly path: string }

function folderRow(at: At, place: string): Observed {
  const end = place.lastIndexOf('\\')
  const above = place.slice(0, Math.max(end, 0))
  const parent = above.includes('\\') ? above : `${above}\\`
  return { kind: 'folder', ...at, place, name: place.slice(end + 1), parent }
}

const joined = (folder: string, name: string): string => `${folder}${folder.endsWith('\\') ? '' : '\\'}${name}`

/** There are thousands: what is not known is added to none. */
function fileRow(path: string, { line, text, name, size, modified }: ListedEntry, folder: string): Observed {
  const row: { -readonly [K in keyof RowOf<'file'>]: RowOf<'file'>[K] } = {
    kind: 'file',
    path,
    line,
    text,
    name,
    folder,
  }
  if (size !== undefined) row.size = size
  if (modified !== undefined) {
    row.day = dayIn(modified)
    row.clock = clockIn(modified)
  }
  return row
}

// ------------------------------------------------------------------------------------------------------------ others

function* found(file: Evidence['printed'][number]): Generator<Observed> {
  const { path, missing, errors, free, rights, processes, handles, drives } = file
  for (const { line, text } of errors) yield { kind: 'script.error', path, line, text, body: text.trim() }
  for (const { line, place } of missing) yield { kind: 'missing', path, line, text: `${place}: not found`, place }
  for (const list of rights) {
    for (const { text: _, line, ...right } of list.rights) {
      const about = right.allow ? 'may' : 'must not'
      const text = `${right.place}: ${right.account} ${about} ${right.writes ? 'write' : 'read'}`
      yield { kind: 'right', path, line, text, ...right }
    }
  }
  for (const process of processes.flatMap(list => list.processes)) yield { kind: 'process', path, ...process }
  for (const { shares, ...handle } of handles.handles) {
    const text = `${handle.program} pid: ${handle.id} ${handle.text.trim()}`
    yield { kind: 'handle', path, ...handle, text, ...(shares !== undefined && { shares }) }
  }
  for (const drive of [...drives, ...free]) yield { kind: 'drive', path, ...drive }
}

function* witnesses({
  path,
  rights,
  processes,
  handles,
  drives,
  free,
}: Evidence['printed'][number]): Generator<Observed> {
  const shown = (kind: Kind, { line, text }: PrintedLine, rows: number, place?: string): Observed => ({
    kind: 'listing',
    path,
    line,
    text,
    of: [kind],
    whole: rows > 0,
    rows,
    ...(place !== undefined && { place }),
  })
  for (const { place, ...list } of rights) yield shown('right', list, list.rights.length, place)
  for (const list of processes) yield shown('process', list, list.processes.length)
  for (const list of handles.wholes) yield shown('handle', list, handles.handles.length)
  for (const { drive, ...row } of [...drives, ...free]) yield shown('drive', row, 1, drive)
}
