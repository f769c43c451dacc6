/** Versions of files and products: up to four numeric fields, `8.0.711.2`. Knows no particular one. */

/** Negative, zero or positive: four fields as numbers; what is missing or no number counts as 0, a fifth not at all. */
export function compareVersions(a: string, b: string): number {
  const x = a.split('.')
  const y = b.split('.')
  for (let i = 0; i < 4; i++) {
    const difference = (Number(x[i]) || 0) - (Number(y[i]) || 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Builds of a file, from one up to but not including another. */
export interface BuildRange {
  readonly from: string
  readonly below?: string
}

/** `8.0.685.25` -> major<<24 | minor<<16 | build, the form of the Version value. */
export function packedVersion(version: string): number {
  const [major = 0, minor = 0, build = 0] = version.split('.').map(Number)
  return major * 0x1000000 + minor * 0x10000 + build
}
