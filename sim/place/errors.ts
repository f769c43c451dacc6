/** Something is in the way, or somebody: a sentence for a person. The names in it are as they are. */
export class PlaceError extends Error {}
