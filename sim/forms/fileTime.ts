/** FILETIME: units of 100 ns since 1601-01-01, UTC, from milliseconds since 1970. */
export function fileTime(time: number): bigint {
  return (BigInt(time) + 11_644_473_600_000n) * 10_000n
}
