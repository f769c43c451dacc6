import { isoLocal, isoUtc } from '../../../model/machine/time.ts'
import { upper } from '../../../model/words/letters.ts'
import { utf8 } from '../../forms/encode.ts'
import type { RecordType } from '../../forms/eventlog/record.ts'
import { keywordsOf } from '../../forms/eventlog/shape.ts'
import { userOfEvent } from '../../forms/exports/events.ts'
import { zipOf } from '../../zip.ts'
import { READ_AFTER_MS } from '../formats/ecs.ts'
import { fieldsOf } from '../formats/eventFields.ts'
import { jsonLine } from '../formats/oneLine.ts'
import { type EventEntry, recordsOfRun } from '../records.ts'
import { dayOf, type Exported, type Layout, labelPieces, type Piece, textPiece, yamlText } from './layout.ts'

/**
 * A set for each run, as in OTRF/Security-Datasets: what is known of it, and an archive with one event a line, flat, as NXLog
 * passes it on (layouts.md 3). Does not know what an event says.
 */
export const securityDatasets: Layout = {
  says: 'Atomic sets of events, as in OTRF/Security-Datasets',
  truth: `The causes of a run are tags of its \`_metadata\`; what each event means stands in \`labels.jsonl\` alone, with the file inside the
archive behind \`!\`, so that a detection does not see it. Text logs have no place in these sets.`,
  *pieces(runs) {
    const taken = new Set<number>()
    for (const one of runs) yield* setOf(one, taken)
  },
}

const HOST_SETS = 'datasets/atomic/windows/exchange_2007_rollups/host'

function* setOf({ name, run }: Exported, taken: Set<number>): Generator<Piece> {
  const entries = recordsOfRun(run).filter(record => record.kind === 'event')
  if (entries.length === 0) return
  const begun = freeSecond(run.servers[0]!.initial.now, taken)
  const stamp = isoUtc(begun).slice(0, 19).replace(/[-:T]/g, '')
  const id = `SDWIN-${stamp.slice(2)}`
  const inside = `${name}_${stamp}.json`
  const archive = `${HOST_SETS}/${name}.zip`
  const day = dayOf(run).replaceAll('-', '/')
  const about = {
    title: run.scenario.title,
    id,
    contributors: ['lab1603'],
    creation_date: day,
    modification_date: day,
    platform: ['Windows'],
    type: 'atomic',
    tags: ['simulated', 'exchange 2007', ...run.scenario.causes],
    description: `Simulated: ${run.scenario.title}. ${run.servers.map(server => server.name).join(', ')}.`,
    attack_mappings: [],
    notebooks: [],
    files: [{ type: 'Host', link: archive }],
    simulation: { environment: 'lab1603', tools: [], permissions_required: [], adversary_view: '' },
    references: [],
  }
  yield textPiece(`datasets/atomic/_metadata/${id}.yaml`, yamlText(about))
  const lines = entries.map(entry => `${flatEvent(entry)}\n`).join('')
  yield { path: archive, bytes: zipOf([{ path: inside, bytes: utf8(lines) }]) }
  const file = `${archive}!${inside}`
  yield* labelPieces(file, entries)
}

/** The id is a second: two sets that begin in the same one go on counting. */
function freeSecond(at: number, taken: Set<number>): number {
  let second = Math.floor(at / 1000)
  while (taken.has(second)) second++
  taken.add(second)
  return second * 1000
}

// ------------------------------------------------------------------------------------------------------------- an event

/** What NXLog calls the types, with its numbers. */
const SEVERITIES: Readonly<Record<RecordType, readonly [type: string, name: string, value: number]>> = {
  error: ['ERROR', 'ERROR', 4],
  warning: ['WARNING', 'WARNING', 3],
  information: ['INFO', 'INFO', 2],
  'audit-success': ['AUDIT_SUCCESS', 'INFO', 2],
  'audit-failure': ['AUDIT_FAILURE', 'ERROR', 4],
}

/** Names of the envelope stand even where data has the same. 64 bits are a number, which only text can hold. */
function flatEvent(entry: EventEntry): string {
  const { machine, event, at } = entry
  const { record, message, task, opcode, data, userData, old } = fieldsOf(entry)
  const [type, severity, value] = SEVERITIES[record.type]
  const [domain, account] = record.userSid === undefined ? [] : accountOf(userOfEvent(machine, event))
  const keywords = BigInt.asIntN(64, keywordsOf(record))
  const rest = jsonLine({
    ...Object.fromEntries(data),
    ...userData?.values,
    EventTime: localTime(entry, at),
    EventReceivedTime: localTime(entry, at + READ_AFTER_MS),
    Hostname: record.computer,
    EventType: type,
    SeverityValue: value,
    Severity: severity,
    EventID: record.id,
    SourceName: record.source,
    ProviderGuid: record.providerGuid && upper(record.providerGuid),
    Version: record.version,
    Task: record.category,
    OpcodeValue: record.opcode,
    RecordNumber: record.number,
    ExecutionProcessID: record.processId ?? 0,
    ThreadID: record.threadId ?? 0,
    Channel: record.channel,
    Domain: domain,
    AccountName: account,
    UserID: record.userSid,
    AccountType: account && 'User',
    Category: task || undefined,
    Opcode: old ? undefined : opcode,
    Message: message,
    SourceModuleName: 'eventlog',
    SourceModuleType: old ? 'im_mseventlog' : 'im_msvistalog',
    '@timestamp': isoUtc(at),
    '@version': '1',
    host: record.computer,
    tags: ['lab1603'],
  })
  return `{"Keywords":${keywords},${rest.slice(1)}`
}

const localTime = ({ machine }: EventEntry, at: number): string =>
  isoLocal(at, machine.zone).replace('T', ' ').slice(0, 19)

/** `NT AUTHORITY\SYSTEM` */
function accountOf(name: string): readonly [domain: string, account: string] {
  const at = name.indexOf('\\')
  return [name.slice(0, at), name.slice(at + 1)]
}
