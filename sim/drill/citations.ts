import { fileAt, keyPath, registryValue } from '../../model/machine/machine.ts'
import { fold, leafOf } from '../../model/machine/names.ts'
import { eventText } from '../../model/words/events.ts'
import type { Selector } from '../forms/about.ts'
import { renderFile } from '../forms/contents.ts'
import { exportPath } from '../forms/exports/export.ts'
import { EXPORTS } from '../forms/exports/table.ts'
import { renderInstallerLog } from '../forms/installerLog.ts'
import type { Encoding } from '../forms/kinds.ts'
import type { ServerState } from '../server/facts.ts'

/**
 * What somebody points at on a server: a line of a file or of an export, a record of an event log, a value of the registry.
 * Does not know what it proves.
 */
export interface Cited {
  /** Of the file on the simulated disk, or `exports\NAME`; of a value the name of its key. */
  readonly path: string
  readonly selector: Selector
  /** What stands there. */
  readonly text: string
}

/** `C:\KB935490.log:812`, `SysEvent.Evt#14`, `exports\services.txt:40`, `HKLM\SOFTWARE\Policies\...\DisablePatch`; or why not. */
export function citedAt(server: ServerState, place: string): Cited | string {
  const written = place.trim().replace(/^"|"(?=[:#]\d+$)|"$/g, '')
  if (/^HK(?:LM|CU|CR|U|EY_)/i.test(written)) return valueAt(server, written)
  const [, path, mark, digits] = /^(.+)([:#])(\d{1,9})$/.exec(written) ?? []
  if (path === undefined) return 'a citation is PATH:LINE, PATH#RECORD, or the path of a value in the registry'
  const found = pathNamed(server, path)
  if (found === undefined) return `there is no file ${path}`
  return mark === '#' ? recordAt(server, found, Number(digits)) : lineOf(server, found, Number(digits))
}

/** A whole path, or the name of a file where only one has it. */
function pathNamed({ machine }: ServerState, written: string): string | undefined {
  const path = written.replaceAll('/', '\\')
  const node = fileAt(machine, path)
  if (node && !node.folder) return node.path
  const wanted = EXPORTS.find(({ name }) => fold(exportPath(name)) === fold(path))
  if (wanted) return exportPath(wanted.name)
  const named = [...machine.files.values()].filter(file => file.content && fold(leafOf(file.path)) === fold(path))
  return named.length === 1 ? named[0]!.path : undefined
}

// ---------------------------------------------------------------------------------------------------------- lines

function lineOf(server: ServerState, path: string, line: number): Cited | string {
  const rows = rowsOf(server, path)
  if (!rows) return `${path} has no lines that anybody could read`
  const text = rows[line - 1]
  if (text === undefined) return `${path} has ${rows.length} lines`
  return { path, selector: { type: 'text', line, endLine: line }, text }
}

/** Lines without their ends; undefined of what is no text. */
export function rowsOf(server: ServerState, path: string): string[] | undefined {
  const file = bytesOf(server, path)
  if (!file || file.encoding === 'binary') return undefined
  const text = new TextDecoder(file.encoding === 'utf-8' ? 'utf-8' : 'utf-16le').decode(file.bytes)
  const rows = text.split(/\r?\n/)
  return rows.at(-1) === '' ? rows.slice(0, -1) : rows
}

function bytesOf(server: ServerState, path: string): { bytes: Uint8Array; encoding: Encoding } | undefined {
  const one = EXPORTS.find(({ name }) => exportPath(name) === path)
  if (one) return { encoding: one.encoding, bytes: one.bytes(server, renderInstallerLog) }
  const node = fileAt(server.machine, path)
  return node && renderFile(server.machine, server.facts, node)
}

// -------------------------------------------------------------------------------------------- records and values

function recordAt({ machine }: ServerState, path: string, number: number): Cited | string {
  const content = fileAt(machine, path)?.content
  if (content?.kind !== 'event-log') return `${path} is no event log`
  const event = machine.logs[content.log].find(one => one.number === number)
  if (!event) return `${path} has no record ${number}`
  const text = `${event.source} ${event.id}: ${eventText(event)}`
  return { path, selector: { type: 'record', id: number }, text }
}

function valueAt({ machine }: ServerState, written: string): Cited | string {
  const path = keyPath(written.replaceAll('/', '\\'))
  const key = path.slice(0, path.lastIndexOf('\\'))
  const value = registryValue(machine, key, leafOf(path))
  if (!value) return `there is no value ${written}`
  return { path: key, selector: { type: 'registry', key, value: value.name }, text: `${value.name} ${value.data}` }
}
