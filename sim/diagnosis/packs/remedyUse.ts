import { isMapping } from '../../written/paths.ts'
import type { Condition } from '../algebra/condition.ts'
import type { OwnRemedy, RemedyUse } from './schema.ts'

/** An entry of `remedies` taken apart: a name, a name with what it is given, or a remedy of the pack itself. Knows no remedy. */

/** When a part of a rule counts. */
export interface Clauses {
  readonly when?: Condition
  readonly unless?: Condition
}

export const isOwnRemedy = (entry: RemedyUse): entry is OwnRemedy => isMapping(entry) && typeof entry.title === 'string'

export const clausesOf = (entry: RemedyUse): Clauses =>
  typeof entry === 'string' || isOwnRemedy(entry) ? {} : (entry as Clauses)

const isClause = (key: string): boolean => key === 'when' || key === 'unless'

/** The name of a remedy of the program, with the captures that it is given. */
export function namedRemedy(
  entry: RemedyUse,
): { readonly name: string; readonly given: Readonly<Record<string, string>> } | undefined {
  if (typeof entry === 'string') return { name: entry, given: {} }
  if (isOwnRemedy(entry)) return undefined
  const [name, given] = Object.entries(entry).find(([key]) => !isClause(key)) ?? ['', {}]
  return { name, given: given as Readonly<Record<string, string>> }
}
