export { compareVersions } from '../machine/version.ts'

/** `8.0.685.25` -> major<<24 | minor<<16 | build, the form of the Version value. */
export function packedVersion(version: string): number {
  const [major = 0, minor = 0, build = 0] = version.split('.').map(Number)
  return major * 0x1000000 + minor * 0x10000 + build
}
