import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { recordsOfRun, type StreamRecord } from '../../../../sim/pipeline/records.ts'
import { drain, groupingAccuracy } from './drain.ts'
import { exportedRuns, Files } from './helpers.ts'

/** Systems as a loader of logpai reads them (`loghub`, `logparser`): by the format in the README, a line at a time. */

const RUNS = exportedRuns()
const files = new Files('loghub', RUNS)
const SYSTEMS = ['MSI', 'Setup', 'WindowsUpdate', 'Application', 'System'] as const
type System = (typeof SYSTEMS)[number]

type Row = Readonly<Record<string, string>>

const table = (path: string): Row[] => parse(files.text(path), { columns: true })
const formatOf = (system: System): string => /log_format: `([^`]+)`/.exec(files.text(`${system}/README.md`))![1]!

/** As a loader makes it of a format: each field as little as will do, blanks between them. */
function readerOf(format: string): RegExp {
  const source = format.replace(/ +/g, '\\s+').replace(/<(\w+)>/g, '(?<$1>.*?)')
  return new RegExp(`^${source}$`)
}

const TAKEN: Readonly<Record<System, (record: StreamRecord) => boolean>> = {
  MSI: ({ kind }) => kind === 'installer-log',
  Setup: ({ kind }) => kind === 'script-log',
  WindowsUpdate: ({ kind }) => kind === 'update-log',
  Application: record => record.kind === 'event' && record.log === 'Application',
  System: record => record.kind === 'event' && record.log === 'System',
}

/** Any text in place of each parameter. */
const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split('<*>')
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  )

describe.each(SYSTEMS)('%s', system => {
  const structured = table(`${system}/${system}.log_structured.csv`)
  const templates = table(`${system}/${system}.log_templates.csv`)
  const lines = files.lines(`${system}/${system}.log`)

  test('its columns are those of the others, with the label of BGL', () => {
    const fields = [...formatOf(system).matchAll(/<(\w+)>/g)].map(([, name]) => name!)
    expect(Object.keys(structured[0]!)).toEqual(['LineId', ...fields, 'EventId', 'EventTemplate'])
    expect(fields[0]).toBe('Label')
    expect(fields.at(-1)).toBe('Content')
    expect(Object.keys(templates[0]!)).toEqual(['EventId', 'EventTemplate', 'Occurrences'])
  })

  test('a loader finds in each line what the table says', () => {
    const reader = readerOf(formatOf(system))
    expect(structured.length).toBe(lines.length)
    for (const [i, line] of lines.entries()) {
      const { LineId, EventId: _, EventTemplate: __, ...fields } = structured[i]!
      expect(LineId).toBe(String(i + 1))
      expect({ ...reader.exec(line.trim())?.groups }).toEqual(fields)
    }
  })

  test('each line follows its template, and each template has one id and its count', () => {
    const byId = new Map(templates.map(row => [row.EventId, row]))
    expect(byId.size).toBe(templates.length)
    expect(new Set(templates.map(row => row.EventTemplate)).size).toBe(templates.length)
    const counts = new Map<string, number>()
    for (const { Content, EventId, EventTemplate } of structured) {
      expect(byId.get(EventId!)?.EventTemplate).toBe(EventTemplate)
      expect(Content).toMatch(patternOf(EventTemplate!))
      counts.set(EventId!, (counts.get(EventId!) ?? 0) + 1)
    }
    expect(templates.map(({ EventId, Occurrences }) => [EventId, Number(Occurrences)])).toEqual(
      templates.map(({ EventId }) => [EventId, counts.get(EventId!)]),
    )
  })

  test('has each record with a text once, with its label', () => {
    const told = RUNS.flatMap(({ run }) => recordsOfRun(run)).filter(TAKEN[system])
    const said = told.filter(
      record =>
        record.kind === 'event' || record.text.replace(/^MSI \([cs]\) \([^)]+\) \[[\d:]+\]: /, '').trim() !== '',
    )
    expect(structured.length).toBe(said.length)
    const labelled = said.filter(({ label }) => label)
    const expected = labelled.map(({ label }) => (label!.cause ? `${label!.class}/${label!.cause}` : label!.class))
    const found = structured.filter(row => row.Label !== '-')
    expect(found.map(row => row.Label)).toEqual(expected)
    const rows = files.labels.filter(({ file }) => file === `${system}/${system}.log`)
    expect(rows.map(({ line }) => String(line))).toEqual(found.map(row => row.LineId))
  })
})

/** What somebody who knows such lines tells Drain of them before: values that it shall not take for words. */
const VALUES: Readonly<Record<System, readonly RegExp[]>> = {
  MSI: [
    /'[^']*'/g,
    /(?<=^Property\([CNS]\): \S+ = ).*/g,
    /(?<=^Executing op: ).*/g,
    /\{[0-9A-F-]{36}\}/g,
    /[A-Z]:\\[^,;]*/g,
    /(?<=[:,=] ?)[^\s,;:]+/g,
  ],
  Setup: [/'[^']*'/g, /\d[\d:./-]*/g],
  WindowsUpdate: [/\d[\d:./-]*/g, /\{[0-9A-F-]{36}\}/gi, /[A-Z]:\\[^\s:]*/g],
  Application: [
    /^[\w.]+ \(\d+\) (?:[\w ]+: )?/g,
    /'[^']*'/g,
    /"[^"]*"/g,
    /[A-Z]:\\\S*/g,
    /(?<=^Product: )[^-]+(?= -)/g,
  ],
  System: [
    /(?<=^The )(?:start type of the )?.+?(?= service )/g,
    /(?<= sent an? | the | from | to )[\w ]+(?= control| state|\.| to )/g,
  ],
}

/** Measured, and rounded down: where a template of ours is finer or coarser than the words of a line show, Drain goes wrong. */
const LEAST: Readonly<Record<System, number>> = {
  MSI: 0.7,
  Setup: 0.85,
  WindowsUpdate: 0.6,
  Application: 0.8,
  System: 0.98,
}

test.each(SYSTEMS)('Drain groups the lines of %s as the templates do, as often as measured', system => {
  const structured = table(`${system}/${system}.log_structured.csv`)
  const prepared = structured.map(({ Content }) =>
    VALUES[system].reduce((text, value) => text.replace(value, '<*>'), Content!),
  )
  const found = drain(prepared)
  const accuracy = groupingAccuracy(
    found,
    structured.map(row => row.EventId),
  )
  expect(accuracy).toBeGreaterThanOrEqual(LEAST[system])
})

test('accuracy counts lines whose group has just the right lines', () => {
  expect(groupingAccuracy([1, 1, 2, 3], ['a', 'a', 'b', 'b'])).toBe(0.5)
  expect(groupingAccuracy([1, 1, 1, 1], ['a', 'a', 'b', 'b'])).toBe(0)
  expect(groupingAccuracy(drain(['open file a1', 'open file b2', 'done']), ['x', 'x', 'y'])).toBe(1)
})
