import { bundleJsonSchema } from '../../sim/bundle/schema.ts'
import { observationsJsonSchema } from '../../sim/diagnosis/observations/kinds.ts'
import { rulesJsonSchema } from '../../sim/diagnosis/packs/schema.ts'
import { jsonForTerminal } from '../../sim/foreign/terminal.ts'
import { scenarioJsonSchema } from '../../sim/scenario/schema.ts'
import type { SchemaName } from '../commandTable.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { print } from '../output.ts'

/** `schema`: JSON Schemas for editors. What they say stands where the files are read. */

/** What can be described to an editor. */
const SCHEMAS: Readonly<Record<SchemaName, () => object>> = {
  bundle: bundleJsonSchema,
  observations: observationsJsonSchema,
  rules: rulesJsonSchema,
  scenario: scenarioJsonSchema,
}

export function schemaCommand(name: SchemaName): ExitCode {
  print(jsonForTerminal(JSON.stringify(SCHEMAS[name](), undefined, 2)))
  return EXIT.done
}
