import { uuidFrom } from '../../../model/installer/guid.ts'
import { groupedBy } from '../../grouped.ts'
import { splunkEvent, splunkHec } from '../formats/splunkHec.ts'
import { recordsOfRun, type StreamRecord } from '../records.ts'
import { dayOf, type Exported, type Layout, labelPieces, nameOf, type Piece, textPiece, yamlText } from './layout.ts'

/**
 * A set for each run, as `replay.py` of splunk/attack_data sends it: layouts.md 2. A log to a file, a record to a line, the
 * same lines and sources as for the HTTP Event Collector. Does not know what a line says.
 */
export const attackData: Layout = {
  says: 'Sets of logs for Splunk, as in splunk/attack_data',
  truth: `The form of a set lets nothing be added to it, and no technique of an attack is behind these: \`mitre_technique\` is empty. What
is true of the lines stands in \`labels.jsonl\` alone. Lines without text are left out, as Splunk refuses them.`,
  *pieces(runs) {
    for (const one of runs) yield* setOf(one)
  },
}

const AREA = 'datasets/exchange_2007_rollups'

function* setOf({ name, run }: Exported): Generator<Piece> {
  const records = recordsOfRun(run).filter(splunkHec.takes)
  const logs = groupedBy(records, record => `${record.host} ${splunkEvent(record).source}`)
  if (logs.size === 0) return
  const taken = new Set<string>()
  const folder = `${AREA}/${name}`
  const datasets = [...logs.values()].map(own => {
    const { source, sourcetype } = splunkEvent(own[0]!)
    const log = logName(own[0]!, run.servers.length > 1, taken)
    return { own, set: { name: log, path: `/${folder}/${log}.log`, sourcetype, source } }
  })
  const about = {
    author: 'lab1603',
    id: uuidFrom(`lab1603 attack_data ${name} ${dayOf(run)}`),
    date: dayOf(run),
    description: `Simulated: ${run.scenario.title}`,
    environment: 'lab1603',
    directory: name,
    mitre_technique: [],
    datasets: datasets.map(({ set }) => set),
  }
  yield textPiece(`${folder}/${name}.yml`, yamlText(about))
  for (const { own, set } of datasets) {
    const file = set.path.slice(1)
    yield textPiece(file, own.map(record => `${splunkEvent(record).event}\n`).join(''))
    yield* labelPieces(file, own)
  }
}

/** `exch01-application`: the server only where there are several. */
function logName(record: StreamRecord, several: boolean, taken: Set<string>): string {
  const leaf = record.kind === 'event' ? record.log : record.path.replace(/^.*\\/, '').replace(/\.\w*$/, '')
  return nameOf(several ? `${record.host}-${leaf}` : leaf, taken)
}
