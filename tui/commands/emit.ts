import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseLocal } from '../../model/machine/time.ts'
import { beside, inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { LINES } from '../../sim/pipeline/formats/format.ts'
import { jsonLine } from '../../sim/pipeline/formats/oneLine.ts'
import { FORMATS, type FormatName } from '../../sim/pipeline/formats/table.ts'
import { growthOf } from '../../sim/pipeline/growth.ts'
import { mergedLines, type Shelf } from '../../sim/pipeline/merged.ts'
import { paceOf } from '../../sim/pipeline/pace.ts'
import type { Noted, StreamRecord } from '../../sim/pipeline/records.ts'
import { type Line, linesOf, runsOf, type StreamPlan } from '../../sim/pipeline/stream.ts'
import type { LabelsOption, StreamFormat } from '../commandTable.ts'
import { realClock } from '../emit/clock.ts'
import { type Destination, type Tally, Undeliverable } from '../emit/destination.ts'
import { follow } from '../emit/follow.ts'
import { toFile } from '../emit/local.ts'
import { shelfOnDisk } from '../emit/shelf.ts'
import { type Shipped, ship } from '../emit/ship.ts'
import { simulated, sourcesOf } from '../emit/sources.ts'
import { type Place, placeOf } from '../emit/where.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import type { StartText } from '../options.ts'
import { note } from '../output.ts'
import { progressOn } from '../progress.ts'

/**
 * `emit`: what the servers of a run write, as a stream to some place, or as files that grow. This is the one place that asks
 * what time it is. Does not know formats, nor how a place is reached.
 */

export interface EmitOptions {
  readonly as?: StreamFormat
  readonly to?: string
  readonly start?: StartText
  readonly keepWeekday?: true
  readonly speed?: number
  readonly rate?: number
  readonly count?: number
  readonly bytes?: number
  readonly follow?: true
  readonly labels?: LabelsOption
  readonly seed?: number
}

export async function emitCommand(given: string, options: EmitOptions): Promise<ExitCode> {
  refuseContradictions(options)
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, onSignal)
  const shelf = shelfOnDisk()
  try {
    const { plan, together } = await planOf(given, options)
    if (options.follow) return await followed(plan, options, stop.signal)
    return await streamed(plan, options, stop.signal, together ? shelf : undefined)
  } finally {
    shelf.end()
    for (const signal of signals) process.off(signal, onSignal)
  }
}

/** Pairs that say two things at once, and what is missing. */
function refuseContradictions(options: EmitOptions): void {
  const { as, to = '-', speed, rate, count, bytes, labels, keepWeekday, start } = options
  const wrong: readonly (readonly [boolean, Shown])[] = [
    [!options.follow && as === undefined, told`--as says in which format; only --follow goes without`],
    [options.follow === true && as !== undefined, told`--follow writes each log in its own form: leave out --as`],
    [options.follow === true && /^-$|:\/\//.test(to), told`--follow writes to a folder: --to DIR`],
    [options.follow === true && (rate ?? count ?? bytes) !== undefined, told`--follow goes by --speed alone`],
    [options.follow === true && labels === 'field', told`a log that grows has no room for labels: --labels sidecar`],
    [speed !== undefined && rate !== undefined, told`--speed and --rate cannot both be kept`],
    [count !== undefined && bytes !== undefined, told`--count and --bytes cannot both be kept`],
    [keepWeekday === true && start === undefined, told`--keep-weekday is about --start`],
    [
      as !== undefined && labels === 'field' && !FORMATS[as].holdsLabels,
      told`--as ${as} has no room for labels: --labels sidecar`,
    ],
  ]
  const first = wrong.find(([isWrong]) => isWrong)
  if (first) throw new Stop(EXIT.wrongUsage, first[1])
}

interface Meant {
  readonly plan: StreamPlan
  readonly together: boolean
}

async function planOf(given: string, { seed, start, keepWeekday }: EmitOptions): Promise<Meant> {
  const { sources, together } = await sourcesOf(given, seed)
  return { plan: { sources, simulate: simulated, start: start && momentOf(start, sources), keepWeekday }, together }
}

function momentOf(start: StartText, [first]: StreamPlan['sources']): number {
  if (start.at === 'now') return Date.now()
  if (start.at !== 'local') return start.at
  return parseLocal(start.text, first!().scenario.servers[0]!.zone)
}

// ------------------------------------------------------------------------------------------------------------ a stream

/** @param shelf where the lines of runs wait that are merged */
async function streamed(
  plan: StreamPlan,
  options: EmitOptions,
  signal: AbortSignal,
  shelf: Shelf | undefined,
): Promise<ExitCode> {
  const formatName: FormatName = options.as!
  const format = FORMATS[formatName]
  const { count, bytes, labels = formatName === 'jsonl' ? 'field' : 'none' } = options
  const place = placeOf(options.to ?? '-', formatName)
  const labelled = labels === 'field'
  const lines = shelf
    ? mergedLines(plan, shelf, format, { count, bytes }, labelled)
    : linesOf(plan, format, { count, bytes }, labelled)
  // One run is in memory anyway, and then its records can be counted before.
  const isOne = plan.sources.length === 1 && count === undefined && bytes === undefined
  const listed: Iterable<Line<Noted>> = isOne ? [...lines] : lines
  const total = count ?? (Array.isArray(listed) ? listed.length : undefined)
  const sidecarPath = labels === 'sidecar' ? besideFile(place) : undefined
  const to = await opened(place, () => place.open(format, realClock, signal))
  const sidecar = sidecarPath === undefined ? undefined : toFile(sidecarPath, LINES)
  const progress = total === undefined ? undefined : progressOn(process.stderr, process.env, total)
  const onLine = ({ record }: Line<Noted>, number: number): Promise<void> | undefined => {
    progress?.step(place.name)
    return record.label && sidecar?.take(labelRow(record, number))
  }
  const shipped = await ship({ lines: listed, to, pace: paceOf(options), clock: realClock, signal, onLine })
  progress?.end()
  await sidecar?.end()
  note(summary(place, shipped, to.tally, total))
  return codeOf(shipped, to.tally, total)
}

/** A file of our own that is not there yet. @throws Stop where there is no file that it could lie beside, or one stands there */
function besideFile({ file, name }: Omit<Place, 'open'>): string {
  if (file === undefined)
    throw new Stop(EXIT.wrongUsage, told`--labels sidecar lies beside a file, and ${name} is none`)
  const path = `${file}.labels.jsonl`
  if (existsSync(path)) throw new Stop(EXIT.unusable, told`${path} is there already; nothing was written`)
  return path
}

/** Of a place that cannot be reached nothing is asked. */
async function opened(place: Place, open: () => Destination | Promise<Destination>): Promise<Destination> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof Undeliverable) throw new Stop(error.code, told`cannot send to ${place.name}: ${error.message}`)
    throw error
  }
}

/** Which record it is, and what it means; everything that has no row is normal. */
function labelRow(record: Noted, number: number): string {
  const { label, host } = record
  const at =
    record.kind === 'event'
      ? { source: record.log, id: record.event.number }
      : { source: record.path, line: record.line }
  return jsonLine({ record: number, host, ...at, ...label })
}

// ---------------------------------------------------------------------------------------------------- files that grow

async function followed(plan: StreamPlan, options: EmitOptions, signal: AbortSignal): Promise<ExitCode> {
  const { to: folder = '', speed = 1, labels } = options
  const [run, ...others] = plan.sources.length === 1 ? [...runsOf(plan)] : []
  if (!run || others.length > 0) throw new Stop(EXIT.wrongUsage, told`--follow takes one run, not a corpus`)
  const growth = growthOf(run)
  const total = growth.records.length
  const sidecarPath =
    labels === 'sidecar' ? besideFile({ file: join(dirname(folder), basename(folder)), name: folder }) : undefined
  const progress = progressOn(process.stderr, process.env, total)
  const rows: string[] = []
  const onRecord = (record: StreamRecord, number: number): void => {
    progress.step(folder)
    if (record.label) rows.push(labelRow(record, number))
  }
  const done = await follow({ growth, folder, pace: paceOf({ speed })!, clock: realClock, signal, onRecord })
  progress.end()
  if (sidecarPath !== undefined) {
    const sidecar = toFile(sidecarPath, LINES)
    for (const row of rows) await sidecar.take(row)
    await sidecar.end()
  }
  note(
    told`${counted(total)} asked, ${done} written to ${folder}${done < total ? told`; ${total - done} not: it was stopped` : ''}`,
  )
  return done === total ? EXIT.done : EXIT.expectationFailed
}

// ----------------------------------------------------------------------------------------------------------- the count

const counted = (n: number): string => (n === 1 ? '1 record' : `${n} records`)

/** `1863 records asked, 1860 delivered to tcp://127.0.0.1:514 (412345 bytes); 3 not: ...` */
function summary(place: Place, { asked, why }: Shipped, tally: Tally, total: number | undefined): Shown {
  const { delivered, bytes, unknown, reasons } = tally
  const atLeast = total === undefined && why !== undefined ? 'at least ' : ''
  const all = total ?? asked
  const verb = place.name.startsWith('udp:') ? 'sent' : 'delivered'
  const head = told`${atLeast}${counted(all)} asked, ${delivered} ${verb} to ${place.name} (${bytes} bytes)`
  const missing = all - delivered - unknown
  return inLines([
    beside(
      head,
      ...(missing > 0 ? [told`; ${missing} not${whyOf(why)}`] : []),
      ...(unknown > 0 ? [told`; of ${unknown} nobody can tell`] : []),
    ),
    ...[...reasons].map(([reason, count]) => told`  ${counted(count)}: ${reason}`),
  ])
}

function whyOf(why: Shipped['why']): Shown {
  if (why === undefined) return told``
  return why === 'stopped' ? told`: it was stopped` : beside(told`: `, why.message)
}

function codeOf({ asked, why }: Shipped, { delivered }: Tally, total: number | undefined): ExitCode {
  if (why instanceof Undeliverable) return why.code
  return why === undefined && delivered === (total ?? asked) ? EXIT.done : EXIT.expectationFailed
}
