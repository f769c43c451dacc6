import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../../sim/diagnosis/evidence.ts'
import { answersTo, figures, scored } from '../../laws/figures.ts'
import { testSample } from '../../laws/sampled.ts'
import { filesOf, needing, REAL_LOGS } from '../../needs.ts'

/** How well the rules of the program do, on a sample; `npm run campaign -- --only figures` takes ten times as many. */

testSample(figures)

test('figures that fall short are told', () => {
  const claim = { rule: 'mine', role: 'fault', state: 'open', confidence: 0.96 } as const
  const answered = { bundle: '1', answer: { causes: ['a'], visible: ['a'] }, signs: [] }
  const sixty = (cause: string) => Array.from({ length: 60 }, () => ({ ...answered, claims: [{ ...claim, cause }] }))
  expect(figures.together!(sixty('a'))).toEqual([])
  expect(figures.together!(sixty('b'))).toEqual([
    'found 0 of 60',
    'first in 0 of 60',
    'a: found 0 of 60',
    'said 0.96: true 0 of 60',
  ])
})

test('of healthy servers no fault is claimed', () => {
  expect(scored(answersTo(4711, 12, [0, 0])).whole).toMatchObject({ claims: 0, visible: 0 })
})

/** As the list of the real logs has it: what the installer returned. */
function succeeded(): readonly string[] {
  if (REAL_LOGS.missing !== undefined) return ['each log']
  const [list] = filesOf(REAL_LOGS, /^INDEX\./)
  const rows = readFileSync(`${REAL_LOGS.path}${list}`, 'utf8').split('\n').slice(1)
  const stems = rows.map(row => row.split('\t')).filter(([, , , , , result]) => /^(?:0|3010)$/.test(result ?? ''))
  const names = new Set(stems.map(([file]) => file!.replace(/\.\w+$/, '')))
  return filesOf(REAL_LOGS, /^[^/]+\.txt$/).filter(name => names.has(name.replace(/\.txt$/, '')))
}

describe('logs of runs that did not fail', needing(REAL_LOGS), () => {
  test('are many', () => {
    expect(succeeded().length).toBeGreaterThan(20)
  })

  test.each(succeeded())('%s: no fault', name => {
    const evidence = evidenceFrom([{ path: name, bytes: readFileSync(`${REAL_LOGS.path}${name}`) }])
    expect(diagnose(evidence).findings.filter(({ role }) => role === 'fault')).toEqual([])
  })
})
