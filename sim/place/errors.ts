import { ShownError } from '../foreign/shownError.ts'

/** Something is in the way, or somebody. */
export class PlaceError extends ShownError {}
