import type { Plugin } from 'rolldown'
import { SCHEMAS } from '../library/schemas.ts'

/** JSON Schemas as files of the package, for editors that take a path. What they say: library/schemas.ts. */

export const schemas = (): Plugin => ({
  name: 'schemas',
  generateBundle() {
    for (const [name, schema] of Object.entries(SCHEMAS)) {
      const source = `${JSON.stringify(schema(), undefined, 2)}\n`
      this.emitFile({ type: 'asset', fileName: `schema/${name}.json`, source })
    }
  },
})
