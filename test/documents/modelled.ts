import { readdirSync, readFileSync } from 'node:fs'
import { CAUSE_NOTES, CAUSES, type Cause } from '../../sim/causes.ts'
import { MECHANISMS } from '../../sim/explain/modelled.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { code, table } from './section.ts'

/** What docs/modelled.md says about a scenario. */
export interface Shown {
  readonly id: string
  readonly causes: readonly string[]
  readonly sources: readonly string[]
}

export function modelledSection(scenarios: readonly Shown[]): string {
  const clean = scenarios.filter(({ causes }) => causes.length === 0).map(({ id }) => code(id))
  return [
    `${CAUSES.length} causes, each with the documents that tell of it and the scenarios that show it:`,
    table(
      ['cause', 'what is wrong', 'documents', 'grade', 'scenarios'],
      CAUSES.map(cause => causeRow(cause, scenarios)),
    ),
    ...(clean.length > 0 ? [`Without a fault: ${clean.join(', ')}.`] : []),
    `${MECHANISMS.length} mechanisms, from which the outcomes follow:`,
    table(
      ['of', 'mechanism', 'what it does', 'grade', 'source'],
      MECHANISMS.map(({ area, name, does, grade, source }) => [area, name, does, grade, source]),
    ),
  ].join('\n\n')
}

/** The scenarios of a folder by id. One that cannot be read is left out: other tests tell of it. */
export function scenariosIn(folder: string): ReadonlyMap<string, Scenario> {
  const names = readdirSync(folder).filter(name => name.endsWith('.yaml'))
  return new Map(
    names.sort().flatMap((name): [string, Scenario][] => {
      const id = name.replace('.yaml', '')
      const loaded = loadScenario(readFileSync(`${folder}/${name}`, 'utf8'), id)
      return loaded.ok ? [[id, loaded.scenario]] : []
    }),
  )
}

export const shownBy = (scenarios: ReadonlyMap<string, Scenario>): Shown[] =>
  [...scenarios].map(([id, { causes, sources }]) => ({ id, causes, sources }))

function causeRow(cause: Cause, scenarios: readonly Shown[]): readonly string[] {
  const { is, source, grade } = CAUSE_NOTES[cause]
  const showing = scenarios.filter(({ causes }) => causes.includes(cause))
  // Where a scenario has several causes, its documents may be about another one.
  const sources = showing.filter(({ causes }) => causes.length === 1).flatMap(scenario => scenario.sources)
  const documents = [...new Set([source, ...sources])]
  return [code(cause), is, documents.join(', '), grade, showing.map(({ id }) => code(id)).join(', ') || 'none yet']
}
