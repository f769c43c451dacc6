import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rules } from '../../../sim/diagnosis/rules/index.ts'
import type { Rule } from '../../../sim/diagnosis/rules/rule.ts'

const isRule = (value: unknown): value is Rule =>
  typeof value === 'object' && value !== null && 'match' in value && 'cause' in value

test('every rule that stands in the folder is in the list, once', async () => {
  const names = readdirSync('sim/diagnosis/rules').map(name => name.replace(/\.ts$/, ''))
  const modules = await Promise.all(
    names.filter(name => name !== 'index').map(name => import(`../../../sim/diagnosis/rules/${name}.ts`)),
  )
  const written = modules.flatMap(module => Object.values<unknown>(module).filter(isRule))
  expect(written.length).toBeGreaterThan(10)
  expect(written.map(({ id }) => id).sort()).toEqual(rules.map(({ id }) => id).sort())
})

test.each(rules.map(rule => [rule.id, rule] as const))(
  '%s says what it is and where it looks',
  (id, { title, where }) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
    for (const words of [title, where]) expect(words.trim()).not.toBe('')
  },
)
