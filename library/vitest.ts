import { expect } from 'vitest'
import { type Examined, examine, type Traced } from '../sim/diagnosis/diagnose.ts'
import type { Evidence } from '../sim/diagnosis/evidence.ts'
import { inLines, type Shown, told } from '../sim/foreign/terminal.ts'
import { realDisk } from '../sim/readableFs.ts'
import { explain } from '../sim/workbench/explain.ts'
import { ruleLines } from '../sim/workbench/explainWords.ts'
import { type DiagnoseOptions, evidenceOf, type Handed, libraryOf } from './handed.ts'

/**
 * A matcher for tests of rules and of evidence: `expect('bundles/17').toDiagnose('file-in-use')`. Where it fails it says what
 * was found instead, and what each rule of that cause missed. Knows no rule.
 */

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the name and the default are those that vitest has.
  interface Matchers<T = any> {
    /** A finding names the cause. What is expected of: a folder or a file, several, or files in memory. */
    toDiagnose(cause: string, options?: DiagnoseOptions): T
  }
}

/** What `expect` is given. */
export type Diagnosable = string | readonly string[] | Handed

expect.extend({
  toDiagnose(received: Diagnosable, cause: string, options: DiagnoseOptions = {}) {
    const evidence = evidenceOf(handedAs(received))
    const examined = examine(evidence, libraryOf(options))
    const pass = examined.diagnosis.findings.some(finding => finding.cause === cause)
    return { pass, message: () => (pass ? unwanted : missing)(cause, examined, evidence) }
  },
})

function handedAs(received: Diagnosable): Handed {
  if (typeof received === 'string') return { fs: realDisk, paths: [received] }
  return isPaths(received) ? { fs: realDisk, paths: received } : received
}

const isPaths = (received: readonly string[] | Handed): received is readonly string[] =>
  Array.isArray(received) && received.length > 0 && received.every(path => typeof path === 'string')

// ---------------------------------------------------------------------------------------------------------- messages

/** Enough to see why, and a message that fits on a screen. */
const MOST_LINES = 15
const MOST_WARNINGS = 5

function unwanted(cause: string, { diagnosis }: Examined): Shown {
  const findings = diagnosis.findings.filter(finding => finding.cause === cause)
  const quotes = findings.flatMap(({ evidence }) =>
    evidence.map(({ path, line, text }) => told`  ${path}:${line}: ${text}`),
  )
  return inLines([
    told`expected nothing to be found that is called ${cause}; it is shown by`,
    ...quotes.slice(0, MOST_LINES),
  ])
}

function missing(cause: string, { diagnosis, traces }: Examined, evidence: Evidence): Shown {
  const found = diagnosis.findings.map(one => `${one.cause} (${Math.round(one.confidence * 100)} %)`)
  const possible = diagnosis.candidates.map(one => one.cause)
  const rules = traces.filter(({ rule }) => rule.cause === cause)
  return inLines([
    told`expected ${cause} to be found`,
    told`found: ${listed(found)}`,
    ...(possible.length > 0 ? [told`possible as well: ${listed(possible)}`] : []),
    ...evidence.warnings.slice(0, MOST_WARNINGS).map(({ path, reason }) => told`not read: ${path}: ${reason}`),
    ...(rules.length === 0 ? [told`no rule is for ${cause}`] : rules.flatMap(rule => linesOf(rule, evidence))),
  ])
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '))

/** A rule with its branches, as far as there is room. */
function linesOf(trace: Traced, evidence: Evidence): Shown[] {
  const lines = explain([trace], evidence).flatMap(one => ruleLines(one, PLAIN))
  const left = lines.length - MOST_LINES
  return [...lines.slice(0, MOST_LINES), ...(left > 0 ? [told`  and ${left} lines more`] : [])]
}

const PLAIN = { color: false, width: 100 } as const
