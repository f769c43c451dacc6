import { makeBundle } from '../../sim/bundle/bundle.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { grouped, partOf, ROUNDS, rounded, SCENARIO, SEED, scenario, scenarioText } from './part.ts'
import { medians } from './timing.ts'

interface BundleReport {
  readonly ms: number
  readonly artifacts: number
  readonly bytes: number
}

export const bundle = partOf('a whole bundle, not written', measure, ({ ms, artifacts, bytes }) => [
  ['a whole bundle, not written', `${ms} ms, ${artifacts} files, ${grouped(bytes)} bytes`],
])

function measure(): BundleReport {
  const read = scenario()
  const options = { scenarioName: SCENARIO, scenarioText: scenarioText(), toolVersion: 'bench' }
  const make = () => makeBundle(simulate(read, { seed: SEED }), options)
  const files = make()
  const { bundle } = medians(ROUNDS, { bundle: make })
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  return { ms: rounded(bundle), artifacts: files.length, bytes }
}
