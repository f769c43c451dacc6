import type { Clock } from './clock.ts'

/** A product whose setup was run on the server before that of Exchange. */
export interface OtherProduct {
  readonly name: string
  readonly publisher: string
  readonly version: string
  /** Of its key below Uninstall. */
  readonly key: string
}

/** What tells the accounts of a machine or a domain from those of another one. */
export type Authority = readonly [number, number, number]

/** How fast the machine is. */
export interface Pace {
  /** How much longer its processor takes for something than the usual one. */
  readonly processor: number
  /** Bytes that its disk reads and writes in a millisecond. */
  readonly disk: number
}

/**
 * What makes one machine another than the next one with the same Windows: drawn once, and read by everything that shows
 * a part of it. Nothing of it decides how an installation ends. What is likely is drawn in exchange/texture.ts.
 */
export interface Texture {
  readonly clock: Clock
  readonly pace: Pace
  /** Whose server it is: the names given when Windows was set up. */
  readonly registeredOwner: string
  readonly registeredOrganization: string
  /** The directory that the server belongs to. */
  readonly domain: string
  /** The three numbers of its own in the security identifiers of the accounts that it knows. */
  readonly authority: Authority
  /** Those of its domain, where whoever administers it has an account there and not on the machine. */
  readonly domainAuthority?: Authority
  /** When Windows was set up, ms since 1970 UTC. */
  readonly setUpAt: number
  /** Physical, as programs are told of it, in megabytes; what the system keeps for itself is not in it. */
  readonly memoryMb: number
  /** Of the session that is shown: pixels, and bits for a colour. */
  readonly screen: { readonly x: number; readonly y: number; readonly colorBits: number }
  /** By name. */
  readonly otherProducts: readonly { readonly product: OtherProduct; readonly installedAt: number }[]
  /** Where Exchange Server lies, or would: MsiInstallPath, with a backslash at its end. */
  readonly installPath: string
  /** From which the serial numbers of its drives follow. */
  readonly volumes: number
}
