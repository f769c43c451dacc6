import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeBundle } from '../../../../sim/bundle/bundle.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import { scenarioById } from '../../../laws/state.ts'
import { sarifErrors } from './schemas.ts'

/** The labels in the shapes of others. */
describe.each(['file-in-use', 'execution-policy-gpo-2008', 'cas-proxy-order'])('the derived views of %s', id => {
  const { scenario, text } = scenarioById(id)
  const run = simulate(scenario, { seed: 1 })
  const files = makeBundle(run, { scenarioText: text, scenarioName: id, toolVersion: '0.0.0' })
  const paths = files.map(file => file.path)
  const textAt = (path: string): string => {
    const file = files.find(f => f.path === path)!
    return Buffer.from(file.bytes).toString(file.encoding === 'utf-16le' ? 'utf16le' : 'utf8')
  }
  const labels = textAt('truth/labels.jsonl')
    .split('\n')
    .filter(Boolean)
    .map(row => JSON.parse(row))

  test('a labels.csv has a row for each line of its log, and the labels where they belong', () => {
    const tables = paths.filter(path => path.startsWith('truth/labels/'))
    expect(tables.length).toBeGreaterThan(0)
    for (const path of tables) {
      const artifact = path.replace('truth/labels/', 'evidence/').replace(/\.csv$/, '')
      const rows = textAt(path).split('\n').slice(1, -1)
      expect(rows.length).toBe(textAt(artifact).split('\n').length - 1)
      const marked = rows.filter(row => !/^\d+,-,/.test(row)).map(row => Number(row.split(',')[0]))
      const own = labels.filter(label => label.artifact === artifact && label.selector.type === 'text')
      expect(marked).toEqual(own.map(label => label.selector.line))
      expect(rows.every(row => /^\d+,[\w/-]+,[0-9a-f]{8},/.test(row))).toBe(true)
    }
  })

  test('SARIF has a result for each label, with rules and artifacts that are listed', () => {
    const sarif = JSON.parse(textAt('truth/results.sarif'))
    const [{ tool, results, artifacts }] = sarif.runs
    expect(sarif.version).toBe('2.1.0')
    expect(results.length).toBe(labels.length)
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
      const { uri, index } = result.locations[0].physicalLocation.artifactLocation
      expect(artifacts[index].location.uri).toBe(uri)
      expect(paths).toContain(decodeURI(uri))
      expect(result.kind === 'fail').toBe(result.level !== 'none')
    }
  })

  test('an info.yml counts the events of its file', () => {
    const infos = paths.filter(path => path.startsWith('truth/sigma/')).map(path => parse(textAt(path)))
    const events = labels.filter(label => label.selector.type === 'record')
    expect(infos.length > 0).toBe(events.length > 0)
    for (const info of infos) {
      const [{ path, provider, match_count, type }] = info.regression_tests_info
      expect(paths).toContain(path)
      expect(type).toBe(path.endsWith('.evtx') ? 'evtx' : 'json')
      expect(info.rule_metadata[0].id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      const title = `${provider} event `
      expect(info.rule_metadata[0].title.startsWith(title)).toBe(true)
      const code = info.rule_metadata[0].title.slice(title.length)
      const log = /System\.\w+$/.test(path) ? 'System' : 'Application'
      const server = run.servers.find(({ name }) => path.startsWith(`evidence/${name}/`)) ?? run.servers[0]!
      const records = server.machine.logs[log].filter(r => r.source === provider && String(r.id) === code)
      expect(records.length).toBe(match_count)
    }
  })

  test('the UTF-8 copy of a log has its lines and its time', () => {
    for (const copy of files.filter(file => file.path.endsWith('.utf8.log'))) {
      const name = copy.path.replace(/.*\//, '').replace('.utf8.log', '.log').toLowerCase()
      const original = files.find(
        file => file.kind === 'installer-log' && file.path.toLowerCase().endsWith(`/${name}`),
      )!
      expect(`\ufeff${textAt(copy.path)}`).toBe(textAt(original.path))
      expect(copy.mtime).toBe(original.mtime)
    }
  })

  test('every file has a time from the simulated clock', () => {
    const last = Math.max(...run.servers.map(server => server.machine.now))
    expect(files.filter(({ mtime }) => mtime > last || mtime < Date.UTC(2003, 0, 1)).map(f => f.path)).toEqual([])
  })
})

describe('the schema of SARIF refuses', () => {
  const sound = () => ({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'x', rules: [{ id: 'cause' }] } },
        artifacts: [{ location: { uri: 'a%20b.log' }, length: 1, encoding: 'UTF-8' }],
        results: [
          {
            ruleId: 'cause',
            ruleIndex: 0,
            kind: 'fail',
            level: 'error',
            message: { text: 'x' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b.log' }, region: { startLine: 1 } } }],
          },
        ],
      },
    ],
  })

  const damages: Readonly<Record<string, (log: ReturnType<typeof sound>) => object>> = {
    'another version': damaged => Object.assign(damaged, { version: '2.2' }),
    'a run without a tool': damaged => Object.assign(damaged.runs[0]!, { tool: undefined }),
    'a level that is none of its words': damaged => Object.assign(damaged.runs[0]!.results[0]!, { level: 'cause' }),
    'a kind that is none of its words': damaged => Object.assign(damaged.runs[0]!.results[0]!, { kind: 'herring' }),
    'a result without a message': damaged => Object.assign(damaged.runs[0]!.results[0]!, { message: undefined }),
    'a key of our own': damaged => Object.assign(damaged.runs[0]!.results[0]!, { same: [] }),
    'an index below -1': damaged => Object.assign(damaged.runs[0]!.results[0]!, { ruleIndex: -2 }),
    'line 0': damaged =>
      Object.assign(damaged.runs[0]!.results[0]!.locations[0]!.physicalLocation.region, { startLine: 0 }),
    'an address with a blank': damaged => Object.assign(damaged.runs[0]!.artifacts[0]!.location, { uri: 'a b.log' }),
    'an artifact listed twice': ({ runs: [run] }) =>
      Object.assign(run!, { artifacts: [...run!.artifacts, ...run!.artifacts] }),
  }

  test('nothing of a sound log', () => {
    expect(sarifErrors(sound())).toEqual([])
  })

  test.each(Object.entries(damages))('%s', (_, damage) => {
    const damaged = sound()
    damage(damaged)
    expect(sarifErrors(JSON.parse(JSON.stringify(damaged)))).not.toEqual([])
  })
})
