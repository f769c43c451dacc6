import type { FirstInstallation, ServiceState } from '../../machine/parts.ts'
import type { Zone } from '../../machine/zone.ts'
import type { BaselineId } from '../builds.ts'
import type { Role } from '../roles.ts'

/** An installation of the product by its setup, as those need it who write what setup wrote. Knows no text. */
export interface Setup {
  readonly server: string
  /** Where whoever ran it has an account. */
  readonly accountDomain: string
  readonly zone: Zone
  /** The directory that the server belongs to; an edge server belongs to none, and asks none for an organization. */
  readonly domain: string | undefined
  readonly baseline: BaselineId
  readonly version: string
  readonly roles: readonly Role[]
  readonly source: string
  readonly target: string
  /** Services of the product as they were afterwards, by folded name. */
  readonly services: ReadonlyMap<string, ServiceState>
  readonly packages: readonly SetupPackage[]
  readonly start: number
  /** About so long on this server, but never the same twice. */
  pace(milliseconds: number): number
}

/** A package that setup installs. */
export interface SetupPackage extends Pick<FirstInstallation, 'properties' | 'start' | 'end'> {
  readonly task: string
  readonly path: string
  readonly log: string
}
