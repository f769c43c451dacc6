import type { Clock } from './clock.ts'

/**
 * What makes one machine another than the next one with the same Windows: drawn once, and read by everything that shows
 * a part of it. Nothing of it decides how an installation ends. What is likely is drawn in exchange/texture.ts.
 */
export interface Texture {
  readonly clock: Clock
  /** Whose server it is: the names given when Windows was set up. */
  readonly registeredOwner: string
  readonly registeredOrganization: string
}
