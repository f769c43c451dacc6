import { bundleJsonSchema } from '../../sim/bundle/schema.ts'
import { scenarioJsonSchema } from '../../sim/scenario/schema.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { print } from '../output.ts'

/** `schema`: JSON Schemas for editors. What they say stands where the files are read. */

/** What can be described to an editor. */
const SCHEMAS: Readonly<Record<string, () => object>> = {
  bundle: bundleJsonSchema,
  scenario: scenarioJsonSchema,
}

export function schemaCommand(name: string): ExitCode {
  print(JSON.stringify(SCHEMAS[name]!(), undefined, 2))
  return EXIT.done
}
