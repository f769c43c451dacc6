/** Ends of texts. A pattern such as `x+$` starts anew at every x, which takes the square of the time; this does not. */

/** Without the characters at its end that are any of these. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text[end - 1]!)) end--
  return text.slice(0, end)
}
