import { once } from '../../library/arbitraries/once.ts'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../sim/diagnosis/evidence.ts'
import { decodeText, splitLines } from '../../sim/diagnosis/parse/text.ts'
import { type EvidenceKind, NEAR } from '../../sim/diagnosis/sniff.ts'
import { type Given, WAYS, type Way } from '../../sim/mutants/ways.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Reach, Trial } from './trial.ts'

/** Evidence that somebody pasted says what it said before. */

const ids = scenarioIds()
const ways: readonly (readonly Way[])[] = [
  ...WAYS.map(way => [way]),
  ...WAYS.flatMap(first => WAYS.filter(second => !first.wraps || !second.wraps).map(second => [first, second])),
]

export const pasted: Trial = {
  name: 'pasted',
  law: 'whatever way a text of the evidence was pasted, and under any name, the findings are the same and quote the same lines',
  sample: 30,
  whole: () => ids.length * ways.length,
  endless: false,
  marks: { finding: 100_000 },
  broken(n, reach) {
    const id = ids[(n - 1) % ids.length]!
    const way = ways[Math.floor((n - 1) / ids.length)]!
    return textsOf(id)()
      .filter(({ dense }) => !dense || !way.some(({ wraps }) => wraps))
      .map(({ path, lines, findings }) => changed(lines, findings(), way, reach)?.replace(/^/, `${id}, ${path}, `))
      .find(wrong => wrong !== undefined)
  },
}

type Said = readonly string[]

/** With hardly a blank in a line, nothing tells whether a full row ended at one. */
const DENSE: readonly EvidenceKind[] = ['event-json']

interface Text {
  readonly path: string
  readonly dense: boolean
  readonly lines: readonly string[]
  readonly findings: () => Said
}

const texts = new Map(ids.map(id => [id, once(() => made(id))]))
const textsOf = (id: string): (() => readonly Text[]) => texts.get(id)!

/** The texts of a scenario that are known by what stands in them; each by itself. */
function made(id: string): readonly Text[] {
  const { scenario, text: scenarioText } = scenarioById(id)
  const files = makeBundle(simulate(scenario, { seed: 1 }), { scenarioName: id, scenarioText, toolVersion: 'test' })
  return files
    .filter(({ path, encoding }) => path.startsWith('evidence/') && encoding !== 'binary')
    .map(file => ({ ...file, kind: evidenceFrom([{ path: 'any', bytes: file.bytes }]).files[0]!.kind }))
    .filter(({ kind }) => kind !== 'unknown' && kind !== 'text')
    .map(({ path, bytes, kind }) => {
      const lines = splitLines(decodeText(bytes).text)
      return { path, dense: DENSE.includes(kind), lines, findings: once(() => said(bytes, n => n)) }
    })
}

function said(bytes: Uint8Array, lineOf: (n: number) => number): Said {
  const evidence = evidenceFrom([{ path: 'any', bytes }])
  return diagnose(evidence).findings.map(({ cause, confidence, evidence: [quote] }) =>
    [cause, confidence, lineOf(quote!.line), quote!.text.replace(/\s/g, '')].join(' '),
  )
}

/** The beginning decides; where it has hardly a line that was long enough, nothing tells. */
function showsWrapping(rows: readonly Given[]): boolean {
  let [size, wrapped] = [0, 0]
  for (const [i, { text, from }] of rows.entries()) {
    size += text.length + 1
    if (size > NEAR) break
    if (from === rows[i - 1]?.from) wrapped++
  }
  return wrapped > 1
}

/**
 * The beginning decides: what a way did only behind it, such as to the first quotation mark of a text, nobody can tell
 * there.
 */
function showsAtFirst(given: readonly Given[], rows: readonly Given[]): boolean {
  const first = rows.findIndex(({ text }, i) => text !== given[i]?.text)
  let size = 0
  for (const { text } of rows.slice(0, Math.max(0, first))) size += text.length + 1
  return size < NEAR
}

function changed(lines: readonly string[], before: Said, way: readonly Way[], reach: Reach): string | undefined {
  if (before.length > 0) reach('finding')
  let rows: readonly Given[] = lines.map((text, i) => ({ text, from: i + 1 }))
  for (const { lines: paste } of way) {
    const given = rows
    rows = paste?.(given) ?? given
    if (!showsAtFirst(given, rows)) return undefined
  }
  if (way.some(({ wraps }) => wraps) && !showsWrapping(rows)) return undefined
  const end = way.reduce((last, { end: own }) => own ?? last, '\n')
  const after = said(Buffer.from(rows.map(({ text }) => text + end).join('')), n => rows[n - 1]?.from ?? -n)
  if (before.join('\n') === after.join('\n')) return undefined
  return `${way.map(({ name }) => name).join(', then ')}: ${JSON.stringify({ before, after }, undefined, 1)}`
}
