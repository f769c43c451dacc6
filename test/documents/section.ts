/** Sections of documents that are made from data: each between two marks, with its name. What is in it: modelled.ts, commands.ts. */

/** The text with one section as it should be. The rest stays as it is. */
export function withSection(text: string, name: string, content: string): string {
  const [first, last] = [`<!-- ${name}: written by npm run docs -->`, `<!-- ${name}: end -->`]
  const begin = text.indexOf(first)
  const end = text.indexOf(last)
  if (begin < 0 || end < begin) throw new Error(`the text lacks the lines ${first} and ${last}, in this order`)
  return text.slice(0, begin) + [first, content, last].join('\n\n') + text.slice(end + last.length)
}

export const code = (text: string): string => `\`${text}\``

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
