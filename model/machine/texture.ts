import type { Clock } from './clock.ts'

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
}
