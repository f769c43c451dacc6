import type { Label } from '../bundle/schema.ts'
import type { RawFile } from '../diagnosis/evidence.ts'
import { foldKey, parseRegistry } from '../diagnosis/parse/registry.ts'
import type { Selector } from '../forms/about.ts'
import { lineAt } from '../forms/about.ts'
import { groupedBy } from '../grouped.ts'
import type { Handed } from './mutant.ts'
import { isText, linesOf } from './texts.ts'

/**
 * Labels of evidence, carried over to what became of it by the way back that each file has. Does not know what was done to the
 * files: a label goes where what it points at has gone, and is taken where that was.
 */
export interface Carried {
  readonly labels: readonly Label[]
  /** As they were. */
  readonly taken: readonly Label[]
}

/** What a name in the registry has become. */
export type Naming = (name: string) => string

export function carried(
  labels: readonly Label[],
  before: readonly RawFile[],
  after: readonly Handed[],
  naming: Naming = name => name,
): Carried {
  const sources = new Map(before.map(file => [file.path, file]))
  const copies = groupedBy(after.map(openedOver(sources)), ({ of }) => of?.path)
  const placed = labels.map(label => {
    const placesOfLabel = (copies.get(label.artifact) ?? []).flatMap(copy => {
      const selector = placeIn(copy, label.selector, naming)
      return selector ? [{ artifact: copy.path, selector }] : []
    })
    return { label, places: placesOfLabel }
  })
  const kept = numbered(placed.filter(({ places }) => places.length > 0))
  return {
    labels: [...kept, ...herringsIn(after, highest(kept))],
    taken: placed.filter(({ places }) => places.length === 0).map(({ label }) => label),
  }
}

// ------------------------------------------------------------------------------------------------------------- places

/** A file that arrived, opened where it matters what it was. */
interface Opened {
  readonly path: string
  readonly of: RawFile | undefined
  readonly bytes: Uint8Array
  /** By line of the file that it was: the first and the last line that it has become; undefined: the same ones. */
  readonly spans: ReadonlyMap<number, Span> | undefined
}

type Span = readonly [first: number, last: number]

const openedOver =
  (sources: ReadonlyMap<string, RawFile>) =>
  ({ path, bytes, of, lines }: Handed): Opened => ({
    path,
    bytes,
    of: of === undefined ? undefined : sources.get(of),
    spans: lines && spansOf(lines),
  })

function spansOf(lines: NonNullable<Handed['lines']>): Map<number, Span> {
  const spans = new Map<number, Span>()
  for (const [i, from] of lines.entries()) {
    if (typeof from === 'number') spans.set(from, [spans.get(from)?.[0] ?? i + 1, i + 1])
  }
  return spans
}

function placeIn(copy: Opened, selector: Selector, naming: Naming): Selector | undefined {
  switch (selector.type) {
    case 'text':
      return copy.spans ? linesIn(copy.spans, selector.line, selector.endLine) : selector
    case 'record':
      return selector
    case 'registry':
      return hasValue(copy, selector)
        ? { ...selector, key: naming(selector.key), value: naming(selector.value) }
        : undefined
  }
}

/** All of them, or none. */
function linesIn(spans: ReadonlyMap<number, Span>, line: number, endLine: number): Selector | undefined {
  let last = 0
  for (let at = line; at <= endLine; at++) {
    const span = spans.get(at)
    if (!span) return undefined
    last = span[1]
  }
  return lineAt(spans.get(line)![0], last)
}

/** Where lines of an export are missing, a value is there if a reader still finds it as it was. */
function hasValue({ of, bytes, spans }: Opened, { key, value }: Extract<Selector, { type: 'registry' }>): boolean {
  if (!spans || !of || !isText(of)) return true
  const rows = linesOf(of)
  if (rows.every((_, i) => spans.has(i + 1))) return true
  const dataIn = (lines: readonly string[]): string | undefined => {
    const found = parseRegistry(lines).values.find(row => foldKey(row.key) === foldKey(key) && row.name === value)
    return found && JSON.stringify([found.type, found.data])
  }
  return dataIn(linesOf({ bytes })) === dataIn(rows)
}

// ------------------------------------------------------------------------------------------------------------ numbers

interface Placed {
  readonly label: Label
  readonly places: readonly Pick<Label, 'artifact' | 'selector'>[]
}

/** The first place of a label has its id; other places, as of a file that is there twice, have ids of their own. */
function numbered(placed: readonly Placed[]): Label[] {
  const rows = placed.map(({ label, places }) => places.map((place, i) => ({ label, i, row: { ...label, ...place } })))
  let last = highest(placed.map(({ label }) => label))
  const firsts = rows.flatMap(([first]) => first!.row)
  const others = rows.flatMap(([, ...more]) => more.map(({ row }) => ({ ...row, id: idOf(++last), first: row.id })))
  const all = [...firsts.map(row => ({ ...row, first: row.id })), ...others]
  const byFirst = groupedBy(all, ({ first }) => first)
  return all.map(({ first, ...row }) => ({
    ...row,
    same: [first, ...row.same]
      .flatMap(id => byFirst.get(id) ?? [])
      .filter(({ artifact }) => artifact !== row.artifact)
      .map(({ id }) => id),
  }))
}

const idOf = (number: number): string => `L-${number}`

const highest = (labels: readonly Label[]): number => Math.max(0, ...labels.map(({ id }) => Number(id.slice(2))))

/** Neighbours are one. */
function herringsIn(after: readonly Handed[], before: number): Label[] {
  let last = before
  return after.flatMap(({ path, lines = [] }) =>
    lines.flatMap((from, i): Label[] => {
      if (from !== 'herring' || lines[i - 1] === 'herring') return []
      const end = lines.findIndex((next, at) => at > i && next !== 'herring')
      const selector = lineAt(i + 1, end < 0 ? lines.length : end)
      return [{ id: idOf(++last), artifact: path, selector, class: 'herring', same: [] }]
    }),
  )
}
