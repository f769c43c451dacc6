import { makeBundle } from '../../sim/bundle/bundle.ts'
import type { BundleFile } from '../../sim/bundle/bundleFile.ts'
import type { Label, Truth } from '../../sim/bundle/schema.ts'
import { parseRegistry } from '../../sim/diagnosis/parse/registry.ts'
import { splitLines } from '../../sim/diagnosis/parse/text.ts'
import { makeBundleWith } from '../../sim/mutants/bundle.ts'
import { keepsAll, MUTANTS } from '../../sim/mutants/mutate.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { type BundleFiles, bundleFiles, textOf } from './agree/files.ts'
import { labelsContradict, tablesContradict } from './agree/labels.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Reach, Trial } from './trial.ts'

/**
 * Labels of a bundle that a mutant has been at: each points at what it pointed at before, and none is gone of which the line is
 * still there. Knows what mutants do to a text, and not how labels find their way.
 */

const ids = scenarioIds()

/** What is left of a line that two ways of writing have in common. */
type Common = (before: string, after: string) => boolean

const same: Common = (before, after) => before === after

const DATE = /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/g

const COMMON: Readonly<Record<string, Common>> = {
  drive: (before, after) =>
    before.replaceAll(/\b[Cc](?=:)|^C(?= )|(?<=drive )C/g, 'M') === after.replaceAll(/\bm(?=:)/g, 'M'),
  dates: (before, after) => before.replaceAll(DATE, '') === after.replaceAll(DATE, ''),
  pasted: (before, after) => holdsInOrder(after, [...before.matchAll(/[A-Za-z0-9]/g)].join('')),
}

/** Whether these letters stand in it, one behind the other, whatever stands between them. */
function holdsInOrder(text: string, letters: string): boolean {
  let at = -1
  return [...letters].every(letter => {
    at = text.indexOf(letter, at + 1)
    return at >= 0
  })
}

type Lines = (path: string) => readonly string[]

function linesOf({ all }: BundleFiles): Lines {
  const known = new Map<string, readonly string[]>()
  return path => {
    const before = known.get(path)
    if (before) return before
    const file = all.get(path)
    const lines = file ? splitLines(textOf(file)) : []
    known.set(path, lines)
    return lines
  }
}

function textAt(lines: Lines, { artifact, selector }: Label): string {
  return selector.type === 'text'
    ? lines(artifact)
        .slice(selector.line - 1, selector.endLine)
        .join('\n')
    : ''
}

function broken(before: BundleFiles, after: BundleFiles, mutant: string, reach: Reach): string[] {
  const { taken } = (JSON.parse(textOf(after.all.get('truth/truth.json')!)) as Truth).mutant!
  const [old, fresh] = [linesOf(before), linesOf(after)]
  const sources = new Map(before.labels.map(label => [label.id, label]))
  const kept = after.labels.filter(({ id }) => sources.has(id))
  const common = COMMON[mutant] ?? same
  if (kept.some(({ selector }) => selector.type === 'text')) reach('kept')
  if (taken.length > 0) reach('taken')
  const wrong = [
    ...kept
      .filter(label => !common(textAt(old, sources.get(label.id)!), textAt(fresh, label)))
      .map(label => `${label.id}: ${textAt(old, sources.get(label.id)!)} / ${textAt(fresh, label)}`),
    ...taken.filter(label => isStillThere(label, old, fresh, after)).map(({ id }) => `${id} was not taken`),
    ...after.labels
      .filter(({ id, class: meaning }) => !sources.has(id) && meaning !== 'herring')
      .filter(label => !kept.some(({ id, class: of }) => label.same.includes(id) && of === label.class))
      .map(({ id }) => `${id} is no copy of any`),
  ]
  const all = [...kept, ...taken].map(({ id }) => id)
  const lost = before.labels.filter(({ id }) => all.filter(one => one === id).length !== 1)
  return [...wrong, ...lost.map(({ id }) => `${id} is lost, or there twice`)]
}

/** Files keep their paths where something is taken. */
function isStillThere({ artifact, selector }: Label, old: Lines, fresh: Lines, { all }: BundleFiles): boolean {
  if (!all.has(artifact)) return false
  if (selector.type === 'record') return true
  const lines = fresh(artifact)
  if (selector.type === 'registry')
    return parseRegistry(lines).values.some(({ key, name }) => key === selector.key && name === selector.value)
  const count = (among: readonly string[]): number =>
    among.filter(line => line === old(artifact)[selector.line - 1]).length
  return selector.line === selector.endLine && count(lines) === count(old(artifact))
}

/** Whoever reads an export that was pasted takes that back first: test/laws/pasting.ts. */
function unpasted(before: BundleFiles, after: BundleFiles, mutant: string): BundleFiles {
  const exports = [...before.all].filter(([path]) => mutant === 'pasted' && path.endsWith('.reg'))
  return { ...after, all: new Map([...after.all, ...exports]) }
}

export const labelsCarried: Trial = {
  name: 'labels-carried',
  law: 'whatever becomes of the evidence, a label points at what it pointed at, and is gone only with its line',
  sample: 21,
  marks: { kept: 800, taken: 150 },
  whole: () => ids.length * MUTANTS.length,
  endless: false,
  broken(n, reach) {
    const id = ids[(n - 1) % ids.length]!
    const mutant = MUTANTS[Math.floor((n - 1) / ids.length)]!
    const { scenario, text } = scenarioById(id)
    const run = simulate(scenario, { seed: n })
    const options = { scenarioText: text, scenarioName: id, toolVersion: 'test' }
    const files: readonly BundleFile[] = makeBundleWith(mutant, run, options)
    const [before, after] = [bundleFiles(makeBundle(run, options)), bundleFiles(files)]
    const problems = [
      ...broken(before, after, mutant.name, reach),
      labelsContradict(unpasted(before, after, mutant.name)) ?? tablesContradict(after) ?? [],
    ].flat()
    const { taken } = (JSON.parse(textOf(after.all.get('truth/truth.json')!)) as Truth).mutant!
    if (keepsAll(mutant) && taken.length > 0) problems.push(`it keeps all, and ${taken.length} labels are gone`)
    return problems.length === 0 ? undefined : `${id}, ${mutant.name}: ${problems.slice(0, 5).join('; ')}`
  },
}
