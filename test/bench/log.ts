import { labelsOf } from '../../sim/bundle/truth/truth.ts'
import { utf16 } from '../../sim/forms/encode.ts'
import { clockOf, rememberedLogs, renderInstallerLog } from '../../sim/forms/installerLog.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { writeLikeIt } from './floor.ts'
import { grouped, partOf, ROUNDS, rounded, SEED, scenario } from './part.ts'
import { medians, type Work } from './timing.ts'

interface LogReport {
  readonly lines: number
  readonly floorLinesPerSecond: number
  readonly linesPerSecond: number
  readonly linesPerSecondWithLabels: number
  /** Lines per second over those of the floor. */
  readonly ratio: number
  readonly ratioWithLabels: number
}

/** One log takes about a millisecond, which is too short to time. */
const LOGS = 20

export const log = partOf(
  'the verbose log, with and without labels, beside the writing of as much text',
  measure,
  ({ lines, floorLinesPerSecond, linesPerSecond, ratio, linesPerSecondWithLabels, ratioWithLabels }) => [
    [`floor: formatting and encoding ${grouped(lines)} such lines`, `${grouped(floorLinesPerSecond)} lines/s`],
    ['verbose log', `${grouped(linesPerSecond)} lines/s, ${ratio} of the floor`],
    ['verbose log with labels', `${grouped(linesPerSecondWithLabels)} lines/s, ${ratioWithLabels} of the floor`],
  ],
)

function measure(): LogReport {
  const server = simulate(scenario(), { seed: SEED }).servers[0]!
  const clock = clockOf(server.machine)
  const run = server.facts.flatMap(({ body }) => (body.kind === 'log-opened' ? [body.run] : []))[0] ?? 0
  const render = (): Uint8Array => utf16(renderInstallerLog(server.facts, [run], clock).text)
  const rows = renderInstallerLog(server.facts, [run], clock).text.split('\r\n').slice(0, -1)
  const times = medians(
    ROUNDS,
    {
      floor: repeated(() => writeLikeIt(rows)),
      log: repeated(render),
      labelled: repeated(() => {
        const logs = rememberedLogs()
        return [utf16(logs(server.facts, [run], clock).text), labelsOf(server, path => path, logs)]
      }),
    },
    5,
  )
  const perSecond = (ms: number): number => Math.round(((LOGS * rows.length) / ms) * 1000)
  return {
    lines: rows.length,
    floorLinesPerSecond: perSecond(times.floor),
    linesPerSecond: perSecond(times.log),
    linesPerSecondWithLabels: perSecond(times.labelled),
    ratio: rounded(times.floor / times.log),
    ratioWithLabels: rounded(times.floor / times.labelled),
  }
}

function repeated(work: Work): Work {
  return () => {
    for (let i = 0; i < LOGS; i++) work()
  }
}
