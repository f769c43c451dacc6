import { describe, expect, it } from 'vitest'
import { UNBUILT, unbuiltUses } from '../../../sim/scenario/unbuilt.ts'
import { around, marked, placeOf, problemsOf, withChange, withStep } from './helpers.ts'

/** A place for each row of the table, by its path and value. A row that goes takes its line here with it. */
const USES: Readonly<Record<string, string>> = {
  'servers[].baseline sp2': around({ server: ['baseline: ▸sp2'] }),
  'servers[].baseline sp3': around({ server: ['baseline: ▸sp3'] }),
  'servers[].baseline none': around({ server: ['baseline: ▸none'] }),
  'servers[].cluster true': around({ server: ['cluster: ▸true'] }),
  'servers[].rollups[].interim': around({
    server: ['rollups: [KB930809, {kb: KB000001, ▸interim: true, for: KB930809}]'],
  }),
  'servers[].change[].installing': withChange('▸installing: {product: Another, until: 10m}'),
  'servers[].change[].free-space': withChange("▸free-space: {drive: 'C:', bytes: 1}"),
  'servers[].change[].network': withChange('▸network: {internet: true}'),
  'servers[].change[].cached-package.state damaged': withChange('cached-package: {of: product, state: ▸damaged}'),
  'steps[].install.interim': withStep('install: {▸interim: KB000001, for: KB930809}'),
  'steps[].repair': withStep('▸repair: {package: C:\\a.msi}'),
  'steps[].remove': withStep('▸remove: {rollup: KB935490}'),
  'steps[].power-off': withStep('▸power-off: {after-change: 1}'),
}

const keyOf = ({ path, value }: { path: string; value?: string | boolean }): string =>
  value === undefined ? path : `${path} ${value}`

describe('what is not built yet', () => {
  it.each(UNBUILT.map(row => [keyOf(row)]))('%s is refused in its place, and nothing else is wrong', key => {
    const { text, places } = marked(USES[key] ?? '')
    const problems = problemsOf(text)
    expect(problems.map(placeOf)).toEqual(places)
    expect(problems[0]?.message).toMatch(/^`.+` is part of the scenario contract but not simulated yet$/)
  })

  it('is named as the file names it', () => {
    expect(problemsOf(marked(USES['servers[].change[].installing']!).text)[0]?.message).toBe(
      '`installing` is part of the scenario contract but not simulated yet',
    )
    expect(problemsOf(marked(USES['servers[].cluster true']!).text)[0]?.message).toBe(
      '`cluster: true` is part of the scenario contract but not simulated yet',
    )
  })

  it('leaves what is built alone', () => {
    const text = around({
      server: ['cluster: false', 'baseline: sp1', 'change: [{cached-package: {of: product, state: missing}}]'],
      steps: ['- install: {rollup: KB935490}'],
    })
    expect(problemsOf(text)).toEqual([])
  })

  it.each([null, 1, 'text', [], { servers: 1 }, { servers: [1, null, { change: [2] }] }])(
    'takes any data: %j',
    data => {
      expect(unbuiltUses(data)).toEqual([])
    },
  )
})
