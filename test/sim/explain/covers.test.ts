import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MEANINGS } from '../../../sim/explain/explain.ts'
import type { Kind } from '../../../sim/explain/meaning.ts'
import { type Run, type ServerRun, simulate } from '../../../sim/run/simulate.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import type { Fact } from '../../../sim/server/facts.ts'

/** Whatever number a scenario can produce is explained. Numbers come from runs, and from the model's source text. */

const known = new Set(MEANINGS.map(({ kind, code }) => `${kind} ${code}`))
const sourcesOfEvents = new Set(MEANINGS.filter(({ kind }) => kind === 'event').map(({ name }) => name))

/** What is missing, as a table of sim/explain would have it. */
function missing(kinds: readonly Kind[], codes: Iterable<number>): string[] {
  return [...new Set(codes)]
    .sort((a, b) => a - b)
    .filter(code => !kinds.some(kind => known.has(`${kind} ${code}`)))
    .map(code => `${kinds[0]} ${code}: add a row to model/words, and its advice to sim/explain`)
}

function numbersIn(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map(([, number]) => Number(number!.replaceAll('_', '')))
}

const model = ['model/installer', 'model/exchange', 'sim/run']
  .flatMap(folder => readdirSync(folder).map(name => `${folder}/${name}`))
  .filter(path => path.endsWith('.ts'))
  .map(path => readFileSync(path, 'utf8'))
  .join('\n')

describe('the source of the model', () => {
  test.each<readonly [what: string, kinds: readonly Kind[], text: string, pattern: RegExp]>([
    ['notes of the log', ['message'], model, /'note\d?',\s*(\d{4})\b/g],
    ['errors that are raised', ['message'], model, /\b(?:raise|fail|logError|messageText)\((?:\w+, )?(\d{4})\b/g],
    ['refusals', ['return-code'], model, /\bcode: (\d{4})\b/g],
    ['ends of a run', ['return-code'], model, /\bcodeText\([^()]*, (\d{4})\)/g],
    ['events of the installer', ['event'], model, /\b(?:report|tell)\(\s*run,\s*(?:speaker,\s*)?(\d[\d_]{3,5}),/g],
  ])('has no unknown %s', (_what, kinds, text, pattern) => {
    const found = numbersIn(text, pattern)
    expect(found.length, 'the pattern finds nothing: the model is written otherwise now').toBeGreaterThan(0)
    expect(missing(kinds, found)).toEqual([])
  })

  test('raises messages of the Error table that are events too', () => {
    const raised = numbersIn(model, /\b(?:raise|fail|logError|messageText)\((?:\w+, )?(\d{4})\b/g)
    expect(
      missing(
        ['event'],
        raised.map(number => 10_000 + number),
      ),
    ).toEqual([])
  })
})

interface Seen {
  readonly id: string
  readonly run: Run
}

/** A scenario that cannot be read or run is another test's matter. */
function everyScenario(): Seen[] {
  return readdirSync('scenarios')
    .filter(name => name.endsWith('.yaml'))
    .flatMap(name => {
      const loaded = loadScenario(readFileSync(`scenarios/${name}`, 'utf8'), name)
      return loaded.ok ? [{ id: name, run: simulate(loaded.scenario, { seed: 1 }) }] : []
    })
}

const seen = everyScenario()
const servers: readonly ServerRun[] = seen.flatMap(({ run }) => run.servers)
const bodies: readonly Fact['body'][] = servers.flatMap(({ facts }) => facts.map(({ body }) => body))
const events = servers.flatMap(({ machine }) => Object.values(machine.logs).flat())

describe('a run of every scenario', () => {
  test('is more than a few', () => {
    expect(seen.length).toBeGreaterThan(10)
  })

  test('ends with known codes', () => {
    // A call that was cut off by loss of power has no code.
    const ends = [
      ...bodies.flatMap(body => (body.kind === 'run-ended' ? [body.exitCode] : [])),
      ...seen.flatMap(({ run }) => run.attempts.map(({ exitCode }) => exitCode)),
    ].filter(code => typeof code === 'number')
    expect(ends).toEqual(expect.arrayContaining([0, 1603]))
    expect(missing(['return-code'], ends)).toEqual([])
  })

  test('logs known events, of known sources', () => {
    expect(events.length).toBeGreaterThan(100)
    const names = new Set(events.map(({ source, id }) => `${source} ${id}`))
    expect(
      [...names]
        .filter(name => !sourcesOfEvents.has(name))
        .map(name => `${name}: add a row to model/words, and its advice to sim/explain`),
    ).toEqual([])
  })

  test('writes known numbers into its notes', () => {
    const notes = bodies.flatMap(body =>
      body.kind === 'log' && body.key.startsWith('note') ? [body.args.map(Number)] : [],
    )
    expect(notes.length).toBeGreaterThan(100)
    expect(
      missing(
        ['message'],
        notes.map(([number]) => number!),
      ),
    ).toEqual([])
    const below = notes.flatMap(([, ...fields]) => fields).filter(field => field < -2_000_000_000)
    expect(missing(['storage-code'], below)).toEqual([])
  })

  test('has known errors, refusals and return values', () => {
    expect(
      missing(
        ['message'],
        bodies.flatMap(body => (body.kind === 'error' && body.number > 0 ? [body.number] : [])),
      ),
    ).toEqual([])
    expect(
      missing(
        ['return-code'],
        bodies.flatMap(body => (body.kind === 'refused' ? [body.code] : [])),
      ),
    ).toEqual([])
    const values = bodies.flatMap(body => (body.kind === 'action-ended' ? [body.value] : []))
    expect(values).toContain(3)
    expect(missing(['return-value'], values)).toEqual([])
  })
})
