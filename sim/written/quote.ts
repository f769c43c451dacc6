import { masked } from '../foreign/terminal.ts'

/**
 * Text of somebody else's in messages of our own, so that it cannot steer a terminal. Does not know what the text is.
 */

const MOST = 80

/** Text as an error shows it: in quotes, cut where it is long, backslashes as they are, so that it can be copied. */
export function quote(text: string): string {
  return `"${masked(text.length > MOST ? `${text.slice(0, MOST)}...` : text)}"`
}
