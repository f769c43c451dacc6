import { writeEvtx } from '../../sim/forms/eventlog/evtx.ts'
import { recordsOf } from '../../sim/forms/eventlog/records.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { writeEventsLikeIt } from './floor.ts'
import { grouped, partOf, ROUNDS, rounded, SEED, scenario } from './part.ts'
import { medians } from './timing.ts'

interface EventsReport {
  readonly records: number
  readonly floorPerSecond: number
  /** Records of an .evtx per second; the aim is 20,000. */
  readonly perSecond: number
  readonly ratio: number
}

const EVENTS = 5000

export const events = partOf(
  'an .evtx, beside the encoding of its texts',
  measure,
  ({ floorPerSecond, perSecond, ratio }) => [
    ['floor: encoding the texts of such events', `${grouped(floorPerSecond)} events/s`],
    ['.evtx', `${grouped(perSecond)} events/s, ${ratio} of the floor`],
  ],
)

/** The logs of one server are short: many times the same, with numbers that go on. */
function measure(): EventsReport {
  const { machine } = simulate(scenario(), { seed: SEED }).servers[0]!
  const own = [...recordsOf(machine, 'Application'), ...recordsOf(machine, 'System')]
  const records = Array.from({ length: EVENTS }, (_, i) => ({ ...own[i % own.length]!, number: i + 1 }))
  const texts = records.map(({ source, computer, channel, strings }) => [source, computer, channel, ...strings])
  const times = medians(ROUNDS, { floor: () => writeEventsLikeIt(texts), events: () => writeEvtx(records) }, 5)
  const perSecond = (ms: number): number => Math.round((EVENTS / ms) * 1000)
  return {
    records: EVENTS,
    floorPerSecond: perSecond(times.floor),
    perSecond: perSecond(times.events),
    ratio: rounded(times.floor / times.events),
  }
}
