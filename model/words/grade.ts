/**
 * Where a fact comes from. `documented`: a vendor's page; `observed`: a real log; `derived`: read off a script or a log;
 * `modelled`: our own choice, memory included.
 */
export type Grade = 'documented' | 'observed' | 'derived' | 'modelled'

export interface Sourced {
  readonly grade: Grade
  /** Short id of the document, log or chapter: `kb935490`, `bulletin`, `build-table`, `exchange-2007.md 2.1`. */
  readonly source: string
}

/** A row of a table: its origin, and the fields that come from elsewhere. */
export interface SourcedRow extends Sourced {
  readonly fields?: Readonly<Record<string, Sourced>>
}

export const documented = (source: string): Sourced => ({ grade: 'documented', source })
export const observed = (source: string): Sourced => ({ grade: 'observed', source })
export const derived = (source: string): Sourced => ({ grade: 'derived', source })
export const modelled = (source: string): Sourced => ({ grade: 'modelled', source })
