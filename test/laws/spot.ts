/** Something that can go wrong at numbered points of a place. */
export interface Spot {
  readonly name: string
  /** Points are numbered from 1 to this. */
  readonly count: number
  /** Lets it happen at point n; what is wrong afterwards, or undefined. */
  readonly broken: (n: number) => string | undefined
}
