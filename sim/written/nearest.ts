import { distance } from 'fastest-levenshtein'
import { lower } from '../../model/words/letters.ts'

/** What somebody who misspelled a word most likely meant. Knows no word. */

/**
 * The candidate that someone most likely meant, or undefined. First by letters that differ; of two equally close ones the
 * first wins, so the order of `candidates` is part of the result. Then by letters in another order, as in `fro`, and by letters
 * left out, as in `windows-2003`.
 */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const wanted = lower(written)
  let best: string | undefined
  let least = allowance(wanted) + 1
  for (const candidate of candidates) {
    const apart = distance(wanted, lower(candidate))
    if (apart >= least) continue
    best = candidate
    least = apart
  }
  return best ?? rearranged(wanted, candidates) ?? abbreviated(wanted, candidates)
}

/** How many letters may differ: a third of the word, but a short word with two other letters is another word. */
function allowance(word: string): number {
  return word.length < 5 ? 1 : Math.max(2, Math.floor(word.length / 3))
}

function rearranged(wanted: string, candidates: readonly string[]): string | undefined {
  return wanted.length < 2 ? undefined : candidates.find(candidate => sorted(lower(candidate)) === sorted(wanted))
}

const sorted = (word: string): string => [...word].sort().join('')

/** The only candidate in which all letters occur in their order. */
function abbreviated(wanted: string, candidates: readonly string[]): string | undefined {
  if (wanted.length < 3) return undefined
  const fitting = candidates.filter(candidate => isInOrder(wanted, lower(candidate)))
  return fitting.length === 1 ? fitting[0] : undefined
}

function isInOrder(letters: string, word: string): boolean {
  let from = 0
  for (const letter of letters) {
    from = word.indexOf(letter, from) + 1
    if (from === 0) return false
  }
  return true
}
