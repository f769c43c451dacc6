import { expect, test } from 'vitest'
import { simulate } from '../../sim/run/simulate.ts'
import { checked, refusals } from '../../tui/scenario.ts'

/** What a scenario says and a server does not do is told with its place in the file. */

const TEXT = String.raw`title: x
servers:
  - name: A
    rollups: [KB930809, KB949870]
    change:
      - delete: 'C:\Nonesuch'
      - rename: {from: 'C:\ExchangeSetupLogs', to: 'C:\WINDOWS'}
  - name: B
    change:
      - service: {name: Nonesuch, start: disabled}
steps: [{wait: 1s}]
`

test('what is refused stands with line and column', () => {
  const usable = checked({ id: 'x', name: 'x.yaml', text: TEXT })
  const told = refusals(usable, simulate(usable.scenario, { seed: 1 }))
  expect(told).toEqual([
    expect.stringMatching(/^x\.yaml:4:25 this was not installed before: The upgrade cannot .* \(1642\)$/),
    'x.yaml:7:9 Windows refuses this change: Cannot create a file when that file already exists. (183)',
    'x.yaml:10:9 Windows refuses this change: The specified service does not exist as an installed service. (1060)',
  ])
})
