import { lower } from '../../../model/words/letters.ts'
import { groupedBy } from '../../grouped.ts'
import { documentOf } from '../formats/ecs.ts'
import { recordsOfRun } from '../records.ts'
import { type Exported, type Layout, labelPieces, type Piece, textPiece, yamlText } from './layout.ts'

/**
 * Tests of the pipelines of Elastic's integration `system`, as elastic-package runs them: layouts.md 5. The events are the
 * documents that Winlogbeat sends; what is expected is what the shared pipeline for events makes of them. Does not know what an
 * event says.
 */
export const elasticPackage: Layout = {
  says: "Pipeline tests for Elastic's integration system, as in elastic/integrations",
  truth: `A file more beside the tests, or a field more in an event, would fail the checks of the package: what is true of the events stands
in \`labels.jsonl\` alone, where \`line\` counts the events of a file. Text logs have no place in this package.`,
  *pieces(runs) {
    const configured = new Set<string>()
    for (const one of runs) yield* testsOf(one, configured)
  },
}

/** When an event came in is known to nobody before. */
const CONFIG = yamlText({ dynamic_fields: { 'event.ingested': '.*' } })

function* testsOf({ name, run }: Exported, configured: Set<string>): Generator<Piece> {
  const entries = recordsOfRun(run).filter(record => record.kind === 'event')
  for (const [stream, own] of groupedBy(entries, ({ log }) => lower(log))) {
    const folder = `packages/system/data_stream/${stream}/_dev/test/pipeline`
    if (!configured.has(folder)) yield textPiece(`${folder}/test-common-config.yml`, CONFIG)
    configured.add(folder)
    const file = `${folder}/test-${name}.json`
    // Once through JSON: what is undefined is not there.
    const events = JSON.parse(JSON.stringify(own.map(documentOf))) as Document[]
    yield textPiece(file, indented({ events }))
    yield textPiece(`${file}-expected.json`, indented({ expected: events.map(afterPipeline) }))
    yield* labelPieces(file, own)
  }
}

interface Document {
  readonly ecs: object
}

/** The version of ECS that the pipeline says. */
const PIPELINE_ECS = '8.11.0'

/** `event.ingested` is dynamic, and `error.code` no event has. */
const afterPipeline = (document: Document): object => sorted({ ...document, ecs: { version: PIPELINE_ECS } })

/** As elastic-package writes what it expects: names in order. */
function sorted(value: object): object {
  if (Array.isArray(value)) return value
  const entries = Object.entries(value).map(([key, of]): [string, unknown] => [
    key,
    typeof of === 'object' && of !== null ? sorted(of) : of,
  ])
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const indented = (content: object): string => `${JSON.stringify(content, undefined, 4)}\n`
