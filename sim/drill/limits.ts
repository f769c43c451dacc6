/** How much a session takes. Does not know who asks: the command line refuses by it before anything is loaded. */

/** Characters of a line. */
export const MOST_TYPED = 32_768
/** Characters of the name of whoever sits there. */
export const MOST_OF_A_NAME = 200
/** Things taken back at once. */
export const MOST_UNDONE = 1_000_000
