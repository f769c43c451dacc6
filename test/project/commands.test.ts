import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../tui/commandTable.ts'

/** Every command is called by a test that looks at what it prints; its examples alone are run without looking. */

const EXAMPLES = 'examples.test.ts'

const texts = readdirSync('test/tui', { recursive: true, encoding: 'utf8' })
  .filter(name => /\.test\.tsx?$/.test(name) && name !== EXAMPLES)
  .map(name => readFileSync(`test/tui/${name}`, 'utf8'))

test.each(Object.keys(COMMANDS))('%s is called', name => {
  const words = name.split(' ').map(word => `'${word}'`)
  const called = new RegExp(`lab1603\\(\\[\\s*${words.join(',\\s*')}`)
  const callers = texts.filter(text => called.test(text))
  expect(callers.length, `no test calls \`${name}\`: write test/tui/${name}.test.ts`).toBeGreaterThan(0)
})
