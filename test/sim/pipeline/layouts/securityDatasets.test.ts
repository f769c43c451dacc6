import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { eventText } from '../../../../model/words/events.ts'
import { recordOf } from '../../../../sim/forms/eventlog/records.ts'
import { keywordsOf } from '../../../../sim/forms/eventlog/shape.ts'
import { recordsOfRun } from '../../../../sim/pipeline/records.ts'
import { needing, PYYAML } from '../../../needs.ts'
import { asPython, exportedRuns, Files } from './helpers.ts'

/** Sets as those of OTRF/Security-Datasets are (`security-datasets`): what is known of one, and its events, flat. */

const RUNS = exportedRuns()
const files = new Files('security-datasets', RUNS)
const METADATA = files.matching(/_metadata\//)

const list = z.array(z.unknown())
const META = z.strictObject({
  title: z.string().min(1),
  id: z.string().regex(/^SDWIN-\d{12}$/),
  contributors: z.array(z.string()).min(1),
  creation_date: z.string().regex(/^\d{4}\/\d\d\/\d\d$/),
  modification_date: z.string(),
  platform: z.tuple([z.literal('Windows')]),
  type: z.literal('atomic'),
  tags: z.array(z.string()),
  description: z.string().min(1),
  attack_mappings: list,
  notebooks: list,
  files: z.array(z.strictObject({ type: z.enum(['Host', 'Network']), link: z.string() })).min(1),
  simulation: z.strictObject({
    environment: z.string(),
    tools: list,
    permissions_required: z.array(z.string()),
    adversary_view: z.string(),
  }),
  references: z.array(z.string()),
})

/** Types of the fields that NXLog adds; every other field is a text. */
const NUMBERS = ['EventID', 'SeverityValue', 'Task', 'RecordNumber', 'ExecutionProcessID', 'ThreadID', 'Keywords']
const NUMBERS_IF_ANY = ['OpcodeValue', 'Version']
const TEXTS = [
  ...['Channel', 'EventReceivedTime', 'EventTime', 'EventType', 'Hostname', 'Message', 'Severity', 'SourceModuleName'],
  ...['SourceModuleType', 'SourceName', '@timestamp', '@version', 'host'],
]
const shape = <T>(names: readonly string[], type: T): Record<string, T> =>
  Object.fromEntries(names.map(name => [name, type]))
const EVENT = z
  .object({
    ...shape(NUMBERS, z.int()),
    ...shape(NUMBERS_IF_ANY, z.optional(z.int())),
    ...shape(TEXTS, z.string()),
    EventType: z.enum(['INFO', 'AUDIT_SUCCESS', 'AUDIT_FAILURE', 'WARNING', 'VERBOSE', 'ERROR']),
    // Beyond what a double holds exactly.
    Keywords: z.number(),
    EventTime: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    tags: z.array(z.string()),
  })
  .catchall(z.string())

/** The lines of the one file in the archive of a run. */
function linesOf(name: string): { readonly file: string; readonly lines: readonly string[] } {
  const path = files.matching(/\.zip$/).find(one => one.endsWith(`/${name}.zip`))!
  const entries = Object.entries(unzipSync(files.bytes(path)))
  expect(entries).toHaveLength(1)
  const [inside, bytes] = entries[0]!
  expect(inside).toMatch(/^[\w-]+_\d{14}\.json$/)
  return { file: `${path}!${inside}`, lines: strFromU8(bytes).trimEnd().split('\n') }
}

test('what is known of a set has the form of the others, also to PyYAML', needing(PYYAML), () => {
  const read = asPython(METADATA.map(path => files.text(path)))
  for (const [i, path] of METADATA.entries()) {
    const meta = META.parse(read[i])
    expect(path).toBe(`datasets/atomic/_metadata/${meta.id}.yaml`)
    for (const { link } of meta.files) expect(files.has(link)).toBe(true)
  }
  expect(METADATA.length).toBe(RUNS.length)
  expect(read.map(({ title }) => title).sort()).toEqual(RUNS.map(({ run }) => run.scenario.title).sort())
})

test('an event is flat, and says what the record says', () => {
  for (const { name, run } of RUNS) {
    const entries = recordsOfRun(run).filter(record => record.kind === 'event')
    const { lines } = linesOf(name)
    expect(lines.length).toBe(entries.length)
    for (const [i, { machine, log, event }] of entries.entries()) {
      const read = EVENT.parse(JSON.parse(lines[i]!))
      const record = recordOf(machine, log, event)
      expect(read).toMatchObject({
        EventID: event.id,
        SourceName: event.source,
        Channel: log,
        Hostname: record.computer,
        RecordNumber: event.number,
        Message: eventText(event).replaceAll('\r\n', '\n'),
      })
      const [, keywords] = /^\{"Keywords":(-?\d+),/.exec(lines[i]!)!
      expect(BigInt.asUintN(64, BigInt(keywords!))).toBe(keywordsOf(record))
    }
  }
})

test('no event gives away what it means; labels.jsonl has it, line by line', () => {
  for (const { name, run } of RUNS) {
    const { file, lines } = linesOf(name)
    for (const line of lines) expect(JSON.parse(line).tags).toEqual(['lab1603'])
    const told = recordsOfRun(run)
      .filter(({ kind }) => kind === 'event')
      .flatMap(({ label }, i) => (label ? [{ line: i + 1, ...label }] : []))
    const rows = files.labels.filter(row => row.file === file).map(({ file: _, ...row }) => row)
    expect(rows).toEqual(told)
  }
})

test('sets that begin in the same second have ids of their own', () => {
  const [first] = exportedRuns(['clean-install'])
  const twice = new Files('security-datasets', [first!, { ...first!, name: 'clean-install-again' }])
  const ids = twice.matching(/_metadata\//).map(path => twice.yaml(path).id)
  expect(new Set(ids).size).toBe(2)
})
