import { once } from '../../library/arbitraries/once.ts'
import type { Label } from '../../sim/bundle/schema.ts'
import type { Cause } from '../../sim/causes.ts'
import { faultsOf } from '../../sim/corpus/faults.ts'
import { scenarioOf } from '../../sim/corpus/make.ts'
import { bundleAt } from '../../sim/corpus/plan.ts'
import { diagnose, examine } from '../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../sim/diagnosis/evidence.ts'
import type { Finding, Quote } from '../../sim/diagnosis/finding.ts'
import type { RuleTrace } from '../../sim/diagnosis/packs/evaluateRules.ts'
import { KEEPERS } from '../../sim/mutants/keepers.ts'
import type { Mutant } from '../../sim/mutants/mutant.ts'
import { TAKERS } from '../../sim/mutants/takers.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { type Exercise, exerciseOf } from '../../sim/workbench/bundles.ts'
import { mutated } from '../../sim/workbench/mutated.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Reach, Trial } from './trial.ts'

/** What diagnosis says of evidence that has been through somebody's hands. */

const found = ({ evidence }: Exercise): readonly Finding[] => diagnose(evidenceFrom(evidence)).findings

interface Case {
  readonly exercise: Exercise
  readonly before: readonly Finding[]
  /** Rules that have their signs, whether or not something else says that nothing came of it. */
  readonly signed: ReadonlySet<string>
}

const ids = scenarioIds()

const COMBINATIONS = 40

/** Every scenario, and as they stand together on servers of every kind, faults of some. */
const EXERCISES: readonly (() => Exercise)[] = [
  ...ids.map(id => () => exerciseOf(id, simulate(scenarioById(id).scenario, { seed: 1 }))),
  ...Array.from({ length: COMBINATIONS }, (_, i) => () => combination(i + 1)),
]

function combination(number: number): Exercise {
  const faults = faultsOf(ids.map(id => scenarioById(id).text))
  const planned = bundleAt(
    { seed: 4712, count: COMBINATIONS, scenarios: [], combine: { least: 1, most: 3, faults } },
    number,
  )
  return exerciseOf(planned.path, simulate(scenarioOf(planned).scenario, planned))
}

const cases = EXERCISES.map(exercise => once(() => caseOf(exercise())))

function caseOf(exercise: Exercise): Case {
  const { diagnosis, traces } = examine(evidenceFrom(exercise.evidence))
  const before = diagnosis.findings
  const quotes = before
    .flatMap(({ cause, evidence }) => evidence.map(quote => ({ quote, cause })))
    .map(({ quote, cause }, i) => asLabel(quote, cause, QUOTED + i))
  return { exercise: { ...exercise, labels: [...exercise.labels, ...quotes] }, before, signed: signedOf(traces) }
}

const signedOf = (traces: readonly RuleTrace[]): Set<string> =>
  new Set(
    traces
      .filter(({ signs }) => signs.every(({ sign, verdict }) => verdict === 'yes' || sign.must !== true))
      .filter(({ signs }) => signs.some(({ verdict }) => verdict === 'yes'))
      .map(({ rule }) => rule.id),
  )

/** No label of a bundle has so high a number. */
const QUOTED = 1_000_000

/** What was quoted for a cause shows it as well. */
const asLabel = ({ path, line }: Quote, cause: string, number: number): Label => ({
  id: `L-${number}`,
  artifact: path,
  selector: /\.evtx?$/i.test(path) ? { type: 'record', id: line } : { type: 'text', line, endLine: line },
  class: 'cause',
  cause: cause as Cause,
  same: [],
})

/** Every mutant of every exercise. */
const over = <M extends Mutant>(
  mutants: readonly M[],
  wrong: (one: Case, left: Exercise, after: readonly Finding[], reach: Reach, mutant: M) => readonly string[],
): Pick<Trial, 'whole' | 'endless' | 'broken'> => ({
  whole: () => cases.length * mutants.length,
  endless: false,
  broken(n, reach) {
    const one = cases[(n - 1) % cases.length]!()
    const mutant = mutants[Math.floor((n - 1) / cases.length)]!
    const left = mutated(one.exercise, mutant)
    const problems = wrong(one, left, found(left), reach, mutant)
    return problems.length === 0 ? undefined : `${left.name}: ${problems.join('; ')}`
  },
})

const verdicts = (findings: readonly Finding[]): Set<string> =>
  new Set(findings.map(({ cause, state }) => `${cause} (${state})`))

const missing = (from: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...from].filter(one => !others.has(one))

const commandsIn = (findings: readonly Finding[], become = (line: string): string => line): Set<string> =>
  new Set(findings.flatMap(({ remedies }) => remedies.flatMap(({ commands }) => commands.map(become))))

const otherAdvice = (should: ReadonlySet<string>, is: ReadonlySet<string>): string[] => [
  ...missing(should, is).map(line => `no longer advises ${line}`),
  ...missing(is, should).map(line => `now advises ${line}`),
]

export const mutantsThatKeep: Trial = {
  name: 'mutants-that-keep',
  law: 'what is said of evidence is said of it however it is written, whatever it is called and whatever lies beside it',
  sample: 20,
  marks: { finding: 400 },
  ...over(KEEPERS, ({ before }, _left, after, reach, { pathsIn }) => {
    if (before.length > 0) reach('finding')
    return [
      ...missing(verdicts(before), verdicts(after)).map(verdict => `no longer ${verdict}`),
      ...missing(verdicts(after), verdicts(before)).map(verdict => `now ${verdict}`),
      ...(pathsIn ? otherAdvice(commandsIn(before, pathsIn), commandsIn(after)) : []),
    ]
  }),
}

/** All that shows a cause, by a label or by what was quoted for it, is still there. */
function untouched({ exercise }: Case, left: Exercise, cause: string): boolean {
  const kept = new Set(left.labels.map(({ id }) => id))
  return exercise.labels.every(label => label.cause !== cause || kept.has(label.id))
}

/** It stands on the server, as the whole evidence shows too; that it did no harm is what was taken. */
const standsSo = ({ signed }: Case, { rule, state }: Finding): boolean => state === 'latent' && signed.has(rule)

export const mutantsThatTake: Trial = {
  name: 'mutants-that-take',
  law: 'of evidence that is not whole nothing is said that is not so, and what it still shows is found',
  sample: 8,
  marks: { finding: 40, untouched: 20 },
  ...over(TAKERS, (one, left, after, reach) => {
    if (after.length > 0) reach('finding')
    const still = one.before.filter(({ cause, role }) => role === 'fault' && untouched(one, left, cause))
    if (still.length > 0) reach('untouched')
    const { causes } = left.answer
    return [
      ...after
        .filter(({ cause, role }) => role === 'fault' && !causes.includes(cause))
        .filter(finding => !standsSo(one, finding))
        .map(({ cause, state }) => `claims ${cause} (${state})`),
      ...still
        .filter(({ cause }) => !after.some(finding => finding.cause === cause))
        .map(({ cause }) => `no longer ${cause}, of which nothing was taken`),
    ]
  }),
}
