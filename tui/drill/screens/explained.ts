import { explain, numbersIn, ofNamedSource } from '../../../sim/explain/explain.ts'
import type { Meaning } from '../../../sim/explain/meaning.ts'

/** What the numbers of a row mean, in rows. The meanings come from sim/explain. */

/** So many meanings are read at once. */
const MOST = 6

export function explanation(text: string): string[] {
  const meanings = [text, ...numbersIn(text).filter(isLong)].flatMap(asked => {
    const found = explain(asked)
    return found.known ? ofNamedSource(found.meanings, text) : []
  })
  return [...new Set(meanings)].slice(0, MOST).flatMap(rowsOf)
}

/** Of three digits and more: smaller ones are fields of everything. */
const isLong = (number: string): boolean => /[0-9a-f]{3}/i.test(number)

const rowsOf = ({ code, name, text, occurs, next, source, grade }: Meaning): string[] => [
  `${code}: ${name}`,
  `    ${text}`,
  `    when: ${occurs}`,
  `    next: ${next}`,
  `    from: ${source} (${grade})`,
  '',
]
