import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import config from '../../vitest.config.ts'
import { needing } from '../needs.ts'
import { told } from '../passedOver.ts'

/** Every way to leave out a test, or the others. */
const OMISSION = /\.(?:skip|skipIf|runIf|todo|only|fails)\b|\b(?:skip|todo|only)\s*[:(]|\b(?:xit|xtest|xdescribe)\b/

/** The folder beside the project. */
const BESIDE = /\.\.\/shared\b/

/** Where a reason is made, and where it is tested. */
const ALLOWED = ['needs.ts', 'project/passedOver.test.ts']

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && !ALLOWED.includes(name))
  .map(name => ({ name, text: readFileSync(`test/${name}`, 'utf8') }))

describe('a test is passed over', () => {
  test('in one way, which has a reason: by what it needs', () => {
    expect(files.length).toBeGreaterThan(50)
    const tests = files.filter(({ text }) => text.includes("from 'vitest'"))
    expect(tests.filter(({ text }) => OMISSION.test(text)).map(({ name }) => name)).toEqual([])
    expect(OMISSION.test(readFileSync('test/needs.ts', 'utf8'))).toBe(true)
  })

  test('and nothing but a need looks beside the project', () => {
    expect(files.filter(({ text }) => BESIDE.test(text)).map(({ name }) => name)).toEqual([])
    expect(BESIDE.test(readFileSync('test/needs.ts', 'utf8'))).toBe(true)
  })

  test('only where something is missing, with the reason of the first', () => {
    expect(needing()).toEqual({})
    expect(needing({ missing: undefined })).toEqual({})
    const missing = [{ missing: undefined }, { missing: 'no tmux' }, { missing: 'no logs' }]
    expect(needing(...missing)).toEqual({ skip: true, meta: { passedOver: 'no tmux' } })
  })

  test('and the end of the run says so, once for each reason', () => {
    expect(told([])).toEqual([])
    expect(told(['no tmux', undefined, 'no logs', 'no tmux'])).toEqual([
      'passed over 1 test: no logs',
      'passed over 2 tests: no tmux',
    ])
    expect(JSON.stringify(config)).toContain('test/passedOver.ts')
  })
})
