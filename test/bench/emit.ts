import { closeSync, openSync, writeSync } from 'node:fs'
import { jsonl } from '../../sim/pipeline/formats/jsonl.ts'
import { recordsOfRun } from '../../sim/pipeline/records.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { grouped, partOf, ROUNDS, rounded, SEED, scenario } from './part.ts'
import { medians } from './timing.ts'

interface EmitReport {
  readonly records: number
  readonly floorPerSecond: number
  /** Records of a run that there is, per second. */
  readonly perSecond: number
  readonly ratio: number
  /** With the simulation that each run of a stream takes. */
  readonly perSecondSimulated: number
  readonly ratioSimulated: number
}

export const emit = partOf(
  'a stream as jsonl, with and without the simulating, beside a loop that writes such lines',
  measure,
  ({ floorPerSecond, perSecond, ratio, perSecondSimulated, ratioSimulated }) => [
    ['floor: such lines as JSON, encoded and written', `${grouped(floorPerSecond)} records/s`],
    ['emit: jsonl, labelled', `${grouped(perSecond)} records/s, ${ratio} of the floor`],
    ['emit: with simulating', `${grouped(perSecondSimulated)} records/s, ${ratioSimulated} of the floor`],
  ],
)

const PIECE = 65_536

function measure(): EmitReport {
  const read = scenario()
  const run = simulate(read, { seed: SEED })
  const records = recordsOfRun(run)
  const rows = records.map(record => JSON.parse(jsonl.write(record, true)) as object)
  const sink = openSync('/dev/null', 'w')
  const written = (texts: Iterable<string>): void => {
    let piece = ''
    for (const text of texts) {
      piece += `${text}\n`
      if (piece.length < PIECE) continue
      writeSync(sink, Buffer.from(piece))
      piece = ''
    }
    writeSync(sink, Buffer.from(piece))
  }
  let seed = SEED
  const times = medians(
    ROUNDS,
    {
      floor: () => written(each(rows, row => JSON.stringify(row))),
      emit: () => written(each(records, record => jsonl.write(record, true))),
      simulated: () => {
        const own = recordsOfRun(simulate(read, { seed: ++seed }))
        written(each(own, record => jsonl.write(record, true)))
      },
    },
    5,
  )
  closeSync(sink)
  const perSecond = (ms: number): number => Math.round((records.length / ms) * 1000)
  return {
    records: records.length,
    floorPerSecond: perSecond(times.floor),
    perSecond: perSecond(times.emit),
    ratio: rounded(times.floor / times.emit),
    perSecondSimulated: perSecond(times.simulated),
    ratioSimulated: rounded(times.floor / times.simulated),
  }
}

function* each<T>(items: readonly T[], text: (item: T) => string): Generator<string> {
  for (const item of items) yield text(item)
}
