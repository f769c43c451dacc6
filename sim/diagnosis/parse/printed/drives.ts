import { lower, upper } from '../../../../model/words/letters.ts'
import { type Form, type PrintedLine, pathTyped, wholeNumber } from './form.ts'

/** Free space of drives, as `wmic logicaldisk` prints it in each of its forms, and `fsutil`. Does not know how much is enough. */

export interface DriveSpace extends PrintedLine {
  readonly drive: string
  readonly free: number
}

const NAMES: readonly string[] = ['deviceid', 'caption', 'name']
const HEAD =
  /^(?=.*\bFreeSpace\b)(?:Caption|Compressed|Description|DeviceID|FileSystem|FreeSpace|Name|Size)\b[ A-Za-z]*$/
const CSV_HEAD = /^Node,(?=.*\bFreeSpace\b)[,A-Za-z]+\s*$/
const FIELD = /^(DeviceID|Caption|Name|FreeSpace)=(.*)$/
const FSUTIL = /^Total # of free bytes\s*: (\d[\d,]*)/
const DRIVE = /^[A-Z]:$/i

export function drivesForm(): Form & { readonly found: () => readonly DriveSpace[] } {
  const drives: DriveSpace[] = []
  let columns: readonly { title: string; from: number; to: number }[] = []
  let csv: readonly string[] = []
  let name = ''

  const add = (row: PrintedLine, drive: string | undefined, free: string): boolean => {
    if (drive === undefined || !DRIVE.test(drive) || !/^\d/.test(free)) return false
    drives.push({ ...row, drive: upper(drive), free: wholeNumber(free) })
    return true
  }
  const fromCells = (row: PrintedLine, cells: ReadonlyMap<string, string>): boolean =>
    add(
      row,
      NAMES.map(title => cells.get(title)).find(cell => cell),
      cells.get('freespace') ?? '',
    )

  return {
    take(row, typed) {
      const { text } = row
      if (HEAD.test(text)) columns = columnsOf(text)
      else if (CSV_HEAD.test(text)) csv = text.trim().split(',').map(lower)
      else if (csv.length > 0 && text.includes(',')) {
        return fromCells(
          row,
          new Map(
            text
              .trim()
              .split(',')
              .map((cell, i) => [csv[i] ?? '', cell]),
          ),
        )
      } else if (columns.length > 0 && text.trim() !== '') {
        return fromCells(row, new Map(columns.map(({ title, from, to }) => [title, text.slice(from, to).trim()])))
      } else {
        const [, field, value] = FIELD.exec(text) ?? []
        if (field !== undefined && value !== undefined) {
          if (field === 'FreeSpace') return add(row, name, value.trim())
          name = value.trim()
          return true
        }
        const free = FSUTIL.exec(text)?.[1]
        return free !== undefined && add(row, driveTyped(typed), free)
      }
      return true
    },
    end() {
      ;[columns, csv, name] = [[], [], '']
    },
    found: () => drives,
  }
}

/** `fsutil volume diskfree C: | findstr free` */
const driveTyped = (typed: string): string | undefined => pathTyped(typed.split('|')[0]!.trimEnd())?.slice(0, 2)

/** Each column begins where its title does. */
function columnsOf(head: string): { title: string; from: number; to: number }[] {
  const titles = [...head.matchAll(/[A-Za-z]+/g)]
  return titles.map(({ 0: title, index }, i) => ({
    title: lower(title),
    from: index,
    to: titles[i + 1]?.index ?? Number.POSITIVE_INFINITY,
  }))
}
