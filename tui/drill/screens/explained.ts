import { explain } from '../../../sim/explain/explain.ts'
import type { Meaning } from '../../../sim/explain/meaning.ts'

/** What the numbers of a row mean, in rows. The meanings come from sim/explain. */

/** So many meanings are read at once. */
const MOST = 6

export function explanation(text: string): string[] {
  const meanings = [text, ...numbersIn(text)].flatMap(asked => {
    const found = explain(asked)
    return found.known ? found.meanings : []
  })
  return [...new Set(meanings)].slice(0, MOST).flatMap(rowsOf)
}

/** Of three digits and more: smaller ones are fields of everything. */
const numbersIn = (text: string): string[] => text.match(/(?<![\w.-])(?:0x[0-9a-f]{4,8}|-?\d{3,10})(?![\w.])/gi) ?? []

const rowsOf = ({ code, name, text, occurs, next, source, grade }: Meaning): string[] => [
  `${code}: ${name}`,
  `    ${text}`,
  `    when: ${occurs}`,
  `    next: ${next}`,
  `    from: ${source} (${grade})`,
  '',
]
