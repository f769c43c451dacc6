import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { FORMATS } from '../../../../sim/pipeline/formats/table.ts'
import { type EventEntry, type LineRecord, recordsOfRun } from '../../../../sim/pipeline/records.ts'
import { needing, PYYAML } from '../../../needs.ts'
import { asPython, basename, exportedRuns, Files } from './helpers.ts'

/** What bin/dataset_schema.json and bin/validate.py of splunk/attack_data ask of a set (`attack-data`), and where each record went. */

const RUNS = exportedRuns()
const files = new Files('attack-data', RUNS)
const SETS = files.matching(/\.yml$/)

const ajv = new Ajv({ allErrors: true })
addFormats.default(ajv)
const text = { type: 'string', minLength: 1 }
const SET = ajv.compile({
  type: 'object',
  required: ['author', 'id', 'date', 'description', 'environment', 'datasets'],
  additionalProperties: false,
  properties: {
    author: text,
    id: { type: 'string', format: 'uuid' },
    date: { type: 'string', format: 'date' },
    description: text,
    environment: text,
    directory: text,
    mitre_technique: { type: 'array', items: { type: 'string', pattern: '^T\\d{4}(\\.\\d{3})*$' } },
    datasets: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'path', 'source', 'sourcetype'],
        properties: { name: text, path: text, source: text, sourcetype: text },
      },
    },
  },
})

test(
  'a set for each run follows the schema, also to PyYAML, which would make a date of a date',
  needing(PYYAML),
  () => {
    expect(SETS.length).toBe(RUNS.length)
    for (const [i, set] of asPython(SETS.map(path => files.text(path))).entries()) {
      expect([SETS[i], SET(set), SET.errors]).toEqual([SETS[i], true, null])
      expect(set).toEqual(files.yaml(SETS[i]!))
    }
    expect(new Set(SETS.map(path => files.yaml(path).id)).size).toBe(SETS.length)
  },
)

test('each log is where its set says, and nothing else is there', () => {
  const named = SETS.flatMap(path => {
    const { directory, datasets } = files.yaml(path)
    expect(path).toBe(`datasets/exchange_2007_rollups/${directory}/${directory}.yml`)
    for (const { path: log, name } of datasets) expect(basename(log)).toBe(`${name}.log`)
    return datasets.map((one: { path: string }) => one.path.slice(1))
  })
  expect(files.matching(/\.log$/).sort()).toEqual([...named].sort())
})

test('a log has a record on each line, with its source, and the labels name those lines', () => {
  for (const { name, run } of RUNS) {
    const records = recordsOfRun(run).filter(record => record.kind === 'event' || record.text.trim() !== '')
    const { datasets } = files.yaml(`datasets/exchange_2007_rollups/${name}/${name}.yml`)
    let total = 0
    for (const { path, source, sourcetype } of datasets) {
      const lines = files.lines(path.slice(1))
      const own = records.filter(
        record =>
          (record.kind === 'event' ? `XmlWinEventLog:${record.log}` : record.path) === source &&
          lines.includes(textOf(record)),
      )
      expect(lines.every(line => line.startsWith('<Event ') === (sourcetype === 'XmlWinEventLog'))).toBe(true)
      const labels = new Map(files.labels.filter(({ file }) => file === path.slice(1)).map(row => [row.line!, row]))
      const labelled = own.filter(({ label }) => label)
      expect(labels.size).toBeLessThanOrEqual(labelled.length)
      for (const [line, { class: meaning }] of labels) {
        const matching = labelled.filter(record => textOf(record) === lines[line - 1])
        expect(matching.map(({ label }) => label!.class)).toContain(meaning)
      }
      total += lines.length
    }
    expect([name, total]).toEqual([name, records.length])
    const rows = files.labels.filter(({ file }) => file.includes(`/${name}/`))
    expect(rows.length).toBe(records.filter(({ label }) => label).length)
  }
})

const textOf = (record: EventEntry | LineRecord): string =>
  record.kind === 'event' ? FORMATS['evtx-xml'].write(record, false) : record.text
