import { UPDATE_CLIENT_SOURCE } from '../../../../model/words/eventSources.ts'
import type { Evidence, Read } from '../../evidence.ts'
import type { Quote } from '../../finding.ts'
import type { UpdateLine } from '../../parse/updateLog.ts'
import { eventsOf, quoteEvent, quoteText } from '../../situation.ts'
import type { Observed } from '../kinds.ts'
import { hresultsIn, type UpdateReport, updateReported } from '../spoken.ts'
import { clockIn, dayIn } from './day.ts'

/**
 * What the update client says, in its logs and in the System log. What it says of an update last is what counts, and of two
 * who say it the System log, which has the successes too. Does not know what an error means.
 */

export function* fromUpdates(evidence: Evidence): Generator<Observed> {
  const inEvents = eventsOf(evidence, SOURCE).flatMap(found => said(quoteEvent(found), found.event.message))
  const last = lastOf(inEvents)
  for (const told of inEvents) yield* codeOf(told, last.get(told.update) === told)
  for (const log of evidence.updateLogs) yield* ofLog(log, last)
}

const SOURCE = new RegExp(`^(?:${Object.values(UPDATE_CLIENT_SOURCE).join('|')})$`, 'i')

interface Told extends UpdateReport {
  readonly quote: Quote
}

const said = (quote: Quote, text: string): Told[] => {
  const report = updateReported(text)
  return report ? [{ quote, ...report }] : []
}

const lastOf = (told: readonly Told[]): ReadonlyMap<string, Told> => new Map(told.map(one => [one.update, one]))

function* codeOf({ quote, code }: Told, open: boolean): Generator<Observed> {
  if (code !== undefined) yield { kind: 'result.code', ...quote, open, code, by: 'hresult' }
}

// -------------------------------------------------------------------------------------------------------------- logs

function* ofLog({ path, lines }: Read<{ readonly lines: readonly UpdateLine[] }>, events: ReadonlyMap<string, Told>) {
  const told = reports(path, lines)
  const last = lastOf(told)
  for (const line of lines) yield clientRow(path, line)
  for (const one of told) {
    const later = events.get(one.update)
    yield* codeOf(one, last.get(one.update) === one && !later?.installed)
  }
}

function clientRow(path: string, told: UpdateLine): Observed {
  const { text, time } = told
  const { update } = updateReported(text) ?? {}
  const [code] = hresultsIn(text)
  return {
    kind: 'update-client',
    ...quoteText(path, told),
    body: text,
    ...(code !== undefined && { code }),
    ...(update !== undefined && { update }),
    ...(time !== undefined && { clock: clockIn(time), day: dayIn(time) }),
  }
}

/** What a handler says of an error is said again in the report, unless the log ends before it. */
function reports(path: string, lines: readonly UpdateLine[]): Told[] {
  const told = lines.flatMap(line => said(quoteText(path, line), line.text))
  const rest = lines.filter(({ line }) => line > (told.at(-1)?.quote.line ?? 0))
  const end = rest.findLast(({ text }) => hresultsIn(text).length > 0)
  if (!end) return told
  const [code] = hresultsIn(end.text)
  return [...told, { quote: quoteText(path, end), update: '', installed: false, code: code! }]
}
