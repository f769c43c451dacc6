import { relative } from 'node:path'
import type { Plugin } from 'vitest/config'
import base from '../../vitest.config.ts'
import { mutated } from './mutants.ts'
import type { Changed } from './runner.ts'

/** The tests with one place of one file changed, as the environment says it; the file on the disk stays as it is. */

const mutant: Plugin = {
  name: 'mutant',
  enforce: 'pre',
  transform(code, id) {
    const changed = JSON.parse(process.env.LAB1603_MUTANT ?? 'null') as Changed | null
    if (!changed || relative(process.cwd(), id.split('?')[0]!) !== changed.file) return undefined
    return { code: mutated(code, changed), map: null }
  },
}

const projects = (base.test?.projects ?? []) as readonly object[]

export default { ...base, test: { ...base.test, projects: projects.map(one => ({ ...one, plugins: [mutant] })) } }
