import { upper } from '../../../model/words/letters.ts'
import type { Kind, Observed } from './kinds.ts'
import type { Table } from './table.ts'

/** On which drive Windows is, and which rows are about that one. Does not know what should be on it. */

/** A row, in its table or on its way there. */
interface Telling {
  readonly kind: Kind
  readonly text: string
  readonly [field: string]: unknown
}

type Told = (row: Telling) => unknown

/** Who tells, the surest first: a log names the folder, the registry the copies in it; and a folder may be of another Windows. */
const BY_KIND: readonly Told[] = [
  ({ kind, name, value }) => kind === 'log.property' && name === 'WindowsFolder' && value,
  ({ kind, missing }) => kind === 'cached-copy' && missing,
  ({ kind, place }) => kind === 'folder' && /^\w:\\win(?:dows|nt)$/i.test(String(place)) && place,
  // The scripts write in the top folder of that drive.
  ({ kind, place }) => kind === 'folder' && /^\w:\\ExchangeSetupLogs$/i.test(String(place)) && place,
]
const KINDS = ['log.property', 'cached-copy', 'folder'] as const satisfies readonly Kind[]

/** Where none of them does, whatever speaks of that folder. */
const BY_TEXT: readonly Told[] = [({ text }) => /\b[A-Z]:\\win(?:dows|nt)\\/i.exec(text)?.[0]]

/** Where hardly a Windows is not, if nobody tells. */
const USUAL = 'C'

const driveOf = (place: string): string | undefined => /^([A-Z]):/i.exec(place)?.[1]

/** Its letter, in capitals; undefined where nobody tells. */
export const systemDriveIn = (table: Table): string | undefined =>
  letterBy(BY_KIND, table.of(KINDS)) ?? letterBy(BY_TEXT, table.rows())

function letterBy(tellers: readonly Told[], rows: readonly Telling[]): string | undefined {
  for (const told of tellers) {
    for (const row of rows) {
      const place = told(row)
      const drive = typeof place === 'string' ? driveOf(place) : undefined
      if (drive !== undefined) return upper(drive)
    }
  }
  return undefined
}

function placeOf(row: Observed): string | undefined {
  switch (row.kind) {
    case 'folder':
    case 'missing':
    case 'right':
      return row.place
    case 'file':
      return row.folder
    case 'drive':
      return row.drive
    case 'listing':
      return typeof row.place === 'string' ? row.place : undefined
    default:
      return undefined
  }
}

/** Says of each row about a place on a drive whether it is the drive of Windows. */
export function withSystemDrive(rows: readonly Observed[]): Observed[] {
  const system = letterBy(BY_KIND, rows) ?? letterBy(BY_TEXT, rows) ?? USUAL
  return rows.map(row => {
    const place = placeOf(row)
    const drive = place === undefined ? undefined : driveOf(place)
    if (drive !== undefined) (row as { system?: boolean }).system = upper(drive) === system
    return row
  })
}
