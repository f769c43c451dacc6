import { SCHEMAS } from '../../library/schemas.ts'
import { jsonForTerminal } from '../../sim/foreign/terminal.ts'
import type { SchemaName } from '../commandTable.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { print } from '../output.ts'

/** `schema`: JSON Schemas for editors. */

export function schemaCommand(name: SchemaName): ExitCode {
  print(jsonForTerminal(JSON.stringify(SCHEMAS[name](), undefined, 2)))
  return EXIT.done
}
