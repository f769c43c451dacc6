import type { Cause } from '../../sim/causes.ts'
import { combination } from '../../sim/corpus/combine.ts'
import { faultsOf } from '../../sim/corpus/faults.ts'
import { type Outcome, repair } from '../../sim/remedy/repair.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Trial } from './trial.ts'

/**
 * How much of what can be restored is restored. A case is a server with one to three faults; the share is that of all
 * cases. Whether an outcome is right, the law of repair says: repairs.ts.
 */

/** What no command brings back, and why. */
export const BEYOND: Readonly<Partial<Record<Cause, string>>> = {
  'cached-package-missing': 'somebody has to bring the medium of the product',
  'cached-patch-missing': 'somebody has to bring the package of an earlier rollup, which no server keeps',
  'cas-proxy-order': 'somebody has to bring the package to the other server',
  'package-damaged': 'somebody has to fetch a sound package',
  'disk-full': 'only the site knows what it can spare',
  'registration-corrupt': 'the server is built anew',
}

const RESTORED = 0.95

const faults = faultsOf(scenarioIds().map(id => scenarioById(id).text))

interface Ended {
  readonly seed: number
  readonly outcome: Outcome
}

const isWell = ({ outcome }: Ended): boolean => outcome === 'restored' || outcome === 'nothing-to-do'

export const restored: Trial = {
  name: 'restored',
  law: 'what can be restored is restored, in at most one round for each cause and one more',
  sample: 20,
  whole: () => 600,
  endless: true,
  marks: { restored: 200, 'by-hand': 50, rebuild: 20 },
  broken(seed, reach, keep) {
    const { scenario } = combination({ least: 1, most: 3, faults }, seed)
    const { outcome, rounds } = repair(scenario, { seed }).result
    reach(outcome)
    if (!scenario.causes.some(cause => Object.hasOwn(BEYOND, cause))) keep({ seed, outcome } satisfies Ended)
    if (outcome === 'stuck') return 'the advice ended'
    const most = scenario.causes.length + 1
    return outcome === 'restored' && rounds.length > most ? `restored in ${rounds.length} rounds` : undefined
  },
  together(kept) {
    const ended = kept as readonly Ended[]
    const others = ended.filter(one => !isWell(one))
    const told = others.map(({ seed, outcome }) => `${seed} ${outcome}`).join(', ')
    return others.length > (1 - RESTORED) * ended.length ? [`not restored, of ${ended.length}: ${told}`] : []
  },
}
