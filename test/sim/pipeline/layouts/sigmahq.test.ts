import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { fold } from '../../../../model/machine/names.ts'
import type { EventRecord } from '../../../../sim/forms/eventlog/record.ts'
import { kindOf, ruleFor, type Seen } from '../../../../sim/pipeline/layouts/sigmaRules.ts'
import { recordsOfRun } from '../../../../sim/pipeline/records.ts'
import { type SigmaEvent, sigmaEvent } from '../../../../sim/pipeline/sigma/event.ts'
import { loadSigmaRule, type SigmaRule } from '../../../../sim/pipeline/sigma/rule.ts'
import { needing, PYYAML, programs } from '../../../needs.ts'
import { asPython, basename, exportedRuns, Files, type Found } from './helpers.ts'

/**
 * What SigmaHQ's own checks ask of rules and of regression data (`sigma-tests`): tests/regression_tests_runner.py, tests/test_rules.py,
 * and the schema of a rule; and whether the counts are those of the labels.
 */

const RUNS = exportedRuns()
const files = new Files('sigmahq', RUNS)
const RULES = files.matching(/^rules\//)
const INFOS = files.matching(/^regression_data\/.*\/info\.yml$/)
const NEGATIVE = files.matching(/^negative_data\/.*\/info\.yml$/)
const EVTXEXPORT = programs('evtxexport')

const ruleAt = (path: string): SigmaRule => {
  const loaded = loadSigmaRule(files.text(path), path)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.rule
}

// ----------------------------------------------------------------------------------------------------- JSON of a log

/** Objects one behind the other, as evtx_dump prints them. */
const dumped = (path: string): Found[] => JSON.parse(`[${files.text(path).trim().replaceAll('\n}\n{', '\n},\n{')}]`)

/** An event as a rule sees it, from the JSON alone. */
function asRead({ Event: { System, EventData, UserData } }: Found): SigmaEvent {
  const fields = new Map<string, string[]>()
  const add = (name: string, value: unknown): void => {
    if (value !== null) fields.set(fold(name), [...(fields.get(fold(name)) ?? []), String(value)])
  }
  const text = (value: Found): unknown => value?.['#text'] ?? value
  add('Provider_Name', System.Provider['#attributes'].Name)
  for (const name of ['EventID', 'Channel', 'Computer', 'Level', 'EventRecordID']) add(name, text(System[name]))
  for (const [name, value] of Object.entries(EventData ?? Object.values(UserData)[0]!)) {
    const values = text(value)
    for (const one of Array.isArray(values) ? values : [values]) add(name, one)
  }
  return fields
}

const matchesIn = (rule: SigmaRule, json: string): number =>
  dumped(json).filter(event => fold(event.Event.System.Channel) === fold(rule.channel!) && rule.fits(asRead(event)))
    .length

// -------------------------------------------------------------------------------------------------------------- rules

/** The schema of a rule, Sigma specification 2.0.0 (`sigma-specification`), for what we write. */
const RULE = new Ajv({ allErrors: true }).compile({
  type: 'object',
  required: ['title', 'logsource', 'detection', 'id', 'status', 'level'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', maxLength: 256 },
    id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
    status: { enum: ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] },
    description: { type: 'string', minLength: 16, maxLength: 65_535 },
    author: { type: 'string' },
    date: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$' },
    logsource: {
      type: 'object',
      additionalProperties: false,
      properties: { product: { const: 'windows' }, service: { enum: ['application', 'system'] } },
    },
    detection: {
      type: 'object',
      required: ['condition'],
      properties: { condition: { type: 'string' } },
      additionalProperties: { type: 'object' },
    },
    falsepositives: { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 2 } },
    level: { enum: ['informational', 'low', 'medium', 'high', 'critical'] },
    regression_tests_path: { type: 'string' },
  },
})

describe('rules', () => {
  test('follow the schema', () => {
    expect(RULES.length).toBeGreaterThan(4)
    for (const path of RULES) expect([path, RULE(files.yaml(path)), RULE.errors]).toEqual([path, true, null])
  })

  test('are named and built as SigmaHQ wants it', () => {
    for (const path of RULES) {
      const rule = files.yaml(path)
      const file = basename(path)
      expect(file).toMatch(/^[a-z0-9_]{10,86}\.yml$/)
      expect(file.startsWith(rule.logsource.service === 'system' ? 'win_system_' : 'win_')).toBe(true)
      expect(Object.keys(rule)[0]).toBe('title')
      for (const value of Object.values(rule.detection.selection)) {
        if (Array.isArray(value)) expect(new Set(value).size).toBe(value.length)
        if (Array.isArray(value)) expect(value.length).toBeGreaterThan(1)
      }
    }
  })

  test.each(['id', 'title', 'detection'])('no two have the same %s', key => {
    const all = RULES.map(path => JSON.stringify(files.yaml(path)[key]))
    expect(new Set(all).size).toBe(all.length)
  })

  test('are there for each kind of event that is labelled as a cause', () => {
    const kinds = new Set(
      RUNS.flatMap(({ run }) =>
        recordsOfRun(run).flatMap(record =>
          record.kind === 'event' && record.label?.class === 'cause'
            ? [`${record.label.cause} ${record.log} ${record.event.source} ${record.event.id}`]
            : [],
        ),
      ),
    )
    expect(RULES.length).toBe(kinds.size)
  })
})

// ----------------------------------------------------------------------------------------------------- regression data

const INFO_KEYS = ['author', 'date', 'description', 'id', 'regression_tests_info', 'rule_metadata']
const TEST_KEYS = ['match_count', 'name', 'path', 'provider', 'type']

describe('regression data', () => {
  test('is where the rule says, about that rule, in files of its name', () => {
    for (const path of RULES) {
      const { id, title, regression_tests_path: at } = files.yaml(path)
      expect(at).toBe(`regression_data/${path.replace(/\.yml$/, '/info.yml')}`)
      const info = files.yaml(at)
      expect(Object.keys(info).sort()).toEqual(INFO_KEYS)
      expect(info.rule_metadata).toEqual([{ id, title }])
      expect(info.regression_tests_info.length).toBeGreaterThan(0)
      for (const one of info.regression_tests_info) {
        expect(Object.keys(one).sort()).toEqual(TEST_KEYS)
        expect(one).toMatchObject({ type: 'evtx', name: 'Positive Detection Test' })
        expect(basename(one.path)).toBe(`${id}.evtx`)
        expect(files.has(one.path)).toBe(true)
        expect(files.has(one.path.replace(/evtx$/, 'json'))).toBe(true)
      }
    }
    expect(INFOS.length).toBe(RULES.length)
  })

  test('counts what is labelled, and what the rule fits in the JSON of the log', () => {
    let counted = 0
    for (const path of RULES) {
      const rule = ruleAt(path)
      const info = files.yaml(files.yaml(path).regression_tests_path)
      const cause = info.rule_metadata[0].title.split(' - ')[1].replaceAll(' ', '-')
      for (const { path: evtx, match_count, provider } of info.regression_tests_info) {
        expect(match_count).toBeGreaterThan(0)
        expect([path, matchesIn(rule, evtx.replace(/evtx$/, 'json'))]).toEqual([path, match_count])
        const labelled = files.labels.filter(
          row => row.file === evtx && row.class === 'cause' && fold(row.cause!) === fold(cause),
        )
        const numbers = dumped(evtx.replace(/evtx$/, 'json'))
          .filter(event => rule.fits(asRead(event)))
          .map(event => event.Event.System.EventRecordID)
        for (const number of numbers) expect(labelled.map(({ record }) => record)).toContain(number)
        expect(provider).toBe(files.yaml(path).detection.selection.Provider_Name)
        counted += match_count
      }
    }
    const causes = RUNS.flatMap(({ run }) => recordsOfRun(run)).filter(
      ({ kind, label }) => kind === 'event' && label?.class === 'cause',
    )
    expect(counted).toBe(causes.length)
  })

  test('has logs that no rule fits: a near miss and a healthy server', () => {
    const rules = RULES.map(ruleAt)
    expect(NEGATIVE.filter(path => path.includes('/near_miss/')).length).toBeGreaterThan(2)
    expect(NEGATIVE.filter(path => path.includes('/healthy/')).length).toBeGreaterThan(2)
    for (const path of NEGATIVE) {
      const { regression_tests_info: tests, rule_metadata: about } = files.yaml(path)
      expect(tests).toHaveLength(1)
      expect(tests[0]).toMatchObject({ match_count: 0, type: 'evtx' })
      expect(basename(tests[0].path)).toBe(`${about[0].id}.evtx`)
      const json = tests[0].path.replace(/evtx$/, 'json')
      expect(dumped(json).length).toBeGreaterThan(0)
      for (const rule of rules) expect([path, rule.title, matchesIn(rule, json)]).toEqual([path, rule.title, 0])
    }
  })

  test('a near miss has an event that lacks one thing', () => {
    for (const path of NEGATIVE.filter(one => one.includes('/near_miss/'))) {
      const [, record, item] = /record (\d+) comes nearest, but for (\S+)/.exec(files.yaml(path).description)!
      const json = files.yaml(path).regression_tests_info[0].path.replace(/evtx$/, 'json')
      const rule = RULES.map(ruleAt).find(({ id }) => id === files.yaml(path).rule_metadata[0].id)!
      const event = dumped(json).find(one => one.Event.System.EventRecordID === Number(record))
      expect(rule.fits(asRead(event), [rule.items.indexOf(item!)])).toBe(true)
    }
  })

  test('is .evtx in which another reader finds as many events as the JSON has', needing(EVTXEXPORT), () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab1603-sigmahq-'))
    try {
      for (const path of files.matching(/\.evtx$/)) {
        const file = join(folder, 'log.evtx')
        writeFileSync(file, files.bytes(path))
        const shown = execFileSync('evtxexport', [file], { encoding: 'utf8', maxBuffer: 2 ** 26 })
        const ids = [...shown.matchAll(/Event identifier\s*: 0x[0-9a-f]+ \((\d+)\)/g)].map(([, id]) => Number(id))
        const json = dumped(path.replace(/evtx$/, 'json'))
        const expected = json.map(({ Event: { System } }) => System.EventID['#text'] ?? System.EventID)
        expect([path, ids.map(id => id % 65_536)]).toEqual([path, expected])
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('is the same to PyYAML, with which the runner reads it', needing(PYYAML), () => {
    const paths = files.matching(/\.yml$/)
    expect(asPython(paths.map(path => files.text(path)))).toEqual(paths.map(path => files.yaml(path)))
  })
})

// ------------------------------------------------------------------------------------------------ events that are made up

function seen(number: number, strings: readonly string[], cause?: string): Seen {
  const record: EventRecord = {
    ...{ number, timeUtc: 0, source: 'Source', id: 1, type: 'error', category: 0, strings, data: undefined },
    ...{ userSid: undefined, computer: 'EXCH01', channel: 'Application', qualifiers: 0 },
  }
  const label = cause === undefined ? undefined : ({ class: 'cause', cause } as const)
  return { log: 'Application', record, event: sigmaEvent(record), label }
}

describe('a rule for what is labelled', () => {
  const HARD = ['C:\\a\\*.log', 'a?b', '\\\\server\\share', 'ends with \\', 'x\\\\*', "it's: #1", '%1 {2} [3]', '- no']

  test.each(HARD)('means %s as itself', text => {
    const own = seen(1, [text], 'file-in-use')
    const others = [seen(2, [text.replaceAll(/[*?\\]/g, 'Z')]), seen(3, ['other'])].filter(
      ({ record }) => record.strings[0] !== text,
    )
    const rule = ruleFor(kindOf(own)!, [own, ...others], '2007-08-27')!
    const loaded = loadSigmaRule(rule.text, 'rule.yml')
    expect(loaded.ok && [own, ...others].map(({ event }) => loaded.rule.fits(event))).toEqual([
      true,
      ...others.map(() => false),
    ])
  })

  test('asks for no more than it must', () => {
    const own = seen(1, ['a'], 'file-in-use')
    expect(ruleFor(kindOf(own)!, [own], '2007-08-27')!.rule.items).toEqual([
      'selection.Provider_Name',
      'selection.EventID',
    ])
  })

  test('is none where nothing tells its events from others', () => {
    const own = seen(1, ['a', 'b'], 'file-in-use')
    expect(ruleFor(kindOf(own)!, [own, seen(2, ['a', 'b'])], '2007-08-27')).toBeUndefined()
    expect(ruleFor(kindOf(own)!, [own, seen(2, ['a', 'b'], 'superseded')], '2007-08-27')).toBeUndefined()
  })
})
