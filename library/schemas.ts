import { bundleJsonSchema } from '../sim/bundle/schema.ts'
import { fleetJsonSchema } from '../sim/corpus/fleet/schema.ts'
import { observationsJsonSchema } from '../sim/diagnosis/observations/kinds.ts'
import { examplesJsonSchema, rulesJsonSchema } from '../sim/diagnosis/packs/editor.ts'
import { diagnosisJsonSchema } from '../sim/diagnosis/schema.ts'
import { sessionJsonSchema } from '../sim/drill/session.ts'
import { scenarioJsonSchema } from '../sim/scenario/schema.ts'

/** What can be described to an editor. What the schemas say stands where the files are read. */
export const SCHEMAS = {
  bundle: bundleJsonSchema,
  diagnosis: diagnosisJsonSchema,
  examples: examplesJsonSchema,
  fleet: fleetJsonSchema,
  observations: observationsJsonSchema,
  rules: rulesJsonSchema,
  scenario: scenarioJsonSchema,
  session: sessionJsonSchema,
} as const satisfies Readonly<Record<string, () => object>>
