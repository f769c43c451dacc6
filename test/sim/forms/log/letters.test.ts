import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../../../sim/bundle/bundle.ts'
import type { Label } from '../../../../sim/bundle/schema.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import { loadScenario } from '../../../../sim/scenario/load.ts'
import type { Scenario } from '../../../../sim/scenario/spec.ts'
import { scenarioById } from '../../../laws/state.ts'

/** What the letters after /l make of a log: which lines, and whether they come after those of an older log. */

interface Logs {
  readonly logs: ReadonlyMap<string, readonly string[]>
  readonly labels: readonly Label[]
}

function logsWith(scenario: Scenario, logLevel?: string): Logs {
  const run = simulate(scenario, { seed: 1, logLevel })
  const files = makeBundle(run, { scenarioText: '', scenarioName: 'x', toolVersion: '0' })
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf16le').slice(1)
  const logs = files.filter(({ kind }) => kind === 'installer-log')
  const labels = Buffer.from(files.find(({ path }) => path === 'truth/labels.jsonl')!.bytes).toString()
  return {
    logs: new Map(logs.map(({ path, bytes }) => [path, text(bytes).split('\r\n').slice(0, -1)])),
    labels: labels.split('\n').flatMap(row => (row ? [JSON.parse(row) as Label] : [])),
  }
}

const BY_HAND = scenarioById('file-in-use-interactive').scenario
const EVERY = 'iwearucmopvx'

const made = new Map<string, Logs>()

/** The logs of two calls by hand. */
function byHand(letters: string): Logs {
  const logs = made.get(letters) ?? logsWith(BY_HAND, letters)
  made.set(letters, logs)
  return logs
}

/** Every line of `some` stands in `all`, in the same order. */
function expectWithin(some: readonly string[], all: readonly string[]): void {
  let at = 0
  for (const line of some) {
    at = all.indexOf(line, at) + 1
    expect(at, line).toBeGreaterThan(0)
  }
}

test.each([...EVERY])('the letter %s alone brings lines of the whole log, in their order', letter => {
  const whole = byHand(EVERY).logs
  for (const [path, lines] of byHand(letter).logs) {
    expectWithin(lines, whole.get(path)!)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.length).toBeLessThan(whole.get(path)!.length)
  }
})

/** Kinds of lines, and the letters of which each alone brings them (SDK "Command-Line Options"). */
const BROUGHT: readonly (readonly [line: RegExp, letters: string])[] = [
  [/^=== Verbose logging started/, 'v'],
  [/^=== Logging started/, EVERY],
  [/^ {11}\*{7} Product: /, 'v'],
  [/^MSI .*: Doing action: InstallFiles$/, 'v'],
  [/^Action start .*: InstallFiles\.$/, 'a'],
  [/^Action .*: InstallFiles\. Copying new files$/, 'a'],
  [/^Action .*: WelcomeDlg\. Dialog created$/, 'a'],
  [/^InstallFiles: File: store\.exe, /, 'r'],
  [/^Property\(S\): UILevel = 5$/, 'p'],
  [/MSIHANDLE/, 'x'],
  [/^Error 1306\. /, 'em'],
  [/^Info 2898\./, 'i'],
  [/^DEBUG: Error 2826: /, 'i'],
  [/^MSI .*: Product: .* -- Configuration failed\.$/, 'iemv'],
]

test.each(BROUGHT)('%s is brought by the letters %s', (line, letters) => {
  const bring = [...EVERY].filter(letter => [...byHand(letter).logs.values()].flat().some(row => line.test(row)))
  expect(bring.sort()).toEqual([...letters].sort())
})

test('what no letter brings is in no log', () => {
  const whole = byHand(EVERY).logs
  const single = [...EVERY].map(letter => byHand(letter).logs)
  for (const [path, lines] of whole) {
    const brought = new Set(single.flatMap(logs => logs.get(path)!))
    expect(lines.filter(line => !brought.has(line))).toEqual([])
  }
})

test('without v a log has the form of corpus 008: actions, texts, and a prefix before events only', () => {
  for (const lines of byHand('*').logs.values()) {
    expect(lines[0]).toMatch(/^=== Logging started: /)
    expect(lines.filter(line => line.startsWith('=== Verbose'))).toEqual([])
    const prefixed = lines.filter(line => /^MSI \([cs]\)/.test(line))
    expect(prefixed.length).toBeGreaterThan(0)
    for (const line of prefixed) expect(line).toMatch(/\]: Product: /)
    expect(lines.filter(line => /^Action start .*: InstallFiles\.$/.test(line))).toHaveLength(1)
  }
})

test('`*` is every letter but v and x, and letters mean the same in any order', () => {
  const [star, spelt, other] = ['*', 'iwearucmop', 'POMCURAEWI'.toLowerCase()].map(level => logsWith(BY_HAND, level))
  expect(spelt).toEqual(star)
  expect(other).toEqual(star)
})

test('the letters change nothing but the logs and their labels', () => {
  const evidence = (logLevel?: string) =>
    makeBundle(simulate(BY_HAND, { seed: 1, logLevel }), { scenarioText: '', scenarioName: 'x', toolVersion: '0' })
      .filter(
        ({ path, kind }) => path.startsWith('evidence/') && kind !== 'installer-log' && !path.endsWith('.utf8.log'),
      )
      .map(({ path, bytes }) => [
        path,
        path.endsWith('/folders.txt') ? unsized(bytes) : Buffer.from(bytes).toString('base64'),
      ])
  /** A listing says how long the logs are, and the files of their folder together. */
  const unsized = (bytes: Uint8Array): string =>
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/[\d,]+(?= bytes$| \S+\.log$)/gim, '')
      .replace(/ +/g, ' ')
  expect(evidence('e')).toEqual(evidence())
})

describe('two calls with one log', () => {
  const calls = (options: string): Scenario => {
    const { text } = scenarioById('file-in-use-interactive')
    const one = text.replace(/KB935490-[12]\.log/g, 'one.log').replace(/options: '[^']*'/g, `options: '${options}'`)
    const loaded = loadScenario(one, 'one.yaml')
    if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
    return loaded.scenario
  }
  const path = 'evidence/C/one.log'
  const started = (lines: readonly string[]): string[] =>
    lines.filter(line => line.startsWith('=== Verbose logging started'))
  const apart = [...logsWith(BY_HAND).logs.values()].map(lines => lines.map(withoutName))
  const labelled = ({ logs, labels }: Logs): string[] =>
    [...logs].flatMap(([log, lines]) =>
      labels.flatMap(({ artifact, class: meaning, selector }) =>
        artifact === log && selector.type === 'text' ? [`${meaning}: ${withoutName(lines[selector.line - 1]!)}`] : [],
      ),
    )

  /** A line without the log's name, and without what every call draws for itself: its threads, times, and names of files. */
  function withoutName(line: string): string {
    return line
      .replace(/KB935490-[12]\.log|one\.log/g, 'X.log')
      .replace(/^MSI \((\w)\) \(.{5}\)/, 'MSI ($1)')
      .replace(/\\(?:MSI)?[\da-f]+\.(tmp|ms[ip]|rb[fs])/gi, '\\#.$1')
      .replace(/\w*\d\w*/g, '#')
  }

  test('the second starts it anew, and labels speak of what is there', () => {
    const made = logsWith(calls('xv*'))
    expect(started(made.logs.get(path)!)).toHaveLength(1)
    expect(made.logs.get(path)!.map(withoutName)).toEqual(apart[1])
    for (const label of made.labels) {
      if (label.artifact === path && label.selector.type === 'text') {
        expect(label.selector.line).toBeLessThanOrEqual(made.logs.get(path)!.length)
      }
    }
  })

  test('with + it comes after the first, and both are labelled where they stand', () => {
    const made = logsWith(calls('xv*+'))
    expect(started(made.logs.get(path)!)).toHaveLength(2)
    expect(made.logs.get(path)!.map(withoutName)).toEqual(apart.flat())
    expect(labelled(made).length).toBeGreaterThan(0)
    expect(labelled(made)).toEqual(labelled(logsWith(BY_HAND)))
  })
})
