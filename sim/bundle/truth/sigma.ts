import { uuidFrom } from '../../../model/installer/guid.ts'
import type { Machine } from '../../../model/machine/machine.ts'
import type { LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { isoLocal } from '../../../model/machine/time.ts'
import { utf8 } from '../../forms/encode.ts'
import { eventLogPlaces } from '../../forms/eventlog/records.ts'
import { exportPath } from '../../forms/exports/export.ts'
import type { ServerRun } from '../../run/simulate.ts'
import type { Label } from '../schema.ts'
import type { ArtifactOf } from './truth.ts'

/**
 * `sigma/NAME/info.yml`: for every kind of event that has a label, the regression data that a Sigma rule for it could point
 * to, in the shape of SigmaHQ's regression_data (formats.md 6). Server 2003's logs are no .evtx: there the test is on the
 * JSON lines. The rule is not ours to write, so its id is made from the name. Knows no rule that exists.
 */

export interface SigmaInfo {
  readonly name: string
  /** The log that the test reads. */
  readonly artifact: string
  /** The file, where that log lies at this path. */
  readonly bytes: (artifact: string) => Uint8Array
}

export function sigmaInfos(server: ServerRun, labels: readonly Label[], artifactOf: ArtifactOf, of = ''): SigmaInfo[] {
  const { machine } = server
  return LOGS.flatMap(log => {
    const [place] = eventLogPlaces(machine, log)
    if (place === undefined) return []
    const artifact = artifactOf(place)
    const records = machine.logs[log]
    const numbers = new Set(
      labels.flatMap(l => (l.artifact === artifact && l.selector.type === 'record' ? [l.selector.id] : [])),
    )
    const kinds = new Map(
      records.filter(r => numbers.has(r.number)).map(r => [`${of}${r.source.replaceAll(' ', '-')}-${r.id}`, r]),
    )
    const json = machine.windows.id === 'windows-server-2003'
    const test = json
      ? { type: 'json', path: artifactOf(exportPath(`${log}.jsonl`)) }
      : { type: 'evtx', path: artifact }
    return [...kinds].map(([name, record]) => {
      const count = records.filter(r => r.source === record.source && r.id === record.id).length
      const date = dateOf(machine.now, machine.zone)
      const bytes = (path: string): Uint8Array => utf8(infoText(name, record, { ...test, path, count, date }))
      return { name, artifact: test.path, bytes }
    })
  })
}

const LOGS: readonly LogName[] = ['Application', 'System']

interface SigmaTest {
  readonly type: string
  readonly path: string
  readonly count: number
  readonly date: string
}

const dateOf = (now: number, zone: Machine['zone']): string => isoLocal(now, zone).slice(0, 10)

/** Every text is written as JSON writes it, which is YAML too. */
function infoText(name: string, { source, id }: ReportedEvent, { type, path, count, date }: SigmaTest): string {
  const title = `${source} event ${id}`
  const rows = [
    `id: ${uuid(`test ${name}`)}`,
    `description: ${JSON.stringify(`Simulated: every ${title} of one server`)}`,
    `date: ${date}`,
    'author: lab1603',
    'rule_metadata:',
    `    - id: ${uuid(`rule ${name}`)}`,
    `      title: ${JSON.stringify(title)}`,
    'regression_tests_info:',
    '    - name: Positive Detection Test',
    `      type: ${type}`,
    `      provider: ${JSON.stringify(source)}`,
    `      match_count: ${count}`,
    `      path: ${JSON.stringify(path)}`,
  ]
  return `${rows.join('\n')}\n`
}

const uuid = (name: string): string => uuidFrom(`lab1603 sigma ${name}`)
