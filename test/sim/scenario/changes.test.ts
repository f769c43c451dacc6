import { describe, expect, it, test } from 'vitest'
import { loadScenario } from '../../../sim/scenario/load.ts'
import type { ChangeSpec } from '../../../sim/scenario/spec.ts'
import { CHANGES, marked, placeOf, problemsOf, withChange } from './helpers.ts'

/** Every kind of change: how it is written, what is read, and what is wrong with it. The compiler wants a row for each. */

type Kind = ChangeSpec['kind']

interface Examples<K extends Kind> {
  /** What stands behind the kind, and what is read of it. */
  readonly read: readonly (readonly [written: string, read: Omit<Extract<ChangeSpec, { kind: K }>, 'kind' | 'cause'>])[]
  /** With a mark before the error, and what is said there. */
  readonly wrong: readonly (readonly [written: string, message: string])[]
}

const EXAMPLES: { readonly [K in Kind]: Examples<K> } = {
  process: {
    read: [
      ['{name: scan.exe}', { name: 'scan.exe', user: 'system', holds: [], share: 'none' }],
      [
        "{name: scan.exe, user: administrator, holds: ['C:\\a.dll', 'd:\\b.dll'], share: all, service: Scan, lets-go: 90s}",
        {
          name: 'scan.exe',
          user: 'administrator',
          holds: ['C:\\a.dll', 'D:\\b.dll'],
          share: 'all',
          service: 'Scan',
          letsGoMs: 90_000,
        },
      ],
    ],
    wrong: [
      ['▸{user: system}', '`name` is missing'],
      ['{name: a.exe, share: ▸some}', '"some" is not allowed here'],
    ],
  },
  delete: { read: [["'c:\\a'", { path: 'C:\\a' }]], wrong: [['▸{}', 'expected text, found a mapping']] },
  rename: {
    read: [["{from: 'C:\\a', to: 'C:\\b'}", { from: 'C:\\a', to: 'C:\\b' }]],
    wrong: [["▸{from: 'C:\\a'}", '`to` is missing']],
  },
  write: {
    read: [["{path: 'C:\\a', text: ''}", { path: 'C:\\a', text: '' }]],
    wrong: [["▸{path: 'C:\\a'}", '`text` is missing']],
  },
  deny: {
    read: [["{path: 'C:\\a', access: full}", { path: 'C:\\a', access: 'full' }]],
    wrong: [["{path: 'C:\\a', access: ▸all}", '"all" is not allowed here']],
  },
  registry: {
    read: [
      ['{key: HKLM\\a, name: b, value: null}', { key: 'HKLM\\a', name: 'b', value: null }],
      ['{key: HKLM\\a, name: b, value: 1}', { key: 'HKLM\\a', name: 'b', value: { type: 'dword', data: 1 } }],
      [
        '{key: HKLM\\a, name: b, value: 1, by: group-policy}',
        { key: 'HKLM\\a', name: 'b', value: { type: 'dword', data: 1 }, by: 'group-policy' },
      ],
      ['{key: HKLM\\a, name: b, value: [c]}', { key: 'HKLM\\a', name: 'b', value: { type: 'multi-sz', data: ['c'] } }],
      [
        '{key: HKLM\\a, name: "", type: binary, value: "0F 0a"}',
        { key: 'HKLM\\a', name: '', value: { type: 'binary', data: '0f0a' } },
      ],
    ],
    wrong: [
      ['▸{key: HKLM\\a, name: b}', '`value` is missing'],
      ['{key: HKLM\\a, name: b, value: ▸null, by: group-policy}', 'a group policy sets a value'],
    ],
  },
  service: {
    read: [
      ['{name: W3SVC, stop: 20}', { name: 'W3SVC', stopMs: 20_000 }],
      ['{name: W3SVC, start: disabled, state: stopped}', { name: 'W3SVC', start: 'disabled', state: 'stopped' }],
    ],
    wrong: [['▸{name: W3SVC}', 'this changes nothing about the service']],
  },
  'execution-policy': {
    read: [['{scope: machine-policy, value: AllSigned}', { scope: 'machine-policy', value: 'AllSigned' }]],
    wrong: [['{scope: ▸user, value: AllSigned}', '"user" is not allowed here']],
  },
  network: {
    read: [['{internet: true}', { internet: true }]],
    wrong: [['{internet: ▸no}', 'expected true or false, found "no"']],
  },
  'free-space': {
    read: [["{drive: 'd:', bytes: 0}", { drive: 'D:', bytes: 0 }]],
    wrong: [["{drive: 'C:', bytes: ▸-1}", 'the number -1 is too small: at least 0']],
  },
  'pending-rename': {
    read: [["{from: 'C:\\a', to: 'C:\\b'}", { from: 'C:\\a', to: 'C:\\b' }]],
    wrong: [["▸{from: 'C:\\a'}", '`to` is missing']],
  },
  'cached-package': {
    read: [['{of: product, state: damaged}', { of: 'product', state: 'damaged' }]],
    wrong: [['{of: product, state: ▸gone}', '"gone" is not allowed here']],
  },
  source: {
    read: [['{of: KB930809, reachable: true}', { of: 'KB930809', reachable: true }]],
    wrong: [['▸{of: product}', '`reachable` is missing']],
  },
  installing: {
    read: [['{product: Agent, until: 1h}', { product: 'Agent', untilMs: 3_600_000 }]],
    wrong: [
      ['{product: Agent, until: ▸never}', '"never" is not a length of simulated time such as 500ms, 30s, 5m or 1h'],
    ],
  },
}

test('a row for each kind, and no other', () => {
  expect(Object.keys(EXAMPLES).toSorted(), 'the rows are in test/sim/scenario/changes.test.ts').toEqual(
    CHANGES.toSorted(),
  )
})

describe.each(Object.entries<Examples<Kind>>(EXAMPLES))('%s', (kind, { read, wrong }) => {
  it.each(read)('%s is read', (written, content) => {
    const loaded = loadScenario(withChange(`${kind}: ${written}`), 'x.yaml')
    expect(loaded.ok ? loaded.scenario.servers[0]!.change : loaded.problems).toEqual([{ kind, ...content }])
  })

  it.each(wrong)('%s is refused', (written, message) => {
    const { text, places } = marked(withChange(`${kind}: ${written}`))
    expect(problemsOf(text).map(problem => `${placeOf(problem)} ${problem.message}`)).toEqual([
      `${places[0]} ${message}`,
    ])
  })
})

/** What a text or a number stands behind has no keys. */
const WITH_KEYS = Object.entries<Examples<Kind>>(EXAMPLES).filter(([, { read }]) =>
  read.some(([w]) => w.startsWith('{')),
)

it.each(WITH_KEYS.map(([kind]) => kind))('an unknown key of %s is refused', kind => {
  const { text, places } = marked(withChange(`${kind}: {▸zzzzzz: 1}`))
  expect(problemsOf(text).map(problem => `${placeOf(problem)} ${problem.message}`)).toContain(
    `${places[0]} unknown key \`zzzzzz\``,
  )
})
