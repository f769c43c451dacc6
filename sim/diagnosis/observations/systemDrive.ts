import { upper } from '../../../model/words/letters.ts'
import type { Observed } from './kinds.ts'

/** On which drive Windows is, and which rows are about that one. Does not know what should be on it. */

type Told = (row: Observed) => string | undefined

/** Who tells, the surest first: a log names the folder, the registry the copies in it; and a folder may be of another Windows. */
const TELLERS: readonly Told[] = [
  row => (row.kind === 'log.property' && row.name === 'WindowsFolder' ? row.value : undefined),
  row => (row.kind === 'cached-copy' ? row.missing : undefined),
  row => (row.kind === 'folder' && /^\w:\\win(?:dows|nt)$/i.test(row.place) ? row.place : undefined),
]

/** Where hardly a Windows is not, if nobody tells. */
const USUAL = 'C'

const driveOf = (place: string): string | undefined => /^([A-Z]):/i.exec(place)?.[1]

function systemDrive(rows: readonly Observed[]): string {
  for (const told of TELLERS) {
    for (const row of rows) {
      const drive = driveOf(told(row) ?? '')
      if (drive !== undefined) return upper(drive)
    }
  }
  return USUAL
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
  const system = systemDrive(rows)
  return rows.map(row => {
    const drive = driveOf(placeOf(row) ?? '')
    return drive === undefined ? row : Object.assign(row, { system: upper(drive) === system })
  })
}
