import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { recordsOfRun } from '../../../../sim/pipeline/records.ts'
import { WINLOGBEAT } from '../schemas.ts'
import { exportedRuns, Files, type Found } from './helpers.ts'

/** Pipeline tests as elastic-package takes them (`elastic-package`), put to the pipeline of the integration (`elastic-integrations`). */

const RUNS = exportedRuns()
const files = new Files('elastic-package', RUNS)
const TESTS = files.matching(/\/test-[^/]*(?<!-expected)\.json$/)

/** What the pipeline for events of Windows does, step by step, as its file has it; nothing else of it is modelled. */
const PIPELINE: readonly Found[] = parse(`
- set: {field: event.ingested, value: '2026-01-01T00:00:00.000Z'}
- set: {field: ecs.version, value: 8.11.0}
- convert: {field: error.code, type: string, ignore_missing: true}
`)

function processed(document: Found): Found {
  const result = structuredClone(document)
  for (const step of PIPELINE) {
    const [[kind, { field, value }]] = Object.entries(step) as [[string, Found]]
    const [outer, inner] = field.split('.')
    if (kind === 'set') result[outer] = { ...result[outer], [inner]: value }
    else if (result[outer]?.[inner] !== undefined) result[outer][inner] = String(result[outer][inner])
  }
  return result
}

/** Fields that are dynamic are taken out of both before they are compared. */
function withoutDynamic(document: Found, config: Found): Found {
  const result = structuredClone(document)
  for (const field of Object.keys(config.dynamic_fields)) {
    const [outer, inner] = field.split('.')
    delete result[outer!]?.[inner!]
  }
  return result
}

test('a test is a file of events and one of what is expected, beside the configuration', () => {
  expect(TESTS.length).toBeGreaterThan(RUNS.length)
  for (const path of files.paths.filter(one => one.startsWith('packages/'))) {
    expect(path).toMatch(
      /^packages\/system\/data_stream\/(?:application|system)\/_dev\/test\/pipeline\/test-[\w-]+(?:\.json|\.json-expected\.json|-config\.yml)$/,
    )
  }
  for (const path of TESTS) expect(files.has(`${path}-expected.json`)).toBe(true)
  for (const path of files.matching(/config\.yml$/)) {
    expect(files.yaml(path)).toEqual({ dynamic_fields: { 'event.ingested': '.*' } })
  }
})

test('the events are what Winlogbeat sends, as many as each log has', () => {
  for (const { name, run } of RUNS) {
    for (const log of ['Application', 'System'] as const) {
      const entries = recordsOfRun(run).filter(record => record.kind === 'event' && record.log === log)
      const path = TESTS.find(one => one.endsWith(`/${log.toLowerCase()}/_dev/test/pipeline/test-${name}.json`))
      const events: Found[] = path === undefined ? [] : files.json(path).events
      expect([name, log, events.length]).toEqual([name, log, entries.length])
      for (const [i, event] of events.entries()) {
        expect([WINLOGBEAT(event), WINLOGBEAT.errors]).toEqual([true, null])
        expect(event.labels).toBeUndefined()
        const entry = entries[i]!
        expect(entry.kind === 'event' && entry.event.number).toBe(event.winlog.record_id)
      }
      const rows = files.labels.filter(({ file }) => file === path).map(({ line }) => line)
      expect(rows).toEqual(entries.flatMap(({ label }, i) => (label ? [i + 1] : [])))
    }
  }
})

test('what is expected is what the pipeline makes of them', () => {
  for (const path of TESTS) {
    const config = files.yaml(path.replace(/test-[^/]*$/, 'test-common-config.yml'))
    const actual = files.json(path).events.map((event: Found) => withoutDynamic(processed(event), config))
    const { expected } = files.json(`${path}-expected.json`)
    expect(expected.map((event: Found) => withoutDynamic(event, config))).toEqual(actual)
  }
})

test('what is expected is written as elastic-package writes it: four blanks, names in order', () => {
  const inOrder = (value: Found): Found =>
    Array.isArray(value)
      ? value.map(inOrder)
      : value !== null && typeof value === 'object'
        ? Object.fromEntries(
            Object.keys(value)
              .sort()
              .map(key => [key, inOrder(value[key])]),
          )
        : value
  for (const path of TESTS) {
    const text = files.text(`${path}-expected.json`)
    expect(text).toBe(`${JSON.stringify(inOrder(JSON.parse(text)), undefined, 4)}\n`)
  }
})
