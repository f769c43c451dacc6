import { loadScenario, type Problem } from '../../../sim/scenario/load.ts'
import { scenarioJsonSchema } from '../../../sim/scenario/schema.ts'

const MARK = '▸'

/** A text with a mark before each place where an error is expected, and those places, as `line:column`. */
export function marked(text: string): { readonly text: string; readonly places: readonly string[] } {
  const places = text.split('\n').flatMap((line, i) => {
    const columns = line.split(MARK).slice(0, -1)
    return columns.map((_, n) => `${i + 1}:${columns.slice(0, n + 1).join('').length + 1}`)
  })
  return { text: text.replaceAll(MARK, ''), places }
}

/** The problems of a text; none if it loads. */
export function problemsOf(text: string): readonly Problem[] {
  const loaded = loadScenario(text, 'broken.yaml')
  return loaded.ok ? [] : loaded.problems
}

export const placeOf = ({ line, column }: Problem): string => `${line}:${column}`

/** A scenario around what a test is about: the lines of one server, and its steps. */
export function around({
  server = [],
  steps = ['- wait: 1s'],
}: {
  server?: readonly string[]
  steps?: readonly string[]
}) {
  return [
    'title: A test',
    'servers:',
    '  - name: EXCH01',
    ...server.map(line => `    ${line}`),
    'steps:',
    ...steps.map(line => `  ${line}`),
    '',
  ].join('\n')
}

export const withChange = (change: string): string => around({ server: ['change:', `  - ${change}`] })
export const withStep = (step: string): string => around({ steps: [`- ${step}`] })

/** The kinds of change that an editor is offered, in their order. */
export const CHANGES: readonly string[] = changesIn(scenarioJsonSchema())

function changesIn(schema: object): string[] {
  const at = ['properties', 'servers', 'items', 'properties', 'change', 'items', 'properties']
  const kinds = at.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], schema)
  return Object.keys(kinds as object).filter(key => key !== 'cause')
}
