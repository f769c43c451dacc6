import { relative } from 'node:path'
import type { Plugin } from 'vitest/config'
import base from '../../vitest.config.ts'
import { type Mutant, mutated } from './mutants.ts'

/** The tests with one place of one file changed, as the environment says it; the file on the disk stays as it is. */

interface Changed extends Mutant {
  readonly file: string
}

const changed = JSON.parse(process.env.LAB1603_MUTANT ?? 'null') as Changed | null

const mutant: Plugin = {
  name: 'mutant',
  enforce: 'pre',
  transform(code, id) {
    if (!changed || relative(process.cwd(), id.split('?')[0]!) !== changed.file) return undefined
    return { code: mutated(code, changed), map: null }
  },
}

const projects = (base.test?.projects ?? []) as readonly object[]

export default { ...base, test: { ...base.test, projects: projects.map(one => ({ ...one, plugins: [mutant] })) } }
