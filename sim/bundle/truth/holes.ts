/** Templates with parameters that are left open. Does not know what they are templates of. */

/** A parameter that is left open. */
export const HOLE = '<*>'

/**
 * A text of Windows as templates: `[1]`, `[text]` and `%1` are parameters. What braces enclose is said where its parameters are
 * there, so there are two of such a text.
 */
export function templatesOf(text: string): readonly string[] {
  const [all, least] = [text.replace(/[{}]/g, ''), text.replace(/\{\{(.*?)\}\}/g, '$1').replace(/\{[^{}]*\}/g, '')]
  return [...new Set([all, least])].map(one => one.replace(/%\d|\[\w+\]/g, HOLE))
}

/** What stands before the first parameter of a template, between two, and behind the last. */
export const partsOf = (template: string): readonly string[] => template.split(HOLE)

/** Whether the fixed parts of a template stand in a text, in their order, from its start to its end. */
export function follows(content: string, parts: readonly string[]): boolean {
  const [first, last] = [parts[0]!, parts.at(-1)!]
  if (parts.length === 1) return content === first
  if (!content.startsWith(first)) return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const at = content.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return content.length - last.length >= from && content.endsWith(last)
}
