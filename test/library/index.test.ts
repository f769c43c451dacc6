import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as library from '../../library/index.ts'
import {
  builtInRules,
  diagnose,
  loadRules,
  loadScenario,
  makeBundle,
  repair,
  scenarioIds,
  scenarioText,
  simulate,
} from '../../library/index.ts'
import { memoryDisk } from '../../sim/memoryDisk.ts'
import { scenarioIds as idsOnDisk, scenarioById } from '../laws/state.ts'

const text = scenarioText('file-in-use')
const loaded = loadScenario(text, 'file-in-use.yaml')
const scenario = loaded.ok ? loaded.scenario : expect.unreachable()
const bundle = makeBundle(simulate(scenario), { text, name: 'file-in-use' })

describe('the library', () => {
  test('exports what docs/library.md lists, and nothing else', () => {
    expect(Object.keys(library).sort()).toEqual([
      'builtInRules',
      'diagnose',
      'formatDiagnosis',
      'formatProblems',
      'loadRules',
      'loadScenario',
      'makeBundle',
      'repair',
      'scenarioIds',
      'scenarioText',
      'simulate',
      'tellStory',
      'version',
    ])
  })

  test('has every scenario', () => {
    expect(scenarioIds).toEqual(idsOnDisk())
    expect(scenario).toEqual(scenarioById('file-in-use').scenario)
    expect(() => scenarioText('toString')).toThrow('no scenario has the id "toString"')
  })

  test('says what is wrong with a scenario, unknown rollups among it', () => {
    const wrong = loadScenario(text.replace('KB935490', 'KB935491'), 'mine.yaml')
    expect(wrong).toMatchObject({ ok: false, problems: [{ file: 'mine.yaml', nearest: 'KB935490' }] })
    expect(loadScenario('title: none')).toMatchObject({ ok: false })
  })

  test('takes the seed that is given, and 1', () => {
    const of = (seed?: number) => simulate(scenario, seed === undefined ? {} : { seed }).servers[0]!.facts
    expect(of()).toEqual(of(1))
    expect(of()).not.toEqual(of(2))
  })
})

describe('diagnose', () => {
  test('of a bundle looks at its evidence, not at its truth', () => {
    const { findings, failures, unread } = diagnose(bundle)
    expect(findings[0]).toMatchObject({ cause: 'file-in-use' })
    expect(failures[0]).toMatchObject({ error: 1306, code: 1603 })
    expect(unread.filter(({ path }) => /^truth|bundle\.json$/.test(path))).toEqual([])
    const told = bundle.filter(({ path }) => path.startsWith('truth/') || path === 'bundle.json')
    expect(diagnose(told)).toMatchObject({ findings: [], candidates: [], herrings: [] })
  })

  test('takes a text as it takes its bytes', () => {
    const log = bundle.find(({ path }) => path.endsWith('.LOG'))!
    const pasted = { path: log.path, bytes: Buffer.from(log.bytes).toString('utf16le') }
    expect(diagnose([pasted]).findings).toEqual(diagnose([log]).findings)
    expect(diagnose([pasted]).findings).not.toEqual([])
  })

  test('says what it has not read', () => {
    const log = bundle.find(({ path }) => path.endsWith('AppEvent.Evt'))!
    const { unread } = diagnose([{ path: 'AppEvent.Evt', bytes: log.bytes.slice(0, -60) }])
    expect(unread[0]).toMatchObject({ path: 'AppEvent.Evt', why: expect.stringContaining('cut off') })
  })

  test('reads a disk that it is given', () => {
    const fs = memoryDisk(bundle.map(({ path, bytes }) => ({ path: `lab/${path}`, bytes })))
    expect(diagnose({ fs, paths: ['lab'] })).toEqual(diagnose(bundle))
  })
})

describe('rules of a pack', () => {
  const mine = { text: readFileSync('test/fixtures/rules/mine.yaml', 'utf8'), name: 'mine.yaml' }

  test('stand behind those that are built in', () => {
    const loaded = loadRules(mine)
    const rules = loaded.ok ? loaded.rules : expect.unreachable()
    expect(rules.entries.slice(0, builtInRules.entries.length)).toEqual(builtInRules.entries)
    expect(diagnose(bundle, { rules }).findings.map(({ rule }) => rule)).toContain('rolled-back')
    expect(diagnose(bundle).findings.map(({ rule }) => rule)).not.toContain('rolled-back')
  })

  test('are refused with everything that is wrong', () => {
    const loaded = loadRules({ ...mine, text: mine.text.replace('is: log.engine', 'is: log.motor') })
    expect(loaded).toMatchObject({ ok: false, problems: [{ file: 'mine.yaml' }] })
  })
})

test('repair gives the result and the servers as they are then', () => {
  const { result, run } = repair(scenario, { name: 'file-in-use' })
  expect(result).toMatchObject({ scenario: 'file-in-use', outcome: 'restored' })
  expect(run.attempts.at(-1)?.exitCode).toBe(0)
})
