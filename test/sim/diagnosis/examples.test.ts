import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { BUILT_IN } from '../../../sim/diagnosis/packs/builtIn.ts'
import { examplesJsonSchema } from '../../../sim/diagnosis/packs/editor.ts'
import { casesOf, type Example } from '../../../sim/diagnosis/packs/examples.ts'
import { loadExamples } from '../../../sim/diagnosis/packs/load.ts'

/** What examples may say, and the cases that one is. What rules say of them: test/sim/workbench. */

const file = (example: string, rule = 'file-in-use'): string =>
  `schemaVersion: 1\nexamples:\n  ${rule}:\n    - ${example}\n`

const problemsOf = (text: string): string[] => {
  const loaded = loadExamples(text, 'mine.examples.yaml', BUILT_IN[0]!)
  return loaded.ok ? [] : loaded.problems.map(({ line, path, message }) => `${line} ${path}: ${message}`)
}

const ROW = 'rows: {told: {is: event, id: 11306, open: true}}'

test.each([
  '{scenario: file-in-use, expect: found}',
  '{scenario: file-in-use, files: [folders.txt], without: [disk.txt, {is: event}], expect: absent}',
  '{evidence: a.log, change: [{rows: {is: event}, to: {open: false, file: null}}], expect: found, state: settled}',
  `{${ROW}, expect: found, confidence: 0.88, or: [{told: {is: dialog, id: null}}], but: [{told: null}]}`,
])('%s is an example', example => {
  expect(problemsOf(file(example))).toEqual([])
  expect(new Ajv({ strict: false }).validate(examplesJsonSchema(), parse(file(example)))).toBe(true)
})

test.each([
  ['{expect: found}', 'examples.file-in-use[0]: `scenario` or `evidence`, or `rows` alone'],
  ['{scenario: a, evidence: b, expect: found}', 'examples.file-in-use[0]: either `scenario` or `evidence`'],
  ['{evidence: a.log, files: [b], expect: found}', '.files: `files` is about the files of a `scenario`'],
  ['{evidence: a.log, without: [b], expect: found}', '.without[0]: a name is about the files of a `scenario`'],
  ['{rows: {told: {is: event, nmber: 1}}, expect: found}', '.rows.told.nmber: event has no field `nmber`'],
  ['{rows: {told: {is: event, id: many}}, expect: found}', '.rows.told.id: expected a number, found "many"'],
  ['{rows: {told: {is: evnt}}, expect: found}', '.rows.told.is: "evnt" is not allowed here'],
  [`{${ROW}, expect: found, but: [{tld: null}]}`, '.but[0].tld: there is no row `tld` here'],
  [`{${ROW}, expect: found, or: [{told: {nmber: 1}}]}`, '.or[0].told.nmber: event has no field `nmber`'],
  ['{scenario: a, expect: found, but: [{told: null}]}', '.but: `but` says what is otherwise about `rows`'],
  [`{${ROW}, expect: absent, confidence: 0.5}`, '.confidence: `confidence` is of what is found'],
  [`{${ROW}, expect: todo, or: [{told: null}]}`, '.or: `or` has no place where it is still to be found'],
])('%s is none', (example, says) => {
  const problems = problemsOf(file(example))
  expect(problems).toEqual([expect.stringMatching(/^4 /)])
  expect(problems[0]).toContain(says)
})

test('a rule that the pack has not is no rule of examples', () => {
  expect(problemsOf(file('{scenario: file-in-use, expect: found}', 'file-in-us'))).toEqual([
    '3 examples.file-in-us: there is no rule `file-in-us`',
  ])
})

describe('the cases of an example', () => {
  const told = { is: 'event', id: 1, open: true } as const
  const other = { is: 'dialog', body: 'a' } as const
  const cases = (more: Partial<Example>) => casesOf({ expect: 'found', rows: { told, other }, ...more })

  test('are itself, and each variation: fields that are otherwise, or no such field or row', () => {
    expect(cases({ or: [{ told: { id: 2, open: null } }, { other: null }] }).map(({ rows }) => rows)).toEqual([
      [told, other],
      [{ is: 'event', id: 2 }, other],
      [told],
    ])
  })

  test('expect the opposite where it says `but`, and nothing of how sure that is', () => {
    const [itself, same, opposite] = cases({ confidence: 0.5, state: 'open', or: [{}], but: [{}] })
    expect(itself).toMatchObject({ expect: 'found', confidence: 0.5, state: 'open' })
    expect(same).toMatchObject({ expect: 'found', confidence: 0.5, state: 'open' })
    expect(opposite).toEqual({ varied: {}, rows: [told, other], expect: 'absent' })
    expect(cases({ expect: 'absent', but: [{}] }).map(one => one.expect)).toEqual(['absent', 'found'])
  })
})
