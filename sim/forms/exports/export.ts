import { longKey } from '../../../model/machine/machine.ts'
import type { ServerState } from '../../server/facts.ts'
import { type About, lineAt, type Spot, type Thing } from '../about.ts'
import { CRLF, lines, utf8 } from '../encode.ts'
import type { RenderLog } from '../installerLog.ts'
import type { Encoding } from '../kinds.ts'

/**
 * What one export is: a name, bytes, and what its rows are about. Labels find those rows by themselves, so an export with
 * labels is its own file and a row of table.ts. Does not know which rows get one.
 */
export interface Export {
  readonly name: string
  readonly encoding: Encoding
  readonly bytes: (server: ServerState, renderLog: RenderLog) => Uint8Array
  /** Of a listing. */
  readonly rows?: (server: ServerState, renderLog: RenderLog) => readonly Row[]
  /** Of the registry: each value of these keys is a row. */
  readonly hasKey?: (path: string) => boolean
}

/** A row of a listing: a line, or several with CRLF between that belong together; and what it is about, if anybody asks. */
export type Row = string | { readonly text: string; readonly about: About }

/** A text in UTF-8, of lines that nobody asks about. */
export function plainText(name: string, rows: (server: ServerState) => readonly string[]): Export {
  return { name, encoding: 'utf-8', bytes: server => utf8(lines(rows(server))) }
}

/** The same, of rows that are about something. */
export function listing(name: string, rows: (server: ServerState, renderLog: RenderLog) => readonly Row[]): Export {
  return { name, encoding: 'utf-8', rows, bytes: (server, log) => utf8(lines(rows(server, log).map(textOf))) }
}

const textOf = (row: Row): string => (typeof row === 'string' ? row : row.text)

/** What a program prints of rows, line by line. */
export const linesOf = (rows: readonly Row[]): string[] => rows.flatMap(row => textOf(row).split(CRLF))

/** A command and what it printed, as both stand in a window; the prompt comes back after a blank line. */
export const typed = (line: string, rows: readonly Row[]): Row[] => [`C:\\>${line}`, ...rows, '']

/** Where files in the bundle's folder of exports are said to lie. */
export const exportPath = (name: string): string => `exports\\${name}`

/** The rows of a listing that are about something. */
export function spotsOf({ name, rows = () => [] }: Export, server: ServerState, renderLog: RenderLog): Spot[] {
  let last = 0
  return rows(server, renderLog).flatMap(row => {
    const first = last + 1
    last += textOf(row).split('\n').length
    return typeof row === 'string' ? [] : [{ path: exportPath(name), selector: lineAt(first, last), about: row.about }]
  })
}

/** A value of the registry is found by its own name. */
export function registrySpots({ name, hasKey }: Export, thing: Thing): Spot[] {
  if (thing.kind !== 'value' || !hasKey?.(thing.key)) return []
  const selector = { type: 'registry', key: longKey(thing.key), value: thing.name } as const
  return [{ path: exportPath(name), selector, about: thing }]
}
