import { expect, test } from 'vitest'
import { withoutTrace } from '../../../../sim/bundle/truth/untold.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import { loadScenario } from '../../../../sim/scenario/load.ts'
import { scenarioById, scenarioIds } from '../../../laws/state.ts'

/** What a run says of faults that it never met. */

const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'

const untold = (changes: readonly string[]) => {
  const { scenario } = loaded(changes)
  return withoutTrace(simulate(scenario, { seed: 1 })).map(({ change, cause, did, why, shownBy }) => [
    change.replace('servers[0].', ''),
    cause,
    did,
    why,
    ...shownBy,
  ])
}

function loaded(changes: readonly string[]) {
  const text = `title: t
sources: [kb935490]
causes: []
servers:
  - name: EXCH01
    os: windows-server-2003
    roles: [mailbox]
    baseline: rtm
    install-path: 'C:\\Program Files\\Microsoft\\Exchange Server'
    change: [${changes.join(', ')}]
steps: [{install: {rollup: KB935490, by: microsoft-update}}]
`
  const result = loadScenario(text, 'test')
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result
}

const holder = (file: string): string => `{process: {name: bkagent.exe, holds: '${file}', share: none}}`

test('a held file is met, or it is not there, or nothing replaces it', () => {
  expect(untold([holder(`${BIN}\\Microsoft.Exchange.Management.dll`)])).toEqual([])
  const missing = `${BIN}\\Microsoft.Exchange.Managment.dll`
  for (const [file, why] of [
    [missing, `the file ${missing} is not there`],
    ['C:\\boot.ini', 'the file C:\\boot.ini is not there'],
    ['C:\\WINDOWS\\explorer.exe', 'C:\\WINDOWS\\explorer.exe is replaced by nothing in this run'],
  ] as const) {
    expect(untold([holder(file)])).toEqual([
      ['change[0]', null, 'started the process bkagent.exe', why, 'exports\\processes.txt'],
    ])
  }
})

test('a service of which the name is mistyped is refused in the words of Windows', () => {
  expect(untold(['{service: {name: MSExchangeISS, start: disabled}}'])).toEqual([
    [
      'change[0]',
      null,
      'is refused (1060)',
      'Windows refuses it: The specified service does not exist as an installed service.',
    ],
  ])
})

test('what is not there cannot be taken away', () => {
  expect(untold(["{delete: 'C:\\WINDOWS\\Installer\\nope.msi'}"])).toEqual([
    ['change[0]', null, 'changed nothing', 'what it names is not there, or is so already'],
  ])
})

test('a right that is taken away where nothing is, and one where nobody goes', () => {
  expect(untold(["{deny: {path: 'C:\\ExchangeSetupLogs', access: write}}"])).toEqual([])
  expect(untold(["{deny: {path: 'C:\\ExchangeSetupLog', access: write}}"])).toEqual([
    ['change[0]', null, 'is refused (2)', 'Windows refuses it: The system cannot find the file specified.'],
  ])
})

test('a fault that was met does not hide one that was not', () => {
  const met = `{delete: 'C:\\ExchangeSetupLogs'}`
  expect(untold([met, holder('C:\\boot.ini')])).toEqual([
    [
      'change[1]',
      null,
      'started the process bkagent.exe',
      'the file C:\\boot.ini is not there',
      'exports\\processes.txt',
    ],
  ])
})

test('what is marked is a fault, and what is not is none; parts of one fault stand for each other', () => {
  expect(withoutTrace(simulate(scenarioById('file-in-use').scenario, { seed: 1 }))).toEqual([])
  expect(withoutTrace(simulate(scenarioById('cached-package-missing').scenario, { seed: 1 }))).toEqual([])
})

test('of a scenario without changes there is nothing to say', () => {
  const plain = scenarioIds().filter(id => scenarioById(id).scenario.servers.every(({ change }) => change.length === 0))
  expect(plain.length).toBeGreaterThan(5)
  for (const id of plain) expect([id, withoutTrace(simulate(scenarioById(id).scenario, { seed: 1 }))]).toEqual([id, []])
})
