import type { Evidence } from '../evidence.ts'
import type { Diagnosis, Quote } from '../finding.ts'

/** From a line as a reader sees it back to the line as it was given. Does not know why they differ. */
export class WayBack {
  /** Where the distance between the two changes: index of the reader's line, number of the one given. */
  readonly #from: number[] = [0]
  readonly #given: number[] = [1]
  #count = 0

  /** The reader's next line is this one. */
  add(given: number): void {
    const last = this.#from.length - 1
    if (given - this.#given[last]! !== this.#count - this.#from[last]!) {
      this.#from.push(this.#count)
      this.#given.push(given)
    }
    this.#count++
  }

  /** @param line 1-based */
  given(line: number): number {
    let [low, high] = [0, this.#from.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#from[middle]! < line) low = middle
      else high = middle - 1
    }
    return this.#given[low]! + line - 1 - this.#from[low]!
  }
}

/** From a quote to the one with the number of the line that was given. */
export function quoteAsGiven({ pasted }: Evidence): <Q extends Quote>(quote: Q) => Q {
  const ways = new Map(pasted.map(({ path, wayBack }) => [path, wayBack]))
  return quote => {
    const way = ways.get(quote.path)
    return way ? { ...quote, line: way.given(quote.line) } : quote
  }
}

export function asGiven(diagnosis: Diagnosis, evidence: Evidence): Diagnosis {
  if (evidence.pasted.length === 0) return diagnosis
  const back = quoteAsGiven(evidence)
  return {
    ...diagnosis,
    findings: diagnosis.findings.map(finding => ({ ...finding, evidence: finding.evidence.map(back) })),
    candidates: diagnosis.candidates.map(candidate => ({ ...candidate, evidence: candidate.evidence.map(back) })),
    herrings: diagnosis.herrings.map(back),
    failures: diagnosis.failures.map(back),
  }
}
