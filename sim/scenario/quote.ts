/**
 * Text of somebody else's in messages of our own, so that it cannot steer a terminal. Does not know what the text is.
 */

const MOST = 80

/** Control characters but the tab, halves of pairs, and characters that change the direction of writing. */
const STEERING = /[\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?!\t)\p{Cc}/gu

/** Text as an error shows it: in quotes, cut where it is long, backslashes as they are, so that it can be copied. */
export function quote(text: string): string {
  return `"${printable(text.length > MOST ? `${text.slice(0, MOST)}...` : text)}"`
}

/** Text that cannot steer a terminal: whatever has no picture becomes a question mark. */
export function printable(text: string): string {
  return text.replace(STEERING, '?')
}
