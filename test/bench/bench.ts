import { cpus } from 'node:os'
import { Command } from 'commander'
import { listed, optionsOf, someOf } from '../options.ts'
import { ROUNDS, type Row, SCENARIO } from './part.ts'
import { PARTS } from './parts.ts'

/** `npm run bench`: how fast things are here and now. Nothing is asserted; a floor is measured beside them. */
interface Options {
  readonly only: readonly Name[]
  readonly json?: true
}

type Name = keyof typeof PARTS

const NAMES = Object.keys(PARTS) as Name[]

const { only, json } = optionsOf<Options>(
  new Command('npm run bench --')
    .description(
      'Measures how fast things are here and now: medians, beside floors of the same run. About two minutes.',
    )
    .addOption(someOf('--only <parts>', NAMES))
    .option('--json', 'print one JSON object')
    .addHelpText('after', `\nParts:\n${listed(NAMES.map(name => [name, PARTS[name].says]))}`),
)

const measured = only.map(name => {
  const { says, measure } = PARTS[name]
  const started = performance.now()
  const tell = (what: string): void => console.error(`${name}: ${what}`)
  tell(says)
  const { report, rows } = measure(tell)
  tell(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return { name, report, rows }
})
const head = { node: process.version, processors: cpus().length, scenario: SCENARIO, rounds: ROUNDS }
const reports = Object.fromEntries(measured.map(({ name, report }) => [name, report]))
console.log(json ? JSON.stringify({ ...head, ...reports }, undefined, 2) : table(measured.flatMap(({ rows }) => rows)))

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([what]) => what.length))
  return [
    `${SCENARIO}; Node ${head.node}, ${head.processors} processors; medians of ${ROUNDS} rounds`,
    ...rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`),
  ].join('\n')
}
