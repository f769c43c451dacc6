import { rollupOf, rollups } from '../../model/exchange/builds.ts'
import { type Loaded, type Locate, loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/spec.ts'
import { nearest } from '../written/nearest.ts'
import type { Path } from '../written/paths.ts'
import { type Problem, problemsInOrder } from '../written/problems.ts'
import { rollupNamed, unknownRollups } from './simulate.ts'

/**
 * From the text of a scenario to one that can be simulated: read, checked, and every rollup in it is known. Does not
 * simulate it.
 */

/** @param replacement what is installed instead of the rollup of every step, whose own need not be known then */
export function loadUsable(text: string, file: string, replacement?: string): Loaded {
  const loaded = loadScenario(text, file)
  if (!loaded.ok) return loaded
  const problems = rollupProblems(loaded.scenario, loaded.locate, file, replacement)
  return problems.length === 0 ? loaded : { ok: false, problems }
}

const KNOWN = rollups.map(rollup => rollup.kb)

export interface UnknownRollup {
  readonly message: string
  readonly allowed: readonly string[]
  readonly nearest?: string
}

/** What is wrong with the name of a rollup; nothing where it is known. */
export function unknownRollup(kb: string): UnknownRollup | undefined {
  if (rollupOf(kb)) return undefined
  const meant = nearest(kb, KNOWN)
  return {
    message: `${kb} is no update rollup for Exchange Server 2007`,
    allowed: KNOWN,
    ...(meant !== undefined && { nearest: meant }),
  }
}

/** Every place of a scenario that names a rollup which cannot be simulated, as problems of the file. */
function rollupProblems(scenario: Scenario, locate: Locate, file: string, replacement?: string): readonly Problem[] {
  const unknown = new Set(unknownRollups(scenario, replacement))
  const places = placesOf(scenario).filter(({ kb }) => unknown.has(kb))
  return problemsInOrder(places.map(({ kb, path }) => ({ file, ...locate(path), path: '', ...unknownRollup(kb)! })))
}

interface RollupPlace {
  readonly kb: string
  readonly path: Path
}

const placesOf = ({ servers, steps }: Scenario): readonly RollupPlace[] => [
  ...servers.flatMap((server, s) =>
    server.rollups.map((patch, i) => ({ kb: rollupNamed(patch), path: ['servers', s, 'rollups', i] })),
  ),
  ...steps.flatMap((step, i) =>
    step.kind === 'install'
      ? [
          {
            kb: rollupNamed(step.patch),
            path: ['steps', i, 'install', step.patch.kind === 'rollup' ? 'rollup' : 'for'],
          },
        ]
      : [],
  ),
]
