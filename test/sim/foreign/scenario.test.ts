import fc from 'fast-check'
import { Volume } from 'memfs'
import { describe, expect, test } from 'vitest'
import { BundleReadError, openBundle } from '../../../sim/bundle/read.ts'
import { repair } from '../../../sim/remedy/repair.ts'
import { formatRepair } from '../../../sim/remedy/words.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { formatProblems, loadScenario } from '../../../sim/scenario/load.ts'
import { tellStory } from '../../../sim/story/story.ts'
import { timelineText } from '../../../tui/replay/plain.ts'
import { orContradiction, reproduction } from '../../../tui/scenario.ts'
import { hostile } from './hostile.ts'

/** A scenario or a bundle of somebody else's: nothing of it steers a terminal, whatever is made of it. */

const ESC = String.fromCharCode(27)
const OWN = new RegExp(`${ESC}\\[(?:[0-2]|3\\d)m`, 'g')
const STEERS_BUT_LINES = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u
const STEERS = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u

const COLOR = { color: true, width: 80 } as const

/** Each place that takes words of its author's, and one that does not. */
const PLACES = ['title', 'server', 'command', 'file', 'text', 'process', 'value', 'data', 'log', 'key'] as const

/** Every string of it is written as JSON, which YAML reads. */
function scenarioWith(place: (typeof PLACES)[number], hostileText: string): string {
  const put = (name: (typeof PLACES)[number], usual: string): string =>
    JSON.stringify(name === place ? usual.replace('~', () => hostileText) : usual.replace('~', ''))
  return `title: ${put('title', 'A~b')}
causes: [installer-service-disabled]
sources: [kb935490]
start: 2007-08-27T13:12:00
servers:
  - name: ${put('server', 'EXCH~')}
    os: windows-server-2003
    roles: [client-access]
    baseline: rtm
    change:
      - write: {path: ${put('file', 'C:\\a~b.txt')}, text: ${put('text', 'a~b')}}
      - process: {name: ${put('process', 'a~b.exe')}}
      - registry: {key: 'HKLM\\SOFTWARE\\A', name: ${put('value', 'a~b')}, value: ${put('data', 'a~b')}}
      - service: {name: MSIServer, start: disabled}
        cause: installer-service-disabled
steps:
  - command: ${put('command', 'echo a~b')}
  - install: {rollup: KB935490, log: ${put('log', 'C:\\a~b.log')}, ui: none}
${put('key', 'expect~')}: {exit-codes: [1601]}
`
}

/** Whatever a command prints of it, page by page. */
function pagesOf(text: string): string[] {
  const loaded = loadScenario(text, 'a.yaml')
  if (!loaded.ok) return [formatProblems(loaded.problems, text)]
  const run = simulate(loaded.scenario, { seed: 1 })
  const looks = [true, false].map(unicode => timelineText(run, { color: true, unicode }))
  return [tellStory(run, COLOR), ...looks, formatRepair(repair(loaded.scenario, { seed: 1 }).result, COLOR)]
}

describe('nothing of a scenario steers a terminal', () => {
  test('the usual words make a scenario', () => {
    expect(pagesOf(scenarioWith('title', 'x'))).toEqual([
      expect.stringContaining('Axb'),
      ...Array(3).fill(expect.anything()),
    ])
  })

  test.each(PLACES)('from its %s', place => {
    fc.assert(
      fc.property(hostile, text => {
        for (const page of pagesOf(scenarioWith(place, text)))
          expect(page.replace(OWN, '')).not.toMatch(STEERS_BUT_LINES)
      }),
      { numRuns: 6 },
    )
  })

  test('when the simulator contradicts itself', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, message) => {
        const act = (): never => {
          throw new RangeError(message)
        }
        expect(() => orContradiction(reproduction('run', name, { seed: 1 }), act)).toThrow(
          expect.objectContaining({ message: expect.stringMatching(/^[^\n]*\n {2}lab1603 [^\n]*$/) }),
        )
      }),
    )
  })
})

test('what is wrong with a bundle.json or a label is one line that steers no terminal', () => {
  const manifest = {
    schemaVersion: 1,
    tool: 'lab1603',
    seed: 1,
    scenario: 'a',
    reproduce: 'a',
    artifacts: [{ path: 'a', kind: 'text', encoding: 'utf-8', sha256: '0'.repeat(64), bytes: 0, mtime: 0 }],
  }
  const wrong: readonly ((text: string) => string)[] = [
    text => JSON.stringify({ ...manifest, [text]: text }),
    text => JSON.stringify({ ...manifest, seed: text }),
    text => JSON.stringify({ ...manifest, artifacts: [{ ...manifest.artifacts[0], path: `../${text}`, kind: text }] }),
    text => JSON.stringify({ ...manifest, artifacts: { [text]: text } }),
    text => `{${text}`,
  ]
  fc.assert(
    fc.property(hostile, fc.constantFrom(...wrong), (text, form) => {
      const folder = `/${text.replace(/[/\\\0.]/g, '')}b`
      const files = {
        [`${folder}/bundle.json`]: form(text),
        [`${folder}/truth/labels.jsonl`]: `${JSON.stringify(text)}\n`,
      }
      const opened = (): unknown => openBundle(Volume.fromJSON(files) as never, folder).labels()
      expect(opened).toThrow(BundleReadError)
      expect(messageOf(opened)).not.toMatch(STEERS)
    }),
  )
})

function messageOf(act: () => unknown): string {
  try {
    act()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
