import type { Condition } from '../algebra/condition.ts'
import type { About, Pack, Rule } from './schema.ts'

/** The rules of several packs as one list. A name of `define` holds within its own pack. Knows no rule. */

export interface Entry {
  readonly rule: Rule
  readonly pack: string
  readonly about: About
  readonly define: Readonly<Record<string, Condition>>
}

export interface Library {
  readonly entries: readonly Entry[]
  readonly byId: ReadonlyMap<string, Entry>
}

export function libraryOf(packs: readonly Pack[]): Library {
  const entries = packs.flatMap(({ pack, about = 'installer', rules, define = {} }) =>
    rules.map(rule => ({ rule, pack, define, about: rule.about ?? about })),
  )
  return { entries, byId: new Map(entries.map(entry => [entry.rule.id, entry])) }
}
