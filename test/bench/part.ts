import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadScenario } from '../../sim/scenario/load.ts'
import type { Scenario } from '../../sim/scenario/schema.ts'

/** A part of the benchmark. */
export interface Part {
  /** What is measured, for `--help`. */
  readonly says: string
  readonly measure: (tell: Tell) => Measured
}

interface Measured {
  readonly report: object
  readonly rows: readonly Row[]
}

/** A part from what it measures and how that is printed. */
export function partOf<Report extends object>(
  says: string,
  measure: (tell: Tell) => Report,
  rowsOf: (report: Report) => readonly Row[],
): Part {
  return {
    says,
    measure(tell) {
      const report = measure(tell)
      return { report, rows: rowsOf(report) }
    },
  }
}

/** Says on stderr what is being done. */
export type Tell = (what: string) => void

export type Row = readonly [what: string, value: string]

export const ROUNDS = 15
export const SEED = 1
export const SCENARIO = 'file-in-use'

/** Bundled into `tools`, this file stands in a folder of its own beside `dist`. */
export function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

export const scenarioText = (): string => readFileSync(here(`../scenarios/${SCENARIO}.yaml`), 'utf8')

export function scenario(): Scenario {
  const loaded = loadScenario(scenarioText(), SCENARIO)
  if (!loaded.ok) throw new Error(`${SCENARIO}: ${loaded.problems[0]?.message}`)
  return loaded.scenario
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** `12 345`. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ' ')
}
