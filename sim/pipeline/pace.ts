/** When a record is due, in ms after the first one was. Does not know what time it is, nor who waits. */
export type Pace = (at: number, index: number) => number

export interface Tempo {
  /** So many seconds of the servers in one. */
  readonly speed?: number | undefined
  /** Records a second. */
  readonly rate?: number | undefined
}

/** Undefined: as fast as it goes. */
export function paceOf({ speed, rate }: Tempo): Pace | undefined {
  if (rate !== undefined) return (_at, index) => (index * 1000) / rate
  if (speed === undefined) return undefined
  let first: number | undefined
  return at => {
    first ??= at
    return (at - first) / speed
  }
}
