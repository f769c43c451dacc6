import { freeOn, type Machine } from '../../../model/machine/machine.ts'
import { byName } from '../../../model/machine/names.ts'
import { lower } from '../../../model/words/letters.ts'
import { listing, type Row, typed } from './export.ts'
import { disabledRows, isWmiLost } from './wmi.ts'

/**
 * Free space drive by drive, as `wmic` prints it on both systems: formats.md 4. The model has no size of a drive, so only
 * what it has is asked for. Does not know how much is enough.
 */

type Property = (machine: Machine, drive: string) => string

/** In the order of the alphabet, as the program has them whatever the order of the question. */
const PROPERTIES: readonly (readonly [name: string, of: Property])[] = [
  ['Caption', (_, drive) => drive],
  ['DeviceID', (_, drive) => drive],
  ['FreeSpace', (machine, drive) => String(freeOn(machine, drive) ?? 0)],
]

const drivesOf = ({ free }: Machine): string[] => [...free.keys()].sort(byName)

/** The table for these names, or undefined where one of them is not modelled. */
export function logicalDisks(machine: Machine, names: readonly string[]): Row[] | undefined {
  const wanted = new Set(names.map(lower))
  const columns = PROPERTIES.filter(([name]) => wanted.has(lower(name)))
  if (columns.length === 0 || columns.length < wanted.size) return undefined
  const drives = drivesOf(machine)
  const table = [columns.map(([title]) => title), ...drives.map(drive => columns.map(([, of]) => of(machine, drive)))]
  const widths = columns.map((_, i) => 2 + Math.max(...table.map(cells => cells[i]!.length)))
  const [head = '', ...texts] = table.map(cells => cells.map((cell, i) => cell.padEnd(widths[i]!)).join(''))
  return [head, ...texts.map((text, i): Row => ({ text, about: { kind: 'drive', name: drives[i]! } })), '']
}

/** What `fsutil` says of what is free, which does not ask WMI. */
export const freeBytes = (free: number): readonly string[] => [
  `Total # of free bytes        : ${free}`,
  `Total # of avail free bytes  : ${free}`,
]

/** The size of a drive stands between the two. */
function freeOf(machine: Machine, drive: string): Row[] {
  const [free = '', ...others] = freeBytes(freeOn(machine, drive) ?? 0)
  return typed(`fsutil volume diskfree ${drive} | findstr free`, [
    { text: free, about: { kind: 'drive', name: drive } },
    ...others,
  ])
}

const ASKED = 'wmic logicaldisk get DeviceID,FreeSpace'

/** The scripts of an update disable WMI: whoever gets no answer asks for one drive after the other. */
export const diskListing = listing('disk.txt', ({ machine }) =>
  isWmiLost(machine)
    ? [...typed(ASKED, disabledRows(machine)), ...drivesOf(machine).flatMap(drive => freeOf(machine, drive))]
    : typed(ASKED, logicalDisks(machine, ['DeviceID', 'FreeSpace'])!),
)
