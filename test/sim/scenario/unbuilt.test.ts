import { describe, expect, it } from 'vitest'
import { UNBUILT, unbuiltUses } from '../../../sim/scenario/unbuilt.ts'
import { around, marked, placeOf, problemsOf } from './helpers.ts'

/** A place for each row of the table, by its path and value. A row that goes takes its line here with it. */
const USES: Readonly<Record<string, string>> = {
  'servers[].baseline sp2': around({ server: ['baseline: ▸sp2'] }),
  'servers[].baseline sp3': around({ server: ['baseline: ▸sp3'] }),
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
    expect(problemsOf(marked(USES['servers[].baseline sp2']!).text)[0]?.message).toBe(
      '`baseline: sp2` is part of the scenario contract but not simulated yet',
    )
  })

  it('leaves what is built alone', () => {
    const text = around({
      server: ['cluster: true', 'baseline: sp1', 'change: [{network: {internet: false}}]'],
      steps: ['- power-off: {after-change: 1}', '- install: {rollup: KB935490}'],
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
