import type { BundleFile } from '../../../sim/bundle/bundleFile.ts'
import type { Label } from '../../../sim/bundle/schema.ts'
import { foldKey, parseRegistry } from '../../../sim/diagnosis/parse/registry.ts'
import { splitLines } from '../../../sim/diagnosis/parse/text.ts'
import { readCsv } from './csv.ts'
import { type BundleFiles, logOf, readOnce, textOf } from './files.ts'
import { type Hive, readHive } from './hive.ts'
import { SOFTWARE } from './registry.ts'

/** What labels point at, and the same labels in other forms. Does not know what a label means. */

type Points = (file: BundleFile, selector: Label['selector']) => boolean

const lineCount = readOnce((file): number => splitLines(textOf(file)).length)
const recordNumbers = readOnce((file): ReadonlySet<number> => new Set(logOf(file).records.map(({ number }) => number)))
const registryValues = readOnce(file => parseRegistry(splitLines(textOf(file))).values)
const hiveKeys = readOnce(
  (file): Hive =>
    new Map([...readHive(file.bytes)].map(([below, values]) => [`${SOFTWARE}\\${foldKey(below)}`, values])),
)

/** Whether a label points at something that there is. */
const POINTS: Readonly<Record<Label['selector']['type'], Points>> = {
  text: (file, selector) =>
    selector.type === 'text' && selector.line <= selector.endLine && selector.endLine <= lineCount(file),
  record: (file, selector) => selector.type === 'record' && recordNumbers(file).has(selector.id),
  registry: (file, selector) => selector.type === 'registry' && hasValue(file, selector),
}

function hasValue(file: BundleFile, { key, value }: Extract<Label['selector'], { type: 'registry' }>): boolean {
  if (file.encoding !== 'binary') {
    return registryValues(file).some(row => foldKey(row.key) === foldKey(key) && row.name === value)
  }
  return (
    hiveKeys(file)
      .get(foldKey(key))
      ?.some(({ name }) => name === value) ?? false
  )
}

/** Labels against the artifacts, against each other, and against their tables. */
export function labelsContradict({ all, labels }: BundleFiles): string | undefined {
  const ids = new Map(labels.map(label => [label.id, label]))
  for (const { id, artifact, selector, same } of labels) {
    const file = all.get(artifact)
    if (!file) return `${id} is about ${artifact}, which is not there`
    if (!POINTS[selector.type](file, selector))
      return `${id} points at nothing in ${artifact}: ${JSON.stringify(selector)}`
    const stranger = same.find(other => !ids.get(other)?.same.includes(id))
    if (stranger) return `${id} says the same as ${stranger}, which does not say so`
  }
  const { runs } = JSON.parse(textOf(all.get('truth/results.sarif')!)) as {
    runs: readonly { results: readonly unknown[] }[]
  }
  if (runs[0]!.results.length !== labels.length) return 'results.sarif has other results than there are labels'
  return undefined
}

/** A row of the table for each line of the log. */
export function tablesContradict({ all }: BundleFiles): string | undefined {
  for (const [path, table] of all) {
    if (!path.startsWith('truth/labels/')) continue
    const log = all.get(path.replace('truth/labels/', 'evidence/').replace(/\.csv$/, ''))
    if (!log) return `${path} is about a log that is not there`
    const rows = readCsv(textOf(table)).length - 1
    if (rows !== lineCount(log)) return `${path} has ${rows} rows for ${lineCount(log)} lines`
  }
  return undefined
}
