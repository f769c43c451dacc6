import { describe, expect, test } from 'vitest'
import type { Where } from '../../../../sim/drill/desk/reading.ts'
import { openLab } from '../../../../sim/drill/lab.ts'
import { scenarioById } from '../../../laws/state.ts'
import { header, type } from '../solver.ts'

/** What there is to read on a server: each row stands where it says, and what it is cited by is taken. */

const lab = openLab(scenarioById('file-in-use').scenario, header())

const EVERYWHERE: readonly Where[] = [
  { at: 'events', log: 'Application' },
  { at: 'events', log: 'System' },
  { at: 'event', log: 'Application', number: 1 },
  { at: 'services' },
  { at: 'service', name: 'MSExchangeIS' },
  { at: 'places' },
  { at: 'folder', path: 'C:' },
  { at: 'exports' },
  { at: 'file', path: 'exports\\services.txt' },
  { at: 'file', path: 'C:\\WINDOWS\\WindowsUpdate.log' },
  { at: 'found', text: 'OWA' },
  { at: 'key', path: '' },
  { at: 'key', path: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer' },
]

test.each(EVERYWHERE)('$at: what can be cited is taken, what leads somewhere leads there', where => {
  const { title, heads, rows } = lab.read(where)
  expect(title).not.toBe('')
  expect(rows.length).toBeGreaterThan(0)
  for (const { cells, place, leads, more } of rows) {
    if (heads.length > 0) expect(cells).toHaveLength(heads.length)
    expect(more().length).toBeGreaterThan(0)
    if (place !== undefined) expect(lab.refusal({ kind: 'cite', place })).toBeUndefined()
    if (leads) expect(() => lab.read(leads)).not.toThrow()
  }
})

test('the newest event comes first, and errors are marked as Windows marks them', () => {
  const { rows } = lab.read({ at: 'events', log: 'Application' })
  const numbers = rows.map(({ place }) => Number(place!.split('#')[1]))
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  expect(rows.map(({ cells, bad }) => [cells[0], bad])).toContainEqual(['Error', true])
  expect(rows.map(({ cells, bad }) => [cells[0], bad])).toContainEqual(['Information', false])
})

test('every drive, folder and key can be reached from the top', () => {
  const reached = new Set<string>()
  const walk = (where: Where): void => {
    const key = JSON.stringify(where)
    if (reached.has(key)) return
    reached.add(key)
    for (const { leads } of lab.read(where).rows) if (leads && leads.at !== 'file') walk(leads)
  }
  walk({ at: 'places' })
  walk({ at: 'key', path: '' })
  expect(reached).toContain(JSON.stringify({ at: 'folder', path: 'C:\\WINDOWS\\Installer' }))
  expect([...reached].some(key => key.includes('Session Manager'))).toBe(true)
})

describe('what is not there any more', () => {
  test.each<Where>([
    { at: 'event', log: 'System', number: 99_999 },
    { at: 'service', name: 'nobody' },
    { at: 'file', path: 'C:\\nowhere.txt' },
    { at: 'key', path: 'HKLM\\nowhere' },
  ])('$at is said to be gone', where => {
    expect(lab.read(where).rows.map(({ cells }) => cells[0])).toEqual([
      expect.stringMatching(/^(?:There is no .* any more|It is not there any more)\.$/),
    ])
  })
})

test('what stands in the window is what was typed and what it printed, whenever it is asked for', () => {
  const actions = [type('cd \\'), { kind: 'claim', cause: 'disk-full', sure: 'guess' } as const, type('ver')]
  const sat = openLab(scenarioById('superseded').scenario, header())
  const printed = actions.map(action => sat.do(action))
  const rows = sat.transcript.map(({ kind, text }) => `${kind} ${text}`)
  expect(rows[0]).toMatch(/^typed C:\\.*>cd \\$/)
  expect(rows[1]).toBe('beside :claim disk-full guess')
  expect(rows.slice(3)).toEqual(printed[2]!.map(text => `printed ${text}`))
  const again = openLab(scenarioById('superseded').scenario, header(), actions)
  expect(again.transcript).toEqual(sat.transcript)
  sat.do({ kind: 'undo', count: 3 })
  expect(sat.transcript).toEqual([])
})

test('the end of a line is completed in the folder that the window is in', () => {
  const sat = openLab(scenarioById('file-in-use').scenario, header())
  sat.do(type('cd /d C:\\WINDOWS'))
  expect(sat.complete('dir sys')).toBe('dir system32')
  expect(sat.complete('dir system32\\conf')).toBe('dir system32\\config')
  expect(sat.complete('dir \\prog')).toBe('dir "\\Program Files"')
  expect(sat.complete('dir "\\Program Files\\Micro')).toMatch(/^dir "\\Program Files\\Microsoft/)
  expect(sat.complete('dir nothing')).toBeUndefined()
})

test('a log has one size, and the time of its last line, in every view', () => {
  const opened = openLab(scenarioById('file-in-use').scenario, header())
  const log = 'C:\\WINDOWS\\Temp\\MSIba7a1.LOG'
  const typed = (line: string): string => opened.do(type(line)).join('\n').trim()
  const free = (): number => Number(/([\d,]+) bytes free/.exec(typed('dir C:\\'))![1]!.replaceAll(',', ''))
  const row = opened.read({ at: 'found', text: 'MSIba7a1.LOG' }).rows[0]!
  const [, size, , time] = row.cells
  expect(Number(size)).toBeGreaterThan(100_000)
  const texts = opened.read({ at: 'file', path: log }).rows.map(({ cells }) => cells[1]!)
  const last = texts.findLast(text => text.includes('Verbose logging stopped'))!
  expect(last).toContain(`13${time!.slice(1, 7)}`)
  expect(typed(`powershell -command "(Get-Item ${log}).Length"`)).toBe(size)
  expect(typed(`powershell -command "(Get-Item ${log}).LastWriteTime"`)).toContain(time)
  const before = free()
  expect(typed(`copy ${log} C:\\copied.log`)).toBe('1 file(s) copied.')
  // By the cluster, of which both ends are rounded down.
  const taken = before - free()
  expect([before % 4096, taken % 4096, Math.abs(taken - Number(size)) < 4096]).toEqual([0, 0, true])
  expect(opened.read({ at: 'found', text: 'copied.log' }).rows[0]!.cells.slice(1)).toEqual(row.cells.slice(1))
})
