import { labelsOf } from '../../sim/bundle/truth/truth.ts'
import { CAUSES, type Cause } from '../../sim/causes.ts'
import { builtIn } from '../../sim/diagnosis/packs/builtIn.ts'
import { isOwnRemedy, namedRemedy } from '../../sim/diagnosis/packs/remedyUse.ts'
import { simulate } from '../../sim/run/simulate.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { code, table } from './section.ts'

/** What README.md says of each cause: the rules that find it, what they advise, and the evidence of its scenarios that shows it. */

export function causesSection(scenarios: readonly Scenario[]): string {
  const seen = evidenceByCause(scenarios)
  return table(
    ['cause', 'rule', 'remedies', 'visible in'],
    CAUSES.map(cause => [
      code(cause),
      rulesOf(cause),
      remediesOf(cause),
      inOrder(seen.get(cause) ?? new Set()).join(', ') || NOWHERE,
    ]),
  )
}

const NOWHERE = '[no line](docs/bundle.md#causes-without-a-line)'

const entriesOf = (cause: Cause) => builtIn.entries.filter(({ rule }) => rule.cause === cause)

const list = (names: readonly string[]): string => [...new Set(names)].map(code).join(', ') || '-'

const rulesOf = (cause: Cause): string => list(entriesOf(cause).map(({ rule }) => rule.id))

const remediesOf = (cause: Cause): string =>
  list(
    entriesOf(cause).flatMap(({ rule }) =>
      rule.remedies.map(use => (isOwnRemedy(use) ? use.id : namedRemedy(use)!.name)),
    ),
  )

/** Families of evidence by the path of a file, in the order in which an engineer asks for them. A listing is called as its file. */
const FAMILIES: readonly (readonly [path: RegExp, name: string])[] = [
  [/\\(ServiceControl|UpdateOwa)\.log$/i, '$1.log'],
  [/\\(WindowsUpdate|ReportingEvents)\.log$/i, '$1.log'],
  [/\.log$/i, 'verbose log'],
  [/\\(?:AppEvent\.evt|Application\.evtx)$/i, 'Application events'],
  [/\\(?:SysEvent\.evt|System\.evtx)$/i, 'System events'],
  [/\\(?:SOFTWARE|registry\.reg)$/, 'registry'],
  [/\\([\w-]+)\.txt$/, '$1'],
]

interface Family {
  readonly rank: number
  readonly name: string
}

function familyOf(path: string): Family {
  const rank = FAMILIES.findIndex(([sign]) => sign.test(path))
  if (rank < 0) throw new Error(`a family of evidence for ${path} is missing`)
  const [sign, name] = FAMILIES[rank]!
  return { rank, name: name.replace('$1', sign.exec(path)![1] ?? '') }
}

function inOrder(paths: ReadonlySet<string>): string[] {
  const families = [...paths].map(familyOf).toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
  return [...new Set(families.map(({ name }) => name))]
}

function evidenceByCause(scenarios: readonly Scenario[]): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>()
  for (const scenario of scenarios) {
    for (const server of simulate(scenario, { seed: 1 }).servers) {
      for (const { class: meaning, cause, artifact } of labelsOf(server, path => path)) {
        if (meaning !== 'cause' || cause === undefined) continue
        const paths = seen.get(cause) ?? new Set()
        seen.set(cause, paths.add(artifact))
      }
    }
  }
  return seen
}
